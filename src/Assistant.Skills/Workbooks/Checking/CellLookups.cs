using Assistant.Skills.Sources;
using Assistant.Skills.Workbooks.Layout;

namespace Assistant.Skills.Workbooks.Checking;

/// <summary>What must be looked up for new values: whether they stand in the table they refer to, and whether other rows have them already. For all cells of a column at once.</summary>
internal sealed class CellLookups(RowReader reader, SourceCatalog catalog, CatalogTable table)
{
    private readonly Dictionary<(string Column, CellRule Rule), HashSet<string>> _found = [];
    private readonly Dictionary<string, Dictionary<string, int>> _given = new(StringComparer.OrdinalIgnoreCase);

    public async Task PrepareAsync(WorkbookColumn column, IReadOnlyList<string> values, CancellationToken cancellationToken)
    {
        _given[column.Name] = values.GroupBy(v => v).ToDictionary(g => g.Key, g => g.Count());
        var distinct = _given[column.Name].Keys.ToList();
        foreach (var rule in column.Rules)
        {
            var found = rule switch
            {
                CellRule.Known known when catalog.Find(known.Table)?.Find(known.Key) is { } key => await reader.PresentAsync(known.Table, key, Fitting(distinct, key), cancellationToken),
                CellRule.Unique => await reader.PresentAsync(table.Name, column.Column, Fitting(distinct, column.Column), cancellationToken),
                _ => null,
            };
            if (found is not null)
                _found[(column.Name, rule)] = found;
        }
    }

    /// <summary>Whether the value keeps the rule; what the person may not look up is not judged.</summary>
    public bool Keeps(WorkbookColumn column, CellRule rule, string? value) => value is null || !_found.TryGetValue((column.Name, rule), out var found) || rule switch
    {
        CellRule.Known => found.Contains(value),
        CellRule.Unique => !found.Contains(value) && _given[column.Name].GetValueOrDefault(value) <= 1,
        _ => true,
    };

    public static bool IsLookup(CellRule rule) => rule is CellRule.Known or CellRule.Unique;

    /// <summary>A text among numbers cannot be asked for.</summary>
    private static List<string> Fitting(List<string> values, CatalogColumn column) =>
        column.Type is DataType.Text ? values : values.Where(v => new CellRule.Typed("", column.Type).Keeps(v, _ => null)).ToList();
}
