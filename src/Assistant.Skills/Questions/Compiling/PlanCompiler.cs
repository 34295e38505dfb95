using Assistant.Skills.Sources;
using Assistant.Skills.Sql;
using Assistant.Skills.Sql.Syntax;
using static Assistant.Skills.Sql.Syntax.Make;
using SqlExpression = Assistant.Skills.Sql.Syntax.Expression;

namespace Assistant.Skills.Questions.Compiling;

/// <summary>Writes a plan as a syntax tree of the source's dialect. Dates, divisions and ties mean the same in all of them.</summary>
internal sealed class PlanCompiler(SourceCatalog catalog)
{
    private readonly SqlDialect _dialect = catalog.Dialect;

    /// <param name="lines">One clause a line, for people.</param>
    public string ToSql(QueryPlan plan, bool lines = false) => SqlPrinter.Print(Told(plan, Compile(plan)), _dialect, lines);

    /// <summary>
    /// As people see it: days of the week and months of the year by their names, which inside of a query stay numbers, and where no order was
    /// asked for, periods in the order of time and categories with the highest amount first, instead of the order that an engine happens to have.
    /// </summary>
    private Query Told(QueryPlan plan, Query query)
    {
        if (plan.Distinct || plan.Limit?.Within is not null || query.Body is not Select select || select.Items.Count != plan.Outputs.Count)
            return query;
        var named = select with { Items = [.. select.Items.Zip(plan.Outputs, (item, output) => output.Value is TimeGrain grain ? item with { Value = CalendarNames.Of(grain.Grain, item.Value) } : item)] };
        var shown = select.Items.Zip(plan.Outputs, (item, output) => (item.Value, Of: output.Value)).ToList();
        if (plan.Orders.Count > 0 || plan.Limit is not null || plan.Groups.Count == 0 || shown.Exists(s => s.Of is EveryColumn or RankWithin))
            return query with { Body = named };
        var times = shown.Where(s => s.Of is TimeGrain).Select(s => Order(CalendarNames.InOrder(((TimeGrain)s.Of).Grain, s.Value), false));
        var names = shown.Where(s => s.Of is ColumnValue).ToList();
        var amounts = shown.Where(s => s.Of is not ColumnValue and not TimeGrain).Take(1).Select(s => Order(s.Value, true)).ToList();
        if (amounts.Count == 0)
            return query with { Body = named };
        // Years, ratings and dates have an order of their own.
        if (names.Count != 1 || TypeOf(plan, (ColumnValue)names[0].Of) is not (null or DataType.Text or DataType.Boolean))
            amounts = [];
        return query with { Body = named, OrderBy = [.. times, .. amounts, .. names.Select(n => Order(n.Value, false))] };
    }

    private DataType? TypeOf(QueryPlan plan, ColumnValue value) =>
        plan.Sources.FirstOrDefault(s => s.Alias == value.Alias)?.Table is { } table ? catalog.Find(table)?.Columns.FirstOrDefault(c => c.Name == value.Column)?.Type : null;

    public Query Compile(QueryPlan plan)
    {
        var scope = plan.Sources.Where(s => s.Table is not null).ToDictionary(s => s.Alias, s => catalog.Find(s.Table!));
        var expressions = new ExpressionCompiler(this, scope, _dialect);
        var body = Body(plan, expressions);
        var distinct = plan.Distinct ? plan.Outputs.Select(o => o.Value).ToHashSet() : null;
        var orders = plan.Orders.Where(o => o.By is not Literal).ToList();
        if (plan.Combined is { } combined)
        {
            var other = new NestedIfNeeded(Compile(combined.With)).Body;
            var set = new SetOperation(combined.Operator switch
            {
                PlanSetOperator.Union => SetOperator.Union,
                PlanSetOperator.Intersect => SetOperator.Intersect,
                _ => SetOperator.Except,
            }, body, other);
            return new Query(set);
        }
        if (plan.Limit is { Within.Count: > 0 } each)
            return FirstOfEach((Select)body, each, orders, expressions);
        if (distinct is not null && orders.Any(o => !distinct.Contains(o.By)))
        {
            // ORDER BY of a DISTINCT may only name what is shown; grouping says the same and may order by an extreme of the rest.
            var select = (Select)body;
            var grouped = select with { Distinct = false, GroupBy = [.. select.Items.Select(i => new GroupExpression(i.Value))] };
            return new Query(grouped)
            {
                OrderBy = [.. orders.Select(o => Order(distinct.Contains(o.By) ? expressions.Value(o.By) : Call(o.Descending ? "max" : "min", expressions.Value(o.By)), o.Descending))],
                Limit = plan.Limit is { } l ? Limit(l.Rows) : null,
            };
        }
        return new Query(body)
        {
            OrderBy = [.. orders.Select(o => Order(o.By is TimeGrain { Grain: var grain } ? CalendarNames.InOrder(grain, expressions.Value(o.By)) : expressions.Value(o.By), o.Descending))],
            Limit = plan.Limit is { } limit ? Limit(limit.Rows) : null,
        };
    }

