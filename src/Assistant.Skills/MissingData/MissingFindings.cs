using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Sources;
using Assistant.Skills.Storage;
using Dapper;

namespace Assistant.Skills.MissingData;

/// <summary>Keeps what scans found: once, however often it is found, with its figures over time and what people said about it.</summary>
public sealed class MissingFindings(Database database, ColumnUsage usage, TimeProvider time)
{
    private const int FiguresShown = 30;

    /// <summary>The findings of a source that the caller may see, the most important first.</summary>
    public async Task<IReadOnlyList<MissingFinding>> ListAsync(Caller caller, OpenedSource source, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ReadData);
        var sourceId = source.Info.Id;
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        var rows = (await tenant.Connection.QueryAsync<Row>(new(
            """
            SELECT id, number, table_schema, table_name, body::text AS body, missing, judged, state, found_at, seen_at FROM missing_findings
            WHERE organization_id = @OrganizationId AND source_id = @sourceId
            """, new { caller.OrganizationId, sourceId }, cancellationToken: cancellationToken))).ToList();
        if (rows.Count == 0)
            return [];
        var figures = (await tenant.Connection.QueryAsync<FigureRow>(new(
            """
            SELECT finding_id, scanned_at, missing, judged FROM (
                SELECT g.*, row_number() OVER (PARTITION BY g.finding_id ORDER BY g.scanned_at DESC) AS place FROM missing_figures g
                JOIN missing_findings f ON f.organization_id = g.organization_id AND f.id = g.finding_id
                WHERE g.organization_id = @OrganizationId AND f.source_id = @sourceId) AS latest
            WHERE place <= @FiguresShown ORDER BY scanned_at
            """, new { caller.OrganizationId, sourceId, FiguresShown }, cancellationToken: cancellationToken))).ToLookup(f => f.FindingId, f => new GapFigure(f.ScannedAt, f.Missing, f.Judged));
        var said = (await tenant.Connection.QueryAsync<CriticalityRow>(new(
            "SELECT table_schema, table_name, column_name, criticality FROM column_criticality WHERE organization_id = @OrganizationId AND source_id = @sourceId",
            new { caller.OrganizationId, sourceId }, cancellationToken: cancellationToken))).ToDictionary(c => (new TableName(c.TableSchema == "" ? null : c.TableSchema, c.TableName), c.ColumnName), c => Enum.Parse<Criticality>(c.Criticality));
        var uses = await usage.OfAsync(caller, source, cancellationToken);
        return
        [
            .. rows.Select(r => (Row: r, Gap: r.Gap())).Where(r => Sees(source, r.Gap)).Select(r => new MissingFinding(
                    r.Row.Id, r.Row.Number, sourceId, r.Gap, Enum.Parse<FindingState>(r.Row.State), r.Row.FoundAt, r.Row.SeenAt, PriorityOf(source, r.Gap, uses, said), [.. figures[r.Row.Id]]))
                .OrderBy(f => f.State).ThenByDescending(f => f.Priority.Score).ThenBy(f => f.Number),
        ];
    }

    /// <summary>Gaps as findings before they are kept: for who sees only a part, and for the first look.</summary>
    public async Task<IReadOnlyList<(Gap Gap, Priority Priority)>> RankAsync(Caller caller, OpenedSource source, IReadOnlyList<Gap> gaps, CancellationToken cancellationToken)
    {
        var uses = await usage.OfAsync(caller, source, cancellationToken);
        return [.. gaps.Select(g => (g, PriorityOf(source, g, uses, new Dictionary<(TableName, string), Criticality>()))).OrderByDescending(g => g.Item2.Score)];
    }

    /// <summary>Where a finding of that number is; null where the organization has none. Whether the caller may see it is for who opens the source.</summary>
    public async Task<(Guid SourceId, Guid Id)?> PlaceAsync(Caller caller, int number, CancellationToken cancellationToken)
    {
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        return await tenant.Connection.QuerySingleOrDefaultAsync<(Guid, Guid)?>(new(
            "SELECT source_id, id FROM missing_findings WHERE organization_id = @OrganizationId AND number = @number", new { caller.OrganizationId, number }, cancellationToken: cancellationToken));
    }

    /// <summary>How findings stand now, by id, whoever may see them: for what follows from it. Those that are gone are left out.</summary>
    public async Task<IReadOnlyDictionary<Guid, (FindingState State, long Missing, DateTimeOffset SeenAt)>> StatesAsync(Caller caller, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        return (await tenant.Connection.QueryAsync<(Guid Id, string State, long Missing, DateTime SeenAt)>(new(
                "SELECT id, state, missing, seen_at FROM missing_findings WHERE organization_id = @OrganizationId AND id = ANY(@ids)", new { caller.OrganizationId, ids = ids.ToArray() }, cancellationToken: cancellationToken)))
            .ToDictionary(f => f.Id, f => (Enum.Parse<FindingState>(f.State), f.Missing, new DateTimeOffset(f.SeenAt, TimeSpan.Zero)));
    }

    /// <summary>Says that a gap is meant so, or takes that back. False where there is none such.</summary>
    public async Task<bool> DismissAsync(Caller caller, Guid findingId, bool dismissed, CancellationToken cancellationToken)
    {
        caller.RequireSomewhere(Permission.ManageSources);
        var now = time.GetUtcNow();
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        if (await tenant.Connection.ExecuteScalarAsync<Guid?>(new(
            "SELECT source_id FROM missing_findings WHERE organization_id = @OrganizationId AND id = @findingId", new { caller.OrganizationId, findingId }, cancellationToken: cancellationToken)) is not { } sourceId)
            return false;
        caller.RequireOn(Permission.ManageSources, sourceId);
        var number = await tenant.Connection.ExecuteScalarAsync<int?>(new(
            "UPDATE missing_findings SET state = @state WHERE organization_id = @OrganizationId AND id = @findingId RETURNING number",
            new { caller.OrganizationId, findingId, state = (dismissed ? FindingState.Dismissed : FindingState.Open).ToString() }, cancellationToken: cancellationToken));
        if (number is null)
            return false;
        await Audit.RecordAsync(tenant, caller.UserId, dismissed ? "finding dismissed" : "finding opened again", $"finding {number}", now, cancellationToken, new { findingId });
        await tenant.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Says how much a column matters.</summary>
    public async Task SetCriticalityAsync(Caller caller, Guid sourceId, TableName table, string column, Criticality criticality, CancellationToken cancellationToken)
    {
        caller.RequireOn(Permission.ManageSources, sourceId);
        var now = time.GetUtcNow();
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        await tenant.Connection.ExecuteAsync(new(
            """
            INSERT INTO column_criticality (organization_id, source_id, table_schema, table_name, column_name, criticality, set_by, set_at)
            VALUES (@OrganizationId, @sourceId, @schema, @name, @column, @criticality, @UserId, @now)
            ON CONFLICT (organization_id, source_id, table_schema, table_name, column_name) DO UPDATE SET criticality = excluded.criticality, set_by = excluded.set_by, set_at = excluded.set_at
            """, new { caller.OrganizationId, caller.UserId, sourceId, schema = table.Schema ?? "", name = table.Name, column, criticality = criticality.ToString(), now }, cancellationToken: cancellationToken));
        await Audit.RecordAsync(tenant, caller.UserId, "criticality set", $"{table}.{column}", now, cancellationToken, new { sourceId, criticality = criticality.ToString() });
        await tenant.CommitAsync(cancellationToken);
    }

    /// <summary>
    /// Keeps what a scan of a whole table found: known findings get their new figures, those that were filled and lack again are opened again, and those that the
    /// scan did not find any more are filled. What a person dismissed stays so.
    /// </summary>
    internal async Task KeepAsync(Caller caller, Guid sourceId, ScannedTable scanned, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (schema, table) = (scanned.Table.Schema, scanned.Table.Name);
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        // Numbers are given one after another.
        await tenant.Connection.ExecuteAsync(new("SELECT pg_advisory_xact_lock(hashtextextended('missing ' || @OrganizationId::text, 0))", new { caller.OrganizationId }, cancellationToken: cancellationToken));
        var seen = new List<Guid>();
        foreach (var gap in scanned.Gaps)
        {
            seen.Add(await tenant.Connection.ExecuteScalarAsync<Guid>(new(
                """
                INSERT INTO missing_findings AS f (organization_id, id, number, source_id, table_schema, table_name, said, body, missing, judged, state, found_at, seen_at)
                VALUES (@OrganizationId, @id, (SELECT coalesce(max(number), 0) + 1 FROM missing_findings WHERE organization_id = @OrganizationId), @sourceId, @schema, @table, @said, @body::json, @Missing, @Judged, 'Open', @now, @now)
                ON CONFLICT (organization_id, source_id, table_schema, table_name, said) DO UPDATE SET body = excluded.body, missing = excluded.missing, judged = excluded.judged, seen_at = excluded.seen_at,
                    state = CASE WHEN f.state = 'Filled' THEN 'Open' ELSE f.state END, filled_at = CASE WHEN f.state = 'Filled' THEN NULL ELSE f.filled_at END
                RETURNING id
                """, new { caller.OrganizationId, id = Guid.CreateVersion7(now), sourceId, schema, table, said = gap.Body.Said(), body = ConversationJson.Write(gap.Body), gap.Missing, gap.Judged, now }, cancellationToken: cancellationToken)));
        }
        await tenant.Connection.ExecuteAsync(new(
            """
            UPDATE missing_findings SET missing = 0, seen_at = @now, filled_at = CASE WHEN state = 'Open' THEN @now ELSE filled_at END, state = CASE WHEN state = 'Open' THEN 'Filled' ELSE state END
            WHERE organization_id = @OrganizationId AND source_id = @sourceId AND table_schema IS NOT DISTINCT FROM @schema AND table_name = @table AND state <> 'Filled' AND NOT id = ANY(@seen);
            INSERT INTO missing_figures (organization_id, finding_id, scanned_at, missing, judged)
                SELECT organization_id, id, @now, missing, judged FROM missing_findings
                WHERE organization_id = @OrganizationId AND source_id = @sourceId AND table_schema IS NOT DISTINCT FROM @schema AND table_name = @table AND seen_at = @now ON CONFLICT DO NOTHING;
            INSERT INTO missing_scans (organization_id, source_id, table_schema, table_name, scanned_at, rows, queries) VALUES (@OrganizationId, @sourceId, coalesce(@schema, ''), @table, @now, @Rows, @Queries)
                ON CONFLICT (organization_id, source_id, table_schema, table_name) DO UPDATE SET scanned_at = excluded.scanned_at, rows = excluded.rows, queries = excluded.queries
            """, new { caller.OrganizationId, sourceId, schema, table, seen = seen.ToArray(), now, scanned.Rows, scanned.Queries }, cancellationToken: cancellationToken));
        await tenant.CommitAsync(cancellationToken);
    }

    /// <summary>When the tables of a source were last scanned.</summary>
    public async Task<IReadOnlyDictionary<TableName, DateTimeOffset>> ScannedAsync(Caller caller, Guid sourceId, CancellationToken cancellationToken)
    {
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        return (await tenant.Connection.QueryAsync<(string Schema, string Table, DateTime At)>(new(
                "SELECT table_schema, table_name, scanned_at FROM missing_scans WHERE organization_id = @OrganizationId AND source_id = @sourceId", new { caller.OrganizationId, sourceId }, cancellationToken: cancellationToken)))
            .ToDictionary(s => new TableName(s.Schema == "" ? null : s.Schema, s.Table), s => new DateTimeOffset(s.At, TimeSpan.Zero));
    }

    /// <summary>Figures of a whole table tell of rows that a person with a row filter may not see; those of a hidden or masked column tell of the column.</summary>
    private static bool Sees(OpenedSource source, Gap gap) => source.Catalog.Find(gap.Table)?.Find(gap.Body.Column) is not null && Whole(source, gap.Table) && !source.Policy.Masks.ContainsKey((gap.Table, gap.Body.Column))
        && gap.Body switch
        {
            GapBody.Parents parents => !source.Policy.HiddenTables.Contains(parents.To),
            GapBody.Children children => !source.Policy.HiddenTables.Contains(children.From),
            GapBody.Silent silent => !source.Policy.Masks.ContainsKey((gap.Table, silent.Dates)) && (silent.Shared is null || source.Policy is { HiddenTables.Count: 0, RowFilters.Count: 0, Masks.Count: 0 }),
            GapBody.Values { When: { } when } => !source.Policy.Masks.ContainsKey((gap.Table, when.Column)),
            _ => true,
        };

    /// <summary>The caller sees every row of the table.</summary>
    internal static bool Whole(OpenedSource source, TableName table) => !source.Policy.HiddenTables.Contains(table) && !source.Policy.RowFilters.ContainsKey(table);

    private static Priority PriorityOf(
        OpenedSource source, Gap gap, IReadOnlyDictionary<(TableName, string), ColumnUses> uses, IReadOnlyDictionary<(TableName, string), Criticality> said)
    {
        var column = (gap.Table, gap.Body.Column);
        var isSaid = said.TryGetValue(column, out var criticality);
        if (!isSaid)
            criticality = IsKey(source, gap) ? Criticality.High : Criticality.Normal;
        var certainty = gap.Body switch { GapBody.Values { Optional: true } => 0.05, GapBody.Children => 0.5, _ => 1 };
        return new(gap.Share, uses.GetValueOrDefault(column, ColumnUses.None), criticality, isSaid, certainty);
    }

    /// <summary>What other tables are joined by matters more: a missing one drops rows from every answer that joins.</summary>
    private static bool IsKey(OpenedSource source, Gap gap) => source.Catalog.Relationships.Any(r => r.From == gap.Table && r.FromColumns.Contains(gap.Body.Column, StringComparer.OrdinalIgnoreCase))
        || source.Catalog.Find(gap.Table)?.PrimaryKey.Contains(gap.Body.Column, StringComparer.OrdinalIgnoreCase) is true;

    private sealed record FigureRow(Guid FindingId, DateTime ScannedAt, long Missing, long Judged);

    private sealed record CriticalityRow(string TableSchema, string TableName, string ColumnName, string Criticality);

    private sealed record Row(Guid Id, int Number, string? TableSchema, string TableName, string Body, long Missing, long Judged, string State, DateTime FoundAt, DateTime SeenAt)
    {
        public Gap Gap() => new(new(TableSchema, TableName), ConversationJson.Read<GapBody>(Body), Missing, Judged);
    }
}
