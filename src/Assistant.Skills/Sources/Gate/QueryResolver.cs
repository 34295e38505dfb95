using Assistant.Skills.Sql;
using Assistant.Skills.Sql.Syntax;

namespace Assistant.Skills.Sources.Gate;

/// <summary>
/// Walks a query once: every name must be known to the person, every function, type and operator allowed, and each table the policy
/// touches is replaced by its guard. One instance judges one query. Files: queries, FROM, names, calls.
/// </summary>
internal sealed partial class QueryResolver(GatedCatalog catalog, GateLimits limits) : TreeRewriter
{
    private readonly HashSet<GatedTable> _tables = [];
    private readonly HashSet<(GatedTable Table, string Column)> _columns = [];
    private NameScope? _scope;
    private CommonTableScope? _commonTables;
    private int _setBranches;
    private bool _qualifies;

    private SqlDialect Dialect => catalog.Dialect;

    public IReadOnlyList<TableName> Tables => [.. _tables.Select(t => t.Name)];

    public IReadOnlyList<(TableName Table, string Column)> Columns => [.. _columns.Select(c => (c.Table.Name, c.Column))];

    public Query Resolve(Query query) => Resolve(query, null).Query;

    /// <summary>A row filter of the policy, as a condition on its table.</summary>
    public Expression Filter(Expression condition, GatedTable table)
    {
        // It will stand inside queries whose common tables must not take its tables' names.
        _qualifies = true;
        _scope = new(null);
        _scope.Relations.Add(BaseRelation(table, null, []));
        return Rewrite(condition);
    }

    protected override Query Rewrite(Query query) => Resolve(query, _scope).Query;

