using Assistant.Skills.Sources;
using Assistant.Skills.Sources.Profiling;

namespace Assistant.Skills.Quality.Sentences;

/// <summary>Finds tables, columns and values by what a sentence calls them.</summary>
internal sealed class SentenceNames(IReadOnlyList<CatalogTable> tables)
{
    private static readonly HashSet<string> Empty = ["a", "an", "the", "every", "each", "all", "any", "our", "its", "their", "some", "rows", "row", "records", "record", "entries", "data", "table", "column", "field", "value", "values", "of", "in", "for", "valid", "known", "is", "are", "that"];
    private static readonly string[] KeyWords = ["id", "no", "nr", "number", "code", "key", "num", "name", "on", "at"];

    public IReadOnlyList<CatalogTable> Tables => tables;

    /// <summary>The table that the words name, and the words left over: "active equipment" is equipment and "active".</summary>
    public (CatalogTable Table, IReadOnlyList<string> Others)? Table(string phrase)
    {
        var words = Words(phrase);
        var best = tables.Select(table => (Table: table, Name: Singular(NameWords.Of(table.Name.Name))))
            .Select(t => (t.Table, t.Name, Hits: Hits(t.Name, words))).Where(t => t.Hits > 0 && (t.Hits == t.Name.Count || t.Name.Count > 1 && t.Hits == 1 && words.Contains(t.Name[^1])))
            .OrderByDescending(t => t.Hits).ThenBy(t => t.Name.Count).Select(t => ((CatalogTable, IReadOnlyList<string>)?)(t.Table, [.. words.Where(w => !t.Name.Contains(w))])).FirstOrDefault();
        // With one table only, "rows" and the like mean it.
        return best ?? (tables.Count == 1 ? (tables[0], words) : null);
    }

    /// <summary>The column that the words name best, in that table or, without one, in any.</summary>
    public (CatalogTable Table, CatalogColumn Column)? Column(string phrase, CatalogTable? within = null)
    {
        var words = Words(phrase);
        if (words.Count == 0)
            return null;
        var best = (from table in within is null ? tables : [within]
                    let tableWords = Singular(NameWords.Of(table.Name.Name))
                    from column in table.Columns
                    let name = Singular(NameWords.Of(column.Name))
                    let score = Score(name, tableWords, words)
                    where score > 0
                    orderby score descending, name.Count
                    select (Table: table, Column: column)).FirstOrDefault();
        return best.Table is null ? null : best;
    }

    /// <summary>"active" as the status of equipment: the column whose frequent values have it.</summary>
    public static RowCondition? Condition(CatalogTable table, IReadOnlyList<string> words)
    {
        var said = string.Join(' ', words);
        foreach (var column in table.Columns.Where(c => c.Statistics is not null))
            if (column.Statistics!.TopValues.FirstOrDefault(v => string.Equals(v.Value, said, StringComparison.OrdinalIgnoreCase)) is { } value)
                return new(column.Name, [value.Value]);
        return null;
    }

    /// <summary>A value as the column writes it.</summary>
    public static string Value(CatalogColumn column, string said) =>
        column.Statistics?.TopValues.FirstOrDefault(v => string.Equals(v.Value, said, StringComparison.OrdinalIgnoreCase))?.Value ?? said;

    private static double Score(List<string> name, List<string> table, List<string> words)
    {
        var own = words.Where(name.Contains).Distinct().Count();
        if (own == 0)
            return 0;
        var foreign = words.Count(w => !name.Contains(w) && !table.Contains(w));
        if (foreign > 0)
            return 0;
        // "location" is location_id, and "order date" the date of orders.
        var missing = name.Count(n => !words.Contains(n) && !table.Contains(n));
        var onlyKey = name.Where(n => !words.Contains(n) && !table.Contains(n)).All(KeyWords.Contains);
        return missing > 0 && !onlyKey ? 0.3 * own / name.Count : own + 0.5 * words.Count(table.Contains) - 0.2 * missing;
    }

    private static int Hits(List<string> name, List<string> words) => name.Count(words.Contains);

    private static List<string> Words(string phrase) => Singular([.. NameWords.Of(phrase).Where(w => !Empty.Contains(w))]);

    private static List<string> Singular(IReadOnlyList<string> words) => [.. words.Select(NameWords.Singular)];
}
