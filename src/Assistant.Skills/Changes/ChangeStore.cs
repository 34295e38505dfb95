using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Assistant.Skills.Access;
using Assistant.Skills.Sources.Connections;
using Assistant.Skills.Storage;
using Dapper;

namespace Assistant.Skills.Changes;

/// <summary>The rows of change_sets, of one organization at a time. A state is only ever left by who finds it as expected.</summary>
public sealed class ChangeStore(Database database, SecretBox secrets, TimeProvider time)
{
    private const string Head = """
        SELECT c.id, c.number, c.source_id, s.name AS source_name, c.table_schema, c.table_name, c.key_columns, c.changed_columns, c.title, c.origin, c.state, c.cell_count, c.row_count, c.unusual, c.left_out,
               c.made_by, m.name AS author, c.made_at, d.name AS decided_by, c.decided_at, c.note, c.failure, w.name AS written_by, c.written_at, u.name AS undone_by, c.undone_at, c.transaction_id
        FROM change_sets c JOIN data_sources s ON s.organization_id = c.organization_id AND s.id = c.source_id
        LEFT JOIN users m ON m.organization_id = c.organization_id AND m.id = c.made_by LEFT JOIN users d ON d.organization_id = c.organization_id AND d.id = c.decided_by
        LEFT JOIN users w ON w.organization_id = c.organization_id AND w.id = c.written_by LEFT JOIN users u ON u.organization_id = c.organization_id AND u.id = c.undone_by
        WHERE c.organization_id = @organizationId
        """;

    internal async Task<IReadOnlyList<ChangeSet>> ListAsync(Guid organizationId, CancellationToken cancellationToken)
    {
        await using var tenant = await database.OpenAsync(organizationId, cancellationToken);
        return [.. (await tenant.Connection.QueryAsync<Row>(new($"{Head} ORDER BY c.number DESC LIMIT 500", new { organizationId }, cancellationToken: cancellationToken))).Select(r => r.ToSet())];
    }

    internal async Task<ChangeSet?> FindAsync(Guid organizationId, Guid id, CancellationToken cancellationToken)
    {
        await using var tenant = await database.OpenAsync(organizationId, cancellationToken);
        return (await tenant.Connection.QuerySingleOrDefaultAsync<Row>(new($"{Head} AND c.id = @id", new { organizationId, id }, cancellationToken: cancellationToken)))?.ToSet();
    }

    internal async Task<IReadOnlyList<CellChange>> CellsAsync(Guid organizationId, Guid id, CancellationToken cancellationToken)
    {
        await using var tenant = await database.OpenAsync(organizationId, cancellationToken);
        var box = await tenant.Connection.ExecuteScalarAsync<byte[]>(new(
            "SELECT cells FROM change_sets WHERE organization_id = @organizationId AND id = @id", new { organizationId, id }, cancellationToken: cancellationToken));
        return box is null ? [] : Unpack(secrets.Open(box, Owner(organizationId, id)));
    }

