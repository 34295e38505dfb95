-- What somebody wants changed in a source's data, and what became of it. The cells themselves (old and new values) are the one place where
-- values of a customer's data are kept: they are what is approved, written, and put back by an undo. They are encrypted by the server's key.
CREATE TABLE change_sets (
    organization_id uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
    id uuid NOT NULL,
    number integer NOT NULL CHECK (number > 0),
    source_id uuid NOT NULL,
    table_schema text,
    table_name text NOT NULL,
    key_columns text[] NOT NULL,
    changed_columns text[] NOT NULL,
    title text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
    origin text NOT NULL CHECK (length(origin) BETWEEN 1 AND 100),
    state text NOT NULL CHECK (state IN ('Proposed', 'Approved', 'Applying', 'Applied', 'Rejected', 'Failed', 'Stale', 'Undoing', 'Undone')),
    cells bytea NOT NULL,
    cell_count integer NOT NULL,              -- those to be written
    row_count integer NOT NULL,
    unusual integer NOT NULL,
    left_out integer NOT NULL,
    made_by uuid NOT NULL,
    made_at timestamptz NOT NULL,
    decided_by uuid,
    decided_at timestamptz,
    note text NOT NULL DEFAULT '' CHECK (length(note) <= 1000),
    failure text,                             -- why it is not written, or not undone, in words
    transaction_id bigint,                    -- of the source, while it is being written: tells afterwards whether it was
    written_by uuid,
    written_at timestamptz,
    undone_by uuid,
    undone_at timestamptz,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, number),
    FOREIGN KEY (organization_id, source_id) REFERENCES data_sources ON DELETE CASCADE,
    FOREIGN KEY (organization_id, made_by) REFERENCES users
);
SELECT app.isolate('change_sets', 'SELECT, INSERT, UPDATE');

-- The account by which approved changes are written: another one than that which reads, used for nothing else, and never shown.
CREATE TABLE change_writers (
    organization_id uuid NOT NULL,
    source_id uuid NOT NULL,
    connection bytea NOT NULL,                -- encrypted by the server's key
    account text NOT NULL,                    -- the user's name, for people
    made_by uuid NOT NULL,
    made_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, source_id),
    FOREIGN KEY (organization_id, source_id) REFERENCES data_sources ON DELETE CASCADE
);
SELECT app.isolate('change_writers');

-- A request sent twice with one key is done once.
CREATE TABLE change_requests (
    organization_id uuid NOT NULL,
    user_id uuid NOT NULL,
    key text NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
    request bytea NOT NULL,                   -- SHA-256 of what was asked
    change_id uuid NOT NULL,
    made_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, user_id, key),
    FOREIGN KEY (organization_id, change_id) REFERENCES change_sets ON DELETE CASCADE
);
SELECT app.isolate('change_requests', 'SELECT, INSERT');

-- A server that died while it wrote leaves a change set of which nobody knows whether it was written. Whichever process starts next finds
-- out, in the change set's organization; this function answers only which there are, by id.
CREATE POLICY unfinished ON change_sets FOR SELECT TO CURRENT_USER USING (true);
CREATE FUNCTION app.unfinished_changes() RETURNS TABLE (organization_id uuid, id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = assistant, pg_temp AS $$
    SELECT c.organization_id, c.id FROM change_sets c WHERE c.state IN ('Applying', 'Undoing')
$$;
SELECT app.allow_call('app.unfinished_changes()');
CREATE INDEX change_sets_unfinished ON change_sets (organization_id, id) WHERE state IN ('Applying', 'Undoing');
