-- Heads and units for people as the answer had them, and the conversation a widget was made in (which may be deleted since).
ALTER TABLE widgets
    ADD COLUMN columns jsonb NOT NULL DEFAULT '[]',
    ADD COLUMN conversation_id uuid;
