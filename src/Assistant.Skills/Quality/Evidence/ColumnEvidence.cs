using Assistant.Skills.Sources;

namespace Assistant.Skills.Quality.Evidence;

/// <summary>What was read of one column: how often which value stands in it, and its values in the rows that were looked at together.</summary>
/// <param name="Rows">Rows of the table.</param>
/// <param name="Nulls">Rows in which it is null.</param>
/// <param name="Counts">The frequent values as text, the most frequent first; all of them where <paramref name="AllCounted"/>.</param>
/// <param name="Sample">Values of the rows looked at, as text, in the order of the rows.</param>
internal sealed record ColumnEvidence(
    CatalogColumn Column, long Rows, long Nulls, IReadOnlyList<ValueCount> Counts, bool AllCounted, IReadOnlyList<string?> Sample)
{
    public string Name => Column.Name;

    /// <summary>Set once it is known which values only stand for "missing".</summary>
    public Missingness Missing { get; init; } = Missingness.None;

    public ValueKind Kind { get; init; }

    /// <summary>The value where there is one: nothing and its disguises are null.</summary>
    public string? Value(int row) => Read.Values[row];

    /// <summary>The values that say something, with how often they stand.</summary>
    public IEnumerable<ValueCount> Present => Read.Present;

    public long PresentRows => Rows - Nulls - Counts.Where(c => Missing.Is(c.Value)).Sum(c => c.Count);

    // Learners ask for every value hundreds of times. A copy with other missing values reads anew.
    private (Missingness Of, string?[] Values, IReadOnlyList<ValueCount> Present)? _read;

    private (Missingness Of, string?[] Values, IReadOnlyList<ValueCount> Present) Read
    {
        get
        {
            if (_read is { } read && ReferenceEquals(read.Of, Missing))
                return read;
            var missing = new Dictionary<string, bool>(StringComparer.Ordinal);
            bool IsMissing(string text) => missing.TryGetValue(text, out var known) ? known : missing[text] = Missing.Is(text);
            read = (Missing, [.. Sample.Select(text => text is null || IsMissing(text) ? null : text)], [.. Counts.Where(c => !IsMissing(c.Value))]);
            _read = read;
            return read;
        }
    }

    /// <summary>Number or day of a value, by the kind of the column; null for what does not fit it.</summary>
    public double? Measure(string? text) => text is null ? null : Kind switch
    {
        ValueKind.Number or ValueKind.WholeNumber => ValueText.Number(text),
        ValueKind.Date => Day(text),
        _ => null,
    };

    /// <summary>The day that a value says, in the column's own way to write dates.</summary>
    public double? Day(string text) => ValueText.Day(text, Column.DateFormat());
}

/// <summary>Which values of a column stand for "missing".</summary>
/// <param name="Disguised">Values as written, e.g. "N/A", "9999", "1900-01-01".</param>
/// <param name="Reasons">Per disguised value, what gave it away.</param>
internal sealed record Missingness(IReadOnlySet<string> Disguised, IReadOnlyDictionary<string, string> Reasons)
{
    public static Missingness None { get; } = new(new HashSet<string>(), new Dictionary<string, string>());

    public bool Is(string? text) => ValueText.IsNothing(text) || Disguised.Contains(text!);
}

/// <summary>What was read of a table, enough to learn rules from.</summary>
/// <param name="SampledRows">Rows that were looked at together; all rows where they are as many as <paramref name="Rows"/>.</param>
internal sealed record TableEvidence(CatalogTable Table, long Rows, int SampledRows, IReadOnlyList<ColumnEvidence> Columns)
{
    /// <summary>One row in five is kept from learning, to check what was learnt.</summary>
    public static bool IsHeldOut(int row) => row % 5 == 2;

    public ColumnEvidence? Find(string name) => Columns.FirstOrDefault(c => string.Equals(c.Name, name, StringComparison.OrdinalIgnoreCase));
}
