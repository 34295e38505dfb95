using Assistant.Skills.Storage;
using Dapper;

namespace Assistant.Skills.Access;

/// <param name="Permissions">What the key may do, at most; a permission that its person loses, it loses too.</param>
public sealed record ApiKey(
    Guid Id, string Name, IReadOnlyList<Permission> Permissions, DateTimeOffset CreatedAt, DateTimeOffset? UsedAt, DateTimeOffset? ExpiresAt);

/// <summary>How making a key ended.</summary>
public abstract record NewApiKey
{
    private NewApiKey() { }

    /// <param name="Secret">Shown this once; only its hash is kept.</param>
    public sealed record Made(ApiKey Key, string Secret) : NewApiKey;

    public sealed record Refused(string Why) : NewApiKey;
}

/// <summary>Keys by which programs act for a person, with some of the person's permissions.</summary>
public sealed class ApiKeys(Database database, TimeProvider time)
{
    public async Task<NewApiKey> CreateAsync(
        Caller caller, string name, IReadOnlyCollection<Permission> permissions, DateTimeOffset? expiresAt, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (name.Trim() is not { Length: > 0 and <= 200 })
            return new NewApiKey.Refused("Give the key a name of at most 200 characters, so that you know it again.");
        if (permissions.Count == 0)
            return new NewApiKey.Refused("Choose at least one thing the key may do.");
        if (permissions.FirstOrDefault(p => !caller.May(p), (Permission)(-1)) is var extra && Enum.IsDefined(extra))
            return new NewApiKey.Refused($"You may not give a key what you may not do yourself ({extra}).");
        if (expiresAt <= now)
            return new NewApiKey.Refused("The key's last day is in the past.");

        var token = AccessToken.New(AccessToken.ApiKey, caller.OrganizationId);
        var key = new ApiKey(Guid.CreateVersion7(now), name.Trim(), [.. permissions.Distinct().Order()], now, null, expiresAt);
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        await tenant.Connection.ExecuteAsync(new(
            """
            INSERT INTO api_keys (organization_id, id, user_id, name, key_hash, permissions, created_at, expires_at)
            VALUES (@OrganizationId, @Id, @UserId, @Name, @Hash, @granted, @now, @expiresAt)
            """,
            new
            {
                caller.OrganizationId, key.Id, caller.UserId, key.Name, token.Hash, granted = key.Permissions.Select(p => p.ToString()).ToArray(),
                now, expiresAt,
            }, cancellationToken: cancellationToken));
        await Audit.RecordAsync(tenant, caller.UserId, "API key made", key.Name, now, cancellationToken, new { key.Id, key.Permissions });
        await tenant.CommitAsync(cancellationToken);
        return new NewApiKey.Made(key, token.Text);
    }

    /// <summary>The caller's own keys that are not revoked, latest first.</summary>
    public async Task<IReadOnlyList<ApiKey>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        var rows = await tenant.Connection.QueryAsync<Row>(new(
            """
            SELECT id, name, permissions, created_at, used_at, expires_at FROM api_keys
            WHERE organization_id = @OrganizationId AND user_id = @UserId AND revoked_at IS NULL ORDER BY created_at DESC
            """, new { caller.OrganizationId, caller.UserId }, cancellationToken: cancellationToken));
        return [.. rows.Select(r => new ApiKey(r.Id, r.Name, Permissions(r.Permissions), r.CreatedAt, r.UsedAt, r.ExpiresAt))];
    }

    /// <summary>Ends one of the caller's own keys at once; false when there is none of that id.</summary>
    public async Task<bool> RevokeAsync(Caller caller, Guid keyId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        var ended = await tenant.Connection.ExecuteAsync(new(
            """
            UPDATE api_keys SET revoked_at = @now
            WHERE organization_id = @OrganizationId AND user_id = @UserId AND id = @keyId AND revoked_at IS NULL
            """, new { caller.OrganizationId, caller.UserId, keyId, now }, cancellationToken: cancellationToken));
        if (ended > 0)
            await Audit.RecordAsync(tenant, caller.UserId, "API key revoked", keyId.ToString(), now, cancellationToken);
        await tenant.CommitAsync(cancellationToken);
        return ended > 0;
    }

    // A name that this version does not know gives nothing.
    internal static IReadOnlyList<Permission> Permissions(IEnumerable<string> stored) =>
        [.. stored.Where(p => Enum.IsDefined(typeof(Permission), p)).Select(Enum.Parse<Permission>)];

    private sealed class Row
    {
        public Guid Id { get; set; }
        public string Name { get; set; } = "";
        public string[] Permissions { get; set; } = [];
        public DateTimeOffset CreatedAt { get; set; }
        public DateTimeOffset? UsedAt { get; set; }
        public DateTimeOffset? ExpiresAt { get; set; }
    }
}
