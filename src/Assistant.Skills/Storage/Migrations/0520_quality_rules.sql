-- Rules about the data of a source. A rule has a short number that people can say; its body is the latest version's.
CREATE TABLE quality_rules (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    number integer NOT NULL CHECK (number > 0),
    source_id uuid NOT NULL,
    table_schema text,
    table_name text NOT NULL,
    said text NOT NULL,                       -- family and columns: what is proposed again is the same rule
    version integer NOT NULL CHECK (version > 0),
    body json NOT NULL,
    title text NOT NULL,
    severity text NOT NULL CHECK (severity IN ('Low', 'Medium', 'High', 'Critical')),
    confidence integer NOT NULL CHECK (confidence BETWEEN 0 AND 100),
    origin text NOT NULL CHECK (origin IN ('Data', 'Sentence', 'Person')),
    state text NOT NULL CHECK (state IN ('Proposed', 'Active', 'Rejected', 'Off')),
    judged bigint NOT NULL,                   -- when it last ran
    violations bigint NOT NULL,
    checked double precision,
    reason text NOT NULL,
    made_by uuid NOT NULL,
    made_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, number),
    UNIQUE NULLS NOT DISTINCT (organization_id, source_id, table_schema, table_name, said),
    FOREIGN KEY (organization_id, source_id) REFERENCES data_sources ON DELETE CASCADE,
    FOREIGN KEY (organization_id, made_by) REFERENCES users
);
SELECT app.isolate('quality_rules');

-- What a rule said before: a version is never changed.
CREATE TABLE quality_rule_versions (
    organization_id uuid NOT NULL,
    rule_id uuid NOT NULL,
    version integer NOT NULL CHECK (version > 0),
    body json NOT NULL,
    title text NOT NULL,
    made_by uuid NOT NULL,
    made_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, rule_id, version),
    FOREIGN KEY (organization_id, rule_id) REFERENCES quality_rules ON DELETE CASCADE,
    FOREIGN KEY (organization_id, made_by) REFERENCES users
);
SELECT app.isolate('quality_rule_versions', 'SELECT, INSERT');

-- What people decided about a version; rules are optimized from it.
CREATE TABLE quality_decisions (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    rule_id uuid NOT NULL,
    version integer NOT NULL,
    decision text NOT NULL CHECK (decision IN ('Accepted', 'Adjusted', 'Rejected', 'TurnedOff')),
    note text NOT NULL DEFAULT '' CHECK (length(note) <= 500),
    violations bigint NOT NULL,               -- what the person saw when deciding
    made_by uuid NOT NULL,
    made_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, rule_id, version) REFERENCES quality_rule_versions ON DELETE CASCADE,
    FOREIGN KEY (organization_id, made_by) REFERENCES users
);
SELECT app.isolate('quality_decisions', 'SELECT, INSERT');

-- Every run of a rule: figures, never rows.
CREATE TABLE quality_runs (
    organization_id uuid NOT NULL,
    rule_id uuid NOT NULL,
    version integer NOT NULL,
    ran_at timestamptz NOT NULL,
    judged bigint NOT NULL,
    violations bigint NOT NULL,
    PRIMARY KEY (organization_id, rule_id, ran_at),
    FOREIGN KEY (organization_id, rule_id) REFERENCES quality_rules ON DELETE CASCADE
);
SELECT app.isolate('quality_runs', 'SELECT, INSERT');
