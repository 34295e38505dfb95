-- The project a person works in now (null: all), and the one a conversation was begun in.
ALTER TABLE users ADD COLUMN project_id uuid,
    ADD CONSTRAINT users_project FOREIGN KEY (organization_id, project_id) REFERENCES projects (organization_id, id) ON DELETE SET NULL (project_id);
ALTER TABLE conversations ADD COLUMN project_id uuid,
    ADD CONSTRAINT conversations_project FOREIGN KEY (organization_id, project_id) REFERENCES projects (organization_id, id) ON DELETE SET NULL (project_id);

-- What does not exist for a person of the transaction's organization, by their role in each project and by what is said of single sources.
CREATE FUNCTION app.sees_project(person uuid, project uuid) RETURNS boolean LANGUAGE sql STABLE SET search_path = assistant, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM projects j JOIN users u ON u.organization_id = j.organization_id AND u.id = person
        LEFT JOIN memberships m ON m.organization_id = j.organization_id AND m.project_id = j.id AND m.user_id = u.id
        WHERE j.organization_id = app.organization_id() AND j.id = project AND app.role_in(u.role, m.role, j.restricted) IS NOT NULL)
$$;
SELECT app.allow_call('app.sees_project(uuid, uuid)');

CREATE FUNCTION app.hidden_sources(person uuid) RETURNS TABLE (id uuid) LANGUAGE sql STABLE SET search_path = assistant, pg_temp AS $$
    SELECT s.id FROM data_sources s
    JOIN users u ON u.organization_id = s.organization_id AND u.id = person AND u.role NOT IN ('owner', 'admin')
    JOIN projects j ON j.organization_id = s.organization_id AND j.id = s.project_id
    LEFT JOIN memberships m ON m.organization_id = s.organization_id AND m.project_id = s.project_id AND m.user_id = u.id
    LEFT JOIN source_people p ON p.organization_id = s.organization_id AND p.source_id = s.id
    WHERE s.organization_id = app.organization_id()
    GROUP BY s.id, u.id, u.role, m.role, j.restricted
    HAVING app.role_in(u.role, m.role, j.restricted) IS NULL
        OR count(p.source_id) > 0 AND NOT bool_or(p.user_id IS NOT DISTINCT FROM u.id OR p.role IS NOT DISTINCT FROM app.role_in(u.role, m.role, j.restricted))
$$;
SELECT app.allow_call('app.hidden_sources(uuid)');

-- A conversation that a colleague shared may be read by who sees its project and every source that it asked or read.
CREATE FUNCTION app.may_follow(person uuid, conversation uuid, project uuid) RETURNS boolean LANGUAGE sql STABLE SET search_path = assistant, pg_temp AS $$
    SELECT (project IS NULL OR app.sees_project(person, project)) AND NOT EXISTS (
        SELECT FROM app.hidden_sources(person) h
        WHERE EXISTS (SELECT FROM turn_results r WHERE r.organization_id = app.organization_id() AND r.conversation_id = conversation AND r.source_id = h.id)
           OR EXISTS (SELECT FROM turns t WHERE t.organization_id = app.organization_id() AND t.conversation_id = conversation AND t.source_id = h.id))
$$;
SELECT app.allow_call('app.may_follow(uuid, uuid, uuid)');
