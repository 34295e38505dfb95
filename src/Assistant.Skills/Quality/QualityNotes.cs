using System.Globalization;
using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Quality.Checking;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Quality;

/// <summary>What an answer's plan does with a column.</summary>
/// <param name="Column">Null where the table's rows are used as such, e.g. counted.</param>
/// <param name="Function">"sum", "avg", "count" and so on where the column is measured; else null.</param>
public sealed record UsedColumn(TableName Table, string? Column, string? Function = null);

/// <summary>
/// What an answer must say of the quality of what it used: broken rules of the plan's columns, missing values that look filled, old or lost loads,
/// each with its size and, where a measure is touched, with what it does to it. Silent where nothing that was used is touched.
/// </summary>
public sealed class QualityNotes(QualityRules rules, QualityLoads loads, QueryGate gate)
{
    private const int MostNotes = 3;

    /// <summary>Below it a rule of low or medium severity is not worth a sentence.</summary>
    private const double LeastShare = 0.0005, LeastEffect = 0.001;

    private static readonly GateLimits Quick = new() { Timeout = TimeSpan.FromSeconds(3) };

    /// <summary>Empty where no active rule of what was used is broken, or the caller does not see all that a rule speaks of.</summary>
    public async Task<IReadOnlyList<CaveatPart>> AboutAsync(Caller caller, OpenedSource source, IReadOnlyList<UsedColumn> used, CancellationToken cancellationToken)
    {
        var culture = CultureInfo.GetCultureInfo(caller.Preferences.Culture);
        var notes = new List<CaveatPart>();
        var touched = (await rules.ListAsync(caller, source.Info.Id, cancellationToken))
            .Where(r => r.State is RuleState.Active && r.IsBroken && Touches(r.Rule, used) && (r.Rule.Severity >= Severity.High || IsWhole(r.Rule.Body) || Share(r.Rule) >= LeastShare))
            .OrderByDescending(r => IsWhole(r.Rule.Body)).ThenByDescending(r => r.Rule.Severity).ThenByDescending(r => r.Rule.Violations)
            // Two rules may say the same of one column.
            .DistinctBy(r => (r.Rule.Table, string.Join(' ', RuleColumns.Own(r.Rule.Body)), Title(r.Rule.Body))).Take(MostNotes);
        foreach (var rule in touched)
            notes.Add(new(Title(rule.Rule.Body), $"{Said(rule, culture)}{await EffectAsync(source, rule.Rule, used, culture, cancellationToken)} (rule {rule.Number})."));
        foreach (var load in (await loads.ListAsync(caller, source.Info.Id, cancellationToken)).Where(l => used.Any(u => u.Table == l.Table)))
            if (notes.Count < MostNotes && OfLoad(load, used, culture) is { } note)
                notes.Add(note);
        return notes;
    }

    /// <summary>An odd or late newest load, where its rows or a column that was used are touched.</summary>
    private CaveatPart? OfLoad(TableLoad load, IReadOnlyList<UsedColumn> used, CultureInfo culture)
    {
        var table = MarkdownText.Plain(load.Table.Name);
        var touched = load.IsOdd ? load.Alerts.Where(a => a.Column is null || used.Any(u => u.Table == load.Table && string.Equals(u.Column, a.Column, StringComparison.OrdinalIgnoreCase))).Take(2).ToList() : [];
        if (touched.Count > 0)
            return new("Odd load", $"The newest load of {table}, {LoadWords.Day(load, culture)}, is not like those before it: {MarkdownText.Plain(string.Join("; ", touched.Select(LoadWords.Said)))}. The figures include it.");
        return load.IsLate(loads.Now) ? new("Old data", $"The newest rows of {table} came on {LoadWords.Day(load, culture)}, {load.Age(loads.Now)} days ago; there were never more than {load.LongestGap} days between two loads.") : null;
    }

    private static bool Touches(ProposedRule rule, IReadOnlyList<UsedColumn> used)
    {
        var own = used.Where(u => u.Table == rule.Table).ToList();
        if (own.Count == 0)
            return false;
        return rule.Body switch
        {
            RuleBody.Recent or RuleBody.Volume => true,
            // Rows that stand twice are counted and summed twice; a list of them is not wrong.
            RuleBody.Distinct or RuleBody.Unlike => own.Exists(u => u.Function is "count" or "sum"),
            RuleBody.Unique unique => own.Exists(u => u.Function is "count" or "sum" && u.Column is null || u.Column is { } column && unique.Columns.Contains(column, StringComparer.OrdinalIgnoreCase)),
            var body => own.Exists(u => u.Column is { } column && RuleColumns.Own(body).Contains(column, StringComparer.OrdinalIgnoreCase)),
        };
    }

