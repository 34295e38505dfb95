-- What people said about a source, version by version: a version is never changed; undoing makes a new one.
CREATE TABLE semantic_versions (
    organization_id uuid NOT NULL,
    source_id uuid NOT NULL,
    number integer NOT NULL CHECK (number > 0),
    model json NOT NULL,
    changes json NOT NULL,                    -- what was edited since the version before, in sentences
    note text NOT NULL DEFAULT '' CHECK (length(note) <= 500),
    schema_version text NOT NULL,             -- of the source when it was published
    made_by uuid NOT NULL,
    made_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, source_id, number),
    FOREIGN KEY (organization_id, source_id) REFERENCES data_sources ON DELETE CASCADE,
    FOREIGN KEY (organization_id, made_by) REFERENCES users
);
SELECT app.isolate('semantic_versions', 'SELECT, INSERT');

-- Edits that are not published yet: one draft a source, whoever edits.
CREATE TABLE semantic_drafts (
    organization_id uuid NOT NULL,
    source_id uuid NOT NULL,
    base_number integer NOT NULL,             -- the version it was begun from; 0: none
    model json NOT NULL,
    changes json NOT NULL,
    changed_by uuid NOT NULL,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, source_id),
    FOREIGN KEY (organization_id, source_id) REFERENCES data_sources ON DELETE CASCADE,
    FOREIGN KEY (organization_id, changed_by) REFERENCES users
);
SELECT app.isolate('semantic_drafts');
