using System.Security.Cryptography;
using System.Text.Json;
using Assistant.Skills.Sources;
using Assistant.Skills.Workbooks.Layout;

namespace Assistant.Skills.Workbooks.Checking;

internal sealed record LabelColumn(string Name, DataType Type, string NativeType, ColumnRole Role, IReadOnlyList<string> Missing);

/// <summary>What a workbook says of itself on its hidden sheet: whose it is, of which table, with which columns. Signed together with the seals of its rows.</summary>
internal sealed record WorkbookLabel(
    int Format, Guid Organization, Guid Workbook, Guid Source, string? Schema, string Table, string Title, bool OnlyMissing, IReadOnlyList<LabelColumn> Columns, DateTimeOffset MadeAt)
{
    /// <summary>Grows with every change of how workbooks are made; older ones are told so.</summary>
    public const int Current = 1;

    public const string Sheet = "_assistant";

    public static WorkbookLabel Of(WorkbookLayout layout) => new(
        Current, layout.OrganizationId, layout.WorkbookId, layout.SourceId, layout.Table.Name.Schema, layout.Table.Name.Name, layout.Title, layout.OnlyMissing,
        [.. layout.Columns.Select(c => new LabelColumn(c.Name, c.Column.Type, c.Column.NativeType, c.Role, [.. c.Missing.Order(StringComparer.Ordinal)]))], layout.MadeAt);

    public TableName TableName => new(Schema, Table);

    public string Write() => JsonSerializer.Serialize(this);

    public static WorkbookLabel? Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<WorkbookLabel>(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Over the label and, one after another, the seals of all rows.</summary>
    public static IncrementalHash Signing(byte[] key, string json)
    {
        var signing = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        signing.AppendData(System.Text.Encoding.UTF8.GetBytes(json));
        return signing;
    }
}
