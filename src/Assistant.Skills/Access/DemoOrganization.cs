using System.ComponentModel.DataAnnotations;
using Assistant.Skills.Storage;
using Dapper;
using Microsoft.Extensions.Options;

namespace Assistant.Skills.Access;

/// <summary>Section "Demo".</summary>
public sealed class DemoOptions
{
    /// <summary>Password of all demo accounts; only used when they are made.</summary>
    [MinLength(Passwords.MinLength)]
    public string Password { get; set; } = "demo-assistant";

    /// <summary>Whether the sign-in page lists the demo accounts where they exist.</summary>
    public bool ShowSignIns { get; set; } = true;
}

/// <summary>An organization to try the product with: one account for each role that answers are told to.</summary>
public sealed class DemoOrganization(Database database, Callers callers, IOptions<DemoOptions> options, TimeProvider time)
{
    /// <summary>The same everywhere, so that two processes that start together make one.</summary>
    public static readonly Guid Id = Guid.Parse("de300000-0000-7000-8000-000000000001");

    public const string AdminEmail = "admin@demo.local";

    public static IReadOnlyList<(string Email, string Name, OrganizationRole Role, AnswerRole Told)> Accounts { get; } =
    [
        (AdminEmail, "Alex Admin", OrganizationRole.Admin, AnswerRole.Engineer),
        ("analyst@demo.local", "Ana Analyst", OrganizationRole.Analyst, AnswerRole.Analyst),
        ("executive@demo.local", "Eli Executive", OrganizationRole.Viewer, AnswerRole.Executive),
        ("steward@demo.local", "Sam Steward", OrganizationRole.Analyst, AnswerRole.Steward),
        ("employee@demo.local", "Emma Employee", OrganizationRole.Viewer, AnswerRole.Employee),
    ];

    /// <summary>What the accounts' password is, unless somebody changed it since.</summary>
    public string Password => options.Value.Password;

    /// <summary>Whether the sign-in page offers the demo accounts: they exist and are to be shown.</summary>
    public async Task<bool> IsOfferedAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.ShowSignIns)
            return false;
        await using var tenant = await database.OpenAsync(Id, cancellationToken);
        return await tenant.Connection.ExecuteScalarAsync<bool>(new(
            "SELECT EXISTS (SELECT FROM users WHERE organization_id = @Id AND NOT disabled)", new { Id }, cancellationToken: cancellationToken));
    }

    /// <summary>Makes what is missing and returns its administrator; changes nothing that is there.</summary>
    public async Task<Entry> EnsureAsync(CancellationToken cancellationToken)
    {
        await using (var tenant = await database.OpenAsync(Id, cancellationToken))
        {
            await tenant.Connection.ExecuteAsync(new(
                "INSERT INTO organizations (id, name) VALUES (@Id, 'Demo') ON CONFLICT DO NOTHING", new { Id }, cancellationToken: cancellationToken));
            var there = (await tenant.Connection.QueryAsync<string>(new(
                "SELECT email FROM users WHERE organization_id = @Id", new { Id }, cancellationToken: cancellationToken))).ToHashSet();
            // One hash for all, unlike everywhere else: the password is the same and known, and a hash takes a fifth of a second.
            var hash = new Lazy<string>(() => Passwords.Hash(options.Value.Password));
            foreach (var account in Accounts.Where(a => !there.Contains(a.Email)))
                await AddAsync(tenant, account, hash.Value, cancellationToken);
            await tenant.CommitAsync(cancellationToken);
        }
        return (await callers.FindByEmailAsync(AdminEmail, cancellationToken))!;
    }

    private async Task AddAsync(
        TenantConnection tenant, (string Email, string Name, OrganizationRole Role, AnswerRole Told) account, string hash,
        CancellationToken cancellationToken) =>
        await tenant.Connection.ExecuteAsync(new(
            """
            WITH added AS (
                INSERT INTO users (organization_id, id, email, name, password_hash, role)
                VALUES (@Id, @userId, @Email, @Name, @hash, @role) ON CONFLICT DO NOTHING RETURNING id)
            INSERT INTO user_preferences (organization_id, user_id, answer_role, expertise, theme, culture, time_zone)
            SELECT @Id, id, @told, @expertise, @theme, @Culture, @TimeZone FROM added;
            """,
            new
            {
                Id, userId = Guid.CreateVersion7(time.GetUtcNow()), account.Email, account.Name, hash,
                role = account.Role.Stored(), told = account.Told.ToString(), expertise = UserPreferences.Default.Expertise.ToString(),
                theme = UserPreferences.Default.Theme.ToString(), UserPreferences.Default.Culture, UserPreferences.Default.TimeZone,
            }, cancellationToken: cancellationToken));
}
