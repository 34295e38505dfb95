using System.Globalization;
using Assistant.Skills.Sources;
using Assistant.Skills.Sql;

namespace Assistant.Skills.Quality.Checking;

/// <summary>A rule as SQL: rows of From for which Condition holds break it.</summary>
/// <param name="From">The table itself, or a sub-query that adds what the condition needs; null alike for all rules that judge each row alone.</param>
/// <param name="Judges">True for the rows that the rule can judge.</param>
/// <param name="Blamed">Columns whose cell is wrong where a row breaks the rule.</param>
internal sealed record RuleQuery(string From, string Condition, string Judges, IReadOnlyList<string> Blamed, bool RowByRow);

/// <summary>Writes rules as SQL of a source's dialect.</summary>
/// <param name="relation">What to read the rows from: the table, or a sub-query with all of its columns.</param>
internal sealed class RuleSql(CatalogTable table, SqlDialect dialect, string relation)
{
    public RuleSql(CatalogTable table, SqlDialect dialect) : this(table, dialect, SqlText.Name(table.Name)) { }

    /// <summary>Null where a column is not in the table any more, or the rule is about the table as a whole.</summary>
    public RuleQuery? Of(RuleBody body)
    {
        if (RuleColumns.Of(body).Any(c => table.Find(c) is null))
            return null;
        var query = Judged(body);
        if (query is not null && body.When is { } when)
            query = Where(query, Holds(when));
        if (query is not null && body.Except is { } except)
            query = Where(query, $"({SqlText.Name(except.Column)} IS NULL OR NOT {Holds(except)})");
        return query;
    }

    private static RuleQuery Where(RuleQuery query, string holds) =>
        query with { Condition = $"{holds} AND {query.Condition}", Judges = query.Judges == "" ? holds : $"{holds} AND {query.Judges}" };

    private string Holds(RowCondition condition) => condition.Values is { } values
        ? $"{SqlText.AsText(Column(condition.Column))} IN ({SqlText.TextList(values)})" : $"NOT {SqlText.Missing(Column(condition.Column), [])}";

    private RuleQuery? Judged(RuleBody body) => body switch
    {
        RuleBody.Filled rule => Row(SqlText.Missing(Column(rule.Column), rule.Disguised), "", rule.Column),
        RuleBody.OneOf rule => OnValue(rule.Column, $"{SqlText.AsText(Column(rule.Column))} NOT IN ({SqlText.TextList(rule.Values)})"),
        RuleBody.NotSpelled rule => OnValue(rule.Column, $"{SqlText.AsText(Column(rule.Column))} IN ({SqlText.TextList(rule.Meant.Keys)})"),
        RuleBody.Within rule => Within(rule),
        RuleBody.Shaped rule => OnValue(rule.Column, $"NOT {ShapeSql.Matches(Column(rule.Column), rule.Shapes, dialect)}"),
        RuleBody.Long rule => OnValue(rule.Column, string.Create(CultureInfo.InvariantCulture, $"length({SqlText.AsText(Column(rule.Column))}) NOT BETWEEN {rule.Least} AND {rule.Most}")),
        RuleBody.Typed rule => Typed(rule),
        RuleBody.Known rule => Known(rule),
        RuleBody.Unique rule => Unique(rule.Columns, rule.Columns),
        RuleBody.Distinct rule => Unique(rule.Columns, []),
        RuleBody.Determined rule => Determined(rule),
        RuleBody.Ordered rule => Ordered(rule),
        RuleBody.Computed rule => Computed(rule),
        RuleBody.Twin rule => Unique(rule.Columns, []),
        RuleBody.Proportion rule => Proportion(rule),
        RuleBody.Trimmed rule => OnValue(rule.Column, $"{SqlText.AsText(Column(rule.Column))} <> trim({SqlText.AsText(Column(rule.Column))})"),
        RuleBody.Unlike rule => Unlike(rule),
        RuleBody.Written rule => Row($"coalesce(({rule.Condition}), 1 = 0)", "", rule.Columns),
        _ => null,
    };

    private RuleQuery Row(string condition, string judges, params IReadOnlyList<string> blamed) => new($"{relation} AS t", condition, judges, blamed, RowByRow: true);

    private RuleQuery OnValue(string column, string condition)
    {
        var there = $"NOT {SqlText.Missing(Column(column), [])}";
        // Whether the value is wrong is cheap to see for most rules; whether it says anything at all is asked only then.
        return Row($"({condition} AND {there})", there, column);
    }

    private RuleQuery Within(RuleBody.Within rule)
    {
        var column = Column(rule.Column);
        var value = rule.Dates ? $"substr({SqlText.Day(column, dialect)}, 1, 10)" : SqlText.Number(column, dialect);
        string Bound(string bound) => bound == "today" ? "CAST(CURRENT_DATE AS VARCHAR)" : rule.Dates ? SqlText.Text(bound) : bound;
        var tests = new[] { rule.Least is { } least ? $"{value} < {Bound(least)}" : null, rule.Most is { } most ? $"{value} > {Bound(most)}" : null };
        return Row($"({string.Join(" OR ", tests.OfType<string>())})", $"{value} IS NOT NULL", rule.Column);
    }

    private RuleQuery Typed(RuleBody.Typed rule)
    {
        var column = Column(rule.Column);
        var fits = rule.Kind switch
        {
            ValueKind.Date => $"{SqlText.Day(column, dialect)} IS NOT NULL",
            ValueKind.WholeNumber when dialect is SqlDialect.Sqlite => $"({SqlText.IsNumber(column, dialect)} AND {SqlText.AsText(column)} NOT LIKE '%.%')",
            ValueKind.WholeNumber => SqlText.Matches(column, "[-+]?[0-9]+", dialect),
            _ => SqlText.IsNumber(column, dialect),
        };
        return OnValue(rule.Column, $"NOT {fits}");
    }

