-- Structures are read again on a schedule, by whichever process comes first; what changed stays shown with its date until something else changes.
ALTER TABLE data_sources ADD COLUMN claimed_at timestamptz, ADD COLUMN changed_at timestamptz;
UPDATE data_sources SET changed_at = refreshed_at WHERE changes <> '[]';

-- The schedule belongs to no organization. This function answers only "which sources are due", by id, and lets one process at a time have
-- each; reading them happens inside their organization. It runs as the owner, whom the forced policies hold as well; the policies below
-- let the owner, never the application, see and mark the rows to answer.
CREATE POLICY due ON data_sources FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY claim ON data_sources FOR UPDATE TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE FUNCTION app.claim_due_sources(due timestamptz, abandoned timestamptz, at timestamptz, most integer) RETURNS TABLE (organization_id uuid, id uuid)
LANGUAGE sql SECURITY DEFINER SET search_path = assistant, pg_temp AS $$
    UPDATE data_sources d SET claimed_at = at
    FROM (
        SELECT s.organization_id, s.id FROM data_sources s
        WHERE s.state <> 'Profiling' AND coalesce(s.refreshed_at, s.created_at) < due AND (s.claimed_at IS NULL OR s.claimed_at < abandoned)
        ORDER BY s.refreshed_at NULLS FIRST LIMIT most FOR UPDATE SKIP LOCKED) next
    WHERE d.organization_id = next.organization_id AND d.id = next.id
    RETURNING d.organization_id, d.id
$$;
SELECT app.allow_call('app.claim_due_sources(timestamptz, timestamptz, timestamptz, integer)');
