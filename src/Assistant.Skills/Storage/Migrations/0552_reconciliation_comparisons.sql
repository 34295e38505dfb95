-- What an organization compares, and how it last came out: figures, never rows.
CREATE TABLE comparisons (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    number integer NOT NULL CHECK (number > 0),
    left_source uuid NOT NULL,
    right_source uuid NOT NULL,
    plan json NOT NULL,
    said text NOT NULL,                       -- both tables: compared again it is the same comparison
    made_by uuid NOT NULL,
    made_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, number),
    UNIQUE (organization_id, said),
    FOREIGN KEY (organization_id, left_source) REFERENCES data_sources ON DELETE CASCADE,
    FOREIGN KEY (organization_id, right_source) REFERENCES data_sources ON DELETE CASCADE,
    FOREIGN KEY (organization_id, made_by) REFERENCES users
);
SELECT app.isolate('comparisons');

CREATE TABLE comparison_runs (
    organization_id uuid NOT NULL,
    comparison_id uuid NOT NULL,
    ran_at timestamptz NOT NULL,
    left_rows bigint NOT NULL,
    right_rows bigint NOT NULL,
    matched bigint NOT NULL,
    only_left bigint NOT NULL,
    only_right bigint NOT NULL,
    different bigint NOT NULL,
    PRIMARY KEY (organization_id, comparison_id, ran_at),
    FOREIGN KEY (organization_id, comparison_id) REFERENCES comparisons ON DELETE CASCADE
);
SELECT app.isolate('comparison_runs', 'SELECT, INSERT');
