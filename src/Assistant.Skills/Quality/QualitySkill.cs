using System.ComponentModel;
using System.Globalization;
using System.Text.RegularExpressions;
using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Quality;

/// <summary>Talks about the quality of data: what is wrong, which rules would keep it right, and what a person decides about them.</summary>
public sealed partial class QualitySkill(QualityChecks checks, QualityRules rules, QualityTables tables, ShownRows shown)
{
    private const int FindingsShown = 16, CardsShown = 4, ExampleRows = 3;

    [DisplayName("inspect_quality"), Requires(Permission.ReadData)]
    [Description("Finds what is wrong or missing in a table: missing and disguised values, and rows that break the rules that the data suggest.")]
    public async Task<SkillResult> InspectAsync([Description("The table, as the person says it.")] string table, TurnContext turn, CancellationToken cancellationToken)
    {
        var (found, problem) = await FindingsAsync(table, turn, cancellationToken);
        if (found is not { } result)
            return problem!;
        var (source, findings) = result;
        var broken = findings.Rules.Where(r => r.Violations > 0).ToList();
        var lines = findings.Missing.OrderByDescending(m => m.All).Select(m => Line(m, findings.Rows, turn))
            .Concat(broken.Where(r => r.Body is not RuleBody.Filled { When: null }).Select(r => $"- {MarkdownText.Plain(RuleWords.Fault(r.Body))}: {Number(r.Violations, turn)} of {Number(r.Judged, turn)} rows")).ToList();
        var name = MarkdownText.Plain(findings.Table.Name.Name);
        var head = lines.Count == 0
            ? $"Nothing looks wrong in **{name}**: {(findings.Rules.Count == 1 ? "the one rule" : $"all {findings.Rules.Count} rules")} that its {Counted.Of(findings.Rows, "row", "rows", Culture(turn))} {(findings.Rules.Count == 1 ? "suggest is" : "suggest are")} kept."
            : $"In **{name}** ({Counted.Of(findings.Rows, "row", "rows", Culture(turn))}) I found {Counted.Of(lines.Count, "thing", "things")}:\n\n{string.Join('\n', lines.Take(FindingsShown))}"
                + (lines.Count > FindingsShown ? $"\n- and {lines.Count - FindingsShown} more on the page [Quality](/quality/{source.Info.Id})" : "");
        await turn.ShowAsync(new TextPart(head));
        await ShowCardsAsync(source, broken, turn, cancellationToken);
        if (findings.Missing.Count > 0)
            await turn.ShowAsync(new SuggestionsPart([$"what's missing in {findings.Table.Name.Name}", $"make a workbook for {findings.Table.Name.Name}"]));
        return new(head, []);
    }

    [DisplayName("propose_rules"), Requires(Permission.ReadData)]
    [Description("Proposes quality rules for a table, learnt from its data, each with confidence and the rows that break it.")]
    public async Task<SkillResult> ProposeAsync([Description("The table, as the person says it.")] string table, TurnContext turn, CancellationToken cancellationToken)
    {
        var (found, problem) = await FindingsAsync(table, turn, cancellationToken);
        if (found is not { } result)
            return problem!;
        var (source, findings) = result;
        var text = $"The data of **{MarkdownText.Plain(findings.Table.Name.Name)}** suggest {Counted.Of(findings.Rules.Count, "rule", "rules")}; {Broken(findings.Rules.Count(r => r.Violations > 0))}. You find {(findings.Rules.Count == 1 ? "it" : "all")} on the page [Quality](/quality/{source.Info.Id}).";
        await turn.ShowAsync(new TextPart(text));
        await ShowCardsAsync(source, findings.Rules, turn, cancellationToken);
        return new(text, []);
    }