    /// <summary>Keeps a proposal; the one made before where the key was used for the same, null where it was used for something else.</summary>
    internal async Task<Guid?> AddAsync(Caller caller, NewChangeSet proposed, string? key, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var packed = Pack(proposed.Cells);
        var asked = SHA256.HashData(Encoding.UTF8.GetBytes($"{proposed.SourceId:N} {proposed.Table} {proposed.Title} {packed}"));
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        // Numbers are given one after another, and a request sent twice waits for itself.
        await tenant.Connection.ExecuteAsync(new("SELECT pg_advisory_xact_lock(hashtextextended('changes ' || @OrganizationId::text, 0))", new { caller.OrganizationId }, cancellationToken: cancellationToken));
        if (key is not null && await tenant.Connection.QuerySingleOrDefaultAsync<(byte[] Request, Guid ChangeId)?>(new(
            "SELECT request, change_id FROM change_requests WHERE organization_id = @OrganizationId AND user_id = @UserId AND key = @key",
            new { caller.OrganizationId, caller.UserId, key }, cancellationToken: cancellationToken)) is var (earlier, made))
            return earlier.AsSpan().SequenceEqual(asked) ? made : null;
        var written = proposed.Cells.Where(c => c.Verdict is not CellVerdict.LeftOut).ToList();
        await tenant.Connection.ExecuteAsync(new(
            """
            INSERT INTO change_sets (organization_id, id, number, source_id, table_schema, table_name, key_columns, changed_columns, title, origin, state, cells, cell_count, row_count, unusual, left_out, made_by, made_at)
            VALUES (@OrganizationId, @id, (SELECT coalesce(max(number), 0) + 1 FROM change_sets WHERE organization_id = @OrganizationId), @SourceId, @schema, @table, @keys, @columns, @Title, @Origin, 'Proposed',
                @cells, @count, @rows, @unusual, @leftOut, @UserId, @now)
            """,
            new
            {
                caller.OrganizationId, id, proposed.SourceId, schema = proposed.Table.Schema, table = proposed.Table.Name, keys = proposed.KeyColumns.ToArray(), proposed.Title, proposed.Origin, caller.UserId, now,
                columns = written.Select(c => c.Column).Distinct(StringComparer.OrdinalIgnoreCase).ToArray(), cells = secrets.Close(packed, Owner(caller.OrganizationId, id)),
                count = written.Count, rows = Rows(written), unusual = written.Count(c => c.Verdict is CellVerdict.Unusual), leftOut = proposed.Cells.Count - written.Count,
            }, cancellationToken: cancellationToken));
        if (key is not null)
            await tenant.Connection.ExecuteAsync(new(
                "INSERT INTO change_requests (organization_id, user_id, key, request, change_id, made_at) VALUES (@OrganizationId, @UserId, @key, @asked, @id, @now)",
                new { caller.OrganizationId, caller.UserId, key, asked, id, now }, cancellationToken: cancellationToken));
        await Audit.RecordAsync(tenant, caller.UserId, "change proposed", id.ToString(), now, cancellationToken, new { source = proposed.SourceId, table = proposed.Table.ToString(), cells = written.Count });
        await tenant.CommitAsync(cancellationToken);
        return id;
    }

    /// <summary>Moves a change set on, with an entry in the trail; false where it was not in one of the states expected, and nothing is changed.</summary>
    /// <param name="set">Further columns, e.g. "note = @note", filled from <paramref name="values"/>.</param>
    internal async Task<bool> MoveAsync(
        Guid organizationId, Guid? userId, Guid id, ChangeState[] from, ChangeState to, string set, Dictionary<string, object?> values, string action, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var parameters = new DynamicParameters(values);
        parameters.AddDynamicParams(new { organizationId, id, from = from.Select(f => f.ToString()).ToArray(), to = to.ToString(), now, userId });
        await using var tenant = await database.OpenAsync(organizationId, cancellationToken);
        if (await tenant.Connection.ExecuteAsync(new(
            $"UPDATE change_sets SET state = @to{(set.Length == 0 ? "" : $", {set}")} WHERE organization_id = @organizationId AND id = @id AND state = ANY(@from)", parameters, cancellationToken: cancellationToken)) == 0)
            return false;
        await Audit.RecordAsync(tenant, userId, action, id.ToString(), now, cancellationToken, new { from = from[0].ToString(), to = to.ToString() });
        await tenant.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Changes which cells are left out, before it is approved.</summary>
    internal byte[] Close(Guid organizationId, Guid id, IReadOnlyList<CellChange> cells) => secrets.Close(Pack(cells), Owner(organizationId, id));

    internal async Task<long?> TransactionAsync(Guid organizationId, Guid id, CancellationToken cancellationToken)
    {
        await using var tenant = await database.OpenAsync(organizationId, cancellationToken);
        return await tenant.Connection.ExecuteScalarAsync<long?>(new(
            "SELECT transaction_id FROM change_sets WHERE organization_id = @organizationId AND id = @id", new { organizationId, id }, cancellationToken: cancellationToken));
    }

    internal async Task BeganAsync(Guid organizationId, Guid id, long transaction, CancellationToken cancellationToken)
    {
        await using var tenant = await database.OpenAsync(organizationId, cancellationToken);
        await tenant.Connection.ExecuteAsync(new(
            "UPDATE change_sets SET transaction_id = @transaction WHERE organization_id = @organizationId AND id = @id", new { organizationId, id, transaction }, cancellationToken: cancellationToken));
        await tenant.CommitAsync(cancellationToken);
    }

    /// <summary>Held while it is written; null where another process holds it.</summary>
    internal async Task<TenantConnection?> LockAsync(Guid organizationId, Guid id, CancellationToken cancellationToken)
    {
        var tenant = await database.OpenAsync(organizationId, cancellationToken);
        if (await tenant.Connection.ExecuteScalarAsync<bool>(new("SELECT pg_try_advisory_xact_lock(hashtextextended('change ' || @id::text, 0))", new { id }, cancellationToken: cancellationToken)))
            return tenant;
        await tenant.DisposeAsync();
        return null;
    }

    internal async Task<IReadOnlyList<(Guid OrganizationId, Guid Id)>> UnfinishedAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return (await connection.QueryAsync<(Guid, Guid)>(new("SELECT organization_id, id FROM app.unfinished_changes()", cancellationToken: cancellationToken))).AsList();
    }

