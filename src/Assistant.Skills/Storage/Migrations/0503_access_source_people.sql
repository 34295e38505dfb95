-- Who may use a source. No row: everybody in the organization. Owners and administrators always may.
CREATE TABLE source_people (
    organization_id uuid NOT NULL,
    source_id uuid NOT NULL,
    role text CHECK (role IN ('owner', 'admin', 'analyst', 'viewer')),
    user_id uuid,
    CHECK ((role IS NULL) <> (user_id IS NULL)),
    FOREIGN KEY (organization_id, source_id) REFERENCES data_sources (organization_id, id) ON DELETE CASCADE,
    FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX source_people_once ON source_people (organization_id, source_id, coalesce(role, ''), coalesce(user_id, '00000000-0000-0000-0000-000000000000'));
SELECT app.isolate('source_people');
