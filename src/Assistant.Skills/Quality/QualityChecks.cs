using Assistant.Skills.Access;
using Assistant.Skills.Quality.Batches;
using Assistant.Skills.Quality.Checking;
using Assistant.Skills.Quality.Evidence;
using Assistant.Skills.Quality.Profiling;
using Assistant.Skills.Quality.Sentences;
using Assistant.Skills.Quality.Trials;
using Assistant.Skills.Semantics;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Quality;

/// <summary>Finds out about the quality of a source's tables, and runs rules in it, with the rights of who asks.</summary>
public sealed class QualityChecks(QueryGate gate, SemanticModels models)
{
    private const int ColumnsShown = 6;

    /// <summary>Reads a table and learns what its data suggest; null where it cannot be read.</summary>
    public Task<TableFindings?> FindAsync(OpenedSource source, CatalogTable table, CancellationToken cancellationToken) =>
        new RuleProposer(Reader(source)).ProposeAsync(source.Visible(table), cancellationToken);

    /// <summary>Judges the newest load of a table; null where it is not loaded day by day.</summary>
    internal Task<TableLoad?> JudgeLoadAsync(OpenedSource source, CatalogTable table, IReadOnlySet<DateOnly> odd, DateTimeOffset now, CancellationToken cancellationToken) =>
        new LoadJudge(Reader(source)).JudgeAsync(source.Info.Id, source.Visible(table), odd, now, cancellationToken);

    /// <summary>Whether a column tells when the rows of the table came.</summary>
    public static bool IsLoadedByDay(CatalogTable table) => LoadJudge.ColumnOf(table) is not null;

    /// <summary>
    /// What the table holds: figures, spreads, patterns, keys and what columns tell of each other; null where it cannot be read. Columns that are masked for
    /// the caller, or that somebody called sensitive, are named and not read.
    /// </summary>
    public async Task<TableProfile?> ProfileAsync(Caller caller, OpenedSource source, CatalogTable table, CancellationToken cancellationToken)
    {
        var said = (await models.CurrentAsync(caller, source.Info.Id, cancellationToken)).Model.Find(table.Name);
        var visible = source.Visible(table);
        var profile = await new TableProfiler(Reader(source)).ProfileAsync(visible with { Columns = [.. visible.Columns.Where(c => said?.Find(c.Name) is not { Sensitive: true })] }, cancellationToken);
        return profile is null ? null : profile with
        {
            LeftOut = [.. table.Columns.Where(c => source.Policy.Masks.GetValueOrDefault((table.Name, c.Name), ColumnMask.Null) is not ColumnMask.Hidden && !profile.Columns.Any(p => p.Name == c.Name)).Select(c => c.Name)],
        };
    }

    /// <summary>Reads a table and tells which values are missing, without learning rules; null where it cannot be read.</summary>
    public Task<MissingInTable?> FindMissingAsync(OpenedSource source, CatalogTable table, CancellationToken cancellationToken) =>
        new RuleProposer(Reader(source)).MissingAsync(source.Visible(table), cancellationToken);

    /// <summary>Reads a sentence as a rule about one of the source's tables, and runs it.</summary>
    public async Task<SentenceOutcome> ReadSentenceAsync(OpenedSource source, string sentence, CancellationToken cancellationToken)
    {
        var outcome = SentenceReader.Read(sentence, [.. source.VisibleTables()]);
        if (outcome is not SentenceOutcome.Understood understood)
            return outcome;
        var table = source.Catalog.Find(understood.Rule.Table)!;
        return await CountAsync(source, table, understood.Rule.Body, cancellationToken) is { } count
            ? new SentenceOutcome.Understood(understood.Rule with { Judged = count.Judged, Violations = count.Broken })
            : new SentenceOutcome.NotUnderstood("The rule was understood, but the source cannot run it: the columns do not compare.");
    }

