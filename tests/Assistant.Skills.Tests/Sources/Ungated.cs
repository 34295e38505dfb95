using Assistant.Skills.Sources;

namespace Assistant.Skills.Tests.Sources;

/// <summary>Queries that passed no gate: the locks of the engines are tested with the gate off.</summary>
internal static class Ungated
{
    public static Task<QueryOutcome> ReadUngatedAsync(
        this ISource source, string sql, int maxRows = 1000, double seconds = 30, CancellationToken cancellationToken = default) =>
        source.ReadAsync(new AdmittedQuery(sql, [], [], new GateLimits(maxRows) { Timeout = TimeSpan.FromSeconds(seconds) }), cancellationToken);

    public static async Task<ResultTable> RowsAsync(this ISource source, string sql, int maxRows = 1000) =>
        await source.ReadUngatedAsync(sql, maxRows) is QueryOutcome.Rows rows ? rows.Table
            : throw new Xunit.Sdk.XunitException($"{await source.ReadUngatedAsync(sql, maxRows)} for {sql}");
}
