using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Assistant.Skills.Storage;
using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Assistant.Skills.Conversation;

/// <summary>
/// Numbered events of turns in PostgreSQL, followed live from any server process. A reader gives the last number it saw, so a lost
/// connection loses nothing.
/// </summary>
public sealed class TurnLog(Database database, TurnSignals signals, IOptions<TurnOptions> options, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    internal TimeProvider Time => time;

    internal TurnWriter Write(Guid organization, Guid turn, int last, Action lost) =>
        new(this, options.Value.Gather, organization, turn, last, lost);

    /// <summary>
    /// Appends after <paramref name="last"/>. False if the turn does not run any more: somebody ended it, so nothing more may be said.
    /// Safe to repeat when it is not known whether an earlier attempt arrived.
    /// </summary>
    internal async Task<bool> AppendAsync(Guid organization, Guid turn, int last, IReadOnlyList<TurnEvent> events, CancellationToken cancellationToken)
    {
        await using var tenant = await database.OpenAsync(organization, cancellationToken);
        if (!await AppendAsync(tenant.Connection, organization, turn, last, events))
            return false;
        await tenant.CommitAsync(cancellationToken);
        Tell(turn, last, events);
        return true;
    }

    /// <summary>The same as part of a larger transaction; the caller tells readers after its commit.</summary>
    internal static async Task<bool> AppendAsync(NpgsqlConnection connection, Guid organization, Guid turn, int last, IReadOnlyList<TurnEvent> events)
    {
        var number = last + events.Count;
        var added = await connection.ExecuteAsync("""
            WITH turn AS (
                UPDATE turns SET last_number = @number WHERE id = @turn AND state = 'Running' AND last_number = @last RETURNING id)
            INSERT INTO turn_events (organization_id, turn_id, number, event)
            SELECT @organization, turn.id, @last + added.place, added.event::json
            FROM turn, unnest(@json) WITH ORDINALITY AS added (event, place)
            """, new { organization, turn, last, number, json = events.Select(ConversationJson.Write<TurnEvent>).ToArray() });
        if (added == 0)
            return await connection.ExecuteScalarAsync<int>(
                "SELECT count(*) FROM turns WHERE id = @turn AND state = 'Running' AND last_number = @number", new { turn, number }) == 1;
        await connection.ExecuteAsync($"SELECT pg_notify('{TurnSignals.EventsChannel}', @payload)", new { payload = $"{turn:N}/{number}" });
        return true;
    }

    /// <summary>Readers in this process need not ask the database.</summary>
    internal void Tell(Guid turn, int last, IReadOnlyList<TurnEvent> events) =>
        signals.Wake(turn, new(last + events.Count, [.. events.Select((happened, i) => new TurnUpdate(last + 1 + i, happened))]));

    internal async Task<IReadOnlyList<TurnUpdate>> ReadAsync(Guid organization, Guid turn, int after, CancellationToken cancellationToken)
    {
        return await PatientlyAsync(async () =>
        {
            await using var tenant = await database.OpenAsync(organization, cancellationToken);
            return await ReadAsync(tenant.Connection, turn, after);
        }, cancellationToken);
    }

    /// <summary>Repeats what only reads, or may be done twice, while the database's connections are being lost.</summary>
    internal async Task<T> PatientlyAsync<T>(Func<Task<T>> read, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try { return await read(); }
            catch (NpgsqlException lost) when (lost.IsTransient && attempt < 20) { await Task.Delay(Pause, time, cancellationToken); }
        }
    }

    internal static async Task<IReadOnlyList<TurnUpdate>> ReadAsync(NpgsqlConnection connection, Guid turn, int after)
    {
        var rows = await connection.QueryAsync<(int Number, string Json)>(
            "SELECT number, event::text FROM turn_events WHERE turn_id = @turn AND number > @after ORDER BY number", new { turn, after });
        return [.. rows.Select(row => new TurnUpdate(row.Number, ConversationJson.Read<TurnEvent>(row.Json)))];
    }

    /// <summary>All events after the given number, in order, those to come included, until the turn has ended.</summary>
    /// <param name="check">Runs whenever nothing was heard for a second; true if it wrote something.</param>
    internal IAsyncEnumerable<TurnUpdate> FollowAsync(
        Guid organization, Guid turn, int after, Func<CancellationToken, Task> check, CancellationToken cancellationToken) =>
        FollowAsync(turn, after, (last, cancelled) => ReadAsync(organization, turn, last, cancelled), check, cancellationToken);

    /// <summary>The same for whatever has numbered events and wakes its readers by <see cref="TurnSignals"/>.</summary>
    /// <param name="read">Gives the events after a number.</param>
    internal async IAsyncEnumerable<TurnUpdate> FollowAsync(
        Guid stream, int after, Func<int, CancellationToken, Task<IReadOnlyList<TurnUpdate>>> read, Func<CancellationToken, Task> check,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var wake = signals.Subscribe(stream);   // before the first look, so that nothing falls between
        try
        {
            var updates = await read(after, cancellationToken);
            while (true)
            {
                foreach (var update in updates)
                {
                    after = update.Number;
                    yield return update;
                    if (update.Event is TurnEnded)
                        yield break;
                }
                updates = await NextAsync(wake, after, read, check, cancellationToken);
            }
        }
        finally
        {
            signals.Unsubscribe(stream, wake);
        }
    }

    private async Task<IReadOnlyList<TurnUpdate>> NextAsync(
        Channel<TurnSignal> wake, int after, Func<int, CancellationToken, Task<IReadOnlyList<TurnUpdate>>> read, Func<CancellationToken, Task> check,
        CancellationToken cancellationToken)
    {
        while (true)
        {
            var signal = await HearAsync(wake, cancellationToken);
            if (signal is { } heard && heard.Number <= after)
                continue;
            if (signal?.Updates is [{ Number: var first }, ..] fresh && first <= after + 1)
                return [.. fresh.SkipWhile(update => update.Number <= after)];
            if (signal is null)
                await check(cancellationToken);
            return await read(after, cancellationToken);
        }
    }

    private async Task<TurnSignal?> HearAsync(Channel<TurnSignal> wake, CancellationToken cancellationToken)
    {
        if (wake.Reader.TryRead(out var ready))
            return ready;
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try { return await wake.Reader.ReadAsync(either.Token); }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested) { return null; }
    }
}
