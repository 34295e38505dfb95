-- Questions whose query a person found right. Asked again in the same words, the query answers, with the rights of who asks. Never rows.
CREATE TABLE verified_questions (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    source_id uuid NOT NULL,
    question text NOT NULL CHECK (length(question) BETWEEN 1 AND 2000),
    asked_as text NOT NULL,                   -- the words without case, spacing and closing marks: what is compared
    sql text NOT NULL CHECK (length(sql) BETWEEN 1 AND 100000),
    plan json,                                -- where the engine has one that gives the query
    reads json NOT NULL,                      -- columns and their types when it was verified: changed ones make it invalid
    schema_version text NOT NULL,
    asked_on date NOT NULL,                   -- the day that "last month" was counted from
    verified_by uuid NOT NULL,
    verified_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, source_id, asked_as),
    FOREIGN KEY (organization_id, source_id) REFERENCES data_sources ON DELETE CASCADE,
    FOREIGN KEY (organization_id, verified_by) REFERENCES users
);
SELECT app.isolate('verified_questions');

-- How a source answers, and how well it did when it was last measured on its verified questions.
CREATE TABLE source_answering (
    organization_id uuid NOT NULL,
    source_id uuid NOT NULL,
    verified_only boolean NOT NULL DEFAULT false,
    measured_right integer,
    measured_of integer,
    measured_at timestamptz,
    PRIMARY KEY (organization_id, source_id),
    FOREIGN KEY (organization_id, source_id) REFERENCES data_sources ON DELETE CASCADE
);
SELECT app.isolate('source_answering');

-- Questions that were not answered well and that somebody has seen to.
CREATE TABLE closed_gaps (
    organization_id uuid NOT NULL,
    turn_id uuid NOT NULL,
    outcome text NOT NULL CHECK (outcome IN ('edited', 'verified', 'dismissed')),
    closed_by uuid NOT NULL,
    closed_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, turn_id),
    FOREIGN KEY (organization_id, turn_id) REFERENCES turns ON DELETE CASCADE,
    FOREIGN KEY (organization_id, closed_by) REFERENCES users
);
SELECT app.isolate('closed_gaps');
