using System.Text.Json;
using Assistant.Skills.Conversation;

namespace Assistant.Skills.Questions;

/// <summary>The last answer of a conversation, as noted with it: what a follow-up changes and what "why?" explains. No rows.</summary>
internal sealed record LastAnswer(Guid SourceId, string Plan)
{
    private const string Key = "questions.last";

    public string Question { get; init; } = "";
    public string Source { get; init; } = "";
    public string Sql { get; init; } = "";
    public int Confidence { get; init; }

    /// <summary>Why the confidence is what it is; for a verified answer, who verified it.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];
    public IReadOnlyList<string> Assumptions { get; init; } = [];

    /// <summary>The chart that was asked for, in words; null where none was.</summary>
    public string? Chart { get; init; }

    /// <summary>Who verified it and when, in words; null where nobody did.</summary>
    public string? Verified { get; init; }

    /// <summary>Null where an earlier version noted it in a form that is no longer read.</summary>
    public QueryPlan? Read() => QueryPlan.FromJson(Plan);

    public static LastAnswer? Of(TurnContext turn) => turn.State.TryGetValue(Key, out var noted) && JsonSerializer.Deserialize<LastAnswer>(noted) is { } last ? last : null;

    public void Note(TurnContext turn) => turn.State[Key] = JsonSerializer.Serialize(this);
}