    /// <summary>Whether who proposes may not approve. So unless the organization says otherwise.</summary>
    internal async Task<bool> FourEyesAsync(Guid organizationId, CancellationToken cancellationToken)
    {
        await using var tenant = await database.OpenAsync(organizationId, cancellationToken);
        return await tenant.Connection.ExecuteScalarAsync<bool>(new(
            "SELECT coalesce((settings->>'fourEyes')::boolean, true) FROM organizations WHERE id = @organizationId", new { organizationId }, cancellationToken: cancellationToken));
    }

    internal async Task SetFourEyesAsync(Caller caller, bool needed, CancellationToken cancellationToken)
    {
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        await tenant.Connection.ExecuteAsync(new(
            "UPDATE organizations SET settings = settings || jsonb_build_object('fourEyes', @needed) WHERE id = @OrganizationId", new { caller.OrganizationId, needed }, cancellationToken: cancellationToken));
        await Audit.RecordAsync(tenant, caller.UserId, needed ? "four eyes required" : "four eyes not required", "", time.GetUtcNow(), cancellationToken);
        await tenant.CommitAsync(cancellationToken);
    }

    internal static int Rows(IEnumerable<CellChange> cells) => cells.Select(c => string.Join('\u001f', c.Key)).Distinct(StringComparer.Ordinal).Count();

    private static string Pack(IReadOnlyList<CellChange> cells)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            JsonSerializer.Serialize(gzip, cells);
        return Convert.ToBase64String(packed.GetBuffer(), 0, (int)packed.Length);
    }

    private static List<CellChange> Unpack(string text)
    {
        using var gzip = new GZipStream(new MemoryStream(Convert.FromBase64String(text)), CompressionMode.Decompress);
        return JsonSerializer.Deserialize<List<CellChange>>(gzip)!;
    }

    private static string Owner(Guid organizationId, Guid id) => $"change {organizationId:N}/{id:N}";

    private sealed class Row
    {
        public Guid Id { get; set; }
        public int Number { get; set; }
        public Guid SourceId { get; set; }
        public string SourceName { get; set; } = "";
        public string? TableSchema { get; set; }
        public string TableName { get; set; } = "";
        public string[] KeyColumns { get; set; } = [];
        public string[] ChangedColumns { get; set; } = [];
        public string Title { get; set; } = "";
        public string Origin { get; set; } = "";
        public string State { get; set; } = "";
        public int CellCount { get; set; }
        public int RowCount { get; set; }
        public int Unusual { get; set; }
        public int LeftOut { get; set; }
        public Guid MadeBy { get; set; }
        public string? Author { get; set; }
        public DateTimeOffset MadeAt { get; set; }
        public string? DecidedBy { get; set; }
        public DateTimeOffset? DecidedAt { get; set; }
        public string Note { get; set; } = "";
        public string? Failure { get; set; }
        public string? WrittenBy { get; set; }
        public DateTimeOffset? WrittenAt { get; set; }
        public string? UndoneBy { get; set; }
        public DateTimeOffset? UndoneAt { get; set; }

        public ChangeSet ToSet() => new(
            Id, Number, SourceId, SourceName, new(TableSchema, TableName), KeyColumns, ChangedColumns, Title, Origin, Enum.Parse<ChangeState>(State), CellCount, RowCount, Unusual, LeftOut, MadeBy, Author ?? "", MadeAt)
        {
            DecidedBy = DecidedBy, DecidedAt = DecidedAt, Note = Note, Failure = Failure, WrittenBy = WrittenBy, WrittenAt = WrittenAt, UndoneBy = UndoneBy, UndoneAt = UndoneAt,
        };
    }
}
