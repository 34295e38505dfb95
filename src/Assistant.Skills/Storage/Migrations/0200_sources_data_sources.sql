-- What an organization has connected. The catalog is metadata only: names, types, keys, figures; no rows, and no values of sensitive columns.
CREATE TABLE data_sources (
    organization_id uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
    id uuid NOT NULL,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    kind text NOT NULL CHECK (kind IN ('PostgreSql', 'Sqlite', 'File')),
    address text NOT NULL,                    -- for people: server and database, or the file's name
    connection bytea NOT NULL,                -- encrypted by the server's key; never leaves it
    state text NOT NULL CHECK (state IN ('Profiling', 'Ready', 'Failing')),
    note text,                                -- what to know: a warning, or why it fails
    bytes bigint,
    reading jsonb,                            -- files: how they are read, and what was assumed
    catalog jsonb NOT NULL,
    changes jsonb NOT NULL DEFAULT '[]',      -- what the last refresh found different
    revision integer NOT NULL DEFAULT 1,      -- grows with every change of catalog or connection
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    refreshed_at timestamptz,
    PRIMARY KEY (organization_id, id)
);
CREATE UNIQUE INDEX data_sources_name ON data_sources (organization_id, lower(name));
SELECT app.isolate('data_sources');
