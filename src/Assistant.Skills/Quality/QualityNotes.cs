using System.Globalization;
using System.Text.RegularExpressions;
using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Quality.Checking;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Quality;

/// <summary>What an answer must say of the quality of the columns it used: active rules that were broken when they last ran, and by how many rows.</summary>
public sealed class QualityNotes(QualityRules rules, QueryGate gate)
{
    private const int MostNotes = 2;

    /// <summary>Empty where no active rule of the query's columns is broken.</summary>
    public async Task<IReadOnlyList<CaveatPart>> AboutAsync(Caller caller, OpenedSource source, string sql, CancellationToken cancellationToken)
    {
        if (gate.Admit(sql, new(source.Catalog, source.Policy, Results.Limits)) is not GateVerdict.Admitted { Query: var query })
            return [];
        var culture = CultureInfo.GetCultureInfo(caller.Preferences.Culture);
        // The gate knows every column a table could give; those that the answer rests on stand in the query by name.
        bool Uses(TableName table, string column) => query.Tables.Contains(table) && Regex.IsMatch(sql, $@"(?<!\w){Regex.Escape(column)}(?!\w)", RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1));
        return [.. (await rules.ListAsync(caller, source.Info.Id, cancellationToken))
            .Where(r => r.State is RuleState.Active && r.IsBroken && RuleColumns.Own(r.Rule.Body).Any(c => Uses(r.Rule.Table, c)))
            .OrderByDescending(r => r.Rule.Severity).ThenByDescending(r => r.Rule.Violations).Take(MostNotes)
            .Select(r => new CaveatPart("Data quality", $"In {(100.0 * r.Rule.Violations / Math.Max(1, r.Rule.Judged)).ToString("0.##", culture)} % of the rows of {MarkdownText.Plain(r.Rule.Table.Name)}, {MarkdownText.Plain(RuleWords.Fault(r.Rule.Body))} (rule {r.Number}); the figures include them."))];
    }
}
