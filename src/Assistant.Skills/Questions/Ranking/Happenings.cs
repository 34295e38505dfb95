using Assistant.Skills.Questions.Language;
using Assistant.Skills.Questions.Linking;

namespace Assistant.Skills.Questions.Ranking;

/// <summary>What is said to have happened to the things asked about, as in "which products were returned": passed over, all products would be told as the answer.</summary>
internal static class Happenings
{
    /// <summary>Verbs that say no more than that there is such a thing.</summary>
    private static readonly HashSet<string> Plain =
    [
        "make", "place", "do", "hold", "issue", "record", "give", "take", "create", "have", "use", "enter", "register", "log", "report", "post", "list", "keep", "store", "run", "carry", "offer", "provide", "receive", "get", "buy", "purchase",
        "sell", "order", "book", "own", "call", "name", "involve", "include", "contain", "belong", "associate", "relate", "assign", "need", "want", "track", "collect", "earn", "work", "live", "treat", "serve", "handle", "manage", "perform",
        "conduct", "write", "teach", "play", "show", "say", "know", "count", "measure", "base", "locate", "find", "see", "write", "build", "produce", "bring", "drive", "travel", "go", "attend", "participate", "speak", "visit", "stay",
    ];

    private static readonly HashSet<string> Before = ["were", "was", "are", "is", "been", "be", "being", "get", "got", "never", "not", "haven't", "hasn't", "weren't", "wasn't", "didn't", "have", "has", "had"];

    /// <summary>Participles behind a form of "be" that no table and no column of the plan speaks of.</summary>
    public static IEnumerable<string> Unread(Candidate best)
    {
        foreach (var said in best.Sketch.PassedOver.Concat(best.Sketch.Unused.Select(c => c.Text)))
        {
            var at = best.Chunks.Select((c, i) => (c, i)).FirstOrDefault(c => c.c.Text == said, (null!, -1)).Item2;
            if (at < 0 || !said.EndsWith("ed", StringComparison.OrdinalIgnoreCase) && !said.EndsWith("en", StringComparison.OrdinalIgnoreCase))
                continue;
            var verb = Lemmas.Verb(said.ToLowerInvariant()) ?? Lemmas.Of(said.ToLowerInvariant());
            var helped = best.Chunks.Take(at).Reverse().TakeWhile(c => c.Entries.Count > 0).Any(c => c.Lower.Split(' ').Any(Before.Contains));
            // "expired articles": said of the things right behind it
            helped |= at + 1 < best.Chunks.Count && best.Chunks[at + 1].BestName > 0.8 && best.Plan!.Where is null;
            if (helped && !Plain.Contains(verb) && !Plain.Contains(Lemmas.Stem(said)) && !IsSpokenOf(verb, best))
                yield return said;
        }
    }

    private static bool IsSpokenOf(string verb, Candidate best)
    {
        var stem = Lemmas.Stem(verb);
        var names = best.Plan!.Sources.Where(s => s.Table is not null).SelectMany(s => NameWords.Split(s.Table!.Name)).Concat(Parsing.PlanColumns.Of(best.Plan).SelectMany(c => NameWords.Split(c.Column))).Select(Lemmas.Of).Distinct().ToList();
        return names.Any(n => Lemmas.Stem(n) == stem) || names.SelectMany(RelatedWords.Of).Any(r => Lemmas.Stem(r.Said) == stem);
    }
}
