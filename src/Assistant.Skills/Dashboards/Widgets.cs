using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Storage;
using Dapper;

namespace Assistant.Skills.Dashboards;

/// <summary>Makes widgets of results and puts them on dashboards.</summary>
public sealed class Widgets(Database database, Boards boards, TimeProvider time)
{
    public const int LongestTitle = 200;

    /// <summary>Keeps a result as a widget on a dashboard, where there is room.</summary>
    /// <param name="boardId">Null: the caller's latest dashboard, or a new one with <paramref name="newBoardName"/>.</param>
    /// <returns>The dashboard it stands on; null when there is none of that id that the caller may change.</returns>
    /// <exception cref="PermissionDeniedException">The caller may not manage dashboards.</exception>
    public async Task<(Guid BoardId, Guid WidgetId)?> SaveAsync(
        Caller caller, NewWidget widget, Guid? boardId, string newBoardName, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ManageDashboards);
        var board = boardId
            ?? (await boards.ListAsync(caller, cancellationToken)).FirstOrDefault(b => b.MayChange)?.Id
            ?? await boards.CreateAsync(caller, newBoardName, cancellationToken);
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        if (!await Boards.MayChangeAsync(tenant, caller, board, cancellationToken))
            return null;
        var id = await InsertAsync(tenant, caller, widget, cancellationToken);
        await PlaceAsync(tenant, board, id, widget.Chart, cancellationToken);
        await tenant.CommitAsync(cancellationToken);
        return (board, id);
    }

    /// <summary>The caller's own widgets that are not on the dashboard yet.</summary>
    public async Task<IReadOnlyList<Widget>> ElsewhereAsync(Caller caller, Guid boardId, CancellationToken cancellationToken)
    {
        var hidden = await boards.HiddenAsync(caller, cancellationToken);
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        return await WidgetRows.ReadAsync(
            tenant,
            """
            WHERE w.made_by = @UserId AND NOT w.source_id = ANY(@hidden) AND NOT EXISTS (SELECT FROM dashboard_widgets p
                WHERE p.organization_id = w.organization_id AND p.widget_id = w.id AND p.dashboard_id = @boardId)
            """, new { caller.UserId, boardId, hidden }, cancellationToken);
    }

    /// <summary>Puts one of the caller's own widgets on a further dashboard; false when there is no such widget or dashboard.</summary>
    public async Task<bool> AddAsync(Caller caller, Guid boardId, Guid widgetId, CancellationToken cancellationToken)
    {
        var hidden = await boards.HiddenAsync(caller, cancellationToken);
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        if (!await Boards.MayChangeAsync(tenant, caller, boardId, cancellationToken)
            || await WidgetRows.ReadAsync(
                tenant, "WHERE w.made_by = @UserId AND w.id = @widgetId AND NOT w.source_id = ANY(@hidden)", new { caller.UserId, widgetId, hidden }, cancellationToken) is not [var widget])
            return false;
        await PlaceAsync(tenant, boardId, widgetId, widget.Chart, cancellationToken);
        await tenant.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Takes a widget off a dashboard, and deletes it when it then stands on none.</summary>
    public async Task<bool> RemoveAsync(Caller caller, Guid boardId, Guid widgetId, CancellationToken cancellationToken)
    {
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        if (!await Boards.MayChangeAsync(tenant, caller, boardId, cancellationToken))
            return false;
        var removed = await tenant.Connection.ExecuteAsync(new(
            "DELETE FROM dashboard_widgets WHERE organization_id = @OrganizationId AND dashboard_id = @boardId AND widget_id = @widgetId",
            new { caller.OrganizationId, boardId, widgetId }, cancellationToken: cancellationToken));
        if (removed == 0)
            return false;
        await tenant.Connection.ExecuteAsync(new(
            """
            DELETE FROM widgets w WHERE w.organization_id = @OrganizationId AND w.id = @widgetId AND NOT EXISTS (
                SELECT FROM dashboard_widgets p WHERE p.organization_id = w.organization_id AND p.widget_id = w.id)
            """, new { caller.OrganizationId, widgetId }, cancellationToken: cancellationToken));
        await BoardPlaces.WriteAsync(tenant, boardId, await BoardPlaces.ReadAsync(tenant, boardId, cancellationToken), cancellationToken);
        await boards.TouchAsync(tenant, boardId, cancellationToken);
        await tenant.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Renames; false when there is no such widget on a dashboard that the caller may change.</summary>
    public Task<bool> RenameAsync(Caller caller, Guid boardId, Guid widgetId, string title, CancellationToken cancellationToken) =>
        ChangeAsync(caller, boardId, widgetId, "title = @value", Titled(title), cancellationToken);

    /// <summary>Draws it in another way; <see cref="ChartType.Table"/> keeps the chart to come back to.</summary>
    public Task<bool> RedrawAsync(Caller caller, Guid boardId, Guid widgetId, ChartPart chart, CancellationToken cancellationToken) =>
        ChangeAsync(caller, boardId, widgetId, "chart = @value::jsonb", ConversationJson.Write(chart), cancellationToken);

    private async Task<bool> ChangeAsync(
        Caller caller, Guid boardId, Guid widgetId, string what, string value, CancellationToken cancellationToken)
    {
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        if (!await Boards.MayChangeAsync(tenant, caller, boardId, cancellationToken))
            return false;
        var changed = await tenant.Connection.ExecuteAsync(new(
            $"""
            UPDATE widgets w SET {what} FROM dashboard_widgets p
            WHERE p.organization_id = w.organization_id AND p.widget_id = w.id AND p.dashboard_id = @boardId
                AND w.organization_id = @OrganizationId AND w.id = @widgetId
            """, new { caller.OrganizationId, boardId, widgetId, value }, cancellationToken: cancellationToken));
        await tenant.CommitAsync(cancellationToken);
        return changed > 0;
    }

    private async Task<Guid> InsertAsync(TenantConnection tenant, Caller caller, NewWidget widget, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        await tenant.Connection.ExecuteAsync(new(
            """
            INSERT INTO widgets (organization_id, id, title, source_id, sql, plan, chart, columns, conversation_id, made_by, created_at)
            VALUES (@OrganizationId, @id, @title, @SourceId, @Sql, @Plan::jsonb, @chart::jsonb, @columns::jsonb, @ConversationId, @UserId, @now)
            """,
            new
            {
                caller.OrganizationId, id, title = Titled(widget.Title), widget.SourceId, widget.Sql, widget.Plan,
                chart = widget.Chart is null ? null : ConversationJson.Write(widget.Chart), columns = ConversationJson.Write(widget.Columns),
                widget.ConversationId, caller.UserId, now,
            }, cancellationToken: cancellationToken));
        return id;
    }

    private async Task PlaceAsync(TenantConnection tenant, Guid boardId, Guid widgetId, ChartPart? chart, CancellationToken cancellationToken)
    {
        var (width, height) = chart?.Type is ChartType.Kpi ? (3, 2) : (6, 4);
        var places = GridLayout.Add(await BoardPlaces.ReadAsync(tenant, boardId, cancellationToken), widgetId, width, height);
        var place = places.Single(p => p.WidgetId == widgetId);
        await tenant.Connection.ExecuteAsync(new(
            """
            INSERT INTO dashboard_widgets (organization_id, dashboard_id, widget_id, x, y, width, height)
            VALUES (@OrganizationId, @boardId, @widgetId, @Column, @Row, @Width, @Height) ON CONFLICT DO NOTHING
            """,
            new { tenant.OrganizationId, boardId, widgetId, place.Column, place.Row, place.Width, place.Height }, cancellationToken: cancellationToken));
        await BoardPlaces.WriteAsync(tenant, boardId, places, cancellationToken);
        await boards.TouchAsync(tenant, boardId, cancellationToken);
    }

    private static string Titled(string title) => title.Trim() switch
    {
        "" => "Untitled",
        { Length: > LongestTitle } longer => longer[..LongestTitle],
        var trimmed => trimmed,
    };
}