    private static bool IsWhole(RuleBody rule) => rule is RuleBody.Recent or RuleBody.Volume;

    private static bool IsMissing(RuleBody rule) => rule is RuleBody.Filled || rule is RuleBody.NotSpelled not && not.Meant.Values.All(v => v == "");

    private static double Share(ProposedRule rule) => (double)rule.Violations / Math.Max(1, rule.Judged);

    private static string Title(RuleBody rule) => rule switch { RuleBody.Recent => "Old data", RuleBody.Volume => "Rows may be missing", _ => IsMissing(rule) ? "Missing values" : "Data quality" };

    private static string Said(QualityRule rule, CultureInfo culture)
    {
        var table = MarkdownText.Plain(rule.Rule.Table.Name);
        var part = $"{(100 * Share(rule.Rule)).ToString("0.##", culture)} % of the rows of {table} ({rule.Rule.Violations.ToString("#,0", culture)} of {rule.Rule.Judged.ToString("#,0", culture)})";
        return rule.Rule.Body switch
        {
            RuleBody.Recent or RuleBody.Volume => $"In {table}, {MarkdownText.Plain(RuleWords.Fault(rule.Rule.Body))}: it does not hold that {MarkdownText.Plain(char.ToLowerInvariant(rule.Rule.Title[0]) + rule.Rule.Title[1..])}",
            var body when IsMissing(body) => $"In {part}, {MarkdownText.Plain(RuleWords.Fault(body))}{(body is RuleBody.Filled { Disguised.Count: > 0 } ? ", some of it written so that it looks filled" : "")}",
            var body => $"In {part}, {MarkdownText.Plain(RuleWords.Fault(body))}; the figures include them",
        };
    }

    /// <summary>What the rows that break the rule do to a sum or an average over the table; empty where nothing can be said, or it is next to nothing.</summary>
    private async Task<string> EffectAsync(OpenedSource source, ProposedRule rule, IReadOnlyList<UsedColumn> used, CultureInfo culture, CancellationToken cancellationToken)
    {
        var measured = used.FirstOrDefault(u => u.Table == rule.Table && u.Function is "sum" or "avg" && u.Column is { } column && RuleColumns.Own(rule.Body).Contains(column, StringComparer.OrdinalIgnoreCase));
        if (measured is null || source.Visible(rule.Table) is not { } table || table.Find(measured.Column!) is not { Type: DataType.Integer or DataType.Number } column)
            return "";
        var word = measured.Function == "sum" ? "sum" : "average";
        if (rule.Body is RuleBody.Filled)
            return measured.Function == "sum" && Share(rule) is > 0 and < 1 and var missing
                ? $"; if they were like the others, the sum over the table would be about {(100 * missing / (1 - missing)).ToString("0.#", culture)} % higher" : "; measures leave them out";
        if (new RuleSql(table, source.Source.Dialect).Of(rule.Body) is not { } query)
            return "";
        var name = SqlText.Name(column.Name);
        var sql = $"SELECT {measured.Function}({name}) AS as_is, {measured.Function}(CASE WHEN {query.Condition} THEN NULL ELSE {name} END) AS without_them FROM {query.From}";
        if (await gate.ReadAsync(source.Source, sql, new(source.Catalog, source.Policy, Quick), cancellationToken) is not QueryOutcome.Rows { Table.Rows: [[{ } all, { } rest]] })
            return "";
        var (before, after) = (Convert.ToDouble(all, CultureInfo.InvariantCulture), Convert.ToDouble(rest, CultureInfo.InvariantCulture));
        if (before == 0 || Math.Abs(after - before) < LeastEffect * Math.Abs(before))
            return "";
        var change = (after - before) / Math.Abs(before);
        return $"; without them the {word} over the table would be {Math.Abs(100 * change).ToString("0.#", culture)} % {(change > 0 ? "higher" : "lower")}";
    }
}
