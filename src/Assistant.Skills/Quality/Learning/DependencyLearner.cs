using Assistant.Skills.Quality.Evidence;
using Assistant.Skills.Sources;
using Assistant.Skills.Sources.Profiling;

namespace Assistant.Skills.Quality.Learning;

/// <summary>
/// Columns that another one determines: approximate functional dependencies by the share of rows to be changed (g3, Kivinen and Mannila 1995), learnt
/// on one part and checked on the other. Where many sources tell of the same things, columns on which they mostly agree.
/// </summary>
internal static class DependencyLearner
{
    private const double MostWrong = 0.08, MostWrongWhereClear = 0.12, MostMixed = 0.03;
    private const int FewestRows = 50, FewestGroups = 3, MostColumns = 40;

    public static IReadOnlyList<Draft> Learn(TableEvidence table)
    {
        if (table.SampledRows < FewestRows)
            return [];
        var columns = table.Columns.Take(MostColumns).ToList();
        if (Sources(table, columns) is { Count: > 0 } told)
            return told;
        var found = (from giver in columns.Where(c => CanDetermine(table, c))
                     from column in columns
                     where column != giver && CanBeDetermined(table, column)
                     let fit = Fit.Of(table, giver, column)
                     where fit.Groups >= FewestGroups && fit.Wrong <= 0.25 * fit.Chance && fit.Mixed <= MostMixed && fit.WrongUnseen <= fit.Wrong + 0.03
                         // Several kinds of faults may meet in one column; what is far from chance is meant all the same.
                         && fit.Wrong <= (fit.Wrong <= 0.15 * fit.Chance ? MostWrongWhereClear : MostWrong)
                     select (By: giver, Column: column, Fit: fit)).ToList();
        // Of two that determine each other the code determines the name.
        found.RemoveAll(f => found.Exists(o => o.By == f.Column && o.Column == f.By && CodeRank(o.By) > CodeRank(f.By)));
        return [.. found.GroupBy(f => f.Column).SelectMany(g => Best([.. g.Select(f => (f.By, f.Column, f.Fit))], found.Select(f => (f.By, f.Column)).ToHashSet())).Select(f => new Draft(
            new RuleBody.Determined(f.By.Name, f.Column.Name), Severity.High, 0.95, ((int)Math.Round(f.Fit.Unseen * (1 - f.Fit.WrongUnseen)), f.Fit.Unseen),
            $"{100 * (1 - f.Fit.Wrong):0.#} % of the rows with the same {NameWords.Joined(f.By.Name)} have the same {NameWords.Joined(f.Column.Name)}; by chance it would be {100 * (1 - f.Fit.Chance):0.#} %."))];
    }

    /// <summary>The one that tells the column best, and others that have nothing to do with it: where sku tells product, only one of them need tell the category.</summary>
    private static List<(ColumnEvidence By, ColumnEvidence Column, Fit Fit)> Best(
        List<(ColumnEvidence By, ColumnEvidence Column, Fit Fit)> telling, HashSet<(ColumnEvidence By, ColumnEvidence Column)> all)
    {
        var best = new List<(ColumnEvidence By, ColumnEvidence Column, Fit Fit)>();
        foreach (var next in telling.OrderBy(t => Math.Round(t.Fit.Wrong, 2)).ThenByDescending(t => CodeRank(t.By)))
            if (best.Count < 2 && !best.Exists(b => all.Contains((b.By, next.By)) || all.Contains((next.By, b.By))))
                best.Add(next);
        return best;
    }

    private static bool CanDetermine(TableEvidence table, ColumnEvidence column)
    {
        var distinct = column.Present.Count();
        return column.Kind is not (ValueKind.Number or ValueKind.Date) && column.Column.Type is not DataType.Boolean && distinct >= FewestGroups && distinct <= 0.4 * table.SampledRows
            && (column.Kind is not ValueKind.WholeNumber || ColumnKinds.IsCode(column) || KeyNames.IsKeyLike(column.Name));
    }

    private static bool CanBeDetermined(TableEvidence table, ColumnEvidence column) =>
        column.Present.Take(3).Count() >= 2 && column.Present.Count() <= 0.5 * table.SampledRows && column.PresentRows > 0.3 * table.Rows;

    private static double CodeRank(ColumnEvidence column) => (KeyNames.IsKeyLike(column.Name) || ColumnKinds.IsCode(column) ? 2 : 0)
        + (column.Present.Take(20).Any(c => c.Value.Any(char.IsDigit)) ? 1 : 0) - column.Present.Take(50).Select(c => c.Value.Length).DefaultIfEmpty(0).Average() / 100;

    /// <summary>A few sources that each tell of many of the same things: no source tells of a thing twice, and no column is agreed on by all.</summary>
    private static List<Draft> Sources(TableEvidence table, List<ColumnEvidence> columns)
    {
        foreach (var source in columns.Where(c => c.Kind is ValueKind.Text && c.Present.Count() is >= 3 and <= 300))
            foreach (var thing in columns.Where(c => c != source && c.Kind is ValueKind.Text && c.Present.Count() <= table.SampledRows / 5))
            {
                var (sources, things) = (source.Present.Count(), thing.Present.Count());
                if (table.SampledRows < 0.3 * sources * things || things < 5)
                    continue;
                var pairs = Enumerable.Range(0, table.SampledRows).Select(row => (source.Value(row), thing.Value(row))).ToHashSet();
                if (pairs.Count < 0.995 * table.SampledRows)
                    continue;
                var agreed = columns.Where(c => c != source && c != thing && c.Present.Count() is > 1 and var distinct && distinct < 0.8 * table.SampledRows)
                    .Select(c => (Column: c, Fit: Fit.Of(table, thing, c))).Where(c => c.Fit.Chance > 0.5 && c.Fit.Wrong < 0.65 && 1 - c.Fit.Wrong > 5 * (1 - c.Fit.Chance)).ToList();
                if (agreed.Count >= 2 && agreed.Exists(c => c.Fit.Wrong < 0.3) && (agreed.TrueForAll(c => c.Fit.Wrong > 0.01) || IsSource(source.Name)))
                    return [.. agreed.Select(c => new Draft(new RuleBody.Determined(thing.Name, c.Column.Name, FromMany: true), Severity.High, 0.9, ((int)(100 * (1 - c.Fit.Wrong)), 100),
                        $"{sources} values of {NameWords.Joined(source.Name)} tell of the same {things} values of {NameWords.Joined(thing.Name)}; {100 * (1 - c.Fit.Wrong):0.#} % agree, by chance it would be {100 * (1 - c.Fit.Chance):0.#} %. What most of them say is taken."))];
            }
        return [];
    }

    private static bool IsSource(string name) => NameWords.Of(name).Any(w => w is "source" or "src" or "provider" or "feed" or "origin" or "vendor" or "site" or "website" or "reporter" or "publisher" or "channel");
}
