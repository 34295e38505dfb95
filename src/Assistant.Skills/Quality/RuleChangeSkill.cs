using System.ComponentModel;
using System.Globalization;
using System.Text.RegularExpressions;
using Assistant.Skills.Access;
using Assistant.Skills.Conversation;

namespace Assistant.Skills.Quality;

/// <summary>Changes rules in the chat: severity, owner, condition, deletion; and tells which there are.</summary>
public sealed partial class RuleChangeSkill(RuleChanges changes, QualityRules rules, QualityChecks checks, QualityTables tables, ShownRows shown)
{
    private const int RulesShown = 25;

    [DisplayName("change_rule"), Requires(Permission.ManageSources)]
    [Description("Sets a quality rule's severity or owner, or deletes it.")]
    public async Task<SkillResult> ChangeAsync(
        [Description("low, medium, high, critical, own (the person becomes its owner), or delete")] string what, [Description("The rule's number.")] string number, TurnContext turn, CancellationToken cancellationToken)
    {
        if (await FindAsync(number, turn, cancellationToken) is not { } rule)
            return NoRule();
        what = what.Trim().ToLowerInvariant();
        if (what == "delete")
        {
            await changes.DeleteAsync(turn.Caller, rule.Number, cancellationToken);
            return SkillResult.Say($"Rule {rule.Number} is deleted, with its versions, runs and tests: {MarkdownText.Plain(rule.Rule.Title)}. It may be proposed again; a rejected one would not be.");
        }
        if (what == "own")
        {
            await changes.SetAsync(turn.Caller, rule.Number, rule.Rule.Severity, turn.Caller.UserId, cancellationToken);
            return SkillResult.Say($"You look after rule {rule.Number} now: {MarkdownText.Plain(rule.Rule.Title)}.");
        }
        if (!Enum.TryParse<Severity>(what, ignoreCase: true, out var severity) || !Enum.IsDefined(severity))
            return SkillResult.Say("A rule's severity is low, medium, high or critical.");
        await changes.SetAsync(turn.Caller, rule.Number, severity, rule.OwnerId, cancellationToken);
        return SkillResult.Say($"Rule {rule.Number} matters {what} now: {MarkdownText.Plain(rule.Rule.Title)}.");
    }

    [DisplayName("write_rule_sql"), Requires(Permission.ManageSources)]
    [Description("Makes a condition in the source's SQL, true for wrong rows, the new version of a quality rule, and shows the rows that break it.")]
    public async Task<SkillResult> RewriteAsync(
        [Description("The condition, after the rule's number where the person wrote both.")] string sql, [Description("The rule's number.")] string number, TurnContext turn, CancellationToken cancellationToken)
    {
        if (await FindAsync(number, turn, cancellationToken) is not { } rule || await tables.OpenAsync(turn.Caller, rule.SourceId, cancellationToken) is not { } source)
            return NoRule();
        var read = await checks.ReadSqlAsync(source, rule.Rule.Table, Before().Replace(sql, ""), cancellationToken);
        if (read is not SentenceOutcome.Understood understood)
            return SkillResult.Say($"{((SentenceOutcome.NotUnderstood)read).Why} Rule {rule.Number} stays as it is{(QualityChecks.SqlOf(source, rule.Rule) is { } now ? $": `{now.Replace('`', ' ')}`" : ".")}");
        await changes.RewriteAsync(turn.Caller, rule.Number, understood.Rule, cancellationToken);
        var culture = CultureInfo.GetCultureInfo(turn.Caller.Preferences.Culture);
        var text = $"Rule {rule.Number} is changed; {understood.Rule.Violations.ToString("#,0", culture)} of {understood.Rule.Judged.ToString("#,0", culture)} rows break it. “roll back rule {rule.Number}” brings the old version back.";
        await turn.ShowAsync(new TextPart(text));
        if (checks.RowsQuery(source, understood.Rule) is { } query)
            await shown.ShowAsync(turn, source, query, $"Rows that break rule {rule.Number}", $"Rows of {rule.Rule.Table.Name} for which the condition holds.", cancellationToken);
        return new(text, []);
    }

    [DisplayName("list_rules"), Requires(Permission.ReadData)]
    [Description("Lists the quality rules that there are, with their numbers and figures.")]
    public async Task<SkillResult> ListAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        var all = (await rules.ListAsync(turn.Caller, turn.SourceId, cancellationToken)).Where(r => r.State is RuleState.Active or RuleState.Proposed).ToList();
        if (all.Count == 0)
            return SkillResult.Say("There are no rules yet. Let some be proposed (“propose rules for” and a table), or tell one in a sentence.");
        var lines = all.Take(RulesShown).Select(r => $"- rule {r.Number}{(r.State is RuleState.Proposed ? " (proposed)" : "")}, {MarkdownText.Plain(r.Rule.Table.Name)}: {MarkdownText.Plain(r.Rule.Title)}{(r.IsBroken ? $", **{r.Rule.Violations}** rows break it" : "")}{(r.Owner is { } owner ? $" (looked after by {MarkdownText.Plain(owner)})" : "")}");
        return SkillResult.Say($"{all.Count(r => r.State is RuleState.Active)} rules are active, {all.Count(r => r.State is RuleState.Proposed)} proposed.\n\n{string.Join('\n', lines)}{(all.Count > RulesShown ? "\n- and more on the page [Quality](/quality)" : "")}");
    }

    private async Task<QualityRule?> FindAsync(string number, TurnContext turn, CancellationToken cancellationToken) =>
        int.TryParse(Digits().Match(number).Value, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? await rules.FindAsync(turn.Caller, parsed, cancellationToken) : null;

    private static SkillResult NoRule() => SkillResult.Say("There is no such rule. The page [Quality](/quality) lists all rules with their numbers.");

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();

    /// <summary>"rewrite rule 7 as:" before the condition.</summary>
    [GeneratedRegex(@"^(please\s+)?(rewrite|set|write)\s+(the\s+)?(sql\s+(of|for)\s+)?rule\s+#?\d+\s+(as|to)(\s+sql)?\s*:?\s*", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Before();
}
