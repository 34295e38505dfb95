using System.Globalization;
using Assistant.Skills.Conversation;

namespace Assistant.Skills.Quality;

/// <summary>A test of two versions in sentences.</summary>
internal static class TrialWords
{
    public static string Of(RuleTrial trial, CultureInfo culture)
    {
        var (old, next) = (trial.Champion.Number, trial.Challenger.Number);
        var text = $"Rule {trial.RuleNumber}: version {next} ({MarkdownText.Plain(trial.Challenger.Title)}) against version {old} ({MarkdownText.Plain(trial.Champion.Title)}).";
        if (trial.Last is not { } look)
            return text;
        text += $" Both judged {Number(look.Judged)} rows: version {old} flags {Number(look.ChampionFlags)}, version {next} flags {Number(look.ChallengerFlags)}, and they differ on {Number(look.Disagreements)}.";
        if (look.Labelled > 0)
            text += $" Of {Number(look.Labelled)} labelled rows version {old} is right on {Share(look.Champion(trial.Plan.Level))} and version {next} on {Share(look.Challenger(trial.Plan.Level))} ({Percent(trial.Plan.Level)} intervals).";
        return text + " " + Verdict(trial, look);

        string Number(long number) => number.ToString("#,0", culture);
        string Percent(double share) => (100 * share).ToString("0.#", culture) + " %";
        string Share(Estimate e) => $"{Percent(e.Value)} ({(100 * e.Low).ToString("0.#", culture)} to {(100 * e.High).ToString("0.#", culture)})";
        string Verdict(RuleTrial of, TrialLook at) => of.Verdict switch
        {
            TrialVerdict.Better when of.State is TrialState.Promoted => $"**Version {next} is better** (exact paired test, p = {P(at)}) and is in use now. “roll back rule {of.RuleNumber}” brings version {old} back.",
            TrialVerdict.Better => $"**Version {next} is better** (exact paired test, p = {P(at)}). It is not promoted by itself: {Number(at.Losses)} labelled rows that were judged rightly would be judged wrongly. “promote version {next} of rule {of.RuleNumber}” puts it in use all the same.",
            TrialVerdict.Worse => $"**Version {next} is worse** (exact paired test, p = {P(at)}). Version {old} stays in use.",
            TrialVerdict.NoDifference => $"**No difference** was found with the rows that were planned. Version {old} stays in use.",
            _ when at.Disagreements > 0 && at.Wins + at.Losses >= at.Disagreements => $"**Not enough data**: every row on which they differ has its label, and {of.Plan.Needed} such rows are needed. New data will bring more.",
            _ => $"**Not enough data yet**: {at.Wins + at.Losses} rows on which they differ have a label, {of.Plan.Needed} are needed (to find, with {Percent(of.Plan.Power)} power, a version that is right on {Percent(of.Plan.Share)} of them). Say which of these rows are faults: “confirm row 1 of rule {of.RuleNumber}”, “row 2 of rule {of.RuleNumber} is fine”.",
        };
        string P(TrialLook at) => at.PValue < 0.0001 ? "< 0.0001" : at.PValue.ToString("0.####", culture);
    }
}
