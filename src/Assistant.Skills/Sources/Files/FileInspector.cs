using System.Globalization;
using Assistant.Skills.Sources.DuckDb;

namespace Assistant.Skills.Sources.Files;

/// <summary>Looks at a file by what is in it, not by its name, and plans how it is read; or refuses it with the reason. Runs in the file engine.</summary>
internal sealed class FileInspector(DuckDbConnection database, string folder)
{
    private static readonly (byte[] Start, string Words)[] Foreign =
    [
        ([0x89, 0x50, 0x4E, 0x47], "a picture (PNG)"), ([0xFF, 0xD8, 0xFF], "a picture (JPEG)"), ([0x47, 0x49, 0x46, 0x38], "a picture (GIF)"),
        ([0x42, 0x4D], "a picture (BMP)"), ([0x49, 0x49, 0x2A, 0x00], "a picture (TIFF)"), ([0x52, 0x49, 0x46, 0x46], "a sound, film or picture"),
        ([0x25, 0x50, 0x44, 0x46], "a PDF document"), ([0x7F, 0x45, 0x4C, 0x46], "a program"), ([0x4D, 0x5A], "a program"),
        ([0x1F, 0x8B], "a compressed file (gzip)"), ([0x42, 0x5A, 0x68], "a compressed file (bzip2)"), ([0x37, 0x7A, 0xBC, 0xAF], "a compressed file (7z)"),
        ([0x28, 0xB5, 0x2F, 0xFD], "a compressed file (zstd)"), ([0x52, 0x61, 0x72, 0x21], "a compressed file (RAR)"),
    ];

    public FileInspection Inspect(FileLook look)
    {
        var path = look.Path;
        try
        {
            return Look(path, look);
        }
        catch (DuckDbException failure)
        {
            return Refused(Told(failure.Message, path));
        }
        catch (InvalidDataException failure)
        {
            return Refused(failure.Message);
        }
        catch (Exception failure) when (failure is ExcelDataReader.Exceptions.ExcelReaderException or System.Xml.XmlException or FormatException)
        {
            return Refused("The workbook is damaged or protected by a password and cannot be read. Open it in a spreadsheet program, save it anew without a password, and try again.");
        }
    }

    private FileInspection Look(string path, FileLook look)
    {
        var head = Head(path);
        if (head.Length == 0)
            return Refused("The file is empty.");
        if (head.AsSpan().StartsWith("PAR1"u8))
            return new StructuredFiles(database, look).Parquet(path);
        if (head.AsSpan().StartsWith("PK\u0003\u0004"u8))
            return Workbook.Refusal(path) is { } why ? Refused(why) : new DelimitedFiles(database, folder, look).Sheets(path);
        if (head.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]))
            return new DelimitedFiles(database, folder, look).Sheets(path);
        foreach (var (start, words) in Foreign)
            if (head.AsSpan().StartsWith(start) && (start.Length > 2 || head.AsSpan().Contains((byte)0)))
                return Refused($"This is {words}, not a table, whatever its name says. Export the data as CSV, XLSX, JSON or Parquet.");

        var encoding = TextEncoding.Detect(path);
        if (encoding.Binary)
            return Refused("This is no text and no known kind of table. Export the data as CSV, XLSX, JSON or Parquet.");
        using (var text = new StreamReader(path, TextEncoding.Named(encoding.Name), true))
            if (FirstSign(text) is '{' or '[')
                return new StructuredFiles(database, look).Json(path, encoding, folder);
        return new DelimitedFiles(database, folder, look).Delimited(path, encoding);
    }

    public static FileInspection Refused(string why) => new(null, why);

    /// <summary>A reason in words: DuckDB's own messages name paths and settings.</summary>
    private static string Told(string message, string path) => message switch
    {
        _ when message.Contains("Malformed JSON", StringComparison.Ordinal) => $"The JSON in {Path.GetFileName(path)} is broken: {Place(message)}.",
        _ when message.Contains("arquet", StringComparison.Ordinal) || message.Contains("magic bytes", StringComparison.Ordinal) || message.Contains("footer", StringComparison.OrdinalIgnoreCase) =>
            "The Parquet file is damaged or cut short. Export or upload it again.",
        _ when message.Contains("maximum_object_size", StringComparison.Ordinal) => "The JSON holds a single object larger than 200 MB. Export it with one object a line.",
        _ when message.StartsWith("Out of Memory", StringComparison.Ordinal) => "Reading this file needs more memory than the file engine may use.",
        _ => "The file could not be read as a table. Open it in a spreadsheet program to see what is wrong, or export it anew.",
    };

    private static string Place(string message)
    {
        var line = message.Split('\n')[0];
        var at = line.IndexOf("at byte", StringComparison.Ordinal);
        return at < 0 ? "it does not end where it should" : line[at..].TrimEnd('.');
    }

    private static char FirstSign(StreamReader text)
    {
        for (var i = 0; i < 100_000; i++)
            if (text.Read() is var c && c < 0)
                return ' ';
            else if (!char.IsWhiteSpace((char)c))
                return (char)c;
        return ' ';
    }

    private static byte[] Head(string path)
    {
        using var file = File.OpenRead(path);
        var head = new byte[4096];
        return head[..file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
    }

    public static string Beginning(FileLook look) =>
        $"The file is large: kinds of columns were decided from its first {look.SampledRows.ToString("N0", CultureInfo.InvariantCulture).Replace(',', ' ')} rows. If a value further down does not fit, all of it is looked at.";

    /// <summary>Figures in sentences for people, without a culture of the server's.</summary>
    public static string Count(long number, string one, string many) => string.Create(CultureInfo.InvariantCulture, $"{number} {(number == 1 ? one : many)}");
}
