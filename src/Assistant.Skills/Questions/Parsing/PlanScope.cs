using Assistant.Skills.Questions.Joins;
using Assistant.Skills.Questions.Linking;

namespace Assistant.Skills.Questions.Parsing;

/// <summary>The tables one SELECT reads, in the order they were needed, and the joins that connect them.</summary>
internal sealed class PlanScope(QuestionJoins joins)
{
    private readonly List<SchemaTable> _tables = [];

    public IReadOnlyList<SchemaTable> Tables => _tables;

    public ColumnValue Use(SchemaColumn column)
    {
        Need(column.Table);
        return new(Alias(column.Table), column.Name);
    }

    public void Need(SchemaTable table)
    {
        if (!_tables.Contains(table))
            _tables.Add(table);
    }

    // Fixed by the table, so that it may be asked for before the joins are known.
    public static string Alias(SchemaTable table) => "t" + (table.Index + 1);

    /// <summary>The tree over all tables needed so far, or null when some are not connected.</summary>
    public List<JoinEdge>? Tree() => _tables.Count == 0 ? [] : joins.Connect(_tables);

    public (IReadOnlyList<PlanSource> Sources, IReadOnlyList<PlanJoin> Joins)? Connect()
    {
        if (Tree() is not { } tree)
            return null;
        var reached = new List<SchemaTable> { _tables[0] };
        var planned = new List<PlanJoin>();
        foreach (var edge in tree)
        {
            var many = reached.Contains(edge.Many);
            var (near, nearColumns, far, farColumns) = many
                ? (edge.Many, edge.ManyColumns, edge.One, edge.OneColumns)
                : (edge.One, edge.OneColumns, edge.Many, edge.ManyColumns);
            if (reached.Contains(far))
                continue;
            reached.Add(far);
            planned.Add(new(Alias(near), nearColumns, Alias(far), farColumns));
        }
        return ([.. reached.Select(t => new PlanSource(Alias(t), t.Name))], planned);
    }
}
