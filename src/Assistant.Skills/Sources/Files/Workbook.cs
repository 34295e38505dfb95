using System.Globalization;
using System.IO.Compression;
using System.Text;
using ExcelDataReader;

namespace Assistant.Skills.Sources.Files;

/// <summary>Sheets of an XLSX, XLSB or XLS file as rows of text: numbers with a point, dates as ISO.</summary>
internal static class Workbook
{
    private const long MostUnpacked = 2_000_000_000;
    private const int MostEntries = 20_000, MostRatio = 150;

    static Workbook() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Why the package is not opened; null when it may be. Looks at the sizes that the package states, before anything is unpacked.</summary>
    public static string? Refusal(string path)
    {
        using var package = ZipFile.OpenRead(path);
        if (package.Entries.Count > MostEntries)
            return "The workbook is a package of too many parts and was not opened.";
        var (unpacked, packed) = (package.Entries.Sum(e => e.Length), package.Entries.Sum(e => e.CompressedLength));
        if (unpacked > MostUnpacked || unpacked > 100_000_000 && unpacked / Math.Max(1, packed) > MostRatio)
            return $"The workbook would unpack from {packed / 1_000_000.0:0.#} MB to {unpacked / 1_000_000:N0} MB. It looks like a zip bomb and was not opened.";
        return package.Entries.Any(e => e.FullName.StartsWith("xl/", StringComparison.OrdinalIgnoreCase)) ? null
            : package.Entries.Any(e => e.FullName.StartsWith("word/", StringComparison.OrdinalIgnoreCase)) ? "This is a Word document, not a table. Copy its table into a spreadsheet and save that as XLSX or CSV."
            : "This is a ZIP archive. Unpack it and upload the files in it one by one.";
    }

    /// <summary>Names of the visible sheets with their positions.</summary>
    public static IReadOnlyList<(int Position, string Name)> Sheets(string path)
    {
        using var reader = Open(path);
        var sheets = new List<(int, string)>();
        var position = 0;
        do
        {
            if (reader.VisibleState == "visible")
                sheets.Add((position, reader.Name));
            position++;
        }
        while (reader.NextResult());
        return sheets;
    }

    public static IEnumerable<string[]> Rows(string path, int sheet)
    {
        using var reader = Open(path);
        for (var i = 0; i < sheet; i++)
            reader.NextResult();
        // A label that is merged over several rows belongs to all of them.
        var merged = (reader.MergeCells ?? []).Where(m => m.ToRow > m.FromRow).ToList();
        var labels = new Dictionary<int, string>();
        for (var number = 0; reader.Read(); number++)
        {
            var row = new string[reader.FieldCount];
            for (var i = 0; i < row.Length; i++)
                row[i] = Text(reader, i);
            foreach (var area in merged.Where(m => m.FromRow <= number && number <= m.ToRow && m.FromColumn < row.Length))
                if (number == area.FromRow)
                    labels[area.FromColumn] = row[area.FromColumn];
                else if (row[area.FromColumn].Length == 0)
                    row[area.FromColumn] = labels.GetValueOrDefault(area.FromColumn, "");
            yield return row;
        }
    }

    private static IExcelDataReader Open(string path) => ExcelReaderFactory.CreateReader(File.OpenRead(path), new() { FallbackEncoding = Encoding.GetEncoding(1252) });

    private static string Text(IExcelDataReader reader, int column) => reader.GetValue(column) switch
    {
        null => "",
        string text => text,
        bool flag => flag ? "true" : "false",
        double number when number == Math.Floor(number) && Math.Abs(number) < 1e15 => Whole((long)number, reader.GetNumberFormatString(column)),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        DateTime moment when moment.TimeOfDay == TimeSpan.Zero => moment.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime moment => moment.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        TimeSpan time => time.ToString("c", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        var other => other.ToString() ?? "",
    };

    /// <summary>A format of zeros alone shows leading zeros that belong to the value: 00123 is a code.</summary>
    private static string Whole(long number, string? format) =>
        number.ToString(format is { Length: > 1 } && format.All(c => c == '0') ? format : "0", CultureInfo.InvariantCulture);
}
