using System.Security.Cryptography;
using System.Text;
using Assistant.Skills.Sources;
using Assistant.Skills.Storage;
using Assistant.Skills.Workflows;
using Dapper;

namespace Assistant.Skills.Agents;

/// <summary>A table that an agent may look at.</summary>
/// <param name="Print">How it looks: another one means that it has changed.</param>
public sealed record AgentTable(Guid SourceId, string SourceName, TableName Table, string Print)
{
    public string Key => $"{SourceId:N}/{Table}";
}

/// <summary>The tables that agents may read, and which of them are due to be looked at again.</summary>
public sealed class AgentTables(Database database, DataSources sources)
{
    /// <summary>Days after which a table that looks the same is looked at again: its data may have changed all the same.</summary>
    public const int Days = 7;

    /// <summary>
    /// Sources that the agents' account may read, are ready, and are among those an administrator chose; with their tables. Of a table whose rows
    /// the account sees only in part nothing can be said, so it is left out.
    /// </summary>
    public async Task<IReadOnlyList<AgentTable>> ReadableAsync(StepContext step, CancellationToken cancellationToken)
    {
        var tables = new List<AgentTable>();
        foreach (var info in await SourcesAsync(step, cancellationToken))
            if (await sources.OpenAsync(step.Caller, info.Id, cancellationToken) is { } source)
                tables.AddRange(source.Catalog.Tables.Where(t => !source.Policy.HiddenTables.Contains(t.Name) && !source.Policy.RowFilters.ContainsKey(t.Name))
                    .Select(t => new AgentTable(info.Id, info.Name, t.Name, Print(t, source))));
        return tables;
    }

    public async Task<IReadOnlyList<DataSource>> SourcesAsync(StepContext step, CancellationToken cancellationToken) =>
        [.. (await sources.ListAsync(step.Caller, cancellationToken)).Where(s => s.State is SourceState.Ready && (step.Sources is not { } chosen || chosen.Contains(s.Id)))];

    /// <summary>Whether a source that agents may read is new, and its statistics are being gathered.</summary>
    public async Task<bool> AreComingAsync(StepContext step, CancellationToken cancellationToken) =>
        (await sources.ListAsync(step.Caller, cancellationToken)).Any(s => s.State is SourceState.Profiling && (step.Sources is not { } chosen || chosen.Contains(s.Id)));

    /// <summary>Those that are new, have changed, or were looked at long ago; the longest ago first.</summary>
    public async Task<IReadOnlyList<AgentTable>> DueAsync(StepContext step, string purpose, CancellationToken cancellationToken)
    {
        var all = await ReadableAsync(step, cancellationToken);
        await using var tenant = await database.OpenAsync(step.Caller.OrganizationId, cancellationToken);
        var looked = (await tenant.Connection.QueryAsync<(Guid Source, string Table, string Print, DateTime At)>(new(
            "SELECT source_id, table_name, print, looked_at FROM agent_tables WHERE organization_id = @OrganizationId AND purpose = @purpose",
            new { step.Caller.OrganizationId, purpose }, cancellationToken: cancellationToken))).ToDictionary(r => (r.Source, r.Table));
        return [.. all.Select(t => (Table: t, Before: looked.TryGetValue((t.SourceId, t.Table.ToString()), out var row) ? row : default))
            .Where(t => t.Before.Print != t.Table.Print || t.Before.At < step.Now.UtcDateTime.AddDays(-Days)).OrderBy(t => t.Before.At).Select(t => t.Table)];
    }

    /// <summary>Notes that a table was looked at, once for the run.</summary>
    public static Task<bool> LookedAsync(StepContext step, AgentTable table, string purpose, CancellationToken cancellationToken) => step.OnceAsync($"looked/{table.Key}", async tenant =>
    {
        await tenant.Connection.ExecuteAsync(new(
            """
            INSERT INTO agent_tables (organization_id, source_id, table_name, purpose, print, looked_at)
            SELECT organization_id, id, @name, @purpose, @Print, @Now FROM data_sources WHERE organization_id = @OrganizationId AND id = @SourceId
            ON CONFLICT (organization_id, source_id, table_name, purpose) DO UPDATE SET print = excluded.print, looked_at = excluded.looked_at
            """, new { tenant.OrganizationId, table.SourceId, name = table.Table.ToString(), purpose, table.Print, step.Now }, cancellationToken: cancellationToken));
        return true;
    }, cancellationToken);

    /// <summary>Names and kinds of its columns, what is masked, and the order of its size: a table that grows by a tenth is the same.</summary>
    private static string Print(CatalogTable table, OpenedSource source)
    {
        var size = table.RowEstimate is { } rows and > 0 ? (int)Math.Round(Math.Log(rows) * 5) : 0;
        var columns = string.Join('\u001f', table.Columns.Select(c => $"{c.Name} {c.NativeType} {source.Policy.Masks.ContainsKey((table.Name, c.Name))}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{size}\u001e{columns}")))[..16];
    }
}
