using System.Globalization;
using Assistant.Skills.Access;
using Assistant.Skills.Quality;
using Assistant.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace Assistant.Web.Quality;

public sealed partial class RaceCard
{
    [Parameter, EditorRequired] public RuleTrial Trial { get; set; } = null!;
    [Parameter] public CultureInfo Culture { get; set; } = CultureInfo.CurrentCulture;
    [Parameter] public UserPreferences Preferences { get; set; } = UserPreferences.Default;
    [Parameter] public bool MayManage { get; set; }
    [Parameter] public bool Busy { get; set; }
    [Parameter] public EventCallback Looked { get; set; }
    [Parameter] public EventCallback Promoted { get; set; }
    [Parameter] public EventCallback Stopped { get; set; }

    /// <summary>Without it a promoted test offers no way back.</summary>
    [Parameter] public EventCallback RolledBack { get; set; }

    private string StateWords => Trial.State switch
    {
        TrialState.Running => Say["Running since {0}", Clock.Words(Trial.StartedAt, Preferences)],
        TrialState.Promoted => Say["Promoted {0}", Clock.Words(Trial.EndedAt ?? Trial.StartedAt, Preferences)],
        TrialState.Kept => Say["Champion kept {0}", Clock.Words(Trial.EndedAt ?? Trial.StartedAt, Preferences)],
        _ => Say["Stopped {0}", Clock.Words(Trial.EndedAt ?? Trial.StartedAt, Preferences)],
    };

    private string Tone => Trial.Verdict switch { TrialVerdict.Better => "tag-good", TrialVerdict.Worse => "tag-bad", _ => "" };

    private string Sign => Trial.Verdict switch { TrialVerdict.Better => "trending-up", TrialVerdict.Worse => "triangle-alert", TrialVerdict.NoDifference => "check", _ => "info" };

    private string VerdictWords => Trial.Verdict switch
    {
        TrialVerdict.Better => Say["Better"], TrialVerdict.Worse => Say["Worse"], TrialVerdict.NoDifference => Say["No difference"], _ => Say["Not enough data"],
    };

    private string Meaning
    {
        get
        {
            if (Trial.Last is not { } look)
                return Say["Both versions have not judged the rows yet."];
            var (next, p) = (Trial.Challenger.Number, look.PValue < 0.0001 ? "< 0.0001" : "= " + look.PValue.ToString("0.####", Culture));
            return Trial.Verdict switch
            {
                TrialVerdict.Better when Trial.State is TrialState.Promoted => Say["Version {0} is right on {1} more rows and wrong on {2} (exact paired test, p {3}). It is in use.", next, look.Wins, look.Losses, p],
                TrialVerdict.Better when look.Losses > 0 => Say["Version {0} is right on {1} rows on which the other is wrong (exact paired test, p {2}). It is not promoted by itself: {3} labelled rows that are judged right would be judged wrong.", next, look.Wins, p, look.Losses],
                TrialVerdict.Better => Say["Version {0} is right on {1} rows on which the other is wrong (exact paired test, p {2}).", next, look.Wins, p],
                TrialVerdict.Worse => Say["Version {0} is wrong on {1} rows on which the other is right, and right on {2} (exact paired test, p {3}).", next, look.Losses, look.Wins, p],
                TrialVerdict.NoDifference => Say["With the rows that were planned, neither is found better."],
                _ when look.Disagreements > 0 && look.Wins + look.Losses >= look.Disagreements => Say["Every row on which they differ has its label. New data will bring more."],
                _ => Say["{0} right against {1} right, where they differ. More labels are needed.", look.Losses, look.Wins],
            };
        }
    }

    private string Picture(TrialLook look, int width)
    {
        var (champion, challenger) = (look.Champion(Trial.Plan.Level), look.Challenger(Trial.Plan.Level));
        var (old, next) = width > 400 ? (Say["Champion, version {0}", Trial.Champion.Number], Say["Challenger, version {0}", Trial.Challenger.Number]) : (Say["Version {0}", Trial.Champion.Number], Say["Version {0}", Trial.Challenger.Number]);
        var said = Say["Champion {0}%, from {1} to {2}. Challenger {3}%, from {4} to {5}.",
            Share(champion.Value), Share(champion.Low), Share(champion.High), Share(challenger.Value), Share(challenger.Low), Share(challenger.High)];
        return RaceSvg.Of(champion, challenger, old, next, said, width, Culture);
    }

    private string Share(double share) => (100 * share).ToString("0.#", Culture);

    private string Percent(double share) => (100 * share).ToString("0.#", Culture);

    private string Number(long number) => number.ToString("#,0", Culture);
}
