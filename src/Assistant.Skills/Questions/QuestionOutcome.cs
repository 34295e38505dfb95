using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Semantics;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Questions;

/// <param name="Today">The person's date; relative dates count from it.</param>
/// <param name="Culture">BCP 47, for numbers and dates in text.</param>
/// <param name="Role">How the answer is told; the numbers are the same for all.</param>
/// <param name="Run">False plans only, reading no data.</param>
public sealed record QuestionOptions(DateOnly Today, string Culture = "en-GB", AnswerRole Role = AnswerRole.Analyst, bool Run = true)
{
    /// <summary>Whether a ranking shows what it ranks by beside what was asked for; question sets with fixed columns want it left out.</summary>
    public bool ShowRankedBy { get; init; } = true;

    /// <summary>Whether rows that only have a number for a name show whose they are, when they were and what they came to.</summary>
    public bool ShowNames { get; init; } = true;

    /// <summary>Whether there is a last answer that the question may go on from.</summary>
    internal bool GoingOn { get; init; }

    /// <summary>What people said about the source.</summary>
    public SemanticModel Semantics { get; init; } = SemanticModel.Empty;

    /// <summary>Verified questions much like this one: they speak for readings over the same columns.</summary>
    public IReadOnlyList<VerifiedQuestion> Verified { get; init; } = [];

    /// <summary>What people chose before, where a phrase could mean several things in this source.</summary>
    public IReadOnlyList<Meaning> Meanings { get; init; } = [];

    /// <summary>False takes the likelier reading where it would be asked: nobody is asked twice in a row.</summary>
    public bool Ask { get; init; } = true;
}

/// <summary>How a question ended: an answer, a question back, or a reasoned no.</summary>
public abstract record QuestionOutcome
{
    private QuestionOutcome() { }

    /// <summary>The stages in words, for who wants to see how it came about.</summary>
    public IReadOnlyList<string> Trace { get; init; } = [];

    /// <summary>Words of the question that nothing was made of.</summary>
    public IReadOnlyList<string> NotUnderstood { get; init; } = [];

    /// <param name="Table">Null when the plan was not to be run.</param>
    /// <param name="Confidence">0 to 100.</param>
    /// <param name="Reasons">Why the confidence is what it is.</param>
    /// <param name="Explanation">The query in plain words.</param>
    /// <param name="Filters">What limits the rows, in words.</param>
    /// <param name="Dates">Resolved periods, or null.</param>
    public sealed record Answered(
        QueryPlan Plan, string Sql, ResultTable? Table, int Confidence, IReadOnlyList<string> Reasons, string Title, string Explanation,
        IReadOnlyList<string> Filters, string? Dates) : QuestionOutcome
    {
        /// <summary>
        /// 0 to 100: how well the words fit this source, whatever other readings they have in it. For choosing among sources, where a toss-up between
        /// two columns that fit must not count for less than one column that hardly does.
        /// </summary>
        public int Fit { get; init; }

        /// <summary>The kind of chart the question asked for, or null.</summary>
        public ChartType? Chart { get; init; }

        /// <summary>What was asked as a chart of its own kind, e.g. "stacked".</summary>
        public string? ChartWords { get; init; }
        public IReadOnlyList<string> Assumptions { get; init; } = [];

        /// <summary>Whether it is the last answer changed, as by "and by region?".</summary>
        public bool GoesOn { get; init; }

        /// <summary>Choices of people that the reading rests on.</summary>
        public IReadOnlyList<Meaning> Meanings { get; init; } = [];

        /// <summary>The same with who chose them, where they were kept.</summary>
        public IReadOnlyList<ChosenMeaning> Choices { get; init; } = [];
    }

    /// <summary>Two readings are alike; the choices are names of the data.</summary>
    public sealed record Clarify(string Question, IReadOnlyList<Choice> Choices) : QuestionOutcome
    {
        /// <summary>What each choice says, in their order.</summary>
        public IReadOnlyList<Meaning> Meanings { get; init; } = [];
    }

    /// <param name="Questions">The nearest that can be answered.</param>
    public sealed record Declined(ClosingState State, string Title, string Why, IReadOnlyList<string> Questions) : QuestionOutcome
    {
        /// <summary>The word that the data don't know, where it was one.</summary>
        public string? Unknown { get; init; }
    }
}
