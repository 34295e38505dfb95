using Assistant.Skills.Sources.DuckDb;

namespace Assistant.Skills.Sources.Files;

/// <summary>Plans for delimited text and for sheets, which become delimited text.</summary>
internal sealed class DelimitedFiles(DuckDbConnection database, string folder, FileLook look)
{
    private const int SampleCharacters = 400_000;

    private readonly List<string> _assumptions = [];
    private readonly HashSet<string> _tables = new(StringComparer.OrdinalIgnoreCase);

    public FileInspection Sheets(string path)
    {
        var sheets = Workbook.Sheets(path);
        var tables = new List<FileTable>();
        foreach (var (position, sheetName) in sheets)
        {
            if (TableShape.Of(Workbook.Rows(path, position)) is not { } shape)
                continue;
            var name = ColumnNames.Table(sheets.Count == 1 ? Path.GetFileNameWithoutExtension(path) : sheetName, _tables);
            tables.Add(Rewritten(path, name, shape, new($"sheet{position}.csv", position, null, ',', shape.FirstRow, shape.Footer, shape.Width)));
        }
        return tables.Count == 0 ? FileInspector.Refused("No sheet of the workbook holds a table.")
            : new(new(path, FileFormat.Workbook, tables, _assumptions), null);
    }

    public FileInspection Delimited(string path, TextEncoding encoding)
    {
        var sample = Beginning(path, encoding);
        var delimiter = DelimiterGuess.Of(sample);
        var large = new FileInfo(path).Length > look.WholeBytes;
        var name = ColumnNames.Table(Path.GetFileNameWithoutExtension(path), _tables);
        if (encoding.Name != "utf-8")
            _assumptions.Add($"The text is {encoding.Words}.");
        if (encoding.Nuls)
            _assumptions.Add("NUL bytes in the file were left out.");
        if (delimiter != ',')
            _assumptions.Add($"Fields are parted by {(delimiter == ';' ? "semicolons" : delimiter == '\t' ? "tabs" : "vertical bars")}.");
        if (!large || encoding.Name != "utf-8" || encoding.Nuls)
            return Whole(path, name, encoding, delimiter);
        var told = _assumptions.Count;
        try
        {
            return Large(path, name, sample, delimiter);
        }
        catch (DuckDbException)
        {
            _assumptions.RemoveRange(told, _assumptions.Count - told);
            return Whole(path, name, encoding, delimiter);   // not as regular as its beginning
        }
    }

    /// <summary>Every record is looked at, and the text is read in place only if all of it is regular.</summary>
    private FileInspection Whole(string path, string name, TextEncoding encoding, char delimiter)
    {
        using var text = new StreamReader(path, TextEncoding.Named(encoding.Name), true, 1 << 16);
        var reader = new DelimitedReader(text, delimiter);
        if (TableShape.Of(reader.All()) is not { } shape)
            return FileInspector.Refused("There is nothing but blanks in the file.");
        var regular = encoding is { Name: "utf-8", Nuls: false } && shape is { Ragged: 0, Footer: 0 } && !reader.SawQuotedLineBreak;
        var table = regular ? InPlace(path, name, shape, delimiter, shape.FirstRow, bound: null)
            : Rewritten(path, name, shape, new("table.csv", null, encoding.Name, delimiter, shape.FirstRow, shape.Footer, shape.Width));
        return new(new(path, FileFormat.Delimited, [table], _assumptions), null);
    }

    private FileInspection Large(string path, string name, string sample, char delimiter)
    {
        var reader = new DelimitedReader(new StringReader(sample), delimiter);
        var records = reader.All().ToList();
        records.RemoveAt(records.Count - 1);   // cut in the middle
        if (TableShape.Of(records) is not { Ragged: 0 } shape || reader.SawQuotedLineBreak)
            throw new DuckDbException("not regular");
        var table = InPlace(path, name, shape, delimiter, shape.FirstRow, look.SampledRows);
        var estimate = (long)((double)new FileInfo(path).Length / System.Text.Encoding.UTF8.GetByteCount(sample) * records.Count);
        _assumptions.Add(FileInspector.Beginning(look));
        _assumptions.Add("Totals at the end are not looked for in files of this size: a row of them would count as data.");
        return new(new(path, FileFormat.Delimited, [table with { Rows = estimate }], _assumptions) { Sampled = true }, null);
    }

    private FileTable InPlace(string path, string name, TableShape shape, char delimiter, int skip, long? bound)
    {
        var names = Named(name, shape);
        var relation = Relation(DuckDbText.Literal(path), delimiter, skip, shape.Width);
        var (select, columns, rows) = new ColumnTyping(database, _assumptions).Decide(name, relation, names, bound);
        if (bound is null && rows != shape.Rows)
            throw new InvalidDataException("The file changes while it is read. Try again when it is finished.");
        return new(name, relation, select, columns, rows);
    }

    private FileTable Rewritten(string path, string name, TableShape shape, FileRewrite rewrite)
    {
        var names = Named(name, shape);
        if (shape.Ragged > 0)
            _assumptions.Add($"{name}: {FileInspector.Count(shape.Ragged, "row has", "rows have")} fewer or more fields than the others, or none; missing ones are empty.");
        if (shape.Footer > 0)
            _assumptions.Add($"{name}: {FileInspector.Count(shape.Footer, "row", "rows")} at the end {(shape.Totals ? "with totals " : "")}left out.");
        FileRewriter.Write(path, rewrite, folder);
        var relation = Relation($"'{{clean}}/{rewrite.FileName}'", ',', 0, shape.Width);
        var here = relation.Replace("{clean}", DuckDbText.Inside(folder), StringComparison.Ordinal);
        var (select, columns, rows) = new ColumnTyping(database, _assumptions).Decide(name, here, names, bound: null);
        return new(name, relation, select, columns, rows) { Rewrite = rewrite };
    }

    private IReadOnlyList<string> Named(string table, TableShape shape)
    {
        var (names, empty, repeated) = ColumnNames.Of(shape.Header, shape.Width);
        if (shape.Skipped > 0)
            _assumptions.Add($"{table}: {FileInspector.Count(shape.Skipped, "row", "rows")} above the head left out.");
        if (shape.Header is null)
            _assumptions.Add($"{table}: there is no head; columns are numbered.");
        if (empty > 0)
            _assumptions.Add($"{table}: {FileInspector.Count(empty, "column has", "columns have")} no name and got a number.");
        if (repeated > 0)
            _assumptions.Add($"{table}: {FileInspector.Count(repeated, "name stands", "names stand")} twice in the head and got a number.");
        return names;
    }

    /// <summary>All columns as text, c0 and on; a record across lines keeps the reader from reading parts side by side.</summary>
    private static string Relation(string file, char delimiter, int skip, int width) =>
        $"read_csv({file}, delim='{delimiter}', quote='\"', escape='\"', header=false, skip={skip}, auto_detect=false, strict_mode=false, max_line_size=16000000, "
        + $"columns={{{string.Join(", ", Enumerable.Range(0, width).Select(i => $"'c{i}': 'VARCHAR'"))}}})";

    private static string Beginning(string path, TextEncoding encoding)
    {
        using var text = new StreamReader(path, TextEncoding.Named(encoding.Name), true, 1 << 16);
        var buffer = new char[SampleCharacters];
        return new(buffer, 0, text.ReadBlock(buffer));
    }
}