    [DisplayName("check_rules"), Requires(Permission.ReadData)]
    [Description("Runs the active quality rules of a table now and tells which are broken.")]
    public async Task<SkillResult> CheckAsync([Description("The table, as the person says it.")] string table, TurnContext turn, CancellationToken cancellationToken)
    {
        var (found, problem) = await tables.FindAsync(table, turn, cancellationToken);
        if (found is not { } place)
            return problem!;
        var active = (await rules.ListAsync(turn.Caller, place.Source.Info.Id, cancellationToken)).Where(r => r.State is RuleState.Active && r.Rule.Table == place.Table.Name).ToList();
        if (active.Count == 0)
            return SkillResult.Say($"**{MarkdownText.Plain(place.Table.Name.Name)}** has no active rules yet. Write “propose rules for {place.Table.Name.Name}” and accept some, or tell me one: “{Example(place.Table)}”.");
        await turn.ShowAsync(new StepPart("check", $"Running {Counted.Of(active.Count, "rule", "rules")}", StepState.Running));
        var ran = await checks.RunAsync(place.Source, active, cancellationToken);
        await turn.ShowAsync(new StepPart("check", $"Ran {Counted.Of(ran.Count, "rule", "rules")}", StepState.Done));
        if (turn.Caller.MayOn(Permission.ManageSources, place.Source.Info.Id))
            await rules.RanAsync(turn.Caller, ran, cancellationToken);
        var lines = ran.OrderByDescending(r => r.Violations > 0).ThenByDescending(r => r.Violations).Select(r =>
            $"- rule {r.Rule.Number}, {MarkdownText.Plain(r.Rule.Rule.Title)}: {(r.Violations == 0 ? "kept" : $"**{Number(r.Violations, turn)}** of {Number(r.Judged, turn)} rows break it")}");
        var broken = ran.Count(r => r.Violations > 0);
        return SkillResult.Say($"{Kept(ran.Count, broken, $"**{MarkdownText.Plain(place.Table.Name.Name)}**")}\n\n{string.Join('\n', lines)}");
    }

    [DisplayName("tell_rule"), Requires(Permission.ReadData)]
    [Description("Makes a quality rule of a sentence such as 'active equipment must have a location', and shows the rows that break it before it is activated.")]
    public async Task<SkillResult> TellAsync([Description("The rule, in the person's own words.")] string sentence, TurnContext turn, CancellationToken cancellationToken)
    {
        SentenceOutcome? last = null;
        foreach (var source in await tables.SourcesAsync(turn, cancellationToken))
        {
            last = await checks.ReadSentenceAsync(source, sentence, cancellationToken);
            if (last is not SentenceOutcome.Understood understood)
                continue;
            if (!turn.Caller.MayOn(Permission.ManageSources, source.Info.Id))
                return SkillResult.Say($"I read this as: {MarkdownText.Plain(understood.Rule.Title)}. {Number(understood.Rule.Violations, turn)} of {Number(understood.Rule.Judged, turn)} rows break it. Your role may not keep rules; an administrator or analyst can.");
            if (await rules.ProposeAsync(turn.Caller, source.Info.Id, [understood.Rule], cancellationToken) is not [var kept, ..])
                return SkillResult.Say($"I read this as: {MarkdownText.Plain(understood.Rule.Title)}. {Number(understood.Rule.Violations, turn)} of the {Number(understood.Rule.Judged, turn)} rows that you may see break it. You see only a part of this data, so the rule is not kept: ask somebody who sees all of it to tell it.");
            await turn.ShowAsync(RuleCards.Of(kept, turn.Caller));
            await ShowRowsAsync(source, kept, turn, cancellationToken);
            return new($"Rule {kept.Number} is proposed: {kept.Rule.Title}. {kept.Rule.Violations} rows break it.", []);
        }
        return last is SentenceOutcome.NotUnderstood no ? SkillResult.Say(no.Why) : SkillResult.Say("No data is connected yet. See the page [Sources](/sources).");
    }

