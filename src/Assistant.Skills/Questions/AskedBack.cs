using System.Text.Json;
using Assistant.Skills.Conversation;
using Assistant.Skills.Semantics;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Questions;

/// <summary>
/// A question that waits for the person's choice, noted with the conversation: the next message that is one of the choices answers it, any
/// other message is a question of its own.
/// </summary>
public sealed class AskedBack(Meanings meanings, ModelLearning learning, DataSources sources)
{
    private const string StateKey = "questions.asked";

    /// <summary>What a person adds to a choice that shall hold as a word of the source.</summary>
    public const string ForEveryone = ", for everyone";

    private sealed record Waiting(string Question, Guid SourceId, IReadOnlyList<string> Labels, IReadOnlyList<Meaning> Meanings);

    /// <summary>The question that was asked first, its source, and what is meant; null when the text is no answer to a question back.</summary>
    public sealed record Chosen(string Question, Guid SourceId, Meaning Meaning);

    /// <summary>Notes what is asked, and the part that asks it.</summary>
    public static ClarificationPart Ask(string question, Guid sourceId, QuestionOutcome.Clarify asked, TurnContext turn)
    {
        turn.State[StateKey] = JsonSerializer.Serialize(new Waiting(question, sourceId, [.. asked.Choices.Select(c => c.Label)], asked.Meanings));
        var teachable = ModelLearning.MayTeach(turn.Caller, sourceId) && asked.Meanings.All(IsWord);
        return new(asked.Question, asked.Choices) { ForEveryone = teachable ? ForEveryone : null };
    }

    /// <summary>Keeps the choice for the person and, where somebody who may teach says so, as a word of the source's model for everyone.</summary>
    public async Task<Chosen?> TakeAsync(string text, TurnContext turn, CancellationToken cancellationToken)
    {
        if (!turn.State.Remove(StateKey, out var noted) || JsonSerializer.Deserialize<Waiting>(noted) is not { } waiting)
            return null;
        var said = text.Trim().TrimEnd('.', '?', '!');
        var everyone = said.EndsWith(ForEveryone, StringComparison.OrdinalIgnoreCase);
        if (everyone)
            said = said[..^ForEveryone.Length];
        var at = waiting.Labels.Select((l, i) => (l, i)).Where(l => string.Equals(l.l, said, StringComparison.OrdinalIgnoreCase) || string.Equals("the " + l.l, said, StringComparison.OrdinalIgnoreCase)).Select(l => (int?)l.i).FirstOrDefault();
        if (at is not { } chosen)
            return null;
        var meaning = waiting.Meanings[chosen];
        await meanings.KeepAsync(turn.Caller, waiting.SourceId, meaning, waiting.Labels[chosen], cancellationToken);
        if (everyone && await TeachAsync(meaning, waiting.SourceId, turn, cancellationToken) is { } why)
            await turn.ShowAsync(new CaveatPart("Not learned for everyone", why));
        return new(waiting.Question, waiting.SourceId, meaning);
    }

    /// <summary>Why not, in words; null when it was taught.</summary>
    private async Task<string?> TeachAsync(Meaning meaning, Guid sourceId, TurnContext turn, CancellationToken cancellationToken)
    {
        if (!ModelLearning.MayTeach(turn.Caller, sourceId))
            return "It is remembered for you. Who manages sources can make it a word for everyone.";
        if (await PlaceAsync(meaning, sourceId, turn, cancellationToken) is not { } place)
            return "It is remembered for you. Only names of tables and columns can be learned for everyone.";
        return await learning.TeachAsync(turn.Caller, sourceId, meaning.Words, place, "a choice in a conversation", cancellationToken) is PublishOutcome.Refused refused ? refused.Reason : null;
    }

    /// <summary>A word for tables or columns; not so dates that were not named, and values.</summary>
    private static bool IsWord(Meaning meaning) =>
        meaning.Phrase.StartsWith("column ", StringComparison.Ordinal) || meaning.Phrase.StartsWith("table ", StringComparison.Ordinal);

    private async Task<ModelPlace?> PlaceAsync(Meaning meaning, Guid sourceId, TurnContext turn, CancellationToken cancellationToken)
    {
        if (!IsWord(meaning) || await sources.OpenAsync(turn.Caller, sourceId, cancellationToken) is not { } opened)
            return null;
        var names = meaning.Element.Split('.', 2);
        return opened.Catalog.Find(new TableName(null, names[0])) is { } table ? new(table.Name, names.ElementAtOrDefault(1)) : null;
    }
}
