using Assistant.Skills.Storage;
using Dapper;

namespace Assistant.Skills.Dashboards;

/// <summary>Where the widgets of a dashboard stand, in the database.</summary>
internal static class BoardPlaces
{
    public static async Task<IReadOnlyList<GridPlace>> ReadAsync(TenantConnection tenant, Guid boardId, CancellationToken cancellationToken) =>
        GridLayout.Settle(await tenant.Connection.QueryAsync<GridPlace>(new(
            """
            SELECT widget_id AS "WidgetId", x AS "Column", y AS "Row", width AS "Width", height AS "Height" FROM dashboard_widgets
            WHERE organization_id = @OrganizationId AND dashboard_id = @boardId
            """, new { tenant.OrganizationId, boardId }, cancellationToken: cancellationToken)));

    /// <summary>Moves what is on the board; a place of a widget that is not there changes nothing.</summary>
    public static async Task WriteAsync(
        TenantConnection tenant, Guid boardId, IReadOnlyList<GridPlace> places, CancellationToken cancellationToken) =>
        await tenant.Connection.ExecuteAsync(new(
            """
            UPDATE dashboard_widgets SET x = @Column, y = @Row, width = @Width, height = @Height
            WHERE organization_id = @OrganizationId AND dashboard_id = @boardId AND widget_id = @WidgetId
            """,
            places.Select(p => new { tenant.OrganizationId, boardId, p.WidgetId, p.Column, p.Row, p.Width, p.Height }),
            cancellationToken: cancellationToken));
}
