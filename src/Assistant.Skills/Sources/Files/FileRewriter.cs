using System.Text;

namespace Assistant.Skills.Sources.Files;

/// <summary>Writes what DuckDB cannot read in place as clean UTF-8 into the engine's temporary folder, which goes when the engine goes.</summary>
internal static class FileRewriter
{
    public static void Write(FilePlan plan, string folder)
    {
        foreach (var table in plan.Tables)
            if (table.Rewrite is { } rewrite)
                Write(plan.Path, rewrite, folder);
    }

    public static void Write(string path, FileRewrite rewrite, string folder)
    {
        var target = Path.Combine(folder, rewrite.FileName);
        if (File.Exists(target))
            return;
        using var writer = new StreamWriter(target + ".part", append: false, new UTF8Encoding(false), 1 << 16);
        if (rewrite.Width == 0)
            Recode(path, rewrite, writer);
        else
            Rows(path, rewrite, writer);
        writer.Close();
        File.Move(target + ".part", target);
    }

    private static void Rows(string path, FileRewrite rewrite, StreamWriter writer)
    {
        using var text = rewrite.Encoding is { } encoding ? new StreamReader(path, TextEncoding.Named(encoding), true, 1 << 16) : null;
        var rows = text is null ? Workbook.Rows(path, rewrite.Sheet!.Value) : new DelimitedReader(text, rewrite.Delimiter).All();
        var held = new Queue<string[]>();   // the last rows are left out, and which are the last is known only at the end
        foreach (var row in rows.Skip(rewrite.FirstRow))
        {
            held.Enqueue(row);
            if (held.Count > rewrite.LastRows)
                Row(writer, held.Dequeue(), rewrite.Width);
        }
    }

    private static void Row(StreamWriter writer, string[] row, int width)
    {
        if (Array.TrueForAll(row, string.IsNullOrWhiteSpace))
            return;
        for (var i = 0; i < width; i++)
        {
            if (i > 0)
                writer.Write(',');
            if (i < row.Length && row[i].Length > 0)
            {
                writer.Write('"');
                writer.Write(row[i].Replace("\"", "\"\"", StringComparison.Ordinal).Replace("\0", "", StringComparison.Ordinal));
                writer.Write('"');
            }
        }
        writer.Write('\n');
    }

    private static void Recode(string path, FileRewrite rewrite, StreamWriter writer)
    {
        using var text = new StreamReader(path, TextEncoding.Named(rewrite.Encoding!), true, 1 << 16);
        var buffer = new char[1 << 16];
        int read;
        while ((read = text.Read(buffer)) > 0)
            writer.Write(buffer, 0, read);
    }
}
