using Assistant.Skills.Storage;
using Dapper;
using Microsoft.Extensions.Options;

namespace Assistant.Skills.Access;

/// <summary>A caller and by what they came in: a session, an API key, or neither (the command line, on the server's own machine).</summary>
public sealed record Entry(Caller Caller, string Email, OrganizationRole Role, string OrganizationName)
{
    public Guid? SessionId { get; init; }
    public Guid? ApiKeyId { get; init; }
}

/// <summary>Makes callers of session tokens, API keys and accounts. Each look-up reads the account anew, so a right taken away is gone at once.</summary>
public sealed class Callers(Database database, SignIn signIn, IOptions<AccessOptions> options, TimeProvider time)
{
    // Written at most this often: a busy page would otherwise write its session at every request.
    private static readonly TimeSpan SeenStep = TimeSpan.FromMinutes(1);

    private readonly AccessOptions _options = options.Value;

    /// <summary>Null when the token is no live session or API key of ours.</summary>
    public Task<Entry?> FindAsync(string token, CancellationToken cancellationToken) => AccessToken.Parse(token) switch
    {
        { Kind: AccessToken.Session } session => FindSessionAsync(session.OrganizationId, "s.token_hash = @hash", session.Hash, default, cancellationToken),
        { Kind: AccessToken.ApiKey } key => FindKeyAsync(key, cancellationToken),
        _ => Task.FromResult<Entry?>(null),
    };

    /// <summary>The same person now, with the rights of now; null when the session, key or account has ended since.</summary>
    public Task<Entry?> RenewAsync(Entry entry, CancellationToken cancellationToken) => entry switch
    {
        { SessionId: { } sessionId } => FindSessionAsync(entry.Caller.OrganizationId, "s.id = @sessionId", [], sessionId, cancellationToken),
        { ApiKeyId: not null } => Task.FromResult<Entry?>(entry),   // one request long
        _ => FindAccountAsync(entry.Caller.OrganizationId, entry.Caller.UserId, cancellationToken),
    };

    /// <summary>The account of an e-mail address, without a password: for whoever already rules the machine (command line, seeding).</summary>
    public async Task<Entry?> FindByEmailAsync(string email, CancellationToken cancellationToken) =>
        await signIn.AccountsAsync(email, cancellationToken) is [var (organizationId, userId), ..]
            ? await FindAccountAsync(organizationId, userId, cancellationToken)
            : null;

    public async Task<Entry?> FindAccountAsync(Guid organizationId, Guid userId, CancellationToken cancellationToken)
    {
        await using var tenant = await database.OpenAsync(organizationId, cancellationToken);
        return (await tenant.Connection.QuerySingleOrDefaultAsync<Row>(new(
            $"SELECT {Account} WHERE u.organization_id = @organizationId AND u.id = @userId AND NOT u.disabled",
            new { organizationId, userId }, cancellationToken: cancellationToken)))?.ToEntry();
    }

    private async Task<Entry?> FindSessionAsync(
        Guid organizationId, string which, byte[] hash, Guid sessionId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var tenant = await database.OpenAsync(organizationId, cancellationToken);
        var row = await tenant.Connection.QuerySingleOrDefaultAsync<Row>(new(
            $"""
            SELECT s.id, s.seen_at, {Account}
            JOIN user_sessions s ON s.organization_id = u.organization_id AND s.user_id = u.id
            WHERE s.organization_id = @organizationId AND {which} AND s.revoked_at IS NULL AND s.expires_at > @now AND NOT u.disabled
            """, new { organizationId, hash, sessionId, now }, cancellationToken: cancellationToken));
        if (row is null)
            return null;
        if (now - row.SeenAt > SeenStep)
        {
            await tenant.Connection.ExecuteAsync(new(
                """
                UPDATE user_sessions SET seen_at = @now, expires_at = least(@idle, created_at + make_interval(days => @days))
                WHERE organization_id = @organizationId AND id = @Id
                """, new { organizationId, row.Id, now, idle = now.AddHours(_options.SessionIdleHours), days = _options.SessionDays },
                cancellationToken: cancellationToken));
            await tenant.CommitAsync(cancellationToken);
        }
        return row.ToEntry() with { SessionId = row.Id };
    }

