-- Runs as the owner, in schema assistant (the migrator made it, the schema app and the role named by the setting app.role).

-- The organization of the transaction. Null when none was set, so that a policy comparing with it lets nothing through.
-- (A setting made with SET LOCAL is '' after the transaction, not null.)
CREATE FUNCTION app.organization_id() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('app.organization_id', true), '')::uuid $$;

-- Rows of a table belong to one organization: only that organization's transactions read, write and make them; the table's owner
-- is held to it as well. Grants the application the named rights; an append-only table passes 'SELECT, INSERT'.
CREATE FUNCTION app.isolate(
    isolated regclass, rights text DEFAULT 'SELECT, INSERT, UPDATE, DELETE', tenant_column name DEFAULT 'organization_id')
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', isolated);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', isolated);
    EXECUTE format(
        'CREATE POLICY organization ON %s USING (%2$I = app.organization_id()) WITH CHECK (%2$I = app.organization_id())',
        isolated, tenant_column);
    EXECUTE format('GRANT %s ON %s TO %I', rights, isolated, current_setting('app.role'));
END $$;

-- Lets the application call a function that nobody else may.
CREATE FUNCTION app.allow_call(called regprocedure) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', called);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %I', called, current_setting('app.role'));
END $$;

REVOKE EXECUTE ON FUNCTION app.isolate, app.allow_call FROM PUBLIC;

CREATE TABLE organizations (
    id uuid PRIMARY KEY,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    settings jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now()
);
SELECT app.isolate('organizations', tenant_column => 'id');

CREATE TABLE projects (
    organization_id uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
    id uuid NOT NULL,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (organization_id, id)
);
SELECT app.isolate('projects');

CREATE TABLE users (
    organization_id uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
    id uuid NOT NULL,
    email text NOT NULL CHECK (length(email) BETWEEN 3 AND 320),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    password_hash text,                       -- null: signs in elsewhere or not at all
    role text NOT NULL CHECK (role IN ('owner', 'admin', 'analyst', 'viewer')),
    disabled boolean NOT NULL DEFAULT false,
    failed_sign_ins integer NOT NULL DEFAULT 0,
    locked_until timestamptz,
    signed_in_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (organization_id, id)
);
CREATE UNIQUE INDEX users_email ON users (organization_id, lower(email));
CREATE INDEX users_sign_in ON users (lower(email));
SELECT app.isolate('users');

-- What a person may do in a project, where that differs from their role in the organization.
CREATE TABLE memberships (
    organization_id uuid NOT NULL,
    project_id uuid NOT NULL,
    user_id uuid NOT NULL,
    role text NOT NULL CHECK (role IN ('owner', 'admin', 'analyst', 'viewer')),
    PRIMARY KEY (organization_id, project_id, user_id),
    FOREIGN KEY (organization_id, project_id) REFERENCES projects ON DELETE CASCADE,
    FOREIGN KEY (organization_id, user_id) REFERENCES users ON DELETE CASCADE
);
SELECT app.isolate('memberships');

CREATE TABLE user_preferences (
    organization_id uuid NOT NULL,
    user_id uuid NOT NULL,
    answer_role text NOT NULL,
    expertise text NOT NULL,
    theme text NOT NULL,
    culture text NOT NULL,
    time_zone text NOT NULL,
    PRIMARY KEY (organization_id, user_id),
    FOREIGN KEY (organization_id, user_id) REFERENCES users ON DELETE CASCADE
);
SELECT app.isolate('user_preferences');

-- The token itself is only with the person; here is its SHA-256.
CREATE TABLE user_sessions (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    token_hash bytea NOT NULL,
    device text NOT NULL DEFAULT '',
    address text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, token_hash),
    FOREIGN KEY (organization_id, user_id) REFERENCES users ON DELETE CASCADE
);
CREATE INDEX user_sessions_user ON user_sessions (organization_id, user_id);
SELECT app.isolate('user_sessions');

CREATE TABLE api_keys (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    key_hash bytea NOT NULL,
    permissions text[] NOT NULL,
    created_at timestamptz NOT NULL,
    used_at timestamptz,
    expires_at timestamptz,
    revoked_at timestamptz,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, key_hash),
    FOREIGN KEY (organization_id, user_id) REFERENCES users ON DELETE CASCADE
);
SELECT app.isolate('api_keys');

-- Sign-in is the one moment when the organization is not known yet. This function answers only "which accounts have this exact
-- e-mail address": two ids, no hash, no name, no listing; everything after it runs inside the organization found. It runs as the
-- owner, whom the forced policies hold as well; the policy below lets the owner, never the application, see the rows to answer.
-- Session tokens and API keys need no such door: they carry their organization's id.
CREATE POLICY sign_in ON users FOR SELECT TO CURRENT_USER USING (true);

CREATE FUNCTION app.accounts_of(address text) RETURNS TABLE (organization_id uuid, user_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = assistant, pg_temp AS $$
    SELECT u.organization_id, u.id FROM users u WHERE lower(u.email) = lower(address)
    ORDER BY u.signed_in_at DESC NULLS LAST LIMIT 5
$$;
SELECT app.allow_call('app.accounts_of(text)');
