-- A question sent twice with one key (a program that did not hear the answer asks again) is asked once.
CREATE TABLE turn_requests (
    organization_id uuid NOT NULL,
    user_id         uuid NOT NULL,
    key             text NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
    request         bytea NOT NULL,           -- SHA-256 of what was asked: the same key for something else is an error
    turn_id         uuid NOT NULL,
    conversation_id uuid NOT NULL,
    created_at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (organization_id, user_id, key),
    FOREIGN KEY (organization_id, turn_id) REFERENCES turns (organization_id, id) ON DELETE CASCADE
);
SELECT app.isolate('turn_requests');
CREATE INDEX turn_requests_of_turn ON turn_requests (organization_id, turn_id);

-- How many questions somebody asked in the last minute.
CREATE INDEX turns_started ON turns (organization_id, started_at);