    [DisplayName("decide_rule"), Requires(Permission.ManageSources)]
    [Description("Accepts, adjusts, rejects or turns off a proposed quality rule by its number.")]
    public async Task<SkillResult> DecideAsync(
        [Description("accept, adjust, reject or off")] string decision, [Description("The rule's number.")] string number,
        [Description("For adjust: the rule as it shall be, as a sentence; else empty.")] string change, TurnContext turn, CancellationToken cancellationToken)
    {
        if (await FindAsync(number, turn, cancellationToken) is not { } rule)
            return NoRule(number);
        switch (decision.ToLowerInvariant())
        {
            case "accept":
                await rules.DecideAsync(turn.Caller, rule.Id, RuleDecision.Accepted, "", null, cancellationToken);
                return SkillResult.Say($"Rule {rule.Number} is active: {MarkdownText.Plain(rule.Rule.Title)}. Write “check {rule.Rule.Table.Name}” to run it at any time.");
            case "reject":
                await rules.DecideAsync(turn.Caller, rule.Id, RuleDecision.Rejected, change, null, cancellationToken);
                return SkillResult.Say($"Rule {rule.Number} is rejected and will not be proposed again.");
            case "off":
                await rules.DecideAsync(turn.Caller, rule.Id, RuleDecision.TurnedOff, change, null, cancellationToken);
                return SkillResult.Say($"Rule {rule.Number} is off. “accept rule {rule.Number}” turns it on again.");
        }
        change = Adjusting().Replace(change, "").Trim();
        if (change.Length == 0)
            return SkillResult.Say($"Write how rule {rule.Number} shall be, for example “adjust rule {rule.Number}: quantity must be between 1 and 200”. It says now: {MarkdownText.Plain(rule.Rule.Title)}.");
        if (await tables.OpenAsync(turn.Caller, rule.SourceId, cancellationToken) is not { } source)
            return NoRule(number);
        if (await checks.ReadSentenceAsync(source, change, cancellationToken) is not SentenceOutcome.Understood understood)
            return SkillResult.Say($"I could not read “{MarkdownText.Plain(change)}” as a rule. Rule {rule.Number} stays as it is: {MarkdownText.Plain(rule.Rule.Title)}.");
        await rules.DecideAsync(turn.Caller, rule.Id, RuleDecision.Adjusted, change, understood.Rule, cancellationToken);
        return SkillResult.Say($"Rule {rule.Number}, version {rule.Version + 1}, is active: {MarkdownText.Plain(understood.Rule.Title)}. {Number(understood.Rule.Violations, turn)} of {Number(understood.Rule.Judged, turn)} rows break it.");
    }

    [DisplayName("show_rule_rows"), Requires(Permission.ReadData)]
    [Description("Shows the rows that break a quality rule, by the rule's number.")]
    public async Task<SkillResult> ShowRowsAsync([Description("The rule's number.")] string number, TurnContext turn, CancellationToken cancellationToken)
    {
        if (await FindAsync(number, turn, cancellationToken) is not { } rule || await tables.OpenAsync(turn.Caller, rule.SourceId, cancellationToken) is not { } source)
            return NoRule(number);
        return await ShowRowsAsync(source, rule, turn, cancellationToken)
            ? new($"Showed the rows that break rule {rule.Number}.", []) : SkillResult.Say($"No row breaks rule {rule.Number}: {MarkdownText.Plain(rule.Rule.Title)}.");
    }

    private async Task<((OpenedSource Source, TableFindings Findings)? Found, SkillResult? Problem)> FindingsAsync(string table, TurnContext turn, CancellationToken cancellationToken)
    {
        var (found, problem) = await tables.FindAsync(table, turn, cancellationToken);
        if (found is not { } place)
            return (null, problem);
        await turn.ShowAsync(new StepPart("inspect", $"Looking at {place.Table.Name.Name}", StepState.Running));
        var findings = await checks.FindAsync(place.Source, place.Table, cancellationToken);
        await turn.ShowAsync(new StepPart("inspect", findings is null ? $"Could not read {place.Table.Name.Name}" : $"Looked at {place.Table.Name.Name}", findings is null ? StepState.Failed : StepState.Done,
            Detail: findings is null ? null : $"{Number(findings.Rows, turn)} rows, {findings.Queries} queries"));
        return findings is null ? (null, SkillResult.Say($"The table {MarkdownText.Plain(place.Table.Name.Name)} could not be read just now. Try again in a moment.")) : ((place.Source, findings), null);
    }

