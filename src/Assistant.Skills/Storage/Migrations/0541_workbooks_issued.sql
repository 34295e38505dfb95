-- Fill-in workbooks that were asked for. What was asked (rows chosen by key) may hold values and is encrypted; the workbook itself is made anew
-- at every download, with the rights of who takes it.
CREATE TABLE workbooks (
    organization_id uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
    id uuid NOT NULL,
    number integer NOT NULL CHECK (number > 0),
    source_id uuid NOT NULL,
    table_schema text,
    table_name text NOT NULL,
    title text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
    request bytea NOT NULL,
    row_count integer NOT NULL,
    cell_count integer NOT NULL,              -- cells to be filled
    made_by uuid NOT NULL,
    made_at timestamptz NOT NULL,
    taken_at timestamptz,
    returned_at timestamptz,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, number),
    FOREIGN KEY (organization_id, source_id) REFERENCES data_sources ON DELETE CASCADE,
    FOREIGN KEY (organization_id, made_by) REFERENCES users
);
SELECT app.isolate('workbooks', 'SELECT, INSERT, UPDATE');

-- The key that an organization's workbooks are signed with, encrypted by the server's key.
CREATE TABLE workbook_keys (
    organization_id uuid PRIMARY KEY REFERENCES organizations ON DELETE CASCADE,
    key bytea NOT NULL,
    made_at timestamptz NOT NULL
);
SELECT app.isolate('workbook_keys', 'SELECT, INSERT');