    private async Task<Entry?> FindKeyAsync(AccessToken token, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var tenant = await database.OpenAsync(token.OrganizationId, cancellationToken);
        var row = await tenant.Connection.QuerySingleOrDefaultAsync<Row>(new(
            $"""
            SELECT k.id, k.permissions, coalesce(k.used_at, k.created_at - interval '1 day') AS seen_at, {Account}
            JOIN api_keys k ON k.organization_id = u.organization_id AND k.user_id = u.id
            WHERE k.organization_id = @OrganizationId AND k.key_hash = @Hash AND k.revoked_at IS NULL
              AND (k.expires_at IS NULL OR k.expires_at > @now) AND NOT u.disabled
            """, new { token.OrganizationId, token.Hash, now }, cancellationToken: cancellationToken));
        if (row is null)
            return null;
        if (now - row.SeenAt > SeenStep)
        {
            await tenant.Connection.ExecuteAsync(new(
                "UPDATE api_keys SET used_at = @now WHERE organization_id = @OrganizationId AND id = @Id",
                new { token.OrganizationId, row.Id, now }, cancellationToken: cancellationToken));
            await tenant.CommitAsync(cancellationToken);
        }
        var entry = row.ToEntry();
        return entry with { Caller = entry.Caller.LimitedTo(ApiKeys.Permissions(row.Permissions!)), ApiKeyId = row.Id };
    }

    private const string Account =
        """
        u.organization_id, u.id AS user_id, u.email, u.name, u.role, o.name AS organization_name,
        p.answer_role, p.expertise, p.theme, p.culture, p.time_zone, p.language,
        CASE WHEN app.sees_project(u.id, u.project_id) THEN u.project_id END AS project_id,
        ARRAY(SELECT m.project_id FROM memberships m WHERE m.organization_id = u.organization_id AND m.user_id = u.id ORDER BY m.project_id) AS member_of,
        ARRAY(SELECT m.role FROM memberships m WHERE m.organization_id = u.organization_id AND m.user_id = u.id ORDER BY m.project_id) AS member_as,
        ARRAY(SELECT s.id || ' ' || s.project_id FROM memberships m JOIN data_sources s ON s.organization_id = m.organization_id AND s.project_id = m.project_id
              WHERE m.organization_id = u.organization_id AND m.user_id = u.id) AS member_sources
        FROM users u
        JOIN organizations o ON o.id = u.organization_id
        LEFT JOIN user_preferences p ON p.organization_id = u.organization_id AND p.user_id = u.id
        """;

    private sealed class Row
    {
        public Guid Id { get; set; }
        public DateTimeOffset SeenAt { get; set; }
        public string[]? Permissions { get; set; }
        public Guid OrganizationId { get; set; }
        public Guid UserId { get; set; }
        public string Email { get; set; } = "";
        public string Name { get; set; } = "";
        public string Role { get; set; } = "";
        public string OrganizationName { get; set; } = "";
        public string? AnswerRole { get; set; }
        public string? Expertise { get; set; }
        public string? Theme { get; set; }
        public string? Culture { get; set; }
        public string? TimeZone { get; set; }
        public string? Language { get; set; }
        public Guid? ProjectId { get; set; }
        public Guid[] MemberOf { get; set; } = [];
        public string[] MemberAs { get; set; } = [];
        public string[] MemberSources { get; set; } = [];

        public Entry ToEntry()
        {
            var role = OrganizationRoles.Role(Role);
            var preferences = AnswerRole is null ? UserPreferences.Default : Preferences.Read(AnswerRole, Expertise!, Theme!, Culture!, TimeZone!, Language!);
            return new(new(OrganizationId, UserId, Name, role.Permissions(), preferences) { Projects = Own(role), ProjectId = ProjectId }, Email, role, OrganizationName);
        }

        // As app.role_in has it: administrators are administrators everywhere.
        private ProjectRights Own(OrganizationRole role) => MemberOf is [] || role is OrganizationRole.Owner or OrganizationRole.Admin ? ProjectRights.None : new(
            MemberOf.Zip(MemberAs).ToDictionary(m => m.First, m => OrganizationRoles.Role(m.Second).Permissions()),
            MemberSources.Select(s => s.Split(' ')).ToDictionary(s => Guid.Parse(s[0]), s => Guid.Parse(s[1])));
    }
}
