-- What is missing in a source: columns with missing values, gaps in numbers and dates, parents that are not there. Figures, never rows.
CREATE TABLE missing_findings (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    number integer NOT NULL CHECK (number > 0),
    source_id uuid NOT NULL,
    table_schema text,
    table_name text NOT NULL,
    said text NOT NULL,                       -- kind and columns: what is found again is the same finding
    body json NOT NULL,
    missing bigint NOT NULL CHECK (missing >= 0),
    judged bigint NOT NULL CHECK (judged >= 0),
    state text NOT NULL CHECK (state IN ('Open', 'Filled', 'Dismissed')),
    found_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,             -- when a scan last looked
    filled_at timestamptz,                    -- when a scan found it filled
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, number),
    UNIQUE NULLS NOT DISTINCT (organization_id, source_id, table_schema, table_name, said),
    FOREIGN KEY (organization_id, source_id) REFERENCES data_sources ON DELETE CASCADE
);
SELECT app.isolate('missing_findings');

-- The figures of each scan, for the trend.
CREATE TABLE missing_figures (
    organization_id uuid NOT NULL,
    finding_id uuid NOT NULL,
    scanned_at timestamptz NOT NULL,
    missing bigint NOT NULL,
    judged bigint NOT NULL,
    PRIMARY KEY (organization_id, finding_id, scanned_at),
    FOREIGN KEY (organization_id, finding_id) REFERENCES missing_findings ON DELETE CASCADE
);
SELECT app.isolate('missing_figures', 'SELECT, INSERT');

-- When which table was last scanned as a whole: a scan that was cut off goes on where it stopped.
CREATE TABLE missing_scans (
    organization_id uuid NOT NULL,
    source_id uuid NOT NULL,
    table_schema text NOT NULL DEFAULT '',
    table_name text NOT NULL,
    scanned_at timestamptz NOT NULL,
    rows bigint NOT NULL,
    queries integer NOT NULL,
    PRIMARY KEY (organization_id, source_id, table_schema, table_name),
    FOREIGN KEY (organization_id, source_id) REFERENCES data_sources ON DELETE CASCADE
);
SELECT app.isolate('missing_scans');

-- How much a column matters, where a person said so.
CREATE TABLE column_criticality (
    organization_id uuid NOT NULL,
    source_id uuid NOT NULL,
    table_schema text NOT NULL DEFAULT '',
    table_name text NOT NULL,
    column_name text NOT NULL,
    criticality text NOT NULL CHECK (criticality IN ('Low', 'Normal', 'High', 'Critical')),
    set_by uuid NOT NULL,
    set_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, source_id, table_schema, table_name, column_name),
    FOREIGN KEY (organization_id, source_id) REFERENCES data_sources ON DELETE CASCADE,
    FOREIGN KEY (organization_id, set_by) REFERENCES users
);
SELECT app.isolate('column_criticality');
