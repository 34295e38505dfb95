using System.Diagnostics;
using Assistant.Skills.Sql;
using Assistant.Skills.Sql.Syntax;

namespace Assistant.Skills.Sources.Gate;

internal sealed partial class QueryResolver
{
    private FromItem Resolve(FromItem item)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        return item switch
        {
            TableReference table => Resolve(table),
            DerivedTable derived => Resolve(derived),
            FunctionTable function => Resolve(function),
            Join join => Resolve(join),
            JsonTable json => Resolve(json),
            PivotTable or UnpivotTable => Pivoted(item),
            _ => throw new UnreachableException(item.GetType().Name),
        };
    }

    private void Add(Relation relation) => _scope!.Relations.Add(relation);

    private FromItem Resolve(TableReference table)
    {
        var sample = table.Sample is { } asked ? Rewrite(asked) : null;
        if (table.Path.Count == 1 && FindCommonTable(table.Name) is { } common)
        {
            Add(new(table.Alias ?? table.Name, Renamed(common.Columns, table.Columns), common.Open, catalog.Names));
            return table;
        }
        if (catalog.Find(table.Path) is not { } found)
            throw new RefusedException(new QueryOutcome.NotModelled(string.Join('.', table.Path), catalog.NearestTable(table.Name)));
        _tables.Add(found);
        Add(BaseRelation(found, table.Alias, table.Columns));
        var path = found.Path.Count > 1 || !_qualifies && FindCommonTable(found.Path[^1]) is null
            ? found.Path
            : catalog.UnmistakablePath(found) ?? throw RefusedException.NotAllowed($"a common table named {found.Name} beside the table {found.Name}");
        if (found.Guard is not { } guard)
            return table with { Path = path, Sample = sample };
        var from = new TableReference(path) { Sample = sample, Only = table.Only };
        return new DerivedTable(Fenced(guard with { From = [from] }))
        {
            Alias = table.Alias ?? table.Name,
            Columns = table.Columns,
        };
    }

    /// <summary>
    /// An OFFSET keeps the engines from moving a person's condition below the row filter, where an error such as a division by zero
    /// would tell of rows that the person may not see.
    /// </summary>
    private Query Fenced(Select guard) => guard.Where is null ? new(guard) : new(guard)
    {
        Limit = Dialect switch
        {
            SqlDialect.PostgreSql or SqlDialect.DuckDb or SqlDialect.Sqlite => new(null, new NumberLiteral("0")),
            _ => null,
        },
    };

    private Relation BaseRelation(GatedTable table, string? alias, SqlList<string> columns) =>
        new(alias ?? table.Path[^1], Renamed(table.Columns, columns), open: false, catalog.Names)
        {
            Schema = alias is null ? table.Name.Schema : null,
            Table = table,
            BaseColumns = table.Columns,
        };

    private Sample Rewrite(Sample sample) => sample with { Size = Rewrite(sample.Size), Seed = Optional(sample.Seed) };

    private DerivedTable Resolve(DerivedTable derived)
    {
        var scope = _scope!;
        // Without LATERAL a sub-query does not see its neighbours; DuckDB needs no word for it.
        var (query, shape) = Resolve(derived.Query, derived.Lateral || Dialect == SqlDialect.DuckDb ? scope : scope.Parent);
        _scope = scope;
        Add(new(derived.Alias, Renamed(shape.Columns, derived.Columns), shape.Open, catalog.Names));
        var sample = derived.Sample is { } asked ? Rewrite(asked) : null;
        return ReferenceEquals(query, derived.Query) ? derived : derived with { Query = query, Sample = sample };
    }

    private FunctionTable Resolve(FunctionTable function)
    {
        foreach (var call in function.Calls)
            if (!FunctionNames.MayReadFrom(call.SimpleName, Dialect))
                throw RefusedException.NotAllowed($"the function {call.SimpleName} in FROM");
        foreach (var definition in function.Definitions)
            Check(definition.Type);
        var calls = Map(function.Calls, c => (FunctionCall)Rewrite(c));
        var (columns, open) = TableFunctionColumns.Of(function, Dialect);
        var names = Renamed(columns, function.Columns);
        if (function.WithOrdinality)
            names = function.Columns.Count > columns.Count ? names : [.. names, "ordinality"];
        Add(new(function.Alias ?? function.Calls[0].SimpleName, names, open, catalog.Names));
        return ReferenceEquals(calls, function.Calls) ? function : function with { Calls = calls };
    }

    private Join Resolve(Join join)
    {
        if (join.Alias is null)
            return ResolveInside(join);
        // (a JOIN b) AS j: only j can be named from outside.
        var outer = _scope!;
        var inner = new NameScope(outer.Parent);
        inner.Relations.AddRange(outer.Relations);
        _scope = inner;
        var resolved = ResolveInside(join);
        _scope = outer;
        var inside = inner.Relations.Skip(outer.Relations.Count).ToList();
        Add(new(join.Alias, Renamed([.. inside.SelectMany(r => r.Columns).Distinct(catalog.Names)], join.Columns),
            inside.Exists(r => r.Open), catalog.Names));
        return resolved;
    }

    private Join ResolveInside(Join join)
    {
        var start = _scope!.Relations.Count;
        var left = Resolve(join.Left);
        var right = Resolve(join.Right);
        foreach (var column in join.Using)
            Rewrite(new ColumnReference([column]));
        if (join.Natural)
            foreach (var relation in _scope.Relations.Skip(start))
                Record(relation);
        var on = Optional(join.On);
        if (join.UsingAlias is { } name)
            Add(new(name, join.Using, open: false, catalog.Names));
        return ReferenceEquals(left, join.Left) && ReferenceEquals(right, join.Right) && ReferenceEquals(on, join.On)
            ? join
            : join with { Left = left, Right = right, On = on };
    }

    private JsonTable Resolve(JsonTable json)
    {
        var document = Rewrite(json.Document);
        List<string> columns = [];
        Collect(json.ColumnPaths);
        Add(new(json.Alias, columns, open: false, catalog.Names));
        return json with { Document = document };

        void Collect(SqlList<JsonTableColumn> paths)
        {
            foreach (var column in paths)
            {
                if (column.Name is { } name)
                    columns.Add(name);
                if (column.Type is { } type)
                    Check(type);
                if (column.Path is not (null or TextLiteral) || column.DefaultOnEmpty is not (null or TextLiteral or NumberLiteral)
                    || column.DefaultOnError is not (null or TextLiteral or NumberLiteral))
                    throw RefusedException.NotAllowed("a computed path in JSON_TABLE");
                Collect(column.Nested);
            }
        }
    }

    /// <summary>What comes out of a pivot is made from values, so its columns are not known; what goes in is resolved like any FROM.</summary>
    private FromItem Pivoted(FromItem item)
    {
        var outer = _scope!;
        _scope = new(outer.Parent);
        FromItem resolved = item switch
        {
            PivotTable pivot => pivot with
            {
                Source = Resolve(pivot.Source),
                Using = Map(pivot.Using, Rewrite),
                For = Map(pivot.For, Rewrite),
                GroupBy = Map(pivot.GroupBy, Rewrite),
            },
            UnpivotTable unpivot => unpivot with { Source = Resolve(unpivot.Source), In = Map(unpivot.In, Rewrite) },
            _ => throw new UnreachableException(),
        };
        _scope = outer;
        Add(new(item.Alias, [], open: true, catalog.Names));
        return resolved;
    }

    private QueryBody Pivoted(QueryBody body, NameScope? outer)
    {
        _scope = new(outer);
        return body switch
        {
            PivotBody pivot => pivot with
            {
                Source = Resolve(pivot.Source),
                On = Map(pivot.On, Rewrite),
                Using = Map(pivot.Using, Rewrite),
                GroupBy = Map(pivot.GroupBy, Rewrite),
            },
            UnpivotBody unpivot => unpivot with { Source = Resolve(unpivot.Source), On = Map(unpivot.On, Rewrite) },
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>The values of a pivot may be written like names.</summary>
    private PivotColumn Rewrite(PivotColumn column) => new(
        Rewrite(column.Value),
        Map(column.In, i => i.Value is ColumnReference { Path.Count: 1 } ? i : Rewrite(i)));
}
