using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Assistant.Samples;

/// <summary>One planted fault.</summary>
/// <param name="Row">The row's key, or the key and what to look for where a row was taken away.</param>
/// <param name="Column">The column at fault; null where the whole row or table is.</param>
/// <param name="Was">What stood there before, or what ought to; null where nothing did.</param>
internal sealed record Fault(string Sample, string Table, string Row, string? Column, string Kind, string? Was);

/// <summary>The answer key: plants a fault and writes down what was there, in one step, so that the two cannot part.</summary>
internal sealed class FaultKey
{
    // Readable as it is: letters of all languages stand for themselves.
    private static readonly JsonSerializerOptions Options =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public List<Fault> Faults { get; } = [];

    /// <summary>Puts a wrong value in place of a right one.</summary>
    public void Put(string sample, Table table, object?[] row, string column, object? wrong, string kind)
    {
        var index = table.Index(column);
        Name(sample, table, row, column, kind, row[index]);
        row[index] = wrong;
    }

    /// <summary>Names a fault of a row that is wrong as a whole, or of a cell that was made wrong.</summary>
    public void Name(string sample, Table table, object?[] row, string? column, string kind, object? was) =>
        Faults.Add(new(sample, table.Name, Text(row[0])!, column, kind, Text(was)));

    /// <summary>Names a fault of a table, such as rows that are not there.</summary>
    public void Name(string sample, Table table, string where, string kind, string? was) =>
        Faults.Add(new(sample, table.Name, where, null, kind, was));

    /// <summary>One fault a line, so that a difference can be read.</summary>
    public void Write(string path) =>
        File.WriteAllText(path, "[\n" + string.Join(",\n", Faults.Select(f => JsonSerializer.Serialize(f, Options))) + "\n]\n");

    public static string? Text(object? value) => value switch
    {
        null => null,
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
