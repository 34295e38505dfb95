using System.Text.RegularExpressions;
using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Quality;
using Assistant.Skills.Sources;
using Assistant.Skills.Storage;
using Dapper;

namespace Assistant.Skills.MissingData;

/// <summary>
/// How often the columns of a source are used: in answers of the last 90 days, in widgets, in verified questions and in active rules. Queries are read by
/// the gate's own parser; what comes out are counts over the whole organization, never whose.
/// </summary>
public sealed class ColumnUsage(Database database, QueryGate gate, QualityRules rules, TimeProvider time)
{
    private const int MostQueries = 500, Days = 90;

    public async Task<IReadOnlyDictionary<(TableName Table, string Column), ColumnUses>> OfAsync(Caller caller, OpenedSource source, CancellationToken cancellationToken)
    {
        var uses = new Dictionary<(TableName, string), ColumnUses>();
        foreach (var (sql, answers, widgets, verified) in await QueriesAsync(caller, source.Info.Id, cancellationToken))
            foreach (var column in Columns(source, sql))
                Add(column, new(answers, widgets, verified, 0));
        foreach (var rule in (await rules.ListAsync(caller, source.Info.Id, cancellationToken)).Where(r => r.State is RuleState.Active))
            foreach (var column in QualityChecks.ColumnsOf(rule.Rule.Body))
                Add((rule.Rule.Table, column), new(0, 0, 0, 1));
        return uses;

        void Add((TableName, string) column, ColumnUses more)
        {
            var (answers, widgets, verified, active) = uses.GetValueOrDefault(column, ColumnUses.None);
            uses[column] = new(answers + more.Answers, widgets + more.Widgets, verified + more.Verified, active + more.Rules);
        }
    }

    /// <summary>Columns that stand in the query by name, of the tables it reads.</summary>
    private IEnumerable<(TableName Table, string Column)> Columns(OpenedSource source, string sql)
    {
        if (gate.Admit(sql, new(source.Catalog, DataPolicy.Everything, Results.Limits)) is not GateVerdict.Admitted { Query: var query })
            return [];
        var words = Words.Matches(sql).Select(m => m.Value).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return query.Columns.Where(c => words.Contains(c.Column)).Distinct();
    }

    private async Task<IEnumerable<(string Sql, int Answers, int Widgets, int Verified)>> QueriesAsync(Caller caller, Guid sourceId, CancellationToken cancellationToken)
    {
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        return await tenant.Connection.QueryAsync<(string, int, int, int)>(new(
            """
            SELECT sql, sum(answers)::int, sum(widgets)::int, sum(verified)::int FROM (
                SELECT sql, 1 AS answers, 0 AS widgets, 0 AS verified FROM turn_results WHERE organization_id = @OrganizationId AND source_id = @sourceId AND created_at >= @since
                UNION ALL SELECT w.sql, 0, 1, 0 FROM widgets w JOIN dashboard_widgets d ON d.organization_id = w.organization_id AND d.widget_id = w.id
                    WHERE w.organization_id = @OrganizationId AND w.source_id = @sourceId
                UNION ALL SELECT sql, 0, 0, 1 FROM verified_questions WHERE organization_id = @OrganizationId AND source_id = @sourceId) AS used
            GROUP BY sql ORDER BY count(*) DESC, sql LIMIT @MostQueries
            """, new { caller.OrganizationId, sourceId, since = time.GetUtcNow().AddDays(-Days), MostQueries }, cancellationToken: cancellationToken));
    }

    private static readonly Regex Words = new(@"[\p{L}_][\p{L}\p{Nd}_]*", RegexOptions.Compiled | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
}
