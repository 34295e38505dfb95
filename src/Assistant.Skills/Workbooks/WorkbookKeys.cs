using System.Security.Cryptography;
using Assistant.Skills.Sources.Connections;
using Assistant.Skills.Storage;
using Dapper;

namespace Assistant.Skills.Workbooks;

/// <summary>The key that an organization's workbooks are signed with: drawn once, kept encrypted, never shown.</summary>
public sealed class WorkbookKeys(Database database, SecretBox secrets, TimeProvider time)
{
    private const int Length = 32;

    internal async Task<byte[]> OfAsync(Guid organizationId, CancellationToken cancellationToken)
    {
        var owner = $"workbooks {organizationId:N}";
        await using var tenant = await database.OpenAsync(organizationId, cancellationToken);
        // Of two that draw a key at once, one is kept.
        await tenant.Connection.ExecuteAsync(new(
            "INSERT INTO workbook_keys (organization_id, key, made_at) VALUES (@organizationId, @key, @now) ON CONFLICT DO NOTHING",
            new { organizationId, key = secrets.Close(Convert.ToBase64String(RandomNumberGenerator.GetBytes(Length)), owner), now = time.GetUtcNow() }, cancellationToken: cancellationToken));
        var box = await tenant.Connection.ExecuteScalarAsync<byte[]>(new("SELECT key FROM workbook_keys WHERE organization_id = @organizationId", new { organizationId }, cancellationToken: cancellationToken));
        await tenant.CommitAsync(cancellationToken);
        return Convert.FromBase64String(secrets.Open(box!, owner));
    }
}
