using Assistant.Skills.Access;
using Assistant.Skills.Storage;
using Dapper;

namespace Assistant.Skills.Dashboards;

/// <summary>
/// Dashboards: each belongs to who made it; shared ones are seen by the whole organization. Changes are made by their person, or by who
/// manages the organization. What a caller may not see or change is told as not there; so are widgets over sources that they may not use.
/// </summary>
public sealed class Boards(Database database, SourcePeople people, TimeProvider time)
{
    public const int LongestName = 200;

    private const string Visible = "b.organization_id = @OrganizationId AND (b.shared OR b.made_by = @UserId)";
    private const string Changeable = "organization_id = @OrganizationId AND (made_by = @UserId OR (shared AND @ruler))";

    /// <summary>Those the caller may see, the latest changed first.</summary>
    public async Task<IReadOnlyList<BoardSummary>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        var hidden = await HiddenAsync(caller, cancellationToken);
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        var rows = await tenant.Connection.QueryAsync<SummaryRow>(new(
            $"""
            SELECT b.id, b.name, b.shared, b.made_by, u.name AS maker, b.changed_at,
                (SELECT count(*)::int FROM dashboard_widgets p JOIN widgets w ON w.organization_id = p.organization_id AND w.id = p.widget_id
                    WHERE p.organization_id = b.organization_id AND p.dashboard_id = b.id AND NOT w.source_id = ANY(@hidden)) AS widgets
            FROM dashboards b JOIN users u ON u.organization_id = b.organization_id AND u.id = b.made_by
            WHERE {Visible} ORDER BY b.changed_at DESC
            """, With(caller, new { hidden }), cancellationToken: cancellationToken));
        return [.. rows.Select(r => new BoardSummary(r.Id, r.Name, r.Shared, MayChange(caller, r.MadeBy, r.Shared), r.Maker, r.Widgets, r.ChangedAt))];
    }

    /// <summary>Null when there is none of that id that the caller may see.</summary>
    public async Task<Board?> GetAsync(Caller caller, Guid boardId, CancellationToken cancellationToken)
    {
        var hidden = await HiddenAsync(caller, cancellationToken);
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        var row = await tenant.Connection.QuerySingleOrDefaultAsync<BoardRow>(new(
            $"""
            SELECT b.id, b.name, b.shared, b.made_by, u.name AS maker, b.refresh_seconds, b.changed_at
            FROM dashboards b JOIN users u ON u.organization_id = b.organization_id AND u.id = b.made_by
            WHERE {Visible} AND b.id = @boardId
            """, With(caller, new { boardId }), cancellationToken: cancellationToken));
        if (row is null)
            return null;
        var widgets = await WidgetRows.ReadAsync(
            tenant, "JOIN dashboard_widgets p ON p.organization_id = w.organization_id AND p.widget_id = w.id WHERE p.dashboard_id = @boardId AND NOT w.source_id = ANY(@hidden)",
            new { boardId, hidden }, cancellationToken);
        var seen = widgets.Select(w => w.Id).ToHashSet();
        IReadOnlyList<GridPlace> places = [.. (await BoardPlaces.ReadAsync(tenant, boardId, cancellationToken)).Where(p => seen.Contains(p.WidgetId))];
        return new(
            row.Id, row.Name, row.Shared, MayChange(caller, row.MadeBy, row.Shared), row.Maker,
            row.RefreshSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null, row.ChangedAt, widgets, places);
    }

    /// <exception cref="PermissionDeniedException">The caller may not manage dashboards.</exception>
    public async Task<Guid> CreateAsync(Caller caller, string name, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ManageDashboards);
        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        await tenant.Connection.ExecuteAsync(new(
            """
            INSERT INTO dashboards (organization_id, id, name, made_by, created_at, changed_at)
            VALUES (@OrganizationId, @id, @name, @UserId, @now, @now)
            """, new { caller.OrganizationId, caller.UserId, id, name = Named(name), now }, cancellationToken: cancellationToken));
        await tenant.CommitAsync(cancellationToken);
        return id;
    }

    /// <summary>False when there is none that the caller may change; so for the methods below.</summary>
    public Task<bool> RenameAsync(Caller caller, Guid boardId, string name, CancellationToken cancellationToken) =>
        ChangeAsync(caller, boardId, "name = @name", new { boardId, name = Named(name) }, cancellationToken);

    public Task<bool> ShareAsync(Caller caller, Guid boardId, bool shared, CancellationToken cancellationToken) =>
        ChangeAsync(caller, boardId, "shared = @shared", new { boardId, shared }, cancellationToken);

    /// <param name="refresh">At least 10 seconds; null: only when asked.</param>
    public Task<bool> SetRefreshAsync(Caller caller, Guid boardId, TimeSpan? refresh, CancellationToken cancellationToken) =>
        ChangeAsync(caller, boardId, "refresh_seconds = @seconds", new { boardId, seconds = (int?)refresh?.TotalSeconds }, cancellationToken);

    /// <summary>Deletes a dashboard, and the widgets that then stand on none.</summary>
    public async Task<bool> DeleteAsync(Caller caller, Guid boardId, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ManageDashboards);
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        if (!await MayChangeAsync(tenant, caller, boardId, cancellationToken))
            return false;
        await tenant.Connection.ExecuteAsync(new(
            """
            DELETE FROM widgets w USING dashboard_widgets p
            WHERE p.organization_id = w.organization_id AND p.widget_id = w.id AND p.dashboard_id = @boardId AND w.organization_id = @OrganizationId
                AND NOT EXISTS (SELECT FROM dashboard_widgets o
                    WHERE o.organization_id = w.organization_id AND o.widget_id = w.id AND o.dashboard_id <> @boardId);
            DELETE FROM dashboards WHERE organization_id = @OrganizationId AND id = @boardId
            """, new { caller.OrganizationId, boardId }, cancellationToken: cancellationToken));
        await tenant.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Keeps a layout: places of widgets that are not on the board are passed over, others are settled.</summary>
    public async Task<bool> ArrangeAsync(Caller caller, Guid boardId, IReadOnlyList<GridPlace> places, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ManageDashboards);
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        if (!await MayChangeAsync(tenant, caller, boardId, cancellationToken))
            return false;
        await BoardPlaces.WriteAsync(tenant, boardId, GridLayout.Settle(places), cancellationToken);
        await TouchAsync(tenant, boardId, cancellationToken);
        await tenant.CommitAsync(cancellationToken);
        return true;
    }

    internal async Task<Guid[]> HiddenAsync(Caller caller, CancellationToken cancellationToken) => [.. await people.HiddenFromAsync(caller, cancellationToken)];

    internal static bool MayChange(Caller caller, Guid madeBy, bool shared) => caller.May(Permission.ManageDashboards)
        && (madeBy == caller.UserId || (shared && caller.May(Permission.ManageOrganization)));

    internal static async Task<bool> MayChangeAsync(TenantConnection tenant, Caller caller, Guid boardId, CancellationToken cancellationToken) =>
        caller.May(Permission.ManageDashboards) && await tenant.Connection.ExecuteScalarAsync<bool>(new(
            $"SELECT EXISTS (SELECT FROM dashboards WHERE id = @boardId AND {Changeable})",
            With(caller, new { boardId }), cancellationToken: cancellationToken));

    internal async Task TouchAsync(TenantConnection tenant, Guid boardId, CancellationToken cancellationToken) =>
        await tenant.Connection.ExecuteAsync(new(
            "UPDATE dashboards SET changed_at = @now WHERE organization_id = @OrganizationId AND id = @boardId",
            new { tenant.OrganizationId, boardId, now = time.GetUtcNow() }, cancellationToken: cancellationToken));

    private async Task<bool> ChangeAsync(Caller caller, Guid boardId, string what, object values, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ManageDashboards);
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        var parameters = With(caller, values);
        parameters.Add("now", time.GetUtcNow());
        var changed = await tenant.Connection.ExecuteAsync(new(
            $"UPDATE dashboards SET {what}, changed_at = @now WHERE id = @boardId AND {Changeable}", parameters, cancellationToken: cancellationToken));
        await tenant.CommitAsync(cancellationToken);
        return changed > 0;
    }

    private static string Named(string name) => name.Trim() switch
    {
        "" => throw new ArgumentException("A dashboard has a name.", nameof(name)),
        { Length: > LongestName } longer => longer[..LongestName],
        var trimmed => trimmed,
    };

    private static DynamicParameters With(Caller caller, object values)
    {
        var parameters = new DynamicParameters(values);
        parameters.AddDynamicParams(new { caller.OrganizationId, caller.UserId, ruler = caller.May(Permission.ManageOrganization) });
        return parameters;
    }

    private sealed record SummaryRow(Guid Id, string Name, bool Shared, Guid MadeBy, string Maker, DateTimeOffset ChangedAt, int Widgets);

    private sealed record BoardRow(Guid Id, string Name, bool Shared, Guid MadeBy, string Maker, int? RefreshSeconds, DateTimeOffset ChangedAt);
}
