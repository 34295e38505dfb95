-- A choice is the person's own: what one of them means by a word changes nobody else's answers. Words for everyone stand in the semantic model.
ALTER TABLE question_meanings DROP CONSTRAINT question_meanings_pkey, ADD PRIMARY KEY (organization_id, source_id, chosen_by, phrase);
