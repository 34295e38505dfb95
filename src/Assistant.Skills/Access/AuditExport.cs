using Assistant.Skills.Sources;
using Assistant.Skills.Sources.Export;

namespace Assistant.Skills.Access;

/// <summary>The trail as CSV for other programs; no cell of it is a formula, whatever somebody called a source or themselves.</summary>
public static class AuditExport
{
    /// <summary>Entries in one file, at most.</summary>
    public const int Most = 100_000;

    private static readonly IReadOnlyList<ResultColumn> Columns =
    [
        new("number", DataType.Integer), new("at", DataType.Timestamp), new("person", DataType.Text), new("action", DataType.Text),
        new("subject", DataType.Text), new("detail", DataType.Text),
    ];

    public static Task WriteAsync(IEnumerable<AuditEntry> entries, TextWriter writer, CancellationToken cancellationToken) => CsvExport.WriteAsync(
        new(Columns, [.. entries.Select(e => new object?[] { e.Number, e.At, e.UserName ?? e.UserId?.ToString(), e.Action, e.Subject, e.Detail })], Completeness.Complete, "", TimeSpan.Zero),
        writer, cancellationToken);
}
