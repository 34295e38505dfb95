using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Sources;
using Assistant.Skills.Storage;
using Dapper;

namespace Assistant.Skills.Quality;

/// <summary>
/// Keeps how the newest loads were judged. A load of a table that the caller does not see whole does not exist for them, and what was found of a column
/// that they read masked is left out.
/// </summary>
public sealed class QualityLoads(Database database, RuleSight sight, QualityChecks checks, TimeProvider time)
{
    private const int DaysKept = 60;

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>The newest load of each table, of one source or of all; odd and late ones first.</summary>
    public async Task<IReadOnlyList<TableLoad>> ListAsync(Caller caller, Guid? sourceId, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ReadData);
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        var rows = (await tenant.Connection.QueryAsync<Row>(new(
            """
            SELECT DISTINCT ON (source_id, table_schema, table_name) source_id, table_schema, table_name, column_name, load_day, rows, usual_least, usual_most, longest_gap, judged_by, alerts::text AS alerts, expected, judged_at
            FROM quality_loads WHERE organization_id = @OrganizationId AND (@sourceId::uuid IS NULL OR source_id = @sourceId) ORDER BY source_id, table_schema, table_name, load_day DESC
            """, new { caller.OrganizationId, sourceId }, cancellationToken: cancellationToken))).Select(r => r.ToLoad()).ToList();
        var sees = await sight.OfAsync(caller, rows.Select(r => r.SourceId), cancellationToken);
        return [.. rows.Where(l => Sees(sees, l, l.Column)).Select(l => l with { Alerts = [.. l.Alerts.Where(a => a.Column is null || Sees(sees, l, a.Column))] }).OrderByDescending(l => l.IsOdd).ThenByDescending(l => l.IsLate(Now)).ThenBy(l => l.Table.Name, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>Judges the newest load of a table and, where the caller manages sources, keeps it. Null where the table is not loaded day by day, or is not seen whole.</summary>
    public async Task<TableLoad?> JudgeAsync(Caller caller, OpenedSource source, CatalogTable table, CancellationToken cancellationToken)
    {
        if (source.Policy.HiddenTables.Contains(table.Name) || source.Policy.RowFilters.ContainsKey(table.Name))
            return null;
        var odd = await OddDaysAsync(caller, source.Info.Id, table.Name, cancellationToken);
        if (await checks.JudgeLoadAsync(source, table, odd.Keys.Where(d => !odd[d]).ToHashSet(), Now, cancellationToken) is not { } load)
            return null;
        load = load with { Expected = odd.GetValueOrDefault(load.Day) };
        if (caller.MayOn(Permission.ManageSources, source.Info.Id) && !source.Policy.Masks.Keys.Any(m => m.Table == table.Name))
            await KeepAsync(caller, load, cancellationToken);
        return load;
    }

    /// <summary>Notes that the newest load of a table is as it should be; false where none is known.</summary>
    public async Task<bool> ExpectAsync(Caller caller, Guid sourceId, TableName table, CancellationToken cancellationToken)
    {
        caller.RequireOn(Permission.ManageSources, sourceId);
        if ((await ListAsync(caller, sourceId, cancellationToken)).FirstOrDefault(l => l.Table == table) is not { } load)
            return false;
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        await tenant.Connection.ExecuteAsync(new(
            "UPDATE quality_loads SET expected = true WHERE organization_id = @OrganizationId AND source_id = @sourceId AND table_schema = @schema AND table_name = @name AND load_day = @Day",
            new { caller.OrganizationId, sourceId, schema = load.Table.Schema ?? "", name = load.Table.Name, load.Day }, cancellationToken: cancellationToken));
        await Audit.RecordAsync(tenant, caller.UserId, "quality.load.expected", $"{load.Table} {load.Day:O}", Now, cancellationToken);
        await tenant.CommitAsync(cancellationToken);
        return true;
    }

    private static bool Sees(Func<Guid, ProposedRule, bool> sees, TableLoad load, string column) =>
        sees(load.SourceId, new(load.Table, new RuleBody.Filled(column, []), "", Severity.Low, 0, 0, 0, null, ""));

    private async Task<Dictionary<DateOnly, bool>> OddDaysAsync(Caller caller, Guid sourceId, TableName table, CancellationToken cancellationToken)
    {
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        return (await tenant.Connection.QueryAsync<(DateOnly Day, bool Expected)>(new(
            "SELECT load_day, expected FROM quality_loads WHERE organization_id = @OrganizationId AND source_id = @sourceId AND table_schema = @schema AND table_name = @name AND alerts::text <> '[]'",
            new { caller.OrganizationId, sourceId, schema = table.Schema ?? "", name = table.Name }, cancellationToken: cancellationToken))).ToDictionary(r => r.Day, r => r.Expected);
    }

    private async Task KeepAsync(Caller caller, TableLoad load, CancellationToken cancellationToken)
    {
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        var values = new
        {
            caller.OrganizationId, load.SourceId, schema = load.Table.Schema ?? "", name = load.Table.Name, load.Column, load.Day, load.Rows, load.UsualLeast, load.UsualMost, load.LongestGap, load.JudgedBy,
            alerts = ConversationJson.Write(load.Alerts), load.JudgedAt, oldest = load.Day.AddDays(-DaysKept),
        };
        await tenant.Connection.ExecuteAsync(new(
            """
            INSERT INTO quality_loads (organization_id, source_id, table_schema, table_name, column_name, load_day, rows, usual_least, usual_most, longest_gap, judged_by, alerts, judged_at)
            VALUES (@OrganizationId, @SourceId, @schema, @name, @Column, @Day, @Rows, @UsualLeast, @UsualMost, @LongestGap, @JudgedBy, @alerts::json, @JudgedAt)
            ON CONFLICT (organization_id, source_id, table_schema, table_name, load_day) DO UPDATE SET column_name = excluded.column_name, rows = excluded.rows, usual_least = excluded.usual_least,
                usual_most = excluded.usual_most, longest_gap = excluded.longest_gap, judged_by = excluded.judged_by, alerts = excluded.alerts, judged_at = excluded.judged_at;
            DELETE FROM quality_loads WHERE organization_id = @OrganizationId AND source_id = @SourceId AND table_schema = @schema AND table_name = @name AND load_day < @oldest
            """, values, cancellationToken: cancellationToken));
        await tenant.CommitAsync(cancellationToken);
    }

    private sealed class Row
    {
        public Guid SourceId { get; set; }
        public string TableSchema { get; set; } = "";
        public string TableName { get; set; } = "";
        public string ColumnName { get; set; } = "";
        public DateOnly LoadDay { get; set; }
        public long Rows { get; set; }
        public long UsualLeast { get; set; }
        public long UsualMost { get; set; }
        public int LongestGap { get; set; }
        public int JudgedBy { get; set; }
        public string Alerts { get; set; } = "";
        public bool Expected { get; set; }
        public DateTimeOffset JudgedAt { get; set; }

        public TableLoad ToLoad() => new(SourceId, new(TableSchema == "" ? null : TableSchema, TableName), ColumnName, LoadDay, Rows, UsualLeast, UsualMost, LongestGap, JudgedBy, ConversationJson.Read<List<LoadAlert>>(Alerts), JudgedAt, Expected);
    }
}
