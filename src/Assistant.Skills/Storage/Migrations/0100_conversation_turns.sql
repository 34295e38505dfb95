-- Server processes that run turns. No organization's data: an id and a pulse. A turn whose process has no pulse any more is interrupted.
CREATE TABLE server_processes (
    id         uuid PRIMARY KEY,
    started_at timestamptz NOT NULL DEFAULT now(),
    seen_at    timestamptz NOT NULL DEFAULT now()
);
DO $$ BEGIN
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON server_processes TO %I', current_setting('app.role'));
END $$;

CREATE TABLE conversations (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    id              uuid NOT NULL,
    user_id         uuid NOT NULL,
    title           text NOT NULL DEFAULT '',
    pinned          boolean NOT NULL DEFAULT false,
    archived        boolean NOT NULL DEFAULT false,
    shared          boolean NOT NULL DEFAULT false,
    created_at      timestamptz NOT NULL DEFAULT now(),
    updated_at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX conversations_of_user ON conversations (organization_id, user_id, updated_at DESC);
SELECT app.isolate('conversations');

-- A question and the way its answer came about. state is 'Running' or how the turn ended (ClosingState).
CREATE TABLE turns (
    organization_id   uuid NOT NULL,
    id                uuid NOT NULL,
    conversation_id   uuid NOT NULL,
    place             bigint GENERATED ALWAYS AS IDENTITY,
    question          text NOT NULL,
    source_id         uuid,
    state             text NOT NULL DEFAULT 'Running',
    process_id        uuid NOT NULL,
    started_at        timestamptz NOT NULL DEFAULT now(),
    ended_at          timestamptz,
    milliseconds      int,
    last_number       int NOT NULL DEFAULT 0,
    stop_requested_at timestamptz,
    replaced          boolean NOT NULL DEFAULT false,
    -- What skills noted for the turns to come; a replaced turn takes its notes along.
    notes             json,
    rating            boolean,
    rating_reason     text,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, conversation_id) REFERENCES conversations (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX turns_of_conversation ON turns (organization_id, conversation_id, place);
CREATE INDEX turns_running ON turns (organization_id, process_id) WHERE state = 'Running';
SELECT app.isolate('turns');

-- json, not jsonb: read back as written, and a text with a NUL inside is not an error.
CREATE TABLE turn_events (
    organization_id uuid NOT NULL,
    turn_id         uuid NOT NULL,
    number          int NOT NULL,
    event           json NOT NULL,
    PRIMARY KEY (organization_id, turn_id, number),
    FOREIGN KEY (organization_id, turn_id) REFERENCES turns (organization_id, id) ON DELETE CASCADE
);
SELECT app.isolate('turn_events');

-- What was said, as it stands when the turn has ended: the question as text, the answer as its parts. Never rows.
CREATE TABLE messages (
    organization_id uuid NOT NULL,
    id              uuid NOT NULL,
    conversation_id uuid NOT NULL,
    turn_id         uuid NOT NULL,
    author          text NOT NULL CHECK (author IN ('person', 'assistant')),
    text            text NOT NULL,
    parts           json NOT NULL DEFAULT '[]',
    created_at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, turn_id) REFERENCES turns (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX messages_of_turn ON messages (organization_id, turn_id);
CREATE INDEX messages_of_conversation ON messages (organization_id, conversation_id, created_at);
SELECT app.isolate('messages');

-- How to read a shown result again: the query as it was before row filters and masks. Never rows.
CREATE TABLE turn_results (
    organization_id uuid NOT NULL,
    id              uuid NOT NULL,
    conversation_id uuid NOT NULL,
    turn_id         uuid NOT NULL,
    source_id       uuid NOT NULL,
    sql             text NOT NULL,
    columns         json NOT NULL,
    row_count       int NOT NULL,
    completeness    text NOT NULL,
    hash            text NOT NULL,
    created_at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, turn_id) REFERENCES turns (organization_id, id) ON DELETE CASCADE
);
SELECT app.isolate('turn_results');
