using Assistant.Skills.Questions.Language;
using Assistant.Skills.Semantics;

namespace Assistant.Skills.Questions;

/// <summary>How alike two questions are, by the stems of their words (Jaccard).</summary>
public static class Neighbours
{
    private const int Shown = 3;

    /// <summary>The valid ones that are most alike, best first.</summary>
    public static IReadOnlyList<string> Nearest(string question, IReadOnlyList<VerifiedQuestion> verified) =>
        [.. verified.Where(v => v.Invalid is null).OrderByDescending(v => Likeness(question, v.Question)).Take(Shown).Select(v => v.Question)];

    /// <returns>0 for nothing in common, 1 for the same words.</returns>
    public static double Likeness(string one, string other)
    {
        var (a, b) = (Stems(one), Stems(other));
        var all = a.Union(b).Count();
        return all == 0 ? 0 : (double)a.Intersect(b).Count() / all;
    }

    private static HashSet<string> Stems(string question) =>
        [.. Tokenizer.Tokenize(question).Where(t => t.Kind is not TokenKind.Mark).Select(t => Lemmas.Stem(t.Lower))];
}
