-- A query and how it is drawn. The rows are read again, with the rights of who looks, whenever it is shown.
CREATE TABLE widgets (
    organization_id uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
    id uuid NOT NULL,
    title text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
    source_id uuid NOT NULL,
    sql text NOT NULL,
    plan jsonb,
    chart jsonb,                              -- null: shown as a table
    made_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, made_by) REFERENCES users
);
SELECT app.isolate('widgets');

CREATE TABLE dashboards (
    organization_id uuid NOT NULL REFERENCES organizations ON DELETE CASCADE,
    id uuid NOT NULL,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    description text NOT NULL DEFAULT '' CHECK (length(description) <= 2000),
    made_by uuid NOT NULL,
    shared boolean NOT NULL DEFAULT false,
    refresh_seconds integer CHECK (refresh_seconds BETWEEN 10 AND 86400),
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, made_by) REFERENCES users
);
SELECT app.isolate('dashboards');

-- Where a widget stands on a dashboard: a grid of 12 columns.
CREATE TABLE dashboard_widgets (
    organization_id uuid NOT NULL,
    dashboard_id uuid NOT NULL,
    widget_id uuid NOT NULL,
    x integer NOT NULL CHECK (x BETWEEN 0 AND 11),
    y integer NOT NULL CHECK (y BETWEEN 0 AND 10000),
    width integer NOT NULL CHECK (width BETWEEN 1 AND 12),
    height integer NOT NULL CHECK (height BETWEEN 1 AND 100),
    PRIMARY KEY (organization_id, dashboard_id, widget_id),
    CHECK (x + width <= 12),
    FOREIGN KEY (organization_id, dashboard_id) REFERENCES dashboards ON DELETE CASCADE,
    FOREIGN KEY (organization_id, widget_id) REFERENCES widgets ON DELETE CASCADE
);
CREATE INDEX dashboard_widgets_widget ON dashboard_widgets (organization_id, widget_id);
SELECT app.isolate('dashboard_widgets');
