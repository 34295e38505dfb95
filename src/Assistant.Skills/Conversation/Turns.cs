using System.Runtime.CompilerServices;
using Assistant.Skills.Access;
using Assistant.Skills.Storage;
using Dapper;
using Microsoft.Extensions.Options;

namespace Assistant.Skills.Conversation;

/// <summary>
/// Questions asked and answers followed. A turn runs on its own: who asked may leave and come back. Turns of conversations that a person
/// may not read do not exist for them.
/// </summary>
public sealed class Turns(
    Database database, TurnLog log, TurnSignals signals, TurnInterruptions interruptions, RunningTurns running, IOptions<TurnOptions> options)
{
    private const int LongestAudited = 4000;

    /// <summary>Stores the question and starts the turn in the background.</summary>
    public async Task<StartOutcome> StartAsync(Caller caller, TurnRequest request, CancellationToken cancellationToken)
    {
        var question = Words.Clean(request.Text, 1_000_000)!;
        var conversation = request.ConversationId == default ? Guid.NewGuid() : request.ConversationId;
        var began = new TurnBegan(Guid.NewGuid(), conversation, question);
        var started = new StartOutcome.Started(began.TurnId, conversation);
        await using (var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken))
        {
            if ((await TurnRequests.EarlierAsync(tenant, caller, request, cancellationToken)
                ?? await TurnRequests.TooManyAsync(tenant, caller, options.Value.PerMinute, cancellationToken)) is { } other)
                return other;
            var asked = new
            {
                organization = caller.OrganizationId, user = caller.UserId, conversation, turn = began.TurnId, isNew = request.ConversationId == default,
                process = running.Process, question, source = request.SourceId, project = request.ProjectId ?? caller.ProjectId, title = Conversations.Titled(question), message = Guid.NewGuid(),
                replaces = request.ReplacesTurnId, json = ConversationJson.Write<TurnEvent>(began),
            };
            var mine = await tenant.Connection.ExecuteAsync(new CommandDefinition("""
                INSERT INTO conversations (organization_id, id, user_id, project_id)
                SELECT @organization, @conversation, @user, CASE WHEN app.sees_project(@user, @project) THEN @project END WHERE @isNew;
                UPDATE conversations SET updated_at = now(), title = CASE title WHEN '' THEN @title ELSE title END
                WHERE id = @conversation AND user_id = @user
                """, asked, cancellationToken: cancellationToken));
            if (mine == 0)
                return new StartOutcome.NotYours();
            await tenant.Connection.ExecuteAsync(new CommandDefinition($"""
                SELECT pg_notify('{TurnSignals.StopsChannel}', id::text) FROM turns
                WHERE @replaces IS NOT NULL AND conversation_id = @conversation AND state = 'Running'
                  AND place >= (SELECT place FROM turns WHERE id = @replaces AND conversation_id = @conversation);
                UPDATE turns SET replaced = true
                WHERE @replaces IS NOT NULL AND conversation_id = @conversation
                  AND place >= (SELECT place FROM turns WHERE id = @replaces AND conversation_id = @conversation);
                INSERT INTO turns (organization_id, id, conversation_id, question, source_id, process_id, last_number)
                VALUES (@organization, @turn, @conversation, @question, @source, @process, 1);
                INSERT INTO turn_events (organization_id, turn_id, number, event) VALUES (@organization, @turn, 1, @json::json);
                INSERT INTO messages (organization_id, id, conversation_id, turn_id, author, text)
                VALUES (@organization, @message, @conversation, @turn, 'person', @question);
                INSERT INTO server_processes (id) VALUES (@process) ON CONFLICT DO NOTHING;
                """, asked, cancellationToken: cancellationToken));
            await Audit.RecordAsync(tenant, caller.UserId, "question asked", began.TurnId.ToString(), log.Time.GetUtcNow(), cancellationToken,
                new { question = Words.Clean(question, LongestAudited), conversation, source = request.SourceId });
            await TurnRequests.KeepAsync(tenant, caller, request, started, cancellationToken);
            await tenant.CommitAsync(cancellationToken);
        }
        running.Begin(caller, began, request.SourceId);
        return started;
    }

    /// <summary>
    /// Asks the turn to stop, in whichever process it runs; the source's query stops with it. False if it is not the caller's to stop.
    /// </summary>
    public async Task<bool> StopAsync(Caller caller, Guid turnId, CancellationToken cancellationToken)
    {
        await using (var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken))
        {
            var known = await tenant.Connection.ExecuteAsync(new CommandDefinition("""
                UPDATE turns t SET stop_requested_at = now() FROM conversations c
                WHERE t.id = @turnId AND c.id = t.conversation_id AND c.user_id = @user
                """, new { turnId, user = caller.UserId }, cancellationToken: cancellationToken));
            if (known == 0)
                return false;
            await tenant.Connection.ExecuteAsync(new CommandDefinition(
                $"SELECT pg_notify('{TurnSignals.StopsChannel}', @turn)", new { turn = turnId.ToString() }, cancellationToken: cancellationToken));
            await tenant.CommitAsync(cancellationToken);
        }
        signals.Stop(turnId);
        await interruptions.MarkTurnAsync(caller.OrganizationId, turnId, cancellationToken);
        return true;
    }

    /// <summary>
    /// Adds to what the conversation's next turns know, as a skill's own note does: only to the caller's latest turn, when it has ended.
    /// Null takes the note back. False when there is no such turn.
    /// </summary>
    public async Task<bool> NoteAsync(Caller caller, Guid turnId, string key, string? note, CancellationToken cancellationToken)
    {
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        var noted = await tenant.Connection.ExecuteAsync(new CommandDefinition("""
            UPDATE turns t SET notes = (CASE WHEN @note IS NULL THEN coalesce(t.notes, '{}')::jsonb - @key ELSE coalesce(t.notes, '{}')::jsonb || jsonb_build_object(@key, @note) END)::json
            FROM conversations c
            WHERE t.id = @turnId AND c.id = t.conversation_id AND c.user_id = @user AND t.state <> 'Running' AND NOT t.replaced
              AND NOT EXISTS (SELECT FROM turns later WHERE later.conversation_id = c.id AND later.place > t.place AND NOT later.replaced)
            """, new { turnId, key, note = Words.Clean(note, 200_000), user = caller.UserId }, cancellationToken: cancellationToken));
        await tenant.CommitAsync(cancellationToken);
        return noted == 1;
    }

    /// <summary>Events after the given number, in order, those to come included, until the turn has ended; nothing for an unknown turn.</summary>
    public async IAsyncEnumerable<TurnUpdate> FollowAsync(
        Caller caller, Guid turnId, int after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var organization = caller.OrganizationId;
        if (await log.PatientlyAsync(() => LastNumberAsync(caller, turnId, cancellationToken), cancellationToken) is not { } last || last.Ended && last.Number <= after)
            yield break;
        Task CheckAsync(CancellationToken cancelled) => log.PatientlyAsync(() => interruptions.MarkTurnAsync(organization, turnId, cancelled), cancelled);
        await foreach (var update in log.FollowAsync(organization, turnId, after, CheckAsync, cancellationToken))
            yield return update;
    }

    /// <summary>Whether the caller may follow the turn.</summary>
    public async Task<bool> ExistsAsync(Caller caller, Guid turnId, CancellationToken cancellationToken) =>
        await LastNumberAsync(caller, turnId, cancellationToken) is not null;

    /// <summary>Turns of the conversation that run right now, the oldest first.</summary>
    public async Task<IReadOnlyList<Guid>> RunningAsync(Caller caller, Guid conversationId, CancellationToken cancellationToken)
    {
        await interruptions.MarkAsync(caller.OrganizationId, conversationId, cancellationToken);
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        return [.. await tenant.Connection.QueryAsync<Guid>(new CommandDefinition($"""
            SELECT t.id FROM turns t JOIN conversations c ON c.id = t.conversation_id
            WHERE c.id = @conversationId AND {Conversations.Readable} AND t.state = 'Running' AND NOT t.replaced ORDER BY t.place
            """, new { conversationId, user = caller.UserId }, cancellationToken: cancellationToken))];
    }

    private async Task<(int Number, bool Ended)?> LastNumberAsync(Caller caller, Guid turnId, CancellationToken cancellationToken)
    {
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        return await tenant.Connection.QuerySingleOrDefaultAsync<(int, bool)?>(new CommandDefinition($"""
            SELECT t.last_number, t.state <> 'Running' FROM turns t JOIN conversations c ON c.id = t.conversation_id
            WHERE t.id = @turnId AND {Conversations.Readable}
            """, new { turnId, user = caller.UserId }, cancellationToken: cancellationToken));
    }
}
