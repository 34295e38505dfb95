using Assistant.Skills.Sources;

namespace Assistant.Skills.Curation;

/// <summary>How the answer to a question differs under an edited model.</summary>
public enum ReplayVerdict { Same, OtherQuery, OtherAnswer, NewlyAnswered, NoLongerAnswered }

/// <summary>An answer as a replay sees it.</summary>
/// <param name="Sql">Null where the question was not answered.</param>
/// <param name="Why">Why it was not.</param>
public sealed record ReplayedAnswer(string? Sql, string? Why, ResultTable? Table);

/// <param name="Verified">Whether a person verified the query of this question; else it was asked lately.</param>
/// <param name="RightBefore">Of verified ones: whether the engine alone gave the verified result.</param>
public sealed record ReplayedQuestion(
    string Question, bool Verified, ReplayedAnswer Before, ReplayedAnswer After, ReplayVerdict Verdict, bool? RightBefore = null, bool? RightAfter = null);

/// <summary>What an edit of a model does to the questions that matter.</summary>
public sealed record ModelReplay(IReadOnlyList<ReplayedQuestion> Questions)
{
    public IReadOnlyList<ReplayedQuestion> Changed => [.. Questions.Where(q => q.Verdict is not ReplayVerdict.Same)];

    /// <summary>Verified questions that were answered as verified and no longer would be.</summary>
    public IReadOnlyList<ReplayedQuestion> Broken => [.. Questions.Where(q => q is { RightBefore: true, RightAfter: false })];

    public int Verified => Questions.Count(q => q.RightBefore is not null);
    public int RightBefore => Questions.Count(q => q.RightBefore is true);
    public int RightAfter => Questions.Count(q => q.RightAfter is true);
}
