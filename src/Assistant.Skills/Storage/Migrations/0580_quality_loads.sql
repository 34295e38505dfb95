-- The newest load of each table that is loaded day by day, as it was judged by the loads before it. Figures and words, never rows.
CREATE TABLE quality_loads (
    organization_id uuid NOT NULL,
    source_id uuid NOT NULL,
    table_schema text NOT NULL DEFAULT '',
    table_name text NOT NULL,
    column_name text NOT NULL,                -- that tells the day
    load_day date NOT NULL,
    rows bigint NOT NULL CHECK (rows >= 0),
    usual_least bigint NOT NULL,
    usual_most bigint NOT NULL,
    longest_gap integer NOT NULL CHECK (longest_gap > 0),   -- days between two loads
    judged_by integer NOT NULL,               -- loads it was compared with
    alerts json NOT NULL,
    expected boolean NOT NULL DEFAULT false,  -- a person said that it is as it should be
    judged_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, source_id, table_schema, table_name, load_day),
    FOREIGN KEY (organization_id, source_id) REFERENCES data_sources ON DELETE CASCADE
);
SELECT app.isolate('quality_loads');
