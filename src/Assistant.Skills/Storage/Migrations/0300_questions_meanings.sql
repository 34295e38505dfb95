-- What people chose when a phrase of a question could mean several things in a source. Holds for the source until it is forgotten.
CREATE TABLE question_meanings (
    organization_id uuid NOT NULL,
    source_id uuid NOT NULL,
    phrase text NOT NULL CHECK (length(phrase) BETWEEN 1 AND 200),   -- kind of choice and words in base form: "column date"
    element text NOT NULL CHECK (length(element) BETWEEN 1 AND 500), -- "orders.ship_date"
    label text NOT NULL CHECK (length(label) <= 200),                -- as it was offered: "Ship date"
    chosen_by uuid NOT NULL,
    chosen_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, source_id, phrase),
    FOREIGN KEY (organization_id, source_id) REFERENCES data_sources ON DELETE CASCADE,
    FOREIGN KEY (organization_id, chosen_by) REFERENCES users
);
SELECT app.isolate('question_meanings');
