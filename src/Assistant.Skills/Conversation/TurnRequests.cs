using System.Security.Cryptography;
using System.Text;
using Assistant.Skills.Access;
using Assistant.Skills.Storage;
using Dapper;

namespace Assistant.Skills.Conversation;

/// <summary>What is asked of a question before it is stored: whether it came already, and whether there were too many. Holds over all processes.</summary>
internal static class TurnRequests
{
    /// <summary>Longer keys are cut by nobody: they are refused at the edge.</summary>
    public const int LongestKey = 200;

    /// <summary>The turn that the key started before, or that it was for something else; null for a new one. Waits for who uses the key at this moment.</summary>
    public static async Task<StartOutcome?> EarlierAsync(TenantConnection tenant, Caller caller, TurnRequest request, CancellationToken cancellationToken)
    {
        if (request.Key is null)
            return null;
        await tenant.Connection.ExecuteAsync(new CommandDefinition(
            "SELECT pg_advisory_xact_lock(hashtextextended(@lock, 0))", new { @lock = $"{caller.UserId:N}/{request.Key}" }, cancellationToken: cancellationToken));
        var earlier = await tenant.Connection.QuerySingleOrDefaultAsync<(byte[] Request, Guid Turn, Guid Conversation)?>(new CommandDefinition(
            "SELECT request, turn_id, conversation_id FROM turn_requests WHERE user_id = @user AND key = @key",
            new { user = caller.UserId, key = request.Key }, cancellationToken: cancellationToken));
        return earlier is not var (asked, turn, conversation) ? null
            : asked.AsSpan().SequenceEqual(Hash(request)) ? new StartOutcome.Started(turn, conversation) : new StartOutcome.KeyTaken();
    }

    /// <summary>Null while the person may ask on.</summary>
    public static async Task<StartOutcome?> TooManyAsync(TenantConnection tenant, Caller caller, int perMinute, CancellationToken cancellationToken)
    {
        // The oldest of the last so many questions: when it is a minute old, the next may come.
        var wait = await tenant.Connection.ExecuteScalarAsync<double?>(new CommandDefinition("""
            SELECT extract(epoch FROM t.started_at + interval '1 minute' - now()) FROM turns t JOIN conversations c ON c.id = t.conversation_id
            WHERE c.user_id = @user AND t.started_at > now() - interval '1 minute' ORDER BY t.started_at DESC OFFSET @others LIMIT 1
            """, new { user = caller.UserId, others = perMinute - 1 }, cancellationToken: cancellationToken));
        return wait is { } seconds ? new StartOutcome.TooMany(perMinute, TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling(seconds)))) : null;
    }

    public static Task KeepAsync(TenantConnection tenant, Caller caller, TurnRequest request, StartOutcome.Started started, CancellationToken cancellationToken) =>
        request.Key is null ? Task.CompletedTask : tenant.Connection.ExecuteAsync(new CommandDefinition("""
            INSERT INTO turn_requests (organization_id, user_id, key, request, turn_id, conversation_id)
            VALUES (@organization, @user, @key, @hash, @turn, @conversation)
            """, new
        {
            organization = caller.OrganizationId, user = caller.UserId, key = request.Key, hash = Hash(request), turn = started.TurnId, conversation = started.ConversationId,
        }, cancellationToken: cancellationToken));

    private static byte[] Hash(TurnRequest request) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"{request.ConversationId:N}/{request.SourceId:N}/{request.ReplacesTurnId:N}/{request.Text}"));
}
