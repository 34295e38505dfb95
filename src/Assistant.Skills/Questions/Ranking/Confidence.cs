namespace Assistant.Skills.Questions.Ranking;

/// <summary>
/// How sure the first of the ranked readings is, 0 to 100, with the reasons. The chance is learned (<see cref="ConfidenceModel"/>); a word that
/// nothing was made of, or a guess, never leaves it high whatever was learned.
/// </summary>
internal static class Confidence
{
    private const int Most = 97;

    /// <summary>
    /// The learned chance is kind to the databases it was learned on; "high" is said only where the readings of databases left out were right as
    /// often as it promises.
    /// </summary>
    private const int LeastForHigh = 94;
    private const int High = 90;
    private const int LeastWithinGroups = 60;
    private const int LeastCountedAlone = 45;
    private const int SureChange = 85;
    private const int MostLostToWeakLinks = 60;
    private const int MostWithUnused = 60;
    private const int MostWhenMostlyUnread = 20;
    private const int FairlySure = 70;
    private const int MostWithGuess = 80;
    private const int MostWithPassedOver = 79;
    private const int MostWithUnreadState = 60;

    private static readonly Lazy<ConfidenceModel> Model = new(Read);

    /// <param name="goesOn">Whether the last answer is changed: few words change a plan that is known, of which the learned chance knows nothing.</param>
    public static (int Percent, IReadOnlyList<string> Reasons) Of(IReadOnlyList<Candidate> ranked, bool goesOn = false)
    {
        var best = ranked[0];
        var percent = goesOn ? OfChange(best) : (int)Math.Round(100 * Model.Value.Chance(Facts(ranked)));
        // Questions with known answers hardly rank within groups, so little was learned of it: it is answered, and told as unsure.
        if (best.Facts.GetValueOrDefault("ranks_within") > 0)
            percent = Math.Max(percent, LeastWithinGroups);
        // Likewise of things that go by another name where one table alone can be counted.
        if (best.Sketch.Targets.Any(t => t.Hints is ["#"]) && best.Problems.Count == 0)
            percent = Math.Max(percent, LeastCountedAlone);
        if (best.Unused.Count > 0)
            percent = Math.Min(percent, MostWithUnused);
        if (IsMostlyUnread(best))
            percent = Math.Min(percent, MostWhenMostlyUnread);
        if (best.Sketch.PassedOver.Count > 0)
            percent = Math.Min(percent, Happenings.Unread(best).Any() ? MostWithUnreadState : MostWithPassedOver);
        if (AsksForNothing(best) || NamesNobody(best))
            percent = Math.Min(percent, MostWithUnreadState);
        if (best.Guesses.Count > 0 || best.Problems.Count > 0 || best.Probe is { Empty: true } or { OnlyNulls: true })
            percent = Math.Min(percent, MostWithGuess);
        if (percent is >= High and < LeastForHigh)
            percent = High - 1;
        return (Math.Clamp(percent, 2, Most), Reasons(ranked, percent));
    }

    /// <summary>How well the words fit, were this the only reading: words that only resemble a name weigh more than in the chance learned within one source.</summary>
    public static int Fit(Candidate best) =>
        Math.Clamp(Of([best with { Facts = new Dictionary<string, double>(best.Facts) { ["toss_up"] = 0, ["agreement"] = 1 } }]).Percent - (int)(MostLostToWeakLinks * (best.Strengths.Count > 0 ? 1 - best.Strengths.Min() : 0)), 0, 100);

    /// <summary>"per region" alone, with nothing to be told of each: the regions are no answer.</summary>
    private static bool AsksForNothing(Candidate best) => best.Sketch is { Targets.Count: 0, Entities.Count: 0, Top: null, Groups.Count: > 0, Conditions.Count: 0 } && best.Plan is { } plan && plan.Outputs.All(o => o.Value is ColumnValue or TimeGrain);

    /// <summary>"who counted the stock", answered with a date or an amount.</summary>
    private static bool NamesNobody(Candidate best) => best.Sketch.Who && best.Plan is { Groups.Count: 0 } plan && best.Entity is { } entity
        && plan.Outputs.All(o => o.Value is ColumnValue c && entity.Columns.FirstOrDefault(x => x.Name == c.Column) is { IsDate: true } or { IsMeasure: true });

    /// <summary>Of two or more words that say what is wanted, nothing was made of most.</summary>
    private static bool IsMostlyUnread(Candidate best)
    {
        var unread = best.Unused.Sum(u => u.Split(' ').Length);
        var read = best.Chunks.Where(c => !c.IsMark && (c.Links.Count > 0 || c.Number is not null || c.Period is not null) && !best.Unused.Contains(c.Text)).Sum(c => c.Length);
        return unread >= 2 && unread > read;
    }

    private static int OfChange(Candidate best) =>
        (int)(SureChange - 30 * best.Unused.Count - 20 * best.Problems.Count - 12 * best.Guesses.Count - 40 * (best.Strengths.Count > 0 ? 1 - best.Strengths.Min() : 0));

    /// <summary>Facts about the first reading and how it stands among the others.</summary>
    public static IReadOnlyDictionary<string, double> Facts(IReadOnlyList<Candidate> ranked)
    {
        var (chance, lead, results) = Ranker.Standing(ranked);
        return new Dictionary<string, double>(ranked[0].Facts)
        {
            ["chance"] = chance,
            ["lead"] = lead,
            ["results"] = results,
            ["readings"] = Math.Min(10, ranked.Count),
            ["worth"] = ranked[0].Worth,
        };
    }

    private static List<string> Reasons(IReadOnlyList<Candidate> ranked, int percent)
    {
        var best = ranked[0];
        var reasons = new List<string>();
        if (best.Unused.Count > 0)
            reasons.Add($"not understood: {string.Join(", ", best.Unused.Take(4))}");
        if (best.Sketch.PassedOver.Count > 0)
            reasons.Add($"passed over: {string.Join(", ", best.Sketch.PassedOver.Distinct().Take(4))}");
        if (best.Strengths.Count > 0 && best.Strengths.Min() < 0.8)
            reasons.Add("some words only resemble the names in the data");
        reasons.AddRange(best.Guesses);
        reasons.AddRange(best.Problems);
        if (best.Probe is { Empty: true } or { OnlyNulls: true })
            reasons.Add("nothing was found, which is seldom what a question means");
        if (best.Plan is { Sources.Count: > 2 } plan)
            reasons.Add($"{plan.Sources.Count} tables had to be joined");
        if (Ranker.Standing(ranked).Chance < 0.7)
            reasons.Add("another reading with a different result is nearly as likely");
        if (reasons.Count == 0)
            reasons.Add(percent < FairlySure ? "every word fits the data, but questions put this way are easily read otherwise" : "every word of the question is accounted for by names and values in the data");
        return reasons;
    }

    private static ConfidenceModel Read()
    {
        using var stream = typeof(Confidence).Assembly.GetManifestResourceStream("questions/confidence.yaml")
            ?? throw new InvalidOperationException("The trees of the confidence are missing from the program.");
        using var reader = new StreamReader(stream);
        return ConfidenceModel.Parse(reader.ReadToEnd());
    }
}
