using System.ComponentModel;
using System.Globalization;
using System.Text.RegularExpressions;
using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Quality;

/// <summary>Talks about versions of rules: tests them against each other, takes what people say of single rows, brings a version back.</summary>
public sealed partial class TrialSkill(RuleTrials trials, RuleChallengers challengers, RuleVersions versions, RuleLabels labels, QualityRules rules, QualityChecks checks, QualityTables tables, ShownRows shown)
{
    [DisplayName("test_rule_version"), Requires(Permission.ManageSources)]
    [Description("Tests another version of a quality rule against the one in use, on the same rows: a stricter one, a looser one, one made of people's feedback, or one told as a sentence.")]
    public async Task<SkillResult> TestAsync(
        [Description("stricter, looser, feedback, or sentence")] string how, [Description("The rule's number.")] string number,
        [Description("For sentence: the rule as it shall be; else empty.")] string change, TurnContext turn, CancellationToken cancellationToken)
    {
        if (await FindAsync(number, turn, cancellationToken) is not var (rule, source))
            return NoRule();
        ProposedVersion? version = null;
        switch (how.ToLowerInvariant())
        {
            case "feedback":
                if ((version = await challengers.FromFeedbackAsync(turn.Caller, source, rule, cancellationToken)) is null)
                    return SkillResult.Say($"Nothing follows yet from what people said of the rows of rule {rule.Number}. Look at its rows (“show the rows of rule {rule.Number}”) and say of some that they are in order: “row 1 of rule {rule.Number} is fine”.");
                break;
            case "sentence":
                change = Before().Replace(change, "").Trim();
                if (await checks.ReadSentenceAsync(source, change, cancellationToken) is not SentenceOutcome.Understood understood || understood.Rule.Table != rule.Rule.Table)
                    return SkillResult.Say($"I could not read “{MarkdownText.Plain(change)}” as a rule about {MarkdownText.Plain(rule.Rule.Table.Name)}. Rule {rule.Number} says now: {MarkdownText.Plain(rule.Rule.Title)}.");
                version = new(understood.Rule.Body, understood.Rule.Title, "Told by a person.");
                break;
            case "looser":
                version = await challengers.LooserAsync(source, rule, cancellationToken);
                break;
            default:
                version = await challengers.StricterAsync(source, rule, cancellationToken);
                break;
        }
        if (version is null)
            return SkillResult.Say($"The data suggest no {(how == "looser" ? "looser" : "stricter")} version of rule {rule.Number} ({MarkdownText.Plain(rule.Rule.Title)}). Say what to test it against: “test rule {rule.Number} against …”, with the rule as a sentence.");
        return await trials.StartAsync(turn.Caller, rule, version.Body, version.Why, TrialPlan.Of(), cancellationToken) switch
        {
            TrialOutcome.Started started => await TellAsync(started.Trial, source, rule, version.Why, turn, cancellationToken),
            TrialOutcome.Refused refused => SkillResult.Say(refused.Why),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    [DisplayName("compare_rule_versions"), Requires(Permission.ReadData)]
    [Description("Tells which of two tested versions of a quality rule is better, with a look at the rows as they are now.")]
    public async Task<SkillResult> CompareAsync([Description("The rule's number; empty for the test that runs.")] string number, TurnContext turn, CancellationToken cancellationToken)
    {
        var all = await trials.ListAsync(turn.Caller, turn.SourceId, cancellationToken);
        var trial = Digits().Match(number) is { Success: true } said ? all.FirstOrDefault(t => t.RuleNumber == Number(said.Value)) : all.Count > 0 ? all[0] : null;
        if (trial is null || await rules.FindAsync(turn.Caller, trial.RuleNumber, cancellationToken) is not { } rule || await tables.OpenAsync(turn.Caller, rule.SourceId, cancellationToken) is not { } source)
            return SkillResult.Say("No versions have been tested against each other yet. Start with “test a stricter version of rule 1”, with the number of a rule; the page [Quality](/quality) lists them.");
        if (trial.State is TrialState.Running && turn.Caller.MayOn(Permission.ManageSources, rule.SourceId))
            trial = await trials.LookAsync(turn.Caller, trial, cancellationToken) ?? trial;
        return await TellAsync(trial, source, rule, null, turn, cancellationToken);
    }

    [DisplayName("end_rule_test"), Requires(Permission.ManageSources)]
    [Description("Ends the test of a rule's versions: promotes the challenger, or stops without a change.")]
    public async Task<SkillResult> EndAsync([Description("promote or stop")] string how, [Description("The rule's number.")] string number, TurnContext turn, CancellationToken cancellationToken)
    {
        if (await FindAsync(number, turn, cancellationToken) is not var (rule, _))
            return NoRule();
        if (await trials.OfAsync(turn.Caller, rule.Number, cancellationToken) is not { State: TrialState.Running } trial)
            return SkillResult.Say($"No test of rule {rule.Number} is running.");
        if (how == "promote")
            return await trials.PromoteAsync(turn.Caller, trial, cancellationToken)
                ? SkillResult.Say($"Version {trial.Challenger.Number} of rule {rule.Number} is in use now: {MarkdownText.Plain(trial.Challenger.Title)}. “roll back rule {rule.Number}” brings version {trial.Champion.Number} back.") : NoRule();
        await trials.StopAsync(turn.Caller, trial, cancellationToken);
        return SkillResult.Say($"The test of rule {rule.Number} is stopped. Version {trial.Champion.Number} stays in use; the figures are kept.");
    }

    [DisplayName("roll_back_rule"), Requires(Permission.ManageSources)]
    [Description("Brings the version of a quality rule back that was in use before.")]
    public async Task<SkillResult> RollBackAsync([Description("The rule's number.")] string number, TurnContext turn, CancellationToken cancellationToken)
    {
        if (await FindAsync(number, turn, cancellationToken) is not var (rule, _))
            return NoRule();
        if (await versions.BeforeAsync(turn.Caller, rule, cancellationToken) is not { } before
            || !await versions.SwitchAsync(turn.Caller, rule, before, RuleDecision.RolledBack, "", cancellationToken))
            return SkillResult.Say($"Rule {rule.Number} has had no other version.");
        var now = (await rules.FindAsync(turn.Caller, rule.Number, cancellationToken))!;
        return SkillResult.Say($"Version {before} of rule {rule.Number} is in use again: {MarkdownText.Plain(now.Rule.Title)}. Version {rule.Version} is kept.");
    }

    [DisplayName("label_rule_rows"), Requires(Permission.ManageSources)]
    [Description("Keeps that rows which a quality rule flags are faults, or are in order. Rows by their place in the table shown last, or by a value of their key.")]
    public async Task<SkillResult> LabelAsync(
        [Description("fault or fine")] string verdict, [Description("E.g. '2', '1 and 3', '2 to 5', or a key's value.")] string row, [Description("The rule's number.")] string number,
        TurnContext turn, CancellationToken cancellationToken)
    {
        if (await FindAsync(number, turn, cancellationToken) is not var (rule, source))
            return NoRule();
        var differing = turn.State.TryGetValue(ShownRows.StateKey, out var last) && last == $"trial:{rule.Number}";
        var query = differing && await trials.OfAsync(turn.Caller, rule.Number, cancellationToken) is { } trial
            ? trials.DifferQuery(source, trial, rule.Rule.Table) : checks.RowsQuery(source, rule.Rule);
        if (query is null || await shown.ReadAsync(source, query, cancellationToken) is not { Rows.Count: > 0 } table)
            return SkillResult.Say($"Rule {rule.Number} flags no rows that could be spoken of.");
        var rows = ShownRows.Named(table);
        var meant = Meant(row, rows);
        if (meant.Count == 0)
            return SkillResult.Say($"I found no such row. Name it by its place, 1 to {rows.Count}, or by its {MarkdownText.Plain(table.Columns[0].Name)}: “row 1 of rule {rule.Number} is fine”.");
        foreach (var one in meant)
            await labels.LabelAsync(turn.Caller, source, rule, one, verdict == "fault", turn.Text, cancellationToken);
        var (confirmed, rejected) = await labels.CountAsync(turn.Caller, rule.Id, cancellationToken);
        var next = rejected > 0 && await challengers.FromFeedbackAsync(turn.Caller, source, rule, cancellationToken) is { } version
            ? $" They suggest another version: {MarkdownText.Plain(version.Title)}. “test rule {rule.Number} with the feedback” tries it." : "";
        return SkillResult.Say($"Kept for rule {rule.Number}: {meant.Count} {(meant.Count == 1 ? "row is" : "rows are")} {(verdict == "fault" ? "a fault" : "in order")}. So far {confirmed} confirmed and {rejected} in order.{next}");
    }

    private async Task<SkillResult> TellAsync(RuleTrial trial, OpenedSource source, QualityRule rule, string? why, TurnContext turn, CancellationToken cancellationToken)
    {
        var text = TrialWords.Of(trial, CultureInfo.GetCultureInfo(turn.Caller.Preferences.Culture)) + (why is null ? "" : $" {MarkdownText.Plain(why)}") + $" See the race on the page [Quality](/quality/{rule.SourceId}).";
        await turn.ShowAsync(new TextPart(text));
        if (trial.State is TrialState.Running && trials.DifferQuery(source, trial, rule.Rule.Table) is { } query)
        {
            turn.State[ShownRows.StateKey] = $"trial:{rule.Number}";
            await shown.ShowAsync(turn, source, query, $"Rows on which the versions of rule {rule.Number} differ", $"Rows of {rule.Rule.Table.Name} that only one version flags.", cancellationToken);
        }
        return new(text, []);
    }

    /// <summary>Rows by place, from 1, or the rows in which a cell is what was said.</summary>
    private static List<IReadOnlyDictionary<string, object?>> Meant(string said, IReadOnlyList<IReadOnlyDictionary<string, object?>> rows)
    {
        if (said.Trim().Equals("all", StringComparison.OrdinalIgnoreCase))
            return [.. rows];
        var places = Range().Match(said) is { Success: true } range
            ? Enumerable.Range(Number(range.Groups[1].Value), Math.Max(0, Math.Min(rows.Count, Number(range.Groups[2].Value)) - Number(range.Groups[1].Value) + 1)).ToList()
            : Places().IsMatch(said) ? [.. Digits().Matches(said).Select(m => Number(m.Value))] : [];
        return places.Count > 0 ? [.. places.Where(p => p >= 1 && p <= rows.Count).Select(p => rows[p - 1])]
            : [.. rows.Where(r => r.Values.Any(v => string.Equals(CellText.Invariant(v), said.Trim(), StringComparison.OrdinalIgnoreCase))).Take(1)];
    }

    private async Task<(QualityRule Rule, OpenedSource Source)?> FindAsync(string number, TurnContext turn, CancellationToken cancellationToken) =>
        Digits().Match(number) is { Success: true } said && await rules.FindAsync(turn.Caller, Number(said.Value), cancellationToken) is { } rule
            && await tables.OpenAsync(turn.Caller, rule.SourceId, cancellationToken) is { } source ? (rule, source) : null;

    private static int Number(string digits) => int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static SkillResult NoRule() => SkillResult.Say("There is no such rule. The page [Quality](/quality) lists all rules with their numbers.");

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();

    [GeneratedRegex(@"^\s*(\d+)\s*(?:to|-|–)\s*(\d+)\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex Range();

    [GeneratedRegex(@"^[\d\s,]+((and|or)[\d\s,]+)*$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Places();

    /// <summary>"test rule 7 against" before the sentence that counts.</summary>
    [GeneratedRegex(@"^(please\s+)?(test|try|compare)\s+(the\s+)?rule\s+#?\d+\s+(against|with)\s*:?\s*", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Before();
}