    /// <summary>Reads a condition in the source's own SQL as a rule: rows for which it holds break the rule. It is run, through the gate, before it is given back.</summary>
    public async Task<SentenceOutcome> ReadSqlAsync(OpenedSource source, TableName name, string condition, CancellationToken cancellationToken)
    {
        condition = condition.Trim().TrimEnd(';').Trim();
        if (source.Visible(name) is not { } table)
            return new SentenceOutcome.NotUnderstood("The table is not there any more.");
        if (WrittenCondition.Read(condition, table, source.Source.Dialect) is not { } body)
            return new SentenceOutcome.NotUnderstood($"Write a condition over the columns of {table.Name.Name} that is true for wrong rows, for example “{table.Columns[^1].Name} IS NULL”, without a query in it.");
        return await CountAsync(source, table, body, cancellationToken) is { } count
            ? new SentenceOutcome.Understood(new(table.Name, body, RuleWords.Title(body), Severity.Medium, 95, count.Judged, count.Broken, null, "Written as SQL.", RuleOrigin.Person))
            : new SentenceOutcome.NotUnderstood("The source cannot run this condition. Check the names of columns and functions, and that both sides of each comparison are of one type.");
    }

    /// <summary>The condition, in the source's own SQL, for which rows break the rule; null where the rule needs more than the row itself.</summary>
    public static string? SqlOf(OpenedSource source, ProposedRule rule) =>
        source.Visible(rule.Table) is { } table && new RuleSql(table, source.Source.Dialect).Of(rule.Body) is { RowByRow: true } query
            ? rule.Body is RuleBody.Written written ? written.Condition : query.Condition : null;

    /// <summary>Runs rules of one source; those that could not run, or of tables the caller may not see, are left out.</summary>
    public async Task<IReadOnlyList<(QualityRule Rule, long Judged, long Violations)>> RunAsync(
        OpenedSource source, IReadOnlyList<QualityRule> rules, CancellationToken cancellationToken)
    {
        var results = new List<(QualityRule, long, long)>();
        foreach (var group in rules.GroupBy(r => r.Rule.Table))
        {
            if (source.Catalog.Find(group.Key) is not { } table || source.Policy.HiddenTables.Contains(table.Name))
                continue;
            var own = group.ToList();
            var counts = await new RuleRunner(Reader(source)).CountAsync(source.Visible(table), [.. own.Select(r => r.Rule.Body)], cancellationToken);
            results.AddRange(own.Zip(counts).Where(r => r.Second is not null).Select(r => (r.First, r.Second!.Judged, r.Second.Broken)));
        }
        return results;
    }

    /// <summary>The columns that a rule speaks of, its condition included.</summary>
    public static IReadOnlyList<string> ColumnsOf(RuleBody rule) => [.. RuleColumns.Of(rule)];

    /// <summary>The query for the rows that break a rule, key and judged columns first; null for rules about a whole table.</summary>
    public string? RowsQuery(OpenedSource source, ProposedRule rule, int most = 100)
    {
        if (source.Visible(rule.Table) is not { } table)
            return null;
        // What tells the row apart and what is judged must be there, or nobody could say of the row whether it is rightly flagged.
        var needed = RowPrint.Key(table).Concat(RuleColumns.Of(rule.Body)).Where(c => table.Find(c) is not null).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var columns = needed.Concat(table.Columns.Select(c => c.Name)).Distinct(StringComparer.OrdinalIgnoreCase).Take(Math.Max(needed.Count, ColumnsShown)).ToList();
        return new RuleRunner(Reader(source)).Rows(table, rule.Body, columns, most);
    }

    private Task<RuleCount?> CountAsync(OpenedSource source, CatalogTable table, RuleBody body, CancellationToken cancellationToken) =>
        First(new RuleRunner(Reader(source)).CountAsync(source.Visible(table), [body], cancellationToken));

    private static async Task<RuleCount?> First(Task<IReadOnlyList<RuleCount?>> counts) => (await counts)[0];

    private QualityReader Reader(OpenedSource source) => new(gate, source.Source, source.Catalog, source.Policy);
}
