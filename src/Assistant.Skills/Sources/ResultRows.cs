namespace Assistant.Skills.Sources;

/// <summary>Gathers a result's rows up to the limits: one row more than allowed, or too many bytes, and the result is truncated.</summary>
internal sealed class ResultRows(int maxRows)
{
    /// <summary>Bytes of text and binary one result may hold, so that wide rows cannot fill the memory.</summary>
    private const long MaxBytes = 64_000_000;

    private long _bytes;

    public List<object?[]> Rows { get; } = [];

    public bool Truncated { get; private set; }

    /// <summary>False when the row did not fit: stop reading.</summary>
    public bool TryAdd(object?[] row)
    {
        foreach (var cell in row)
            _bytes += cell switch { string text => 2 * text.Length, byte[] bytes => bytes.Length, _ => 8 };
        Truncated = Rows.Count >= maxRows || _bytes > MaxBytes;
        if (!Truncated)
            Rows.Add(row);
        return !Truncated;
    }

    public QueryOutcome Finish(IReadOnlyList<ResultColumn> columns, TimeSpan elapsed) => new QueryOutcome.Rows(new(
        columns, Rows, Truncated ? Completeness.Truncated : Completeness.Complete, ResultHash.Of(columns, Rows), elapsed));
}
