-- The language of the pages' own words; numbers and dates follow culture.
ALTER TABLE user_preferences ADD COLUMN language text NOT NULL DEFAULT 'en';
