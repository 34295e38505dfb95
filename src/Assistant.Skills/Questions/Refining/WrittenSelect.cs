using Assistant.Skills.Questions.Linking;
using Assistant.Skills.Questions.Parsing;
using Assistant.Skills.Sources;
using Assistant.Skills.Sql.Syntax;
using SqlExpression = Assistant.Skills.Sql.Syntax.Expression;

namespace Assistant.Skills.Questions.Refining;

/// <summary>
/// What can be understood of a SELECT that a person wrote: which of its tables the catalog knows, under which names, and as much of its
/// columns as the plan language has words for. What cannot be understood stays in the tree as it is.
/// </summary>
internal sealed class WrittenSelect
{
    private readonly List<(SchemaTable Table, string Name)> _tables = [];

    private WrittenSelect(Query query, Select select) => (Query, Select) = (query, select);

    public Query Query { get; }

    public Select Select { get; }

    /// <summary>The query as a plan to be changed by words; its outputs are all of the query's only if <see cref="IsReadable"/>.</summary>
    public QueryPlan Plan { get; private set; } = null!;

    /// <summary>Every column, group and order was read back, so that the list of columns may be written anew.</summary>
    public bool IsReadable { get; private set; }

    /// <summary>Null when the query is no plain SELECT from at least one table of the catalog.</summary>
    public static WrittenSelect? Read(Query query, Vocabulary vocabulary)
    {
        if (query.Body is not Select select)
            return null;
        var read = new WrittenSelect(query, select);
        var named = (query.With?.Tables.Select(t => t.Name) ?? []).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var from in select.From)
            read.Collect(from, vocabulary, named);
        if (read._tables.Count == 0)
            return null;
        read.Plan = read.Outline();
        return read;
    }

    /// <summary>The name under which the query knows the table of a plan's alias; null for a table that it does not read.</summary>
    public string? NameOf(string alias) => _tables.Where(t => PlanScope.Alias(t.Table) == alias).Select(t => t.Name).FirstOrDefault();

    /// <summary>Whether a name is taken by a table of the query.</summary>
    public bool Takes(string name) => _tables.Any(t => string.Equals(t.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The column that an expression of the query is, or null.</summary>
    public ColumnValue? Column(SqlExpression expression)
    {
        if (expression is not ColumnReference { Path: var path })
            return null;
        var owners = _tables.Where(t => path.Count == 1 || string.Equals(path[^2], t.Name, StringComparison.OrdinalIgnoreCase));
        return owners.Select(t => t.Table.Catalog.Find(path[^1]) is { } column ? new ColumnValue(PlanScope.Alias(t.Table), column.Name) : null).FirstOrDefault(c => c is not null);
    }

    /// <summary>The column that a person calls so, with blanks or underscores, and its type.</summary>
    public (ColumnValue Column, DataType Type)? Find(string name)
    {
        var (wanted, table) = name.Split('.') is [var owner, var rest] ? (rest, owner) : (name, null);
        foreach (var (known, called) in _tables)
            if ((table is null || string.Equals(table, called, StringComparison.OrdinalIgnoreCase))
                && known.Catalog.Columns.FirstOrDefault(c => Same(c.Name, wanted)) is { } column)
                return (new(PlanScope.Alias(known), column.Name), column.Type);
        return null;
    }

    private static bool Same(string column, string said) =>
        string.Equals(column.Replace('_', ' '), said.Replace('_', ' ').Trim(), StringComparison.OrdinalIgnoreCase);

    private void Collect(FromItem from, Vocabulary vocabulary, HashSet<string> named)
    {
        switch (from)
        {
            case Join join:
                Collect(join.Left, vocabulary, named);
                Collect(join.Right, vocabulary, named);
                break;
            case TableReference { Path.Count: <= 2 } table when !(table.Path.Count == 1 && named.Contains(table.Name)):
                var name = new TableName(table.Path.Count == 2 ? table.Path[0] : null, table.Name);
                // The first of a table joined to itself is the one that words mean.
                if (vocabulary.Catalog.Find(name) is { } known && vocabulary.Find(known.Name) is { } found && _tables.All(t => t.Table != found))
                    _tables.Add((found, table.Alias ?? table.Name));
                break;
        }
    }

    private QueryPlan Outline()
    {
        var readable = !Select.Distinct && Select.DistinctOn.Count == 0 && Select.Qualify is null;
        var outputs = new List<PlanOutput>();
        foreach (var item in Select.Items)
        {
            if (Value(item.Value) is { } value)
                outputs.Add(new(value, item.Alias ?? Label(value)));
            else
                readable = false;
        }
        var groups = new List<PlanExpression>();
        foreach (var group in Select.GroupBy)
        {
            var of = group is GroupExpression { Value: var by } ? by is NumberLiteral { Text: var place } && int.TryParse(place, out var at) && at >= 1 && at <= Select.Items.Count ? Value(Select.Items[at - 1].Value) : Value(by) : null;
            if (of is not null)
                groups.Add(of);
            else
                readable = false;
        }
        IsReadable = readable;
        return new QueryPlan
        {
            Sources = [.. _tables.Select(t => new PlanSource(PlanScope.Alias(t.Table), t.Table.Name))],
            Outputs = outputs.Count > 0 ? outputs : [new(new EveryColumn(), "")],
            Groups = groups,
            Limit = Query.Limit?.Count is NumberLiteral { Text: var count } && int.TryParse(count, out var rows) ? new(rows) : null,
        };
    }

    private PlanExpression? Value(SqlExpression value) => value switch
    {
        Star { Qualifier.Count: 0, Exclude.Count: 0, Replace.Count: 0 } => new EveryColumn(),
        FunctionCall { Name: [var name], Arguments: [var of], Filter: null, Over: null } call when Function(name.ToLowerInvariant()) is { } function =>
            of is Star ? new Measure(MeasureFunction.Count, null) : Column(of) is { } column ? new Measure(function, column, call.Distinct) : null,
        _ => Column(value),
    };

    private static MeasureFunction? Function(string name) => name switch
    {
        "count" => MeasureFunction.Count,
        "sum" => MeasureFunction.Sum,
        "avg" => MeasureFunction.Average,
        "min" => MeasureFunction.Min,
        "max" => MeasureFunction.Max,
        _ => null,
    };

    private static string Label(PlanExpression value) => value switch
    {
        ColumnValue column => column.Column,
        Measure { Of: ColumnValue of } measure => $"{measure.Function.ToString().ToLowerInvariant()} {of.Column}",
        _ => "count",
    };
}
