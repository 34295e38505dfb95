-- What analyses found: words, figures' definitions and evidence, never rows of a source.
CREATE TABLE ai_analysis_results (
    organization_id uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
    id uuid NOT NULL,
    kind text NOT NULL,
    source_id uuid,
    title text NOT NULL,
    body jsonb NOT NULL,
    confidence integer CHECK (confidence BETWEEN 0 AND 100),
    made_by uuid,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, id)
);
SELECT app.isolate('ai_analysis_results');

CREATE TABLE metric_records (
    organization_id uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
    id uuid NOT NULL,
    name text NOT NULL,
    source_id uuid,
    dimensions jsonb NOT NULL DEFAULT '{}',
    value double precision NOT NULL,
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, id)
);
CREATE INDEX metric_records_series ON metric_records (organization_id, name, recorded_at);
SELECT app.isolate('metric_records');

CREATE TABLE alert_rules (
    organization_id uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
    id uuid NOT NULL,
    name text NOT NULL,
    metric text NOT NULL,
    comparison text NOT NULL CHECK (comparison IN ('above', 'below')),
    threshold double precision NOT NULL,
    severity text NOT NULL CHECK (severity IN ('info', 'warning', 'critical')),
    enabled boolean NOT NULL DEFAULT true,
    made_by uuid,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, id)
);
SELECT app.isolate('alert_rules');

CREATE TABLE alerts (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    rule_id uuid NOT NULL,
    value double precision,
    message text NOT NULL,
    state text NOT NULL CHECK (state IN ('open', 'acknowledged', 'resolved')),
    raised_at timestamptz NOT NULL,
    resolved_at timestamptz,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, rule_id) REFERENCES alert_rules ON DELETE CASCADE
);
CREATE INDEX alerts_open ON alerts (organization_id, state, raised_at);
SELECT app.isolate('alerts');
