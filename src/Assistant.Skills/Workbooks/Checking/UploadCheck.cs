using Assistant.Skills.Changes;
using Assistant.Skills.Sources;
using Assistant.Skills.Workbooks.Layout;

namespace Assistant.Skills.Workbooks.Checking;

/// <summary>A row as it came back, its values in comparable form.</summary>
/// <param name="Number">Of the row in the sheet.</param>
internal sealed record ReturnedRow(int Number, string[] Key, string?[] Values, bool[] Formulas, bool Untouched);

/// <summary>Compares the rows that came back with what the source has now, and judges every cell that differs.</summary>
internal sealed class UploadCheck(WorkbookLayout layout, RowReader reader, CellLookups lookups)
{
    private readonly Dictionary<string, int> _places = layout.Columns.Select((c, i) => (c.Name, i)).ToDictionary(c => c.Name, c => c.i, StringComparer.OrdinalIgnoreCase);

    private readonly record struct Edit(ReturnedRow Row, int Column, string? Label, string? Old);

    /// <summary>All cells that somebody changed; those that cannot go on are left out, with the reason.</summary>
    public async Task<IReadOnlyList<CellChange>> RunAsync(IReadOnlyList<ReturnedRow> rows, IReadOnlyDictionary<string, byte[]> seals, CancellationToken cancellationToken)
    {
        var now = await NowAsync(rows.Where(r => !r.Untouched), cancellationToken);
        var (cells, edits) = (new List<CellChange>(), new List<Edit>());
        foreach (var row in rows.Where(r => !r.Untouched))
        {
            if (!now.TryGetValue(string.Join('\u001f', row.Key), out var current))
                cells.Add(Left(row, Changed(row, null).FirstOrDefault(layout.Keys.Count), null, "the row is not there any more, or you may not see it"));
            else if (!seals[string.Join('\u001f', row.Key)].AsSpan().SequenceEqual(Seal(current)))
                cells.AddRange(Changed(row, current).Select(i => Left(row, i, current, $"changed by someone else since{(current[i] is { } value ? $", now “{CellText.Invariant(value)}”" : "")}")));
            else
                foreach (var i in Changed(row, current))
                    if (Refusal(row, i, current) is { } why)
                        cells.Add(Left(row, i, current, why));
                    else
                        edits.Add(new(row, i, Label(current), CellText.Invariant(current[i])));
        }
        foreach (var column in edits.GroupBy(e => e.Column))
            await lookups.PrepareAsync(layout.Columns[column.Key], [.. column.Select(e => e.Row.Values[e.Column]).OfType<string>()], cancellationToken);
        cells.AddRange(edits.Select(Judged));
        return cells;
    }

    private CellChange Judged(Edit edit)
    {
        var column = layout.Columns[edit.Column];
        var value = edit.Row.Values[edit.Column];
        var change = new CellChange(edit.Row.Key, column.Name, edit.Old, value) { Label = edit.Label };
        string? Value(string name) => _places.TryGetValue(name, out var at) ? edit.Row.Values[at] : null;
        var rules = column.Rules.Where(r => r.When is null || r.When(Value)).ToList();
        var broken = rules.Where(r => !(CellLookups.IsLookup(r) ? lookups.Keeps(column, r, value) : r.Keeps(value, Value))).ToList();
        if (broken.Find(r => r.Hard) is { } hard)
            return change with { Verdict = CellVerdict.LeftOut, Says = Why(hard, value) };
        if (broken is [var soft, ..])
            return change with { Verdict = CellVerdict.Unusual, Says = $"Unusual: {Small(soft.Says)}" };
        return change with { Says = rules.Count switch { 0 => "No rule speaks of it", 1 => "Passes 1 rule", var n => $"Passes {n} rules" } };
    }

    private static string Why(CellRule rule, string? value) => rule switch
    {
        CellRule.Known known => $"Left out: there is no {known.Table.Name} “{value}”",
        CellRule.Unique => "Left out: another row has this value already",
        CellRule.NotThese not when value is not null && not.Meant.TryGetValue(value, out var meant) && meant.Length > 0 => $"Left out: write “{meant}”",
        _ => $"Left out: {Small(rule.Says)}",
    };

    private string? Refusal(ReturnedRow row, int column, object?[] current)
    {
        if (row.Formulas[column])
            return "it holds a formula; write the value itself";
        if (layout.Columns[column].Role is not ColumnRole.Fill)
            return "this column was locked";
        return layout.MayChange(layout.Columns[column], current[column]) ? null : "this cell was locked: it has a value already";
    }

    /// <summary>Columns whose value differs from what stands there now.</summary>
    private IEnumerable<int> Changed(ReturnedRow row, object?[]? current) => Enumerable.Range(0, layout.Columns.Count)
        .Where(i => layout.Columns[i].Role is not ColumnRole.Key && (current is null ? layout.Columns[i].Role is ColumnRole.Fill && row.Values[i] is not null : row.Values[i] != RowSeal.Comparable(current[i], layout.Columns[i].Column.Type)));

    private CellChange Left(ReturnedRow row, int column, object?[]? current, string why) => new(row.Key, layout.Columns[column].Name, current is null ? null : CellText.Invariant(current[column]), row.Values[column])
    {
        Verdict = CellVerdict.LeftOut, Says = $"Left out: {why}", Label = current is null ? null : Label(current),
    };

    private readonly int _naming = layout.Columns.ToList().FindIndex(c => c.Role is ColumnRole.Shown && LayoutPlanner.NamesRows(c.Column));

    private string? Label(object?[] row) => _naming >= 0 ? row[_naming] as string : null;

    private byte[] Seal(object?[] row)
    {
        var seal = new byte[RowSeal.Length];
        Sealing(layout.Columns.Select(c => (c.Column.Type, c.Role))).Write(row, seal);
        return seal;
    }

    public static RowSeal Sealing(IEnumerable<(DataType Type, ColumnRole Role)> columns)
    {
        var all = columns.ToList();
        return new([.. all.Select(c => c.Type)], [.. all.Select((c, i) => (c, i)).Where(c => c.c.Role is ColumnRole.Key).Select(c => c.i)]);
    }

    /// <summary>The rows as they are now, by their keys.</summary>
    private async Task<Dictionary<string, object?[]>> NowAsync(IEnumerable<ReturnedRow> rows, CancellationToken cancellationToken)
    {
        var now = new Dictionary<string, object?[]>(StringComparer.Ordinal);
        var keys = layout.Columns.Select((c, i) => (c, i)).Where(c => c.c.Role is ColumnRole.Key).ToList();
        await foreach (var page in reader.ByKeyAsync(rows.Select(r => (IReadOnlyList<string>)r.Key), cancellationToken))
            foreach (var row in page)
                now[string.Join('\u001f', keys.Select(k => RowSeal.Comparable(row[k.i], k.c.Column.Type)))] = row;
        return now;
    }

    private static string Small(string says) => says.Length > 1 && char.IsUpper(says[0]) && !char.IsUpper(says[1]) ? char.ToLowerInvariant(says[0]) + says[1..] : says;
}
