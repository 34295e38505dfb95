-- Tests of rule versions against each other, and what people said of single rows.
ALTER TABLE quality_rule_versions ADD COLUMN reason text NOT NULL DEFAULT '' CHECK (length(reason) <= 1000);
ALTER TABLE quality_decisions DROP CONSTRAINT quality_decisions_decision_check;
ALTER TABLE quality_decisions ADD CHECK (decision IN ('Accepted', 'Adjusted', 'Rejected', 'TurnedOff', 'Promoted', 'RolledBack', 'Changed', 'Deleted'));

-- Whether a row breaks a rule rightly. The row is known by hashes of its key and of the values that were judged: no value is kept. The latest counts; all stay.
CREATE TABLE quality_labels (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    rule_id uuid NOT NULL,
    version integer NOT NULL,                 -- which was current
    row_key text NOT NULL CHECK (length(row_key) = 64),
    judged text CHECK (length(judged) = 64),  -- null: holds whatever the values are
    is_fault boolean NOT NULL,
    note text NOT NULL DEFAULT '' CHECK (length(note) <= 500),
    made_by uuid NOT NULL,
    made_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, rule_id) REFERENCES quality_rules ON DELETE CASCADE,
    FOREIGN KEY (organization_id, made_by) REFERENCES users
);
SELECT app.isolate('quality_labels', 'SELECT, INSERT');
CREATE INDEX ON quality_labels (organization_id, rule_id, made_at);

CREATE TABLE quality_trials (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    rule_id uuid NOT NULL,
    champion integer NOT NULL,
    challenger integer NOT NULL,
    level double precision NOT NULL CHECK (level > 0.5 AND level < 1),
    power double precision NOT NULL CHECK (power > 0.5 AND power < 1),
    share double precision NOT NULL CHECK (share > 0.5 AND share < 1),   -- of the disagreements that a better version wins
    needed integer NOT NULL CHECK (needed > 0),                          -- labelled disagreements, by the power calculation
    promotes boolean NOT NULL,
    state text NOT NULL CHECK (state IN ('Running', 'Promoted', 'Kept', 'Stopped')),
    started_by uuid NOT NULL,
    started_at timestamptz NOT NULL,
    ended_at timestamptz,
    PRIMARY KEY (organization_id, id),
    CHECK (champion <> challenger),
    FOREIGN KEY (organization_id, rule_id, champion) REFERENCES quality_rule_versions ON DELETE CASCADE,
    FOREIGN KEY (organization_id, rule_id, challenger) REFERENCES quality_rule_versions ON DELETE CASCADE,
    FOREIGN KEY (organization_id, started_by) REFERENCES users
);
SELECT app.isolate('quality_trials');
CREATE UNIQUE INDEX ON quality_trials (organization_id, rule_id) WHERE state = 'Running';

-- Every look at a test: figures, never rows.
CREATE TABLE quality_looks (
    organization_id uuid NOT NULL,
    trial_id uuid NOT NULL,
    at timestamptz NOT NULL,
    judged bigint NOT NULL,
    champion_flags bigint NOT NULL,
    challenger_flags bigint NOT NULL,
    disagreements bigint NOT NULL,
    wins integer NOT NULL,
    losses integer NOT NULL,
    both_right integer NOT NULL,
    both_wrong integer NOT NULL,
    critical integer,                         -- wins or losses that would have decided; null where none could yet
    spent double precision NOT NULL,          -- of the error allowed to all looks together
    p_value double precision NOT NULL,
    verdict text NOT NULL CHECK (verdict IN ('NotEnoughData', 'Better', 'Worse', 'NoDifference')),
    PRIMARY KEY (organization_id, trial_id, at),
    FOREIGN KEY (organization_id, trial_id) REFERENCES quality_trials ON DELETE CASCADE
);
SELECT app.isolate('quality_looks', 'SELECT, INSERT');