    private async Task ShowCardsAsync(OpenedSource source, IReadOnlyList<ProposedRule> proposed, TurnContext turn, CancellationToken cancellationToken)
    {
        if (!turn.Caller.MayOn(Permission.ManageSources, source.Info.Id))
            return;
        var kept = await rules.ProposeAsync(turn.Caller, source.Info.Id, proposed, cancellationToken);
        foreach (var rule in kept.Where(r => r.State is RuleState.Proposed).Take(CardsShown))
        {
            await turn.ShowAsync(RuleCards.Of(rule, turn.Caller));
            // What it would catch, with the masks of who looks; kept as a query, never as rows.
            if (rule.IsBroken && checks.RowsQuery(source, rule.Rule, ExampleRows) is { } sql)
                await shown.ShowAsync(turn, source, sql, $"For example, for rule {rule.Number}", null, cancellationToken);
        }
    }

    private async Task<bool> ShowRowsAsync(OpenedSource source, QualityRule rule, TurnContext turn, CancellationToken cancellationToken)
    {
        if (checks.RowsQuery(source, rule.Rule) is not { } sql)
            return false;
        turn.State[ShownRows.StateKey] = $"rule:{rule.Number}";
        return await shown.ShowAsync(turn, source, sql, $"Rows that break rule {rule.Number}", $"Rows of {rule.Rule.Table.Name} where {RuleWords.Fault(rule.Rule.Body)}.", cancellationToken) is not null;
    }

    private async Task<QualityRule?> FindAsync(string number, TurnContext turn, CancellationToken cancellationToken) =>
        int.TryParse(Digits().Match(number).Value, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? await rules.FindAsync(turn.Caller, parsed, cancellationToken) : null;

    /// <summary>"adjust rule 7:" before the sentence that counts.</summary>
    [GeneratedRegex(@"^(please\s+)?(adjust|change)\s+(the\s+)?rule\s+#?\d+\s*(to\s+|:|,)?\s*", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Adjusting();

    /// <summary>What follows the number is the sentence, which is read from the whole text.</summary>
    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();

    private static SkillResult NoRule(string number) => SkillResult.Say($"There is no rule {MarkdownText.Plain(number)}. The page [Quality](/quality) lists all rules with their numbers.");

    private static string Line(MissingValues missing, long rows, TurnContext turn)
    {
        var line = $"- {MarkdownText.Plain(missing.Column)} is missing in {Number(missing.All, turn)} rows ({(100.0 * missing.All / Math.Max(1, rows)).ToString("0.##", CultureInfo.GetCultureInfo(turn.Caller.Preferences.Culture))} %)";
        return missing.Disguised == 0 ? line : $"{line}, {Number(missing.Disguised, turn)} of them disguised as {string.Join(", ", missing.Disguises.Keys.Take(4).Select(d => $"“{MarkdownText.Plain(d)}”"))}";
    }

    private static string Example(CatalogTable table) => $"every {table.Name.Name} must have a {table.Columns[^1].Name.Replace('_', ' ')}";

    private static string Number(long number, TurnContext turn) => number.ToString("#,0", Culture(turn));

    private static CultureInfo Culture(TurnContext turn) => CultureInfo.GetCultureInfo(turn.Caller.Preferences.Culture);

    private static string Broken(int rules) => rules switch { 0 => "none is broken", 1 => "one is broken", _ => $"{rules} are broken" };

    private static string Kept(int rules, int broken, string table) => (rules, broken) switch
    {
        (1, 0) => $"The one active rule of {table} is kept.",
        (1, _) => $"The one active rule of {table} is broken.",
        (_, 0) => $"All {rules} rules of {table} are kept.",
        _ when broken == rules => $"None of the {rules} rules of {table} is kept.",
        _ => $"{rules - broken} of {rules} rules of {table} {(rules - broken == 1 ? "is" : "are")} kept.",
    };
}
