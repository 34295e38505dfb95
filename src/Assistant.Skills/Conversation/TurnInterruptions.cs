using Assistant.Skills.Storage;
using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Assistant.Skills.Conversation;

/// <summary>
/// Ends turns whose process died in the middle: with what they had, marked interrupted, to be tried again. Done by whoever looks at such
/// a turn next, so that no process needs rights over all organizations.
/// </summary>
public sealed class TurnInterruptions(Database database, TurnLog log, IOptions<TurnOptions> options)
{
    internal const string Running = "Running";

    internal static ClosingPart Closing { get; } = new(
        ClosingState.Interrupted, "The answer was interrupted", "The server stopped while it worked on this. What it had so far is kept.", [], CanRetry: true);

    internal async Task MarkAsync(Guid organization, Guid conversation, CancellationToken cancellationToken)
    {
        List<Guid> dead;
        await using (var tenant = await database.OpenAsync(organization, cancellationToken))
            dead = [.. await tenant.Connection.QueryAsync<Guid>(new CommandDefinition(
                $"SELECT id FROM turns t WHERE conversation_id = @conversation AND {Dead}",
                new { conversation, lease = options.Value.Lease }, cancellationToken: cancellationToken))];
        foreach (var turn in dead)
            await MarkTurnAsync(organization, turn, cancellationToken);
    }

    /// <returns>Whether it was dead.</returns>
    internal async Task<bool> MarkTurnAsync(Guid organization, Guid turn, CancellationToken cancellationToken)
    {
        await using var tenant = await database.OpenAsync(organization, cancellationToken);
        var row = await tenant.Connection.QuerySingleOrDefaultAsync<(Guid Conversation, int Last, int Elapsed)?>(new CommandDefinition($"""
            SELECT t.conversation_id, t.last_number, (extract(epoch FROM now() - t.started_at) * 1000)::int
            FROM turns t WHERE t.id = @turn AND {Dead} FOR UPDATE
            """, new { turn, lease = options.Value.Lease }, cancellationToken: cancellationToken));
        if (row is not { } found)
            return false;
        var answer = AnswerSoFar.Of(await TurnLog.ReadAsync(tenant.Connection, turn, after: 0));
        TurnEvent[] end = [.. answer.Parts.OfType<StepPart>().Where(step => step.State == StepState.Running)
            .Select(step => new PartShown(step with { State = StepState.Stopped })),
            new PartShown(Closing), new TurnEnded(ClosingState.Interrupted, found.Elapsed)];
        if (!await EndAsync(tenant.Connection, organization, found.Conversation, turn, found.Last, answer, end, notes: null))
            return false;
        await tenant.CommitAsync(cancellationToken);
        log.Tell(turn, found.Last, end);
        return true;
    }

    /// <summary>Writes the last events, the answer as a message, and how the turn ended. False if it had ended already.</summary>
    internal static async Task<bool> EndAsync(
        NpgsqlConnection connection, Guid organization, Guid conversation, Guid turn, int last, AnswerSoFar answer, IReadOnlyList<TurnEvent> events, string? notes)
    {
        if (!await TurnLog.AppendAsync(connection, organization, turn, last, events))
            return false;
        foreach (var happened in events)
            answer.Add(happened);
        var (state, milliseconds) = answer.Ended!;
        await connection.ExecuteAsync("""
            UPDATE turns SET state = @state, ended_at = now(), milliseconds = @milliseconds, notes = @notes::json WHERE id = @turn;
            UPDATE conversations SET updated_at = now() WHERE id = @conversation;
            INSERT INTO messages (organization_id, id, conversation_id, turn_id, author, text, parts)
            VALUES (@organization, @message, @conversation, @turn, 'assistant', @text, @parts::json)
            """, new
        {
            organization, conversation, turn, milliseconds, notes, state = state.ToString(), message = Guid.NewGuid(),
            text = Words.Clean(string.Join("\n\n", answer.Parts.Select(MarkdownExport.Part).Where(part => part.Length > 0)), 200_000),
            parts = ConversationJson.Write(answer.Parts),
        });
        return true;
    }

    private const string Dead = $"""
        t.state = '{Running}' AND NOT EXISTS (SELECT FROM server_processes p WHERE p.id = t.process_id AND p.seen_at > now() - @lease)
        """;
}
