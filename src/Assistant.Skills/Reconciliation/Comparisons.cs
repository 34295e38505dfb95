using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Sources;
using Assistant.Skills.Storage;
using Dapper;

namespace Assistant.Skills.Reconciliation;

/// <summary>How a comparison came out when it ran.</summary>
public sealed record ComparisonRun(DateTimeOffset At, long LeftRows, long RightRows, long Matched, long OnlyLeft, long OnlyRight, long Different);

/// <summary>A comparison as it is kept.</summary>
/// <param name="Number">What people call it by.</param>
/// <param name="Runs">The latest, the oldest first.</param>
public sealed record KeptComparison(int Number, ComparisonPlan Plan, string LeftSource, string RightSource, IReadOnlyList<ComparisonRun> Runs);

/// <summary>Keeps what is compared and how it came out; two tables once. Figures are only for who sees both tables whole.</summary>
public sealed class Comparisons(Database database, DataSources sources, TimeProvider time)
{
    private const int RunsShown = 30;

    public async Task<IReadOnlyList<KeptComparison>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ReadData);
        IReadOnlyList<(Guid Id, int Number, string Plan)> rows;
        ILookup<Guid, ComparisonRun> runs;
        await using (var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken))
        {
            rows = (await tenant.Connection.QueryAsync<(Guid, int, string)>(new("SELECT id, number, plan::text FROM comparisons WHERE organization_id = @OrganizationId ORDER BY number DESC", new { caller.OrganizationId }, cancellationToken: cancellationToken))).AsList();
            runs = (await tenant.Connection.QueryAsync<RunRow>(new(
                """
                SELECT comparison_id, ran_at, left_rows, right_rows, matched, only_left, only_right, different FROM (
                    SELECT r.*, row_number() OVER (PARTITION BY comparison_id ORDER BY ran_at DESC) AS place FROM comparison_runs r WHERE organization_id = @OrganizationId) AS latest
                WHERE place <= @RunsShown ORDER BY ran_at
                """, new { caller.OrganizationId, RunsShown }, cancellationToken: cancellationToken)))
                .ToLookup(r => r.ComparisonId, r => new ComparisonRun(new(r.RanAt, TimeSpan.Zero), r.LeftRows, r.RightRows, r.Matched, r.OnlyLeft, r.OnlyRight, r.Different));
        }
        var seen = new List<KeptComparison>();
        foreach (var (id, number, json) in rows)
        {
            var plan = ConversationJson.Read<ComparisonPlan>(json);
            if (await WholeAsync(caller, plan.Left, cancellationToken) is { } left && await WholeAsync(caller, plan.Right, cancellationToken) is { } right)
                seen.Add(new(number, plan, left.Info.Name, right.Info.Name, [.. runs[id]]));
        }
        return seen;
    }

    /// <summary>Null where there is none of that number, or none that the caller may see.</summary>
    public async Task<KeptComparison?> FindAsync(Caller caller, int number, CancellationToken cancellationToken) => (await ListAsync(caller, cancellationToken)).FirstOrDefault(c => c.Number == number);

    /// <summary>Keeps a comparison and how it came out; null where the caller sees only a part, whose figures are not those of the tables.</summary>
    public async Task<int?> KeepAsync(Caller caller, Comparison comparison, CancellationToken cancellationToken)
    {
        var plan = comparison.Plan;
        if (comparison.Partly || !caller.MayOn(Permission.ManageSources, plan.Left.SourceId) || !caller.MayOn(Permission.ManageSources, plan.Right.SourceId) || await WholeAsync(caller, plan.Left, cancellationToken) is null || await WholeAsync(caller, plan.Right, cancellationToken) is null)
            return null;
        var now = time.GetUtcNow();
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        await tenant.Connection.ExecuteAsync(new("SELECT pg_advisory_xact_lock(hashtextextended('comparisons ' || @OrganizationId::text, 0))", new { caller.OrganizationId }, cancellationToken: cancellationToken));
        var (id, number) = await tenant.Connection.QuerySingleAsync<(Guid, int)>(new(
            """
            INSERT INTO comparisons (organization_id, id, number, left_source, right_source, plan, said, made_by, made_at)
            VALUES (@OrganizationId, @id, (SELECT coalesce(max(number), 0) + 1 FROM comparisons WHERE organization_id = @OrganizationId), @left, @right, @plan::json, @said, @UserId, @now)
            ON CONFLICT (organization_id, said) DO UPDATE SET plan = excluded.plan RETURNING id, number
            """,
            new
            {
                caller.OrganizationId, caller.UserId, id = Guid.CreateVersion7(now), left = plan.Left.SourceId, right = plan.Right.SourceId, plan = ConversationJson.Write(plan),
                said = $"{plan.Left.SourceId:N} {plan.Left.Table} {plan.Right.SourceId:N} {plan.Right.Table}", now,
            }, cancellationToken: cancellationToken));
        await tenant.Connection.ExecuteAsync(new(
            """
            INSERT INTO comparison_runs (organization_id, comparison_id, ran_at, left_rows, right_rows, matched, only_left, only_right, different)
            VALUES (@OrganizationId, @id, @now, @LeftRows, @RightRows, @Matched, @OnlyLeft, @OnlyRight, @Different) ON CONFLICT DO NOTHING
            """, new { caller.OrganizationId, id, now, comparison.LeftRows, comparison.RightRows, comparison.Matched, comparison.OnlyLeft, comparison.OnlyRight, comparison.Different }, cancellationToken: cancellationToken));
        await tenant.CommitAsync(cancellationToken);
        return number;
    }

    private async Task<OpenedSource?> WholeAsync(Caller caller, ComparedTable side, CancellationToken cancellationToken) =>
        await sources.OpenAsync(caller, side.SourceId, cancellationToken) is { } source && source.Catalog.Find(side.Table) is not null && !source.Policy.HiddenTables.Contains(side.Table)
        && !source.Policy.RowFilters.ContainsKey(side.Table) && source.Policy.Masks.Keys.All(m => m.Table != side.Table) ? source : null;

    private sealed record RunRow(Guid ComparisonId, DateTime RanAt, long LeftRows, long RightRows, long Matched, long OnlyLeft, long OnlyRight, long Different);
}