    /// <summary>Ranks the rows of each group in a sub-query and keeps the first ranks.</summary>
    private static Query FirstOfEach(Select select, PlanLimit limit, IReadOnlyList<PlanOrder> orders, ExpressionCompiler expressions)
    {
        var names = new List<string>();
        foreach (var item in select.Items)
        {
            var name = item.Alias ?? (item.Value is ColumnReference column ? column.Path[^1] : "value");
            names.Add(names.Contains(name, StringComparer.OrdinalIgnoreCase) ? $"{name}_{names.Count + 1}" : name);
        }
        var place = "place";
        while (names.Contains(place, StringComparer.OrdinalIgnoreCase))
            place += "_";
        var rank = Call("rank") with
        {
            Over = new Window { PartitionBy = [.. limit.Within!.Select(expressions.Value)], OrderBy = [.. orders.Select(o => new OrderItem(expressions.Value(o.By), o.Descending, SortNulls.Last))] },
        };
        var ranked = select with { Items = [.. select.Items.Select((item, i) => item with { Alias = names[i] }), new SelectItem(rank, place)] };
        return new Query(new Select([.. names.Select(n => new SelectItem(ExpressionCompiler.Column("ranked", n)))])
        {
            From = [Derived(new Query(ranked), "ranked")],
            Where = AtMost(ExpressionCompiler.Column("ranked", place), Number(limit.Rows)),
        })
        {
            OrderBy = [Ascending(ExpressionCompiler.Column("ranked", names[0])), Ascending(ExpressionCompiler.Column("ranked", place))],
        };
    }

    // Empty values stand last in both directions, whatever the engine's own habit.
    private OrderItem Order(SqlExpression value, bool descending) => _dialect == SqlDialect.Sqlite
        ? new(value, descending)
        : new(value, descending, descending ? SortNulls.Last : null);

    private Select Body(QueryPlan plan, ExpressionCompiler expressions)
    {
        FromItem? from = null;
        foreach (var source in plan.Sources)
        {
            FromItem item = source.Plan is { } inner ? Derived(Compile(inner), source.Alias) : Table(source.Table!.Schema, source.Table.Name, source.Alias);
            if (from is null)
            {
                from = item;
                continue;
            }
            var pairs = plan.Joins.Where(j => j.Right == source.Alias)
                .SelectMany(j => j.LeftColumns.Zip(j.RightColumns, (l, r) => (SqlExpression)Equal(ExpressionCompiler.Column(j.Left, l), ExpressionCompiler.Column(j.Right, r)))).ToList();
            var keep = plan.Joins.Any(j => j.Right == source.Alias && j.KeepUnmatched);
            from = pairs.Count == 0 ? new Join(from, JoinKind.Cross, item) : keep ? LeftJoin(from, item, And(pairs)!) : InnerJoin(from, item, And(pairs)!);
        }
        var where = expressions.Condition(plan.Where);
        if (_dialect == SqlDialect.Sqlite && MedianRows.IsNeeded(plan))
        {
            (from, expressions.Named) = MedianRows.Number(plan, new Select([]) { From = [from!], Where = where }, expressions);
            where = null;
        }
        return new Select([.. plan.Outputs.Select(o => o.Value is EveryColumn ? new SelectItem(Make.AllOf) : new SelectItem(expressions.Value(o.Value), AliasOf(o)))])
        {
            Distinct = plan.Distinct,
            From = [from!],
            Where = where,
            GroupBy = [.. plan.Groups.Select(g => new GroupExpression(expressions.Value(g)))],
            Having = expressions.Condition(plan.Having),
        };
    }

    private static string? AliasOf(PlanOutput output) => output.Value is ColumnValue ? null : string.Join('_', output.Label.Split(' '));

    private readonly struct NestedIfNeeded(Query query)
    {
        public QueryBody Body => query.IsBare ? query.Body : new NestedQuery(query);
    }
}
