using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Assistant.Skills.Storage;
using Dapper;

namespace Assistant.Skills.Access;

/// <param name="Place">Where in the trail, from 1.</param>
/// <param name="What">What is wrong there, in words.</param>
public sealed record AuditFault(long Place, string What);

/// <param name="Entries">How many were read.</param>
/// <param name="Head">Hash of the last one, in hexadecimal: noted elsewhere, it proves later that nothing was rewritten as a whole.</param>
public sealed record AuditVerdict(long Entries, string Head, IReadOnlyList<AuditFault> Faults)
{
    public bool Holds => Faults.Count == 0;
}

/// <summary>
/// Reads an organization's trail from the first entry and computes each hash anew, here and not in the database: finds entries that were
/// edited, deleted, moved, put in between, or cut off at the end.
/// </summary>
public sealed class AuditChain(Database database)
{
    private const int MostFaults = 20;

    public async Task<AuditVerdict> VerifyAsync(Caller caller, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ManageOrganization);
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        var parameters = new { caller.OrganizationId };
        var head = await tenant.Connection.QuerySingleOrDefaultAsync<(long Place, byte[] Hash)>(new(
            "SELECT place, hash FROM audit_heads WHERE organization_id = @OrganizationId",
            parameters, cancellationToken: cancellationToken));
        var faults = new List<AuditFault>();
        var (place, last, previous) = (0L, 0L, Array.Empty<byte>());
        // What was added after the head was read is left for the next time.
        foreach (var row in await tenant.Connection.QueryAsync<Row>(new(
            """
            SELECT place, number, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') AS at, user_id::text AS person, action, subject, detail::text AS detail, previous, hash
            FROM audit_log WHERE organization_id = @OrganizationId AND place <= @Place ORDER BY place
            """, new { caller.OrganizationId, head.Place }, cancellationToken: cancellationToken)))
        {
            if (faults.Count < MostFaults)
                faults.AddRange(Faults(row, last, previous).Select(what => new AuditFault(row.Place, what)));
            (place, last, previous) = (place + 1, row.Place, row.Hash);
        }
        if (last != head.Place || !previous.AsSpan().SequenceEqual(head.Hash ?? []))
            faults.Add(new(head.Place, last < head.Place ? $"The entries after {last} are missing: there were {head.Place}." : "The last entry is not the one that was written last."));
        return new(place, Convert.ToHexStringLower(previous), faults);
    }

    private static IEnumerable<string> Faults(Row row, long last, byte[] previous)
    {
        if (row.Place > last + 1)
            yield return row.Place == last + 2 ? $"Entry {last + 1} is missing." : $"Entries {last + 1} to {row.Place - 1} are missing.";
        else if (!row.Previous.AsSpan().SequenceEqual(previous))
            yield return "It does not follow the entry before it: one of the two was moved or put in later.";
        if (!row.Hash.AsSpan().SequenceEqual(Hash(row)))
            yield return "It was changed after it was written.";
    }

    /// <summary>The same as app.audit_hash of the database.</summary>
    private static byte[] Hash(Row row) => SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(
        Field(Convert.ToHexStringLower(row.Previous)), Field(row.Place.ToString(CultureInfo.InvariantCulture)), Field(row.Number.ToString(CultureInfo.InvariantCulture)),
        Field(row.At), Field(row.Person), Field(row.Action), Field(row.Subject), Field(row.Detail))));

    private static string Field(string? field) => string.Create(CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetByteCount(field ?? "")}:{field}");

    private sealed class Row
    {
        public long Place { get; set; }
        public long Number { get; set; }
        public string At { get; set; } = "";
        public string? Person { get; set; }
        public string Action { get; set; } = "";
        public string Subject { get; set; } = "";
        public string Detail { get; set; } = "";
        public byte[] Previous { get; set; } = [];
        public byte[] Hash { get; set; } = [];
    }
}
