-- Who looks after a rule.
ALTER TABLE quality_rules ADD COLUMN owner_id uuid, ADD FOREIGN KEY (organization_id, owner_id) REFERENCES users;
