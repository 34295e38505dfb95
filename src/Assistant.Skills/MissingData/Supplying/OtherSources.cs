using System.Globalization;
using Assistant.Skills.MissingData.Finding;
using Assistant.Skills.Sources;
using Assistant.Skills.Sources.Profiling;

namespace Assistant.Skills.MissingData.Supplying;

/// <summary>A table of another source has a column of that name and the same key. Keys of this table are looked up there, some hundreds at a time.</summary>
internal static class OtherSources
{
    private const int KeysLookedUp = 1_000, KeysAtOnce = 250, MostTables = 5;

    public static async Task<IReadOnlyList<ValueSupply>> FindAsync(Target target, IReadOnlyList<OpenedSource> others, QueryGate gate, long lacking, CancellationToken cancellationToken)
    {
        var found = new List<ValueSupply>();
        var places = (from source in others
                      from table in source.Catalog.Tables
                      where new GapReader(gate, source).SeesAll(table.Name)
                      let value = table.Columns.FirstOrDefault(c => Same(c.Name, target.Column.Name))
                      where value is not null && new GapReader(gate, source).Sees(table.Name, value.Name)
                      from key in Keys(target.Table)
                      let theirs = table.Columns.FirstOrDefault(c => Same(c.Name, key.Name) && c.Statistics is { } known && known.Distinct >= 0.95 * (known.Rows - known.Nulls))
                      where theirs is not null
                      select (source, table, value, Mine: key, Theirs: theirs)).Take(MostTables).ToList();
        foreach (var (source, table, value, mine, theirs) in places)
        {
            var known = await PairsAsync(target, mine, target.Known, cancellationToken);
            var missing = await PairsAsync(target, mine, target.Missing, cancellationToken);
            var there = await LookUpAsync(new(gate, source), table, theirs, value, [.. known.Keys.Concat(missing.Keys)], cancellationToken);
            var tried = known.Where(k => there.GetValueOrDefault(k.Key) is not null).ToList();
            if (tried.Count >= Target.LeastTried)
                found.Add(new(SupplyKind.OtherSource, $"{table.Name.Name} in {source.Info.Name} has it", $"The {NameWords.Joined(value.Name)} of the row with the same {NameWords.Joined(mine.Name)} in {table.Name.Name} of the source {source.Info.Name}.",
                    tried.Count, tried.Count(k => there[k.Key] == k.Value), missing.Keys.Count(k => there.GetValueOrDefault(k) is not null), Math.Min(lacking, missing.Count), null));
        }
        return found;
    }

    private static IEnumerable<CatalogColumn> Keys(CatalogTable table) => table.Columns.Where(c =>
        table.PrimaryKey is [var key] && Same(key, c.Name) || c.Type is DataType.Text or DataType.Integer && c.Statistics is { } known && known.Distinct >= 0.98 * (known.Rows - known.Nulls) && known.Rows > 20);

    private static async Task<Dictionary<string, string?>> PairsAsync(Target target, CatalogColumn key, string where, CancellationToken cancellationToken)
    {
        var rows = await target.Reader.RowsAsync($"SELECT {Quoted.Name(key.Name)}, {target.Name} FROM {target.From} WHERE {where} AND {Quoted.Name(key.Name)} IS NOT NULL LIMIT {KeysLookedUp}", cancellationToken) ?? [];
        return rows.GroupBy(r => Text(r[0])!).ToDictionary(g => g.Key, g => Text(g.First()[1]));
    }

    private static async Task<Dictionary<string, string?>> LookUpAsync(GapReader reader, CatalogTable table, CatalogColumn key, CatalogColumn value, IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, string?>();
        foreach (var some in keys.Distinct().Chunk(KeysAtOnce))
        {
            var constants = key.Type is DataType.Integer or DataType.Number
                ? some.Where(k => decimal.TryParse(k, NumberStyles.Number, CultureInfo.InvariantCulture, out _)) : some.Select(Quoted.Text);
            if (constants.Any())
                foreach (var row in await reader.RowsAsync($"SELECT {Quoted.Name(key.Name)}, {Quoted.Name(value.Name)} FROM {Quoted.Name(table.Name)} WHERE {Quoted.Name(key.Name)} IN ({string.Join(", ", constants)})", cancellationToken) ?? [])
                    found[Text(row[0])!] = Text(row[1]);
        }
        return found;
    }

    /// <summary>Numbers of two engines are the same text only without what follows the last digit that counts.</summary>
    private static string? Text(object? cell) => CellText.Invariant(cell) is not { } text || string.IsNullOrWhiteSpace(text) ? null
        : cell is decimal or double && text.Contains('.') ? text.TrimEnd('0').TrimEnd('.') : text.Trim();

    private static bool Same(string one, string other) => NameWords.Of(one).SequenceEqual(NameWords.Of(other));
}
