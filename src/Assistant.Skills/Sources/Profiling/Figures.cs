using Assistant.Skills.Sql;

namespace Assistant.Skills.Sources.Profiling;

/// <param name="Texts">Values stored as text, where the engine lets them differ from the declared type; else null.</param>
internal sealed record Figures(long Rows, long Present, long Distinct, string? Min, string? Max, double? Average, long? Texts);

/// <summary>The aggregates of several columns in one SELECT list, and where each stands in its row.</summary>
internal sealed class Chunked
{
    private readonly List<string> _items = ["count(*)"];
    private readonly List<(int Present, int Distinct, int Min, int Average, int Texts)> _places = [];

    public Chunked(IEnumerable<CatalogColumn> columns, SqlDialect dialect)
    {
        foreach (var column in columns)
        {
            var name = SourceReader.Name(column.Name);
            _places.Add((
                Add($"count({name})"),
                Comparable(column) ? Add($"count(DISTINCT {name})") : -1,
                Ordered(column) ? Add($"min({name})", $"max({name})") : -1,
                column.Type is DataType.Integer or DataType.Number ? Add($"avg({name})") : -1,
                dialect is SqlDialect.Sqlite && column.Type is not DataType.Text ? Add($"count(CASE WHEN typeof({name}) = 'text' THEN 1 END)") : -1));
        }
        Select = string.Join(", ", _items.Select((item, i) => $"{item} AS f{i}"));
    }

    public string Select { get; }

    public Figures Read(int column, object?[] row)
    {
        var place = _places[column];
        var present = SourceReader.Whole(row[place.Present]);
        return new(
            SourceReader.Whole(row[0]), present, place.Distinct < 0 ? 0 : SourceReader.Whole(row[place.Distinct]),
            place.Min < 0 ? null : CellText.Invariant(row[place.Min]), place.Min < 0 ? null : CellText.Invariant(row[place.Min + 1]),
            place.Average < 0 ? null : SourceReader.Real(row[place.Average]), place.Texts < 0 ? null : SourceReader.Whole(row[place.Texts]));
    }

    private static bool Comparable(CatalogColumn column) => column.Type is not (DataType.Json or DataType.Array or DataType.Binary or DataType.Other);

    /// <summary>PostgreSQL has no least uuid or boolean.</summary>
    private static bool Ordered(CatalogColumn column) => Comparable(column) && column.Type is not DataType.Boolean
        && !column.NativeType.Equals("uuid", StringComparison.OrdinalIgnoreCase);

    private int Add(params string[] items)
    {
        _items.AddRange(items);
        return _items.Count - items.Length;
    }
}
