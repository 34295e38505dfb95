using Assistant.Skills.Storage;
using Dapper;
using Microsoft.Extensions.Options;

namespace Assistant.Skills.Access;

/// <summary>How a sign-in ended. People are told the same for Refused and Paused: what differs would tell strangers which accounts exist.</summary>
public abstract record SignInOutcome
{
    private SignInOutcome() { }

    public sealed record SignedIn(Guid OrganizationId, Guid UserId, string Name) : SignInOutcome;

    /// <summary>Unknown address, wrong password or disabled account.</summary>
    public sealed record Refused : SignInOutcome;

    /// <summary>Too many wrong passwords; even the right one is refused until then.</summary>
    public sealed record Paused(DateTimeOffset Until) : SignInOutcome;
}

/// <summary>Checks e-mail address and password.</summary>
public sealed class SignIn(Database database, IOptions<AccessOptions> options, TimeProvider time)
{
    private readonly AccessOptions _options = options.Value;

    public async Task<SignInOutcome> VerifyAsync(string email, string password, CancellationToken cancellationToken)
    {
        SignInOutcome outcome = new SignInOutcome.Refused();
        var accounts = await AccountsAsync(email, cancellationToken);
        foreach (var (organizationId, userId) in accounts)
        {
            outcome = await VerifyAsync(organizationId, userId, password, cancellationToken);
            if (outcome is SignInOutcome.SignedIn)
                return outcome;
        }
        if (accounts.Count == 0)
            Passwords.Verify(password, Passwords.OfNobody);
        return outcome;
    }

    /// <summary>The accounts of an e-mail address, in whichever organizations, the last used first.</summary>
    internal async Task<IReadOnlyList<(Guid OrganizationId, Guid UserId)>> AccountsAsync(string email, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return (await connection.QueryAsync<(Guid, Guid)>(new(
            "SELECT organization_id, user_id FROM app.accounts_of(@email)", new { email = email.Trim() }, cancellationToken: cancellationToken))).AsList();
    }

    private async Task<SignInOutcome> VerifyAsync(Guid organizationId, Guid userId, string password, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var attempt = await CountAttemptAsync(organizationId, userId, now, cancellationToken);
        if (attempt.PausedUntil is { } until)
        {
            Passwords.Verify(password, Passwords.OfNobody);
            return new SignInOutcome.Paused(until);
        }

        var right = Passwords.Verify(password, attempt.PasswordHash ?? Passwords.OfNobody) && !attempt.Disabled;
        await using var tenant = await database.OpenAsync(organizationId, cancellationToken);
        if (right)
            await tenant.Connection.ExecuteAsync(new(
                "UPDATE users SET failed_sign_ins = 0, locked_until = NULL, signed_in_at = @now WHERE id = @userId",
                new { now, userId }, cancellationToken: cancellationToken));
        await Audit.RecordAsync(tenant, userId, right ? "signed in" : "sign-in refused", "", now, cancellationToken);
        await tenant.CommitAsync(cancellationToken);
        return right ? new SignInOutcome.SignedIn(organizationId, userId, attempt.Name) : new SignInOutcome.Refused();
    }

    // Counted, and paused at the limit, before the password is looked at: guesses sent at the same moment cannot slip past together.
    private async Task<Attempt> CountAttemptAsync(Guid organizationId, Guid userId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var tenant = await database.OpenAsync(organizationId, cancellationToken);
        var counted = await tenant.Connection.QuerySingleOrDefaultAsync<Attempt>(new(
            """
            UPDATE users
            SET failed_sign_ins = CASE WHEN locked_until IS NULL THEN failed_sign_ins + 1 ELSE 1 END,
                locked_until = CASE WHEN locked_until IS NULL AND failed_sign_ins + 1 >= @limit THEN @until END
            WHERE id = @userId AND (locked_until IS NULL OR locked_until <= @now)
            RETURNING name, password_hash, disabled, NULL::timestamptz AS paused_until
            """,
            new { userId, now, limit = _options.LockOutAfter, until = now.AddMinutes(_options.LockOutMinutes) },
            cancellationToken: cancellationToken));
        await tenant.CommitAsync(cancellationToken);
        return counted ?? new Attempt("", null, false, await PausedUntilAsync(organizationId, userId, now, cancellationToken));
    }

    private async Task<DateTimeOffset> PausedUntilAsync(Guid organizationId, Guid userId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var tenant = await database.OpenAsync(organizationId, cancellationToken);
        return await tenant.Connection.ExecuteScalarAsync<DateTime?>(new(
            "SELECT locked_until FROM users WHERE id = @userId", new { userId }, cancellationToken: cancellationToken)) ?? now;
    }

    private sealed record Attempt(string Name, string? PasswordHash, bool Disabled, DateTimeOffset? PausedUntil);
}
