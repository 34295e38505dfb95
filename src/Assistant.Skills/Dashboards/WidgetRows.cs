using Assistant.Skills.Conversation;
using Assistant.Skills.Storage;
using Dapper;

namespace Assistant.Skills.Dashboards;

/// <summary>How widgets are read from the database.</summary>
internal static class WidgetRows
{
    /// <param name="which">The rest of the query after FROM widgets w; the organization is filtered here.</param>
    public static async Task<IReadOnlyList<Widget>> ReadAsync(
        TenantConnection tenant, string which, object values, CancellationToken cancellationToken)
    {
        var parameters = new DynamicParameters(values);
        parameters.Add("OrganizationId", tenant.OrganizationId);
        var rows = await tenant.Connection.QueryAsync<Row>(new(
            $"""
            SELECT w.id, w.title, w.source_id, w.sql, w.chart::text AS chart, w.columns::text AS columns, w.conversation_id, u.name AS maker, w.created_at
            FROM widgets w JOIN users u ON u.organization_id = w.organization_id AND u.id = w.made_by
            {which} AND w.organization_id = @OrganizationId ORDER BY w.created_at
            """, parameters, cancellationToken: cancellationToken));
        return
        [
            .. rows.Select(r => new Widget(
                r.Id, r.Title, r.SourceId, r.Sql, r.Chart is null ? null : ConversationJson.Read<ChartPart>(r.Chart),
                ConversationJson.Read<List<TableColumn>>(r.Columns), r.ConversationId, r.Maker, r.CreatedAt)),
        ];
    }

    private sealed record Row(
        Guid Id, string Title, Guid SourceId, string Sql, string? Chart, string Columns, Guid? ConversationId, string Maker, DateTimeOffset CreatedAt);
}
