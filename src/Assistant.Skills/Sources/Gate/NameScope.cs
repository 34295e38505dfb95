namespace Assistant.Skills.Sources.Gate;

/// <summary>What a FROM item is called and offers: a base table, a sub-query, a common table, a function.</summary>
/// <param name="columns">In order.</param>
/// <param name="open">True when it may have columns that cannot be told from the text, e.g. of a pivot.</param>
internal sealed class Relation(string? name, IReadOnlyList<string> columns, bool open, StringComparer names)
{
    public string? Name { get; } = name;
    public IReadOnlyList<string> Columns { get; } = columns;
    public bool Open { get; } = open;

    /// <summary>Set for a base table that is not renamed by an alias: it can be called schema.table too.</summary>
    public string? Schema { get; init; }

    /// <summary>The base table behind it, for lineage.</summary>
    public GatedTable? Table { get; init; }

    /// <summary>For a base table: its own column for each of <see cref="Columns"/>, which an alias may have renamed.</summary>
    public IReadOnlyList<string>? BaseColumns { get; init; }

    public int IndexOf(string column)
    {
        for (var i = 0; i < Columns.Count; i++)
            if (names.Equals(Columns[i], column))
                return i;
        return -1;
    }
}

/// <summary>The names one SELECT can use, and those of the queries around it.</summary>
internal sealed class NameScope(NameScope? parent)
{
    public NameScope? Parent { get; } = parent;
    public List<Relation> Relations { get; } = [];

    /// <summary>Names of lambda parameters and list comprehensions.</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];

    /// <summary>Names given in the SELECT list; looked at only where the engine does.</summary>
    public IReadOnlyList<string> Aliases { get; set; } = [];
    public bool AliasesVisible { get; set; }
}

/// <summary>Common tables in reach, innermost first.</summary>
internal sealed record CommonTableScope(string Name, Relation Relation, CommonTableScope? Outer);

/// <summary>What a query puts out.</summary>
internal readonly record struct OutputShape(IReadOnlyList<string> Columns, bool Open);
