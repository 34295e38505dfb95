-- What somebody is to do about the data: from a finding, a broken rule, or by hand. One task for one finding, however often it is found.
CREATE TABLE tasks (
    organization_id uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
    id uuid NOT NULL,
    number integer NOT NULL CHECK (number > 0),
    title text NOT NULL CHECK (length(title) BETWEEN 1 AND 300),
    note text NOT NULL DEFAULT '' CHECK (length(note) <= 4000),
    source_id uuid,
    table_schema text,
    table_name text,
    columns text[] NOT NULL DEFAULT '{}',
    finding_id uuid,
    rule_id uuid,
    assignee uuid,
    due_on date,
    state text NOT NULL CHECK (state IN ('ToDo', 'Doing', 'Review', 'Done', 'Dropped')),
    priority text NOT NULL CHECK (priority IN ('Low', 'Medium', 'High', 'Critical')),
    made_by uuid NOT NULL,
    made_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    closed_at timestamptz,
    closed_by_scan boolean NOT NULL DEFAULT false,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, number),
    CHECK ((source_id IS NULL) = (table_name IS NULL)),
    FOREIGN KEY (organization_id, source_id) REFERENCES data_sources ON DELETE CASCADE,
    FOREIGN KEY (organization_id, finding_id) REFERENCES missing_findings ON DELETE SET NULL (finding_id),
    FOREIGN KEY (organization_id, rule_id) REFERENCES quality_rules ON DELETE SET NULL (rule_id),
    FOREIGN KEY (organization_id, assignee) REFERENCES users,
    FOREIGN KEY (organization_id, made_by) REFERENCES users
);
CREATE UNIQUE INDEX tasks_of_finding ON tasks (organization_id, finding_id) WHERE finding_id IS NOT NULL;
CREATE UNIQUE INDEX tasks_of_rule ON tasks (organization_id, rule_id) WHERE rule_id IS NOT NULL;
SELECT app.isolate('tasks');

-- What happened to a task, comments included; nobody: a scan.
CREATE TABLE task_events (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    task_id uuid NOT NULL,
    place bigint GENERATED ALWAYS AS IDENTITY,
    at timestamptz NOT NULL,
    user_id uuid,
    what text NOT NULL CHECK (what IN ('made', 'comment', 'state', 'assignee', 'due', 'priority', 'title', 'note')),
    before text,
    after text,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, task_id) REFERENCES tasks ON DELETE CASCADE,
    FOREIGN KEY (organization_id, user_id) REFERENCES users
);
CREATE INDEX task_events_of_task ON task_events (organization_id, task_id, place);
SELECT app.isolate('task_events', 'SELECT, INSERT');
