using Assistant.Skills.Storage;
using Dapper;
using Microsoft.Extensions.Options;

namespace Assistant.Skills.Access;

/// <param name="Device">What the browser calls itself.</param>
/// <param name="Address">Where it was opened from.</param>
public sealed record Session(Guid Id, string Device, string Address, DateTimeOffset CreatedAt, DateTimeOffset SeenAt, DateTimeOffset ExpiresAt);

/// <summary>Signed-in browsers: each can be listed and ended by its person; unused ones end by themselves.</summary>
public sealed class Sessions(Database database, IOptions<AccessOptions> options, TimeProvider time)
{
    private readonly AccessOptions _options = options.Value;

    /// <summary>Opens a session after a sign-in; the returned token is the only copy.</summary>
    public async Task<string> BeginAsync(
        SignInOutcome.SignedIn user, string device, string address, CancellationToken cancellationToken)
    {
        var token = AccessToken.New(AccessToken.Session, user.OrganizationId);
        var now = time.GetUtcNow();
        await using var tenant = await database.OpenAsync(user.OrganizationId, cancellationToken);
        await tenant.Connection.ExecuteAsync(new(
            """
            INSERT INTO user_sessions (organization_id, id, user_id, token_hash, device, address, created_at, seen_at, expires_at)
            VALUES (@OrganizationId, @id, @UserId, @Hash, @device, @address, @now, @now, @expires)
            """,
            new
            {
                user.OrganizationId, id = Guid.CreateVersion7(now), user.UserId, token.Hash,
                device = device.Length <= 300 ? device : device[..300], address, now, expires = now.AddHours(_options.SessionIdleHours),
            }, cancellationToken: cancellationToken));
        await tenant.CommitAsync(cancellationToken);
        return token.Text;
    }

    /// <summary>The caller's own open sessions, last used first.</summary>
    public async Task<IReadOnlyList<Session>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        return (await tenant.Connection.QueryAsync<Session>(new(
            """
            SELECT id, device, address, created_at, seen_at, expires_at FROM user_sessions
            WHERE organization_id = @OrganizationId AND user_id = @UserId AND revoked_at IS NULL AND expires_at > @now ORDER BY seen_at DESC
            """, new { caller.OrganizationId, caller.UserId, now = time.GetUtcNow() }, cancellationToken: cancellationToken))).AsList();
    }

    /// <summary>Ends one of the caller's own sessions; false when there is none of that id.</summary>
    public Task<bool> RevokeAsync(Caller caller, Guid sessionId, CancellationToken cancellationToken) =>
        RevokeAsync(caller, "id = @sessionId", sessionId, cancellationToken);

    /// <summary>Ends all of the caller's sessions but the given one.</summary>
    public Task RevokeOthersAsync(Caller caller, Guid? keep, CancellationToken cancellationToken) =>
        RevokeAsync(caller, "id IS DISTINCT FROM @sessionId", keep, cancellationToken);

    private async Task<bool> RevokeAsync(Caller caller, string which, Guid? sessionId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        var ended = await tenant.Connection.ExecuteAsync(new(
            $"""
            UPDATE user_sessions SET revoked_at = @now
            WHERE organization_id = @OrganizationId AND user_id = @UserId AND revoked_at IS NULL AND {which}
            """, new { caller.OrganizationId, caller.UserId, sessionId, now }, cancellationToken: cancellationToken));
        if (ended > 0)
            await Audit.RecordAsync(tenant, caller.UserId, "session ended", sessionId?.ToString() ?? "others", now, cancellationToken, new { ended });
        await tenant.CommitAsync(cancellationToken);
        return ended > 0;
    }
}
