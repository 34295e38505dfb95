using Assistant.Skills.Sources.DuckDb;

namespace Assistant.Skills.Sources.Files;

/// <summary>Plans for files that bring their own types: JSON and Parquet.</summary>
internal sealed class StructuredFiles(DuckDbConnection database, FileLook look)
{
    public FileInspection Parquet(string path)
    {
        var relation = $"read_parquet({DuckDbText.Literal(path)})";
        var rows = (long)database.Rows($"SELECT count(*) FROM {relation}")[0][0]!;
        return Planned(path, FileFormat.Parquet, relation, null, rows, []);
    }

    /// <summary>An array of objects, objects one a line, or an object whose one list holds the rows.</summary>
    public FileInspection Json(string path, TextEncoding encoding, string folder)
    {
        var assumptions = new List<string>();
        FileRewrite? rewrite = null;
        if (encoding.Name != "utf-8" || encoding.Nuls)
        {
            rewrite = new("recoded.json", null, encoding.Name, ',', 0, 0, 0);
            FileRewriter.Write(path, rewrite, folder);
            assumptions.Add($"The text is {encoding.Words}.");
        }
        var length = new FileInfo(path).Length;
        var sampled = length > look.WholeBytes;
        var sample = sampled ? look.SampledRows : -1;
        var largest = Math.Clamp(length + 1, 16_000_000, 200_000_000);   // DuckDB takes this much for every thread
        var relation = $"read_json({(rewrite is null ? DuckDbText.Literal(path) : $"'{{clean}}/{rewrite.FileName}'")}, sample_size={sample}, maximum_object_size={largest}, convert_strings_to_integers=false)";
        var here = relation.Replace("{clean}", DuckDbText.Inside(folder), StringComparison.Ordinal);
        var shape = Shape(here);
        // {"items": [{…}, {…}], "page": 1}: the rows are in the list.
        if (shape.Where(c => c.Type.StartsWith("STRUCT", StringComparison.Ordinal) && c.Type.EndsWith("[]", StringComparison.Ordinal)).ToList() is [var list]
            && (long)database.Rows($"SELECT count(*) FROM (SELECT 1 FROM {here} LIMIT 2)")[0][0]! == 1)
        {
            relation = $"(SELECT unnest({DuckDbText.Name(list.Name)}, max_depth := 2) FROM {relation})";
            here = $"(SELECT unnest({DuckDbText.Name(list.Name)}, max_depth := 2) FROM {here})";
            assumptions.Add($"The rows are the entries of \"{list.Name}\".");
        }
        var rows = (long)database.Rows($"SELECT count(*) FROM {here}")[0][0]!;
        if (sampled)
            assumptions.Add(FileInspector.Beginning(look));
        var planned = Planned(path, FileFormat.Json, relation, rewrite, rows, assumptions, here);
        return planned with { Plan = planned.Plan is { } plan ? plan with { Sampled = sampled } : null };
    }

    private FileInspection Planned(string path, FileFormat format, string relation, FileRewrite? rewrite, long rows, List<string> assumptions, string? here = null)
    {
        var shape = Shape(here ?? relation);
        if (shape.Count == 0)
            return FileInspector.Refused("There is no column in this file.");
        var (names, _, _) = ColumnNames.Of([.. shape.Select(c => c.Name)], shape.Count);
        var columns = shape.Select((c, i) => new FileColumn(names[i], c.Type, DuckDbText.TypeOf(c.Type))).ToList();
        var select = string.Join(", ", shape.Select((c, i) =>
            $"{(DuckDbText.IsJson(c.Type) ? $"to_json({DuckDbText.Name(c.Name)})" : DuckDbText.Name(c.Name))} AS {DuckDbText.Name(names[i])}"));
        var nested = columns.Where((_, i) => DuckDbText.IsJson(shape[i].Type)).Select(c => c.Name).ToList();
        if (nested.Count > 0)
            assumptions.Add($"Nested values are kept as JSON in {string.Join(", ", nested)}.");
        var name = ColumnNames.Table(Path.GetFileNameWithoutExtension(path), new HashSet<string>(StringComparer.OrdinalIgnoreCase));
        return new(new(path, format, [new(name, relation, select, columns, rows) { Rewrite = rewrite }], assumptions), null);
    }

    private List<(string Name, string Type)> Shape(string relation) =>
        [.. database.Rows($"DESCRIBE SELECT * FROM {relation}").Select(row => ((string)row[0]!, (string)row[1]!))];
}
