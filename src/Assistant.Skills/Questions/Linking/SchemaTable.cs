using Assistant.Skills.Semantics;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Questions.Linking;

/// <summary>A way to say a name: its words, and how surely they mean it.</summary>
internal sealed record NameForm(IReadOnlyList<string> Words, double Quality);

/// <summary>A table with its words.</summary>
internal sealed class SchemaTable(int index, CatalogTable catalog, IReadOnlyList<string> words)
{
    public int Index { get; } = index;
    public CatalogTable Catalog { get; } = catalog;
    public IReadOnlyList<string> Words { get; } = words;
    public TableName Name => Catalog.Name;
    public IReadOnlyList<SchemaColumn> Columns { get; set; } = [];
    public IReadOnlyList<NameForm> Forms { get; set; } = [];

    /// <summary>The columns that tell people which row is meant, e.g. first and last name.</summary>
    public IReadOnlyList<SchemaColumn> Display { get; set; } = [];

    public IReadOnlyList<SchemaColumn> Key { get; set; } = [];

    /// <summary>The date that people said is meant where a question names none.</summary>
    public SchemaColumn? DefaultDate { get; set; }

    /// <summary>Amounts that are not stored but follow from columns: revenue from price and quantity.</summary>
    public IReadOnlyList<SchemaColumn> Derived { get; set; } = [];

    /// <summary>Only ties two or more other tables together.</summary>
    public bool IsLink { get; set; }

    public override string ToString() => Name.Name;
}

/// <summary>A column with its words and what can be done with it.</summary>
internal sealed class SchemaColumn(SchemaTable table, CatalogColumn catalog, IReadOnlyList<string> words)
{
    public SchemaTable Table { get; } = table;
    public CatalogColumn Catalog { get; } = catalog;
    public IReadOnlyList<string> Words { get; } = words;

    /// <summary>The words without those of the table: "customer_name" of customers is its "name".</summary>
    public IReadOnlyList<string> ShortWords { get; set; } = words;
    public IReadOnlyList<NameForm> Forms { get; set; } = [];
    public string Name => Catalog.Name;
    public bool IsKey { get; set; }

    /// <summary>Names its row alone; one of several columns of a key does not.</summary>
    public bool IsWholeKey => IsKey && Table.Key.Count == 1;

    /// <summary>Holds what was earned: asked for by itself, it is added up.</summary>
    public bool IsRevenue { get; set; }

    /// <summary>How people said that it is put together where the question doesn't say; null where nobody did.</summary>
    public MeasureFunction? Aggregate { get; init; }

    /// <summary>What people said its numbers are for.</summary>
    public ColumnRole Role { get; init; }
    public SchemaColumn? References { get; set; }

    /// <summary>What the values are, where that has no table of its own: "customer" for a customer's name beside each sale.</summary>
    public IReadOnlyList<string>? Thing { get; set; }

    /// <summary>The column whose different values are counted when such things are.</summary>
    public SchemaColumn? ThingKey { get; set; }

    /// <summary>How the value follows from stored columns, given the table's alias; null for stored ones.</summary>
    public Func<string, PlanExpression>? Formula { get; init; }

    /// <summary>Says how long something took: each row has its own, which is not added up unasked.</summary>
    public bool IsDuration { get; init; }
    public DataType Type => Catalog.Type;
    public bool IsNumeric => Type is DataType.Integer or DataType.Number || Catalog.TextFormat is ['1', ..];
    public bool IsDate => Type is DataType.Date or DataType.Timestamp || Catalog.TextFormat is { } f && f.Contains("YYYY", StringComparison.Ordinal);
    public bool IsText => Type is DataType.Text or DataType.Other && !IsDate;

    /// <summary>Numbers that name things, which nobody sums.</summary>
    public bool IsIdentifier => IsKey || References is not null || Words[^1] is "id" or "code" or "key" or "zip" or "postcode" or "phone" or "ssn" || Words is [.., "zip", _] || Words is [_, .., "number"] && Words[0] is not "number";

    public bool IsYear => Words.Contains("year") && !IsDate;

    /// <summary>Numbers that can be added up.</summary>
    public bool IsMeasure => IsNumeric && Role is not ColumnRole.Dimension && (Role is ColumnRole.Measure || !IsIdentifier && !IsYear);

    public bool IsFlag => Type is DataType.Boolean || Catalog.Statistics is { Distinct: <= 2, Min: "0", Max: "1" }
        || Catalog.Statistics is null && Type is DataType.Integer && Words is ["is" or "has", _, ..]
        || Catalog.Statistics is { Distinct: 1 } s && IsNumeric && s.Min is "0" or "1" && Type is DataType.Integer && !IsKey;

    /// <summary>How yes is written in a column of text that only says yes or no; null for others.</summary>
    public string? Yes => IsText && Catalog.Statistics is { Distinct: > 0 and <= 2, TopValues: { Count: > 0 } values } && values.All(v => v.Value.Trim().ToLowerInvariant() is "yes" or "no" or "y" or "n" or "true" or "false" or "t" or "f")
        ? values.Select(v => v.Value).FirstOrDefault(v => v.Trim().ToLowerInvariant() is "yes" or "y" or "true" or "t") : null;

    public override string ToString() => $"{Table.Name.Name}.{Name}";
}
