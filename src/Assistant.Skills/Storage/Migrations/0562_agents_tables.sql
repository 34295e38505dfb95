-- Which tables an organization's agents have looked at, and how they looked then: one that looks the same is left alone for a while.
CREATE TABLE agent_tables (
    organization_id uuid NOT NULL,
    source_id uuid NOT NULL,
    table_name text NOT NULL,
    purpose text NOT NULL,
    print text NOT NULL,                      -- hash over columns, kinds and the order of size; never values
    looked_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, source_id, table_name, purpose),
    FOREIGN KEY (organization_id, source_id) REFERENCES data_sources (organization_id, id) ON DELETE CASCADE
);
SELECT app.isolate('agent_tables');