    private RuleQuery Known(RuleBody.Known rule)
    {
        var other = SqlText.Name(new TableName(rule.Schema.Length == 0 ? null : rule.Schema, rule.Table));
        var name = SqlText.Name(rule.Column);
        return Row($"({name} IS NOT NULL AND {name} NOT IN (SELECT {SqlText.Name(rule.Key)} FROM {other} AS known WHERE {SqlText.Name(rule.Key)} IS NOT NULL))", $"{name} IS NOT NULL", rule.Column);
    }

    private RuleQuery Unique(IReadOnlyList<string> columns, IReadOnlyList<string> blamed)
    {
        var names = string.Join(", ", columns.Select(SqlText.Name));
        var there = columns.Count > 4 ? "1 = 1" : string.Join(" AND ", columns.Select(c => $"NOT {SqlText.Missing(Column(c), [])}"));
        return new($"(SELECT *, count(*) OVER (PARTITION BY {names}) AS dq_same FROM {relation} AS t) AS t", $"({there} AND dq_same > 1)", there, blamed, RowByRow: false);
    }

    /// <summary>Rows of one plain form that is written in more than one way.</summary>
    private RuleQuery Unlike(RuleBody.Unlike rule)
    {
        var forms = string.Join(", ", rule.Columns.Select(c => SqlText.Plain(Column(c))));
        var written = string.Join(" || '|' || ", rule.Columns.Select(c => SqlText.AsText(Column(c))));
        var there = string.Join(" AND ", rule.Columns.Select(c => $"NOT {SqlText.Missing(Column(c), [])}"));
        return new($"(SELECT *, min({written}) OVER (PARTITION BY {forms}) AS dq_first, max({written}) OVER (PARTITION BY {forms}) AS dq_last FROM {relation} AS t) AS t",
            $"({there} AND dq_first <> dq_last)", there, rule.Columns, RowByRow: false);
    }

    private RuleQuery Determined(RuleBody.Determined rule)
    {
        var (by, column) = (SqlText.Name(rule.By), Column(rule.Column));
        var value = $"CASE WHEN {SqlText.Missing(column, [])} THEN NULL ELSE {SqlText.Name(column.Name)} END";
        var from = $"""
            (SELECT *, max(dq_votes) OVER (PARTITION BY {by}) AS dq_most, sum(dq_there) OVER (PARTITION BY {by}) AS dq_known
             FROM (SELECT *, CASE WHEN {SqlText.Missing(column, [])} THEN 0 ELSE 1 END AS dq_there, count({value}) OVER (PARTITION BY {by}, {SqlText.Name(column.Name)}) AS dq_votes FROM {relation} AS t) AS t) AS t
            """;
        var known = $"NOT {SqlText.Missing(Column(rule.By), [])}";
        // Where no value has more than half of the rows nobody can say which of them is right; of many sources the most frequent is taken all the same.
        var differs = rule.FromMany ? "(dq_there = 0 AND dq_known > 0 OR dq_there = 1 AND dq_votes < dq_most)" : "dq_there = 1 AND dq_votes < dq_most AND 2 * dq_most > dq_known";
        return new(from, $"({known} AND {differs})", rule.FromMany ? known : $"({known} AND dq_there = 1)", [rule.Column], RowByRow: false);
    }

    private RuleQuery Ordered(RuleBody.Ordered rule)
    {
        var (lower, upper) = rule.Dates
            ? (Day(rule.Lower, rule.Upper), Day(rule.Upper, rule.Lower))
            : (SqlText.Number(Column(rule.Lower), dialect), SqlText.Number(Column(rule.Upper), dialect));
        return Row($"({lower} {(rule.Strictly ? ">=" : ">")} {upper})", $"({lower} IS NOT NULL AND {upper} IS NOT NULL)", rule.Upper, rule.Lower);
    }

    private RuleQuery Proportion(RuleBody.Proportion rule)
    {
        var (value, other) = (SqlText.Number(Column(rule.Column), dialect), SqlText.Number(Column(rule.To), dialect));
        var tests = new[] { rule.Least is { } least ? $"{value} < {least} * {other}" : null, rule.Most is { } most ? $"{value} > {most} * {other}" : null };
        return Row($"({value} > 0 AND {other} > 0 AND ({string.Join(" OR ", tests.OfType<string>())}))", $"({value} > 0 AND {other} > 0)", rule.Column);
    }

    /// <summary>A day against a moment is compared as days.</summary>
    private string Day(string column, string other) => Column(column).Type == Column(other).Type && Column(column).Type is not DataType.Text
        ? SqlText.Name(column) : $"substr({SqlText.Day(Column(column), dialect)}, 1, 10)";

    private RuleQuery Computed(RuleBody.Computed rule)
    {
        var parts = rule.Parts.Select(p => $"({SqlText.Number(Column(p), dialect)})").ToList();
        var made = rule.Formula switch
        {
            Formula.Product => string.Join(" * ", parts),
            Formula.Sum => string.Join(" + ", parts),
            Formula.Difference => $"{parts[0]} - {parts[1]}",
            Formula.Discounted => $"{parts[0]} * {parts[1]} * (1 - {parts[2]} / 100.0)",
            _ => $"{parts[0]} * {parts[1]} * (1 - {parts[2]})",
        };
        var value = SqlText.Number(Column(rule.Column), dialect);
        return Row($"(abs({value} - ({made})) > 0.011 AND abs({value} - ({made})) > 0.001 * abs({value}))", $"({value} IS NOT NULL AND ({made}) IS NOT NULL)", rule.Column);
    }

    private CatalogColumn Column(string name) => table.Find(name)!;
}
