-- Background work of organizations: what runs when, how far it is, and what came of it.

-- The account that an organization's agents work as: nobody signs in as it, and every right of the house holds for it.
ALTER TABLE users ADD COLUMN service boolean NOT NULL DEFAULT false;
ALTER TABLE users ADD CONSTRAINT users_service_without_password CHECK (NOT service OR password_hash IS NULL);
CREATE UNIQUE INDEX users_service ON users (organization_id) WHERE service;

-- Only what differs from the workflow's own schedule has a row.
CREATE TABLE workflow_settings (
    organization_id uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
    workflow text NOT NULL,
    enabled boolean NOT NULL DEFAULT true,
    schedule text,                            -- "30m", "2h", "1d" or five fields of cron; null: as the workflow has it
    time_zone text NOT NULL DEFAULT 'UTC',
    sources uuid[],                           -- null: all that the agents' account may read
    next_at timestamptz,
    changed_by uuid,
    changed_at timestamptz,
    PRIMARY KEY (organization_id, workflow)
);
SELECT app.isolate('workflow_settings');

CREATE TABLE workflow_runs (
    organization_id uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
    id uuid NOT NULL,
    workflow text NOT NULL,
    state text NOT NULL CHECK (state IN ('Queued', 'Running', 'Done', 'Failed', 'Cancelled')),
    cause text NOT NULL CHECK (cause IN ('Schedule', 'Person', 'Retry')),
    asked_by uuid,
    asked_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    started_at timestamptz,
    ended_at timestamptz,
    process_id uuid,
    token bigint NOT NULL DEFAULT 0,          -- grows with every claim: who holds an older one may write nothing more
    cancel_requested_at timestamptz,
    last_number integer NOT NULL DEFAULT 0,
    summary text,
    problem text,
    PRIMARY KEY (organization_id, id)
);
-- No overlap: one run of a workflow is open in an organization.
CREATE UNIQUE INDEX workflow_runs_open ON workflow_runs (organization_id, workflow) WHERE state IN ('Queued', 'Running');
CREATE INDEX workflow_runs_due ON workflow_runs (due_at) WHERE state IN ('Queued', 'Running');
CREATE INDEX workflow_runs_latest ON workflow_runs (organization_id, workflow, asked_at DESC);
SELECT app.isolate('workflow_runs');

-- The checkpoint after each step: a step that is done is not run again.
CREATE TABLE workflow_steps (
    organization_id uuid NOT NULL,
    run_id uuid NOT NULL,
    name text NOT NULL,
    place integer NOT NULL,
    state text NOT NULL CHECK (state IN ('Running', 'Done', 'Failed', 'Stopped')),
    attempts integer NOT NULL DEFAULT 0,
    started_at timestamptz NOT NULL,
    ended_at timestamptz,
    milliseconds integer,
    output json,
    detail text,
    problem text,
    PRIMARY KEY (organization_id, run_id, name),
    FOREIGN KEY (organization_id, run_id) REFERENCES workflow_runs ON DELETE CASCADE
);
SELECT app.isolate('workflow_steps');

-- What was done inside a step, written in the transaction of what it did: so that a second attempt leaves it out.
CREATE TABLE workflow_done (
    organization_id uuid NOT NULL,
    run_id uuid NOT NULL,
    step text NOT NULL,
    key text NOT NULL,
    output json,
    PRIMARY KEY (organization_id, run_id, step, key),
    FOREIGN KEY (organization_id, run_id) REFERENCES workflow_runs ON DELETE CASCADE
);
SELECT app.isolate('workflow_done', 'SELECT, INSERT');

-- Progress, numbered and shaped like a turn's events. An event about a source is only for who may use the source.
CREATE TABLE workflow_events (
    organization_id uuid NOT NULL,
    run_id uuid NOT NULL,
    number integer NOT NULL,
    source_id uuid,
    event json NOT NULL,
    PRIMARY KEY (organization_id, run_id, number),
    FOREIGN KEY (organization_id, run_id) REFERENCES workflow_runs ON DELETE CASCADE
);
SELECT app.isolate('workflow_events', 'SELECT, INSERT');

-- The queue belongs to no organization: this function gives a process the next run that is due or whose process died, if fewer than the
-- given number run in all processes. It answers only ids. It runs as the owner, whom the forced policies hold as well; the policies let
-- the owner, never the application, see and mark the rows to answer.
CREATE POLICY queue ON workflow_runs FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY claim ON workflow_runs FOR UPDATE TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE FUNCTION app.claim_workflow_run(process uuid, mine uuid[], at timestamptz, lease interval, most integer)
RETURNS TABLE (organization_id uuid, id uuid, token bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = assistant, pg_temp AS $$
#variable_conflict use_column
BEGIN
    IF NOT EXISTS (
        SELECT FROM workflow_runs r LEFT JOIN server_processes p ON p.id = r.process_id AND p.seen_at > now() - lease
        WHERE r.state = 'Queued' AND r.due_at <= at OR r.state = 'Running' AND (p.id IS NULL OR r.process_id = process AND r.id <> ALL (mine))) THEN
        RETURN;
    END IF;
    -- One process chooses at a time, or two would count the same runs.
    PERFORM pg_advisory_xact_lock(hashtextextended('workflow runs', 0));
    INSERT INTO server_processes (id) VALUES (process) ON CONFLICT (id) DO UPDATE SET seen_at = now();
    RETURN QUERY
    WITH held AS MATERIALIZED (
        SELECT r.organization_id, r.id FROM workflow_runs r JOIN server_processes p ON p.id = r.process_id AND p.seen_at > now() - lease
        WHERE r.state = 'Running' AND (r.process_id <> process OR r.id = ANY (mine))
    ), next AS MATERIALIZED (
        SELECT q.organization_id, q.id FROM workflow_runs q
        WHERE (SELECT count(*) FROM held) < most
          AND (q.state = 'Queued' AND q.due_at <= at OR q.state = 'Running' AND NOT EXISTS (SELECT FROM held h WHERE h.id = q.id))
        -- Organizations take turns.
        ORDER BY (SELECT count(*) FROM held h WHERE h.organization_id = q.organization_id), q.due_at
        LIMIT 1
    )
    UPDATE workflow_runs r SET state = 'Running', process_id = process, token = r.token + 1, started_at = coalesce(r.started_at, at)
    FROM next WHERE r.organization_id = next.organization_id AND r.id = next.id
    RETURNING r.organization_id, r.id, r.token;
END $$;
SELECT app.allow_call('app.claim_workflow_run(uuid, uuid[], timestamptz, interval, integer)');

-- The schedules of all organizations, for the process that puts them into Quartz: ids and times, nothing of their data. Which organizations
-- there are is known from their accounts, which the owner may look up for the sign-in.
CREATE POLICY schedules ON workflow_settings FOR SELECT TO CURRENT_USER USING (true);

CREATE FUNCTION app.workflow_schedules() RETURNS TABLE (organization_id uuid, workflow text, enabled boolean, schedule text, time_zone text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = assistant, pg_temp AS $$
    SELECT o.organization_id, s.workflow, s.enabled, s.schedule, s.time_zone
    FROM (SELECT DISTINCT u.organization_id FROM users u) o LEFT JOIN workflow_settings s ON s.organization_id = o.organization_id
$$;
SELECT app.allow_call('app.workflow_schedules()');
