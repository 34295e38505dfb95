-- What a role may see of a source. No rule: everything. One row hides a table, filters its rows, or masks a column.
CREATE TABLE data_policies (
    organization_id uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
    id uuid NOT NULL,
    source_id uuid NOT NULL,
    role text NOT NULL CHECK (role IN ('owner', 'admin', 'analyst', 'viewer')),
    table_schema text,
    table_name text NOT NULL,
    column_name text,
    row_filter text,
    mask text CHECK (mask IN ('Hidden', 'Null', 'Full', 'Partial', 'Hash')),
    PRIMARY KEY (organization_id, id),
    CHECK ((column_name IS NULL) = (mask IS NULL)),
    CHECK (column_name IS NULL OR row_filter IS NULL)
);
CREATE INDEX data_policies_source ON data_policies (organization_id, source_id, role);
SELECT app.isolate('data_policies');

-- Who did what, when: only ever added to. Details never hold rows, secrets or the text of a query's results.
CREATE TABLE audit_log (
    organization_id uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
    number bigint GENERATED ALWAYS AS IDENTITY,
    at timestamptz NOT NULL,
    user_id uuid,
    action text NOT NULL,
    subject text NOT NULL DEFAULT '',
    detail jsonb NOT NULL DEFAULT '{}',
    PRIMARY KEY (organization_id, number)
);
SELECT app.isolate('audit_log', 'SELECT, INSERT');
