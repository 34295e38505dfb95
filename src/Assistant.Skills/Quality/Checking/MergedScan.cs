using System.Globalization;
using Assistant.Skills.Sources;
using Assistant.Skills.Sql;

namespace Assistant.Skills.Quality.Checking;

/// <summary>
/// Rules that look beyond a single row, and rules about columns of few values, in one scan of the table: rows are counted by value once (GROUPING SETS),
/// and the rules judge the counted values instead of the rows. For engines that have grouping sets.
/// </summary>
internal sealed class MergedScan(CatalogTable table, SqlDialect dialect)
{
    /// <summary>Values up to which judging values is cheaper than judging rows, and columns that one statement can tell apart.</summary>
    private const int FewValues = 5_000, MostColumns = 24;

    private readonly RuleSql _writer = new(table, dialect);
    private readonly List<string> _columns = [];
    private readonly List<Counted> _rules = [];

    /// <param name="Sets">The columns whose values are counted together.</param>
    private sealed record Counted(int Index, RuleBody Body, IReadOnlyList<string> Sets);

    public bool IsEmpty => _rules.Count == 0;

    public IEnumerable<int> Rules => _rules.Select(r => r.Index);

    /// <summary>Takes the rule in; false where it must be run in another way.</summary>
    public bool Take(int index, RuleBody body)
    {
        if (dialect is SqlDialect.Sqlite || body.When is not null || body.Except is not null)
            return false;
        IReadOnlyList<string>? sets = body switch
        {
            RuleBody.Unique unique => unique.Columns,
            RuleBody.Distinct distinct => distinct.Columns,
            RuleBody.Determined told => [told.By, told.Column],
            RuleBody.Filled or RuleBody.OneOf or RuleBody.NotSpelled or RuleBody.Within or RuleBody.Shaped or RuleBody.Long or RuleBody.Typed or RuleBody.Known or RuleBody.Trimmed
                when RuleColumns.Own(body).ToList() is [var only] && IsOfFewValues(only) => [only],
            _ => null,
        };
        if (sets is null || sets.Any(c => table.Find(c) is null) || _columns.Union(sets, StringComparer.OrdinalIgnoreCase).Count() > MostColumns)
            return false;
        _columns.AddRange(sets.Where(c => !_columns.Contains(c, StringComparer.OrdinalIgnoreCase)));
        _rules.Add(new(index, body, sets));
        return true;
    }

    private bool IsOfFewValues(string column) => table.Find(column)?.Statistics is { Distinct: > 0 and <= FewValues } s && 4 * s.Distinct < s.Rows;

    /// <summary>What tells which rows a uniqueness can judge: counted over the rows, as values that stand once are not fetched.</summary>
    public IEnumerable<(int Index, string Judges)> Judged() => _rules.Where(r => r.Body is RuleBody.Unique or RuleBody.Distinct).Select(r => (r.Index, _writer.Of(r.Body)!.Judges));

    /// <summary>One row: for each rule taken what breaks it and what it could judge.</summary>
    public string Sql()
    {
        var names = _columns.Select(SqlText.Name).ToList();
        var sets = _rules.Select(r => Mask(r.Sets)).Distinct().ToList();
        var keep = _rules.Where(r => r.Body is not (RuleBody.Unique or RuleBody.Distinct)).Select(r => Mask(r.Sets)).Distinct().ToList();
        var grouping = $"grouping({string.Join(", ", names)})";
        var having = keep.Count == sets.Count ? "" : $" HAVING count(*) > 1{(keep.Count == 0 ? "" : $" OR {grouping} IN ({string.Join(", ", keep)})")}";
        var counted = $"SELECT {grouping} AS dq_set, {string.Join(", ", names)}, count(*) AS dq_n FROM {SqlText.Name(table.Name)} AS t GROUP BY GROUPING SETS ({string.Join(", ", sets.Select(m => $"({string.Join(", ", Of(m).Select(SqlText.Name))})"))}){having}";
        var told = _rules.Where(r => r.Body is RuleBody.Determined).ToList();
        var most = told.Select(r =>
        {
            var (there, group) = ($"CASE WHEN dq_set = {Mask(r.Sets)} AND NOT {Missing(r.Sets[1])} THEN dq_n END", $"OVER (PARTITION BY dq_set, {SqlText.Name(r.Sets[0])})");
            return $"max({there}) {group} AS dq_most{r.Index}, sum({there}) {group} AS dq_known{r.Index}";
        });
        var from = told.Count == 0 ? $"({counted}) AS c" : $"(SELECT *, {string.Join(", ", most)} FROM ({counted}) AS c) AS c";
        return $"SELECT {string.Join(", ", _rules.Select(Items))} FROM {from}";
    }

    public RuleCount Read(int index, object?[] row, Func<int, long> judged)
    {
        var at = _rules.FindIndex(r => r.Index == index);
        return new(_rules[at].Body is RuleBody.Unique or RuleBody.Distinct ? judged(index) : Whole(row[2 * at + 1]), Whole(row[2 * at]));
    }

    private string Items(Counted rule)
    {
        var here = $"dq_set = {Mask(rule.Sets)}";
        if (rule.Body is RuleBody.Determined told)
        {
            var (known, there) = ($"NOT {Missing(told.By)}", $"NOT {Missing(told.Column)}");
            var differs = told.FromMany ? $"(NOT ({there}) AND dq_most{rule.Index} IS NOT NULL OR {there} AND dq_n < dq_most{rule.Index})" : $"{there} AND dq_n < dq_most{rule.Index} AND 2 * dq_most{rule.Index} > dq_known{rule.Index}";
            return Sums(rule, $"{here} AND {known} AND {differs}", $"{here} AND {known}{(told.FromMany ? "" : $" AND {there}")}");
        }
        var query = _writer.Of(rule.Body)!;
        return rule.Body is RuleBody.Unique or RuleBody.Distinct ? Sums(rule, $"{here} AND dq_n > 1 AND {query.Judges}", "1 = 0")
            : Sums(rule, $"{here} AND {query.Condition}", query.Judges == "" ? here : $"{here} AND {query.Judges}");
    }

    private static string Sums(Counted rule, string broken, string judged) => $"sum(CASE WHEN {broken} THEN dq_n END) AS v{rule.Index}, sum(CASE WHEN {judged} THEN dq_n END) AS j{rule.Index}";

    private string Missing(string column) => SqlText.Missing(table.Find(column)!, []);

    /// <summary>What grouping() says where these columns are the set: a bit for every other column, the last column's the lowest.</summary>
    private int Mask(IReadOnlyList<string> set) => _columns.Aggregate(0, (mask, column) => 2 * mask + (set.Contains(column, StringComparer.OrdinalIgnoreCase) ? 0 : 1));

    private IEnumerable<string> Of(int mask) => _columns.Where((_, i) => (mask >> (_columns.Count - 1 - i) & 1) == 0);

    private static long Whole(object? cell) => Convert.ToInt64(cell ?? 0L, CultureInfo.InvariantCulture);
}
