using Assistant.Skills.Questions.Linking;
using Assistant.Skills.Questions.Parsing;

namespace Assistant.Skills.Questions.Ranking;

/// <summary>One reading of a question with its plan and what speaks for and against it.</summary>
internal sealed record Candidate(
    QueryPlan? Plan, double Score, IReadOnlyList<Chunk> Chunks, Sketch Sketch, SchemaTable? Entity, IReadOnlyList<string> Unused, IReadOnlyList<string> Problems, IReadOnlyList<string> Guesses,
    IReadOnlyList<double> Strengths, IReadOnlyList<string> Decisions, double Margin);
