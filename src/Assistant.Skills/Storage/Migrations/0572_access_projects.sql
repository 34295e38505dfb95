-- Projects: what belongs together and who may see it. Every organization has one from its beginning, whose id is its own: General, open to
-- everybody, where whatever belongs to no other project is. See docs/decisions/0016.
ALTER TABLE projects ADD COLUMN restricted boolean NOT NULL DEFAULT false;
ALTER TABLE projects ADD CONSTRAINT general_is_open CHECK (NOT (restricted AND id = organization_id));
CREATE UNIQUE INDEX projects_name ON projects (organization_id, lower(name));

-- In a project one may read or work; who rules is decided for the organization as a whole.
DELETE FROM memberships WHERE role NOT IN ('analyst', 'viewer');
ALTER TABLE memberships DROP CONSTRAINT memberships_role_check, ADD CONSTRAINT memberships_role_check CHECK (role IN ('analyst', 'viewer'));
ALTER TABLE memberships ADD COLUMN added_at timestamptz NOT NULL DEFAULT now();
CREATE INDEX memberships_user ON memberships (organization_id, user_id);

CREATE FUNCTION app.begin_general() RETURNS trigger LANGUAGE plpgsql SET search_path = assistant, pg_temp AS $$
BEGIN
    INSERT INTO projects (organization_id, id, name) VALUES (NEW.id, NEW.id, 'General') ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER general AFTER INSERT ON organizations FOR EACH ROW EXECUTE FUNCTION app.begin_general();

ALTER TABLE data_sources ADD COLUMN project_id uuid;
CREATE FUNCTION app.into_general() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.project_id := coalesce(NEW.project_id, NEW.organization_id);
    RETURN NEW;
END $$;
CREATE TRIGGER general BEFORE INSERT ON data_sources FOR EACH ROW EXECUTE FUNCTION app.into_general();

-- What there was before is in General. The owner, too, sees a tenant's rows only while the tables are not forced.
ALTER TABLE organizations NO FORCE ROW LEVEL SECURITY;
ALTER TABLE projects NO FORCE ROW LEVEL SECURITY;
ALTER TABLE data_sources NO FORCE ROW LEVEL SECURITY;
INSERT INTO projects (organization_id, id, name) SELECT id, id, 'General' FROM organizations ON CONFLICT DO NOTHING;
UPDATE data_sources SET project_id = organization_id;
ALTER TABLE organizations FORCE ROW LEVEL SECURITY;
ALTER TABLE projects FORCE ROW LEVEL SECURITY;
ALTER TABLE data_sources FORCE ROW LEVEL SECURITY;

ALTER TABLE data_sources ALTER COLUMN project_id SET NOT NULL,
    ADD CONSTRAINT data_sources_project FOREIGN KEY (organization_id, project_id) REFERENCES projects (organization_id, id);
CREATE INDEX data_sources_project ON data_sources (organization_id, project_id);

-- The role that counts for what belongs to a project; null: it does not exist for the person. The one place where this is decided.
CREATE FUNCTION app.role_in(account text, member text, restricted boolean) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT CASE WHEN account IN ('owner', 'admin') THEN account WHEN member IS NOT NULL THEN member WHEN NOT restricted THEN account END $$;
SELECT app.allow_call('app.role_in(text, text, boolean)');
