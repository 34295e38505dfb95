using Assistant.Skills.Questions.Compiling;
using Assistant.Skills.Sql.Syntax;
using static Assistant.Skills.Sql.Syntax.Make;
using SqlExpression = Assistant.Skills.Sql.Syntax.Expression;

namespace Assistant.Skills.Questions.Refining;

/// <summary>Writes what an edited plan has and the written query has not into the query's tree, under the query's own names.</summary>
internal sealed class SqlEdit(WrittenSelect written, PlanCompiler compiler)
{
    private readonly Dictionary<string, string> _names = [];

    /// <summary>Null when the tree cannot take the change: its columns would have to be written anew and cannot be read.</summary>
    public Query? Apply(QueryPlan plan)
    {
        var before = written.Plan;
        foreach (var source in plan.Sources)
            _names[source.Alias] = written.NameOf(source.Alias) ?? Free(source.Alias);
        var compiled = compiler.Compile(plan);
        if (compiled.Body is not Select wanted)
            return null;
        var columns = Columns(plan, wanted);
        var select = written.Select;
        var anew = !plan.Groups.SequenceEqual(before.Groups) || !Starts(plan.Outputs, before.Outputs);
        if (anew && !written.IsReadable || columns is null)
            return null;
        var changed = select with
        {
            From = [.. select.From.Take(select.From.Count - 1), Joined(select.From[^1], plan)],
            Where = And(Kept(select.Where, plan.Where), Renamed(wanted.Where)),
            Items = anew ? columns : [.. select.Items, .. columns.Skip(before.Outputs.Count)],
            GroupBy = anew ? [.. wanted.GroupBy.Select(g => new GroupExpression(Renamed(((GroupExpression)g).Value)!))] : select.GroupBy,
            Having = And(anew ? null : select.Having, Renamed(wanted.Having)),
        };
        return written.Query with
        {
            Body = changed,
            OrderBy = plan.Orders.Count > 0 ? [.. compiled.OrderBy.Select(o => o with { Value = Renamed(o.Value)! })] : anew ? [] : written.Query.OrderBy,
            Limit = plan.Limit == before.Limit ? written.Query.Limit : plan.Limit is { } limit ? Limit(limit.Rows) : null,
        };
    }

    private static bool Starts(IReadOnlyList<PlanOutput> now, IReadOnlyList<PlanOutput> before) =>
        now.Count >= before.Count && now.Take(before.Count).SequenceEqual(before);

    private SqlList<SelectItem>? Columns(QueryPlan plan, Select wanted) => wanted.Items.Count < plan.Outputs.Count ? null
        : [.. wanted.Items.Select(item => item with { Value = Renamed(item.Value)! })];

    /// <summary>Tables that only the changed plan reads hang on the last of the query's.</summary>
    private FromItem Joined(FromItem from, QueryPlan plan)
    {
        foreach (var source in plan.Sources.Where(s => written.NameOf(s.Alias) is null && s.Table is not null))
        {
            var on = plan.Joins.Where(j => j.Right == source.Alias || j.Left == source.Alias && written.NameOf(j.Right) is not null)
                .SelectMany(j => j.LeftColumns.Zip(j.RightColumns, (l, r) => (SqlExpression)Equal(Column(_names[j.Left], l), Column(_names[j.Right], r)))).ToList();
            var table = Table(source.Table!.Schema, source.Table.Name, _names[source.Alias]);
            from = on.Count == 0 ? new Join(from, JoinKind.Cross, table) : InnerJoin(from, table, And(on)!);
        }
        return from;
    }

    /// <summary>A new condition on a column takes the place of an earlier one that fixed the same column's value.</summary>
    private SqlExpression? Kept(SqlExpression? where, PlanPredicate? now)
    {
        var subjects = PlanPredicate.Conjuncts(now).Select(p => p switch
        {
            Compared { Operator: Comparison.Equal, Left: ColumnValue c } => c,
            OneOf { Of: ColumnValue c } => c,
            _ => null,
        }).OfType<ColumnValue>().ToHashSet();
        return subjects.Count == 0 ? where : And(Conjuncts(where).Where(c => Subject(c) is not { } fixedBefore || !subjects.Contains(fixedBefore)));
    }

    private ColumnValue? Subject(SqlExpression condition) => condition switch
    {
        BinaryOperation { Operator: "=", Left: ColumnReference column, Right: not ColumnReference } => written.Column(column),
        InList { Value: ColumnReference column } => written.Column(column),
        _ => null,
    };

    private static IEnumerable<SqlExpression> Conjuncts(SqlExpression? condition) => condition switch
    {
        null => [],
        BinaryOperation { Operator: "AND" } both => [.. Conjuncts(both.Left), .. Conjuncts(both.Right)],
        _ => [condition],
    };

    private SqlExpression? Renamed(SqlExpression? expression) => expression is null ? null : new Renaming(_names).Of(expression);

    private string Free(string alias)
    {
        var name = alias;
        for (var n = 2; written.Takes(name); n++)
            name = $"{alias}_{n}";
        return name;
    }

    /// <summary>The plan's short names become the query's; sub-queries have short names of their own.</summary>
    private sealed class Renaming(Dictionary<string, string> names) : TreeRewriter
    {
        public SqlExpression Of(SqlExpression expression) => Rewrite(expression);

        protected override Query Rewrite(Query query) => query;

        protected override SqlExpression Rewrite(SqlExpression expression) =>
            expression is ColumnReference { Path: [var alias, var column] } && names.TryGetValue(alias, out var name) ? Column(name, column) : base.Rewrite(expression);
    }
}
