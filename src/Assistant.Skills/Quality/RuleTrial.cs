using Assistant.Skills.Quality.Trials;

namespace Assistant.Skills.Quality;

/// <summary>What a test of two versions of a rule says so far: of the challenger, seen from the champion.</summary>
public enum TrialVerdict { NotEnoughData, Better, Worse, NoDifference }

/// <summary>A test runs until its challenger is promoted, the champion is kept, or a person stops it.</summary>
public enum TrialState { Running, Promoted, Kept, Stopped }

/// <summary>One version of a rule; it is never changed.</summary>
/// <param name="Reason">Where it came from, in words; empty for the first.</param>
public sealed record RuleVersion(int Number, RuleBody Body, string Title, string Reason, string MadeBy, DateTimeOffset MadeAt);

/// <summary>What a test was planned to find.</summary>
/// <param name="Level">Confidence level; one minus it is the chance, over all looks together, of a verdict where neither is better.</param>
/// <param name="Power">Chance of a verdict where the challenger is as good as <paramref name="Share"/> says.</param>
/// <param name="Share">Of the rows on which the versions differ, the share that a better version judges rightly.</param>
/// <param name="Needed">Labelled rows on which they differ that this takes.</param>
/// <param name="PromotesByItself">The challenger takes over without a click where it is better and no labelled row gets worse.</param>
public sealed record TrialPlan(double Level, double Power, double Share, int Needed, bool PromotesByItself)
{
    public const double DefaultLevel = 0.9, DefaultPower = 0.8, DefaultShare = 0.7;

    public static TrialPlan Of(double level = DefaultLevel, double power = DefaultPower, double share = DefaultShare, bool promotesByItself = true) =>
        new(level, power, share, SampleSize.Disagreements(level, power, share), promotesByItself);
}

/// <summary>A share with its interval, each 0 to 1.</summary>
public sealed record Estimate(double Value, double Low, double High);

/// <summary>One look at a test: both versions judged all rows anew, and the labels of people were compared with it.</summary>
/// <param name="Judged">Rows that at least one of them could judge.</param>
/// <param name="Disagreements">Rows that only one of them flags, labelled or not.</param>
/// <param name="Wins">Labelled rows that only the challenger judged rightly.</param>
/// <param name="Losses">Labelled rows that only the champion judged rightly.</param>
/// <param name="Critical">Wins, or losses, that decide at this look; null where none can yet.</param>
/// <param name="Spent">Of the error allowed to all looks, what was spent.</param>
/// <param name="PValue">Of the exact paired test, by itself.</param>
public sealed record TrialLook(
    DateTimeOffset At, long Judged, long ChampionFlags, long ChallengerFlags, long Disagreements, int Wins, int Losses, int BothRight, int BothWrong,
    int? Critical, double Spent, double PValue, TrialVerdict Verdict)
{
    public int Labelled => Wins + Losses + BothRight + BothWrong;

    /// <summary>Of the labelled rows, the share that the champion judges rightly, with Wilson's interval.</summary>
    public Estimate Champion(double level) => PairedTest.Share(Losses + BothRight, Labelled, level);

    public Estimate Challenger(double level) => PairedTest.Share(Wins + BothRight, Labelled, level);
}

/// <summary>A test of two versions of a rule on the same rows.</summary>
/// <param name="Looks">The oldest first.</param>
public sealed record RuleTrial(
    Guid Id, Guid RuleId, int RuleNumber, Guid SourceId, RuleVersion Champion, RuleVersion Challenger, TrialPlan Plan, TrialState State,
    DateTimeOffset StartedAt, DateTimeOffset? EndedAt, IReadOnlyList<TrialLook> Looks)
{
    public TrialLook? Last => Looks.Count > 0 ? Looks[^1] : null;

    public TrialVerdict Verdict => Last?.Verdict ?? TrialVerdict.NotEnoughData;

    /// <summary>Better, and no row that people labelled would be judged worse: then the challenger may take over without a click.</summary>
    public bool MayTakeOver => Verdict is TrialVerdict.Better && Last!.Losses == 0;
}

/// <summary>How starting a test ended.</summary>
public abstract record TrialOutcome
{
    private TrialOutcome() { }

    public sealed record Started(RuleTrial Trial) : TrialOutcome;

    /// <param name="Why">For the person, with what to do instead.</param>
    public sealed record Refused(string Why) : TrialOutcome;
}
