using System.Text.Json;
using Assistant.Skills.Access;
using Assistant.Skills.Sources.Connections;
using Assistant.Skills.Storage;
using Dapper;

namespace Assistant.Skills.Workbooks;

/// <summary>The rows of workbooks: what was asked for, by whom, and whether it came back.</summary>
public sealed class WorkbookShelf(Database database, SecretBox secrets, TimeProvider time)
{
    private const string Head = """
        SELECT w.id, w.number, w.source_id, s.name AS source_name, w.table_schema, w.table_name, w.title, w.row_count, w.cell_count, u.name AS made_by, w.made_at, w.taken_at, w.returned_at
        FROM workbooks w JOIN data_sources s ON s.organization_id = w.organization_id AND s.id = w.source_id LEFT JOIN users u ON u.organization_id = w.organization_id AND u.id = w.made_by
        WHERE w.organization_id = @OrganizationId
        """;

    internal async Task<IReadOnlyList<IssuedWorkbook>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        return [.. (await tenant.Connection.QueryAsync<Row>(new($"{Head} ORDER BY w.number DESC LIMIT 100", new { caller.OrganizationId }, cancellationToken: cancellationToken))).Select(r => r.ToWorkbook())];
    }

    internal async Task<IssuedWorkbook?> FindAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        return (await tenant.Connection.QuerySingleOrDefaultAsync<Row>(new($"{Head} AND w.id = @id", new { caller.OrganizationId, id }, cancellationToken: cancellationToken)))?.ToWorkbook();
    }

    internal async Task<WorkbookRequest?> RequestAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        var box = await tenant.Connection.ExecuteScalarAsync<byte[]?>(new(
            "SELECT request FROM workbooks WHERE organization_id = @OrganizationId AND id = @id", new { caller.OrganizationId, id }, cancellationToken: cancellationToken));
        return box is null ? null : JsonSerializer.Deserialize<WorkbookRequest>(secrets.Open(box, Owner(caller.OrganizationId, id)));
    }

    internal async Task AddAsync(Caller caller, Guid id, WorkbookRequest request, string title, long rows, long cells, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        await tenant.Connection.ExecuteAsync(new("SELECT pg_advisory_xact_lock(hashtextextended('workbooks ' || @OrganizationId::text, 0))", new { caller.OrganizationId }, cancellationToken: cancellationToken));
        await tenant.Connection.ExecuteAsync(new(
            """
            INSERT INTO workbooks (organization_id, id, number, source_id, table_schema, table_name, title, request, row_count, cell_count, made_by, made_at)
            VALUES (@OrganizationId, @id, (SELECT coalesce(max(number), 0) + 1 FROM workbooks WHERE organization_id = @OrganizationId), @SourceId, @schema, @table, @title, @box, @rows, @cells, @UserId, @now)
            """,
            new
            {
                caller.OrganizationId, caller.UserId, id, request.SourceId, schema = request.Table.Schema, table = request.Table.Name, title = title.Length <= 200 ? title : title[..200],
                box = secrets.Close(JsonSerializer.Serialize(request), Owner(caller.OrganizationId, id)), rows = (int)rows, cells = (int)Math.Min(int.MaxValue, cells), now,
            }, cancellationToken: cancellationToken));
        await Audit.RecordAsync(tenant, caller.UserId, "workbook made", id.ToString(), now, cancellationToken, new { source = request.SourceId, table = request.Table.ToString(), rows });
        await tenant.CommitAsync(cancellationToken);
    }

    internal async Task TakenAsync(Caller caller, Guid id, int rows, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        await tenant.Connection.ExecuteAsync(new("UPDATE workbooks SET taken_at = @now WHERE organization_id = @OrganizationId AND id = @id", new { caller.OrganizationId, id, now }, cancellationToken: cancellationToken));
        await Audit.RecordAsync(tenant, caller.UserId, "workbook taken", id.ToString(), now, cancellationToken, new { rows });
        await tenant.CommitAsync(cancellationToken);
    }

    internal async Task ReturnedAsync(Caller caller, Guid? id, string action, object detail, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        if (id is not null)
            await tenant.Connection.ExecuteAsync(new("UPDATE workbooks SET returned_at = @now WHERE organization_id = @OrganizationId AND id = @id", new { caller.OrganizationId, id, now }, cancellationToken: cancellationToken));
        await Audit.RecordAsync(tenant, caller.UserId, action, id?.ToString() ?? "", now, cancellationToken, detail);
        await tenant.CommitAsync(cancellationToken);
    }

    private static string Owner(Guid organizationId, Guid id) => $"workbook {organizationId:N}/{id:N}";

    private sealed class Row
    {
        public Guid Id { get; set; }
        public int Number { get; set; }
        public Guid SourceId { get; set; }
        public string SourceName { get; set; } = "";
        public string? TableSchema { get; set; }
        public string TableName { get; set; } = "";
        public string Title { get; set; } = "";
        public int RowCount { get; set; }
        public int CellCount { get; set; }
        public string? MadeBy { get; set; }
        public DateTimeOffset MadeAt { get; set; }
        public DateTimeOffset? TakenAt { get; set; }
        public DateTimeOffset? ReturnedAt { get; set; }

        public IssuedWorkbook ToWorkbook() => new(Id, Number, SourceId, SourceName, new(TableSchema, TableName), Title, RowCount, CellCount, MadeBy ?? "", MadeAt, TakenAt, ReturnedAt);
    }
}
