using Assistant.Skills.Storage;
using Dapper;

namespace Assistant.Skills.Access;

public sealed record User(Guid Id, string Email, string Name, OrganizationRole Role, bool Disabled, DateTimeOffset? SignedInAt);

/// <summary>How resetting a password ended.</summary>
public abstract record NewPassword
{
    private NewPassword() { }

    /// <param name="Password">Shown this once; only its hash is kept.</param>
    public sealed record Drawn(string Password) : NewPassword;

    public sealed record Refused(string Why) : NewPassword;
}

/// <summary>The people of an organization.</summary>
public sealed class Users(Database database, TimeProvider time)
{
    public async Task<IReadOnlyList<User>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ManageOrganization);
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        var rows = await tenant.Connection.QueryAsync<(Guid Id, string Email, string Name, string Role, bool Disabled, DateTime? SignedInAt)>(new(
            "SELECT id, email, name, role, disabled, signed_in_at FROM users WHERE organization_id = @OrganizationId ORDER BY name",
            new { caller.OrganizationId }, cancellationToken: cancellationToken));
        return [.. rows.Select(r => new User(r.Id, r.Email, r.Name, OrganizationRoles.Role(r.Role), r.Disabled, r.SignedInAt))];
    }

    /// <summary>Adds a person; returns why not, in words.</summary>
    public async Task<string?> AddAsync(
        Caller caller, string email, string name, OrganizationRole role, string password, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ManageOrganization);
        if (email.Trim() is not { Length: >= 3 and <= 320 } address || !address.Contains('@', StringComparison.Ordinal))
            return "That is no e-mail address.";
        if (name.Trim() is not { Length: >= 1 and <= 200 })
            return "Give the person's name, at most 200 characters.";
        if (Passwords.Problem(password) is { } problem)
            return problem;
        var now = time.GetUtcNow();
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        var added = await tenant.Connection.ExecuteAsync(new(
            """
            INSERT INTO users (organization_id, id, email, name, password_hash, role)
            VALUES (@OrganizationId, @id, @address, @name, @hash, @role) ON CONFLICT DO NOTHING
            """,
            new
            {
                caller.OrganizationId, id = Guid.CreateVersion7(now), address, name = name.Trim(), hash = Passwords.Hash(password), role = role.Stored(),
            }, cancellationToken: cancellationToken));
        if (added == 0)
            return $"{address} already has an account in your organization.";
        await Audit.RecordAsync(tenant, caller.UserId, "user added", address, now, cancellationToken, new { role = role.Stored() });
        await tenant.CommitAsync(cancellationToken);
        return null;
    }

    /// <summary>Changes role or disables; returns why not, in words. An organization keeps at least one enabled owner or admin.</summary>
    public async Task<string?> ChangeAsync(Caller caller, Guid userId, OrganizationRole role, bool disabled, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ManageOrganization);
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        var changed = await tenant.Connection.ExecuteAsync(new(
            "UPDATE users SET role = @role, disabled = @disabled WHERE organization_id = @OrganizationId AND id = @userId",
            new { caller.OrganizationId, userId, role = role.Stored(), disabled }, cancellationToken: cancellationToken));
        if (changed == 0)
            return "There is no such person in your organization.";
        var rulers = await tenant.Connection.ExecuteScalarAsync<long>(new(
            "SELECT count(*) FROM users WHERE organization_id = @OrganizationId AND role IN ('owner', 'admin') AND NOT disabled",
            new { caller.OrganizationId }, cancellationToken: cancellationToken));
        if (rulers == 0)
            return "This is the last administrator: make somebody else an administrator first.";
        await Audit.RecordAsync(
            tenant, caller.UserId, "user changed", userId.ToString(), time.GetUtcNow(), cancellationToken, new { role = role.Stored(), disabled });
        await tenant.CommitAsync(cancellationToken);
        return null;
    }

    /// <summary>Gives a person a new password, told to the administrator this once, and ends the person's sessions and keys.</summary>
    public async Task<NewPassword> ResetPasswordAsync(Caller caller, Guid userId, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ManageOrganization);
        if (userId == caller.UserId)
            return new NewPassword.Refused("Change your own password under Settings.");
        var password = Passwords.Draw();
        var now = time.GetUtcNow();
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        var changed = await tenant.Connection.ExecuteAsync(new(
            "UPDATE users SET password_hash = @hash, failed_sign_ins = 0, locked_until = NULL WHERE organization_id = @OrganizationId AND id = @userId AND NOT service",
            new { caller.OrganizationId, userId, hash = Passwords.Hash(password) }, cancellationToken: cancellationToken));
        if (changed == 0)
            return new NewPassword.Refused("There is no such person in your organization.");
        await tenant.Connection.ExecuteAsync(new(
            """
            UPDATE user_sessions SET revoked_at = @now WHERE organization_id = @OrganizationId AND user_id = @userId AND revoked_at IS NULL;
            UPDATE api_keys SET revoked_at = @now WHERE organization_id = @OrganizationId AND user_id = @userId AND revoked_at IS NULL
            """, new { caller.OrganizationId, userId, now }, cancellationToken: cancellationToken));
        await Audit.RecordAsync(tenant, caller.UserId, "password reset", userId.ToString(), now, cancellationToken);
        await tenant.CommitAsync(cancellationToken);
        return new NewPassword.Drawn(password);
    }

    /// <summary>Changes the caller's own password and ends all other sessions; returns why not, in words.</summary>
    public async Task<string?> ChangePasswordAsync(
        Caller caller, Guid? sessionId, string current, string wanted, CancellationToken cancellationToken)
    {
        if (Passwords.Problem(wanted) is { } problem)
            return problem;
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        var stored = await tenant.Connection.ExecuteScalarAsync<string?>(new(
            "SELECT password_hash FROM users WHERE organization_id = @OrganizationId AND id = @UserId",
            new { caller.OrganizationId, caller.UserId }, cancellationToken: cancellationToken));
        if (!Passwords.Verify(current, stored ?? Passwords.OfNobody))
            return "The current password is not right.";
        await tenant.Connection.ExecuteAsync(new(
            """
            UPDATE users SET password_hash = @hash WHERE organization_id = @OrganizationId AND id = @UserId;
            UPDATE user_sessions SET revoked_at = @now
            WHERE organization_id = @OrganizationId AND user_id = @UserId AND revoked_at IS NULL AND id IS DISTINCT FROM @sessionId
            """,
            new { caller.OrganizationId, caller.UserId, sessionId, hash = Passwords.Hash(wanted), now = time.GetUtcNow() },
            cancellationToken: cancellationToken));
        await Audit.RecordAsync(tenant, caller.UserId, "password changed", "", time.GetUtcNow(), cancellationToken);
        await tenant.CommitAsync(cancellationToken);
        return null;
    }
}