    private (Query Query, OutputShape Shape) Resolve(Query query, NameScope? outer)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        var (scope, commonTables) = (_scope, _commonTables);
        _scope = outer;
        if (query.With is { } with)
            query = query with { With = Resolve(with, query) };
        var (body, shape, inner) = Resolve(query.Body, outer);
        query = ReferenceEquals(body, query.Body) ? query : query with { Body = body };
        if (query.OrderBy.Count > 0)
        {
            _scope = inner ?? OutputScope(shape, outer);
            query = query with { OrderBy = Map(query.OrderBy, AliasedOrder) };
        }
        if (query.Limit is { } limit)
        {
            _scope = new(outer);
            query = query with { Limit = Rewrite(limit) };
        }
        (_scope, _commonTables) = (scope, commonTables);
        return (query, shape);
    }

    private OrderItem AliasedOrder(OrderItem item) => WithAliases(item.Value, () => Rewrite(item));

    private NameScope OutputScope(OutputShape shape, NameScope? outer)
    {
        var scope = new NameScope(outer);
        scope.Relations.Add(new(null, shape.Columns, shape.Open, catalog.Names));
        return scope;
    }

    private With Resolve(With with, Query query)
    {
        List<CommonTable> tables = [];
        // SQLite takes every common table as recursive.
        var recursive = with.Recursive || Dialect == SqlDialect.Sqlite;
        foreach (var table in with.Tables)
        {
            var before = _commonTables;
            if (recursive)
            {
                // Its own columns are not known yet; their names are those of the first branch.
                var first = OutputNames.Of(table.Query.Body, Dialect);
                Declare(table, first is null ? new([], Open: true) : new(first, Open: false));
                if (with.Recursive)
                    RecursionBounds.Check(table, query, catalog.Names);
            }
            var (resolved, shape) = Resolve(table.Query, _scope);
            if (!recursive)
                _commonTables = before;
            Declare(table, shape);
            tables.Add(ReferenceEquals(resolved, table.Query) ? table : table with { Query = resolved });
        }
        return with with { Tables = [.. tables] };
    }

    private void Declare(CommonTable table, OutputShape shape)
    {
        var columns = Renamed(shape.Columns, table.Columns);
        if (table.Search is { } search)
            columns = [.. columns, search.Set];
        if (table.Cycle is { } cycle)
            columns = [.. columns, cycle.Mark, cycle.Path];
        _commonTables = new(table.Name, new(table.Name, columns, shape.Open, catalog.Names), _commonTables);
    }

    private static IReadOnlyList<string> Renamed(IReadOnlyList<string> columns, SqlList<string> names) =>
        names.Count == 0 ? columns : [.. names, .. columns.Skip(names.Count)];

    private Relation? FindCommonTable(string name)
    {
        for (var table = _commonTables; table is not null; table = table.Outer)
            if (catalog.Names.Equals(table.Name, name))
                return table.Relation;
        return null;
    }

    /// <returns>The scope of a SELECT as well: its ORDER BY may use it.</returns>
    private (QueryBody Body, OutputShape Shape, NameScope? Scope) Resolve(QueryBody body, NameScope? outer)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (body)
        {
            case Select select:
                return Resolve(select, outer);
            case SetOperation set:
                if (++_setBranches > limits.MaxSetBranches)
                    throw RefusedException.TooCostly($"The query combines more than {limits.MaxSetBranches} queries.");
                var (left, shape, _) = Resolve(set.Left, outer);
                var (right, second, _) = Resolve(set.Right, outer);
                if (set.ByName)
                    shape = new([.. shape.Columns, .. second.Columns], shape.Open || second.Open);
                return (set with { Left = left, Right = right }, shape, null);
            case NestedQuery nested:
                var (query, nestedShape) = Resolve(nested.Query, outer);
                return (new NestedQuery(query), nestedShape, null);
            case Values values:
                _scope = new(outer);
                var rows = Map(values.Rows, row => Map(row, Rewrite));
                var prefix = Dialect switch { SqlDialect.DuckDb => "col", SqlDialect.MySql => "column_", _ => "column" };
                var first = Dialect is SqlDialect.DuckDb or SqlDialect.MySql ? 0 : 1;
                return (new Values(rows), new([.. Enumerable.Range(first, values.Rows[0].Count).Select(i => $"{prefix}{i}")], Open: false), null);
            case PivotBody or UnpivotBody:
                return (Pivoted(body, outer), new([], Open: true), null);
            default:
                throw new System.Diagnostics.UnreachableException(body.GetType().Name);
        }
    }

    private (QueryBody Body, OutputShape Shape, NameScope Scope) Resolve(Select select, NameScope? outer)
    {
        var scope = new NameScope(outer);
        _scope = scope;
        var from = select.From.Count == 0 ? select.From : Map(select.From, Resolve);
        CostBounds.Check(select, scope);
        scope.Aliases = [.. select.Items.Select(i => i.Alias).OfType<string>()];
        // Where the engine lets a condition use a name given in the list.
        scope.AliasesVisible = Dialect is not (SqlDialect.PostgreSql or SqlDialect.MySql);
        var where = Optional(select.Where);
        var items = Map(select.Items, Rewrite);
        scope.AliasesVisible = Dialect != SqlDialect.PostgreSql;
        var resolved = ReferenceEquals(from, select.From) && ReferenceEquals(where, select.Where) && ReferenceEquals(items, select.Items)
            ? select
            : select with { From = from, Where = where, Items = items };
        if (select is not { GroupBy.Count: 0, Having: null, Windows.Count: 0, Qualify: null, DistinctOn.Count: 0, Sample: null })
            resolved = resolved with
            {
                DistinctOn = Map(select.DistinctOn, e => WithAliases(e, () => Rewrite(e))),
                GroupBy = Map(select.GroupBy, Rewrite),
                Having = Optional(select.Having),
                Windows = Map(select.Windows, w => w with { Window = Rewrite(w.Window) }),
                Qualify = Optional(select.Qualify),
                Sample = select.Sample is { } sample ? Rewrite(sample) : null,
            };
        return (resolved, Shape(resolved, scope), scope);
    }

    private GroupItem Rewrite(GroupItem item) => item switch
    {
        GroupExpression group => WithAliases(group.Value, () => Rewrite(group.Value)) is var value && ReferenceEquals(value, group.Value)
            ? group
            : new GroupExpression(value),
        GroupingElement element => element with { Items = Map(element.Items, Rewrite) },
        _ => item,
    };

    /// <summary>PostgreSQL takes a name of the SELECT list in GROUP BY and ORDER BY only when it stands alone.</summary>
    private T WithAliases<T>(Expression value, Func<T> rewrite)
    {
        var scope = _scope!;
        var before = scope.AliasesVisible;
        scope.AliasesVisible = Dialect != SqlDialect.PostgreSql || value is ColumnReference { Path.Count: 1 };
        var rewritten = rewrite();
        scope.AliasesVisible = before;
        return rewritten;
    }

    private OutputShape Shape(Select select, NameScope scope)
    {
        List<string> columns = [];
        var open = false;
        foreach (var item in select.Items)
            if (item is { Alias: null, Value: Star star })
            {
                foreach (var relation in scope.Relations)
                    if (star.Qualifier.Count == 0 || relation.Name is { } called && catalog.Names.Equals(called, star.Qualifier[^1]))
                    {
                        columns.AddRange(relation.Columns.Where(c => !star.Exclude.Any(e => catalog.Names.Equals(e.Name, c))));
                        open |= relation.Open;
                    }
                columns.AddRange(star.Rename.Select(r => r.Name));
                open |= star.Qualifier.Count > 0 && Dialect == SqlDialect.DuckDb;
            }
            else if ((item.Alias ?? OutputNames.Of(item.Value, Dialect)) is { } name)
                columns.Add(name);
            else
                open = true;
        return new(columns, open);
    }
}
