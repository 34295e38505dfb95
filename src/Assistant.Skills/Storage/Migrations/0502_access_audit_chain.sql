-- Each entry of an organization's trail carries a hash over itself and the entry before it, and the trail has a head: an entry that is
-- edited, deleted, moved or cut off at the end no longer fits. The database computes it, in the order of commits.
ALTER TABLE audit_log ADD COLUMN place bigint, ADD COLUMN previous bytea, ADD COLUMN hash bytea;

-- Only the trigger writes it; the application reads it to verify.
CREATE TABLE audit_heads (
    organization_id uuid PRIMARY KEY REFERENCES organizations ON DELETE CASCADE,
    place bigint NOT NULL,
    hash bytea NOT NULL
);
SELECT app.isolate('audit_heads', 'SELECT');

-- Fields are written with their length before them, so that no two entries are written alike.
CREATE FUNCTION app.audit_field(field text) RETURNS text LANGUAGE sql IMMUTABLE AS
$$ SELECT octet_length(convert_to(coalesce(field, ''), 'UTF8')) || ':' || coalesce(field, '') $$;

CREATE FUNCTION app.audit_hash(previous bytea, place bigint, number bigint, at timestamptz, user_id uuid, action text, subject text, detail jsonb)
RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT sha256(convert_to(
        app.audit_field(encode(previous, 'hex')) || app.audit_field(place::text) || app.audit_field(number::text)
        || app.audit_field(to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')) || app.audit_field(user_id::text)
        || app.audit_field(action) || app.audit_field(subject) || app.audit_field(detail::text), 'UTF8'))
$$;

CREATE FUNCTION app.chain_audit() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = assistant, app, pg_temp AS $$
BEGIN
    INSERT INTO audit_heads (organization_id, place, hash) VALUES (NEW.organization_id, 0, '\x') ON CONFLICT DO NOTHING;
    SELECT h.place + 1, h.hash INTO NEW.place, NEW.previous FROM audit_heads h WHERE h.organization_id = NEW.organization_id FOR UPDATE;
    NEW.hash := app.audit_hash(NEW.previous, NEW.place, NEW.number, NEW.at, NEW.user_id, NEW.action, NEW.subject, NEW.detail);
    UPDATE audit_heads h SET place = NEW.place, hash = NEW.hash WHERE h.organization_id = NEW.organization_id;
    RETURN NEW;
END $$;
REVOKE EXECUTE ON FUNCTION app.chain_audit, app.audit_hash, app.audit_field FROM PUBLIC;

-- What was written before has a chain from now on. The owner, too, sees a tenant's rows only while the tables are not forced.
ALTER TABLE organizations NO FORCE ROW LEVEL SECURITY;
ALTER TABLE audit_log NO FORCE ROW LEVEL SECURITY;
ALTER TABLE audit_heads NO FORCE ROW LEVEL SECURITY;
DO $$
DECLARE
    entry record;
    head record;
BEGIN
    FOR entry IN SELECT o.id AS organization FROM organizations o LOOP
        SELECT 0::bigint AS place, '\x'::bytea AS hash INTO head;
        DECLARE row record;
        BEGIN
            FOR row IN SELECT * FROM audit_log a WHERE a.organization_id = entry.organization ORDER BY a.number LOOP
                UPDATE audit_log a SET place = head.place + 1, previous = head.hash,
                    hash = app.audit_hash(head.hash, head.place + 1, row.number, row.at, row.user_id, row.action, row.subject, row.detail)
                WHERE a.organization_id = entry.organization AND a.number = row.number;
                SELECT a.place, a.hash INTO head FROM audit_log a WHERE a.organization_id = entry.organization AND a.number = row.number;
            END LOOP;
            IF head.place > 0 THEN
                INSERT INTO audit_heads (organization_id, place, hash) VALUES (entry.organization, head.place, head.hash);
            END IF;
        END;
    END LOOP;
END $$;
ALTER TABLE organizations FORCE ROW LEVEL SECURITY;
ALTER TABLE audit_log FORCE ROW LEVEL SECURITY;
ALTER TABLE audit_heads FORCE ROW LEVEL SECURITY;

ALTER TABLE audit_log ALTER COLUMN place SET NOT NULL, ALTER COLUMN previous SET NOT NULL, ALTER COLUMN hash SET NOT NULL;
CREATE UNIQUE INDEX audit_log_place ON audit_log (organization_id, place);
CREATE TRIGGER chain BEFORE INSERT ON audit_log FOR EACH ROW EXECUTE FUNCTION app.chain_audit();
