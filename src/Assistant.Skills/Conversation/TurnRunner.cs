using Assistant.Skills.Access;
using Assistant.Skills.Models;
using Microsoft.Extensions.Options;

namespace Assistant.Skills.Conversation;

/// <summary>Builds what a turn's tools know, and runs the tool loop on it.</summary>
public sealed class TurnRunner(ToolLoop loop, TurnHistory history, IOptions<TurnOptions> options, TimeProvider time)
{
    internal async Task<ClosingState> RunAsync(
        Caller caller, TurnBegan began, Guid? source, IDictionary<string, string> notes, TurnWriter writer, CancellationToken cancellationToken)
    {
        if (Unanswerable(began.Question) is { } closing)
        {
            writer.Write(new PartShown(closing));
            return closing.State;
        }
        var past = await history.ReadAsync(caller.OrganizationId, began.ConversationId, began.TurnId, cancellationToken);
        foreach (var (key, note) in past.Notes)
            notes[key] = note;
        var turn = new TurnContext(caller, began.ConversationId, began.TurnId, source, began.Question, Today(caller.Preferences.TimeZone), Emit, notes) { ProjectId = past.ProjectId };
        return await loop.RunAsync(turn, past.Messages, cancellationToken);

        ValueTask Emit(TurnEvent happened)
        {
            writer.Write(happened);
            return ValueTask.CompletedTask;
        }
    }

    private DateOnly Today(string timeZone) => DateOnly.FromDateTime(
        TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out var zone)
            ? TimeZoneInfo.ConvertTime(time.GetUtcNow(), zone).DateTime
            : time.GetUtcNow().UtcDateTime);

    private ClosingPart? Unanswerable(string question) =>
        string.IsNullOrWhiteSpace(question)
            ? new(ClosingState.NeedsClarification, "What would you like to know?", "The question was empty.", [])
        : question.Length > options.Value.MaxQuestionLength
            ? new(ClosingState.NotModelled, "This is too long for one question",
                $"It has {question.Length:N0} characters; up to {options.Value.MaxQuestionLength:N0} are read. Put long data into a file and upload it.", [])
        : null;
}
