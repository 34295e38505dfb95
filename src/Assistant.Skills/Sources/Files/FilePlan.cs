using Assistant.Skills.Sources.DuckDb;

namespace Assistant.Skills.Sources.Files;

/// <summary>How a file is read, decided once from its contents and kept with the source: opening it again costs nothing.</summary>
/// <param name="Tables">One, or one a sheet.</param>
/// <param name="Assumptions">What was decided that the file does not say, in sentences for the person.</param>
internal sealed record FilePlan(string Path, FileFormat Format, IReadOnlyList<FileTable> Tables, IReadOnlyList<string> Assumptions)
{
    /// <summary>Kinds were decided from the beginning: a value further down may not fit, and then all of the file is looked at.</summary>
    public bool Sampled { get; init; }

    /// <summary>That has happened.</summary>
    public bool Again { get; init; }

    /// <summary>The last resort for delimited text that could not be looked at whole: text fits every value. Null for what is not read in place.</summary>
    public FilePlan? AsText() => Format is not FileFormat.Delimited || Tables.Any(t => t.Rewrite is not null) ? null : this with
    {
        Sampled = false, Again = true,
        Assumptions = [.. Assumptions, "Values further down do not fit the kinds of the first rows, and the file is too large to look at all of it: every column is read as text."],
        Tables = [.. Tables.Select(t => t with
        {
            Select = string.Join(", ", t.Columns.Select((c, i) => $"nullif(c{i}, '') AS {DuckDbText.Name(c.Name)}")),
            Columns = [.. t.Columns.Select(c => new FileColumn(c.Name, "VARCHAR", DataType.Text))],
        })],
    };
}

internal enum FileFormat { Delimited, Json, Parquet, Workbook }

/// <param name="Relation">What stands in FROM in DuckDB; {clean} is the folder of rewritten files.</param>
/// <param name="Select">The select list that names and types the columns.</param>
internal sealed record FileTable(string Name, string Relation, string Select, IReadOnlyList<FileColumn> Columns, long? Rows)
{
    /// <summary>Set when the file is not read in place but rewritten into the engine's temporary folder: sheets, other encodings, ragged lines.</summary>
    public FileRewrite? Rewrite { get; init; }
}

internal sealed record FileColumn(string Name, string NativeType, DataType Type);

/// <summary>How a part of a file becomes clean delimited text.</summary>
/// <param name="FileName">In the engine's temporary folder.</param>
/// <param name="Sheet">Position of the sheet; null for text files.</param>
/// <param name="Encoding">Code page name; null for sheets.</param>
/// <param name="FirstRow">Rows left out before the first row of data.</param>
/// <param name="LastRows">Rows left out at the end.</param>
/// <param name="Width">Columns.</param>
internal sealed record FileRewrite(string FileName, int? Sheet, string? Encoding, char Delimiter, int FirstRow, int LastRows, int Width);

/// <summary>A file to look at.</summary>
/// <param name="WholeBytes">Up to this size all of it is looked at.</param>
/// <param name="SampledRows">Rows that tell the kinds of columns above that.</param>
internal sealed record FileLook(string Path, long WholeBytes, int SampledRows);

/// <summary>How looking at a file ended.</summary>
internal sealed record FileInspection(FilePlan? Plan, string? Refusal);
