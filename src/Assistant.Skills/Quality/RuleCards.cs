using System.Globalization;
using Assistant.Skills.Access;
using Assistant.Skills.Conversation;

namespace Assistant.Skills.Quality;

/// <summary>Rules as the chat shows them.</summary>
internal static class RuleCards
{
    /// <summary>The rule with its figures and, for who may decide, Accept, Adjust and Reject.</summary>
    public static ProposalPart Of(QualityRule kept, Caller caller)
    {
        var rule = kept.Rule;
        var culture = CultureInfo.GetCultureInfo(caller.Preferences.Culture);
        var why = rule.Violations == 0
            ? $"No row breaks it. {rule.Reason}"
            : $"Would catch {Number(rule.Violations)} of {Number(rule.Judged)} rows: {RuleWords.Fault(rule.Body)}. {rule.Reason}";
        var evidence = new List<ProposalEvidence>();
        if (rule.Checked is { } share)
            evidence.Add(new((100 * share).ToString("0.#", culture) + " %", "of the rows it was not learnt from keep it"));
        if (rule.Violations > 0)
            evidence.Add(new((100.0 * rule.Violations / Math.Max(1, rule.Judged)).ToString("0.##", culture) + " %", "of the rows break it", Against: true));
        var acts = new List<ProposalAct>();
        if (caller.MayOn(Permission.ManageSources, kept.SourceId) && kept.State is RuleState.Proposed)
            acts.AddRange([new("Accept", $"accept rule {kept.Number}"), new("Adjust", $"adjust rule {kept.Number}"), new("Reject", $"reject rule {kept.Number}")]);
        if (rule.Violations > 0)
            acts.Add(new("Show the rows", $"show the rows of rule {kept.Number}"));
        var origin = rule.Origin is RuleOrigin.Sentence ? "From your sentence" : "From the data";
        return new($"rule-{kept.Number}", $"{origin} · rule {kept.Number}", rule.Confidence, $"{rule.Table.Name}: {rule.Title}", why, evidence, acts);

        string Number(long number) => number.ToString("#,0", culture);
    }
}
