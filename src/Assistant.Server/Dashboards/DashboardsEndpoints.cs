using Assistant.Server.Access;
using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Dashboards;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Assistant.Server.Dashboards;

/// <summary>Dashboards and their widgets over HTTP. What the caller may not see or change is told as not there.</summary>
public static class DashboardsEndpoints
{
    public static void MapDashboards(this IEndpointRouteBuilder api)
    {
        var boards = api.MapGroup("/dashboards").WithTags("Dashboards");
        boards.MapGet("/", async (CurrentCaller current, Boards store, CancellationToken cancelled) =>
                TypedResults.Ok(await store.ListAsync(current.Caller, cancelled)))
            .WithName("ListDashboards").WithSummary("Your dashboards and those shared with you, the latest changed first.");
        boards.MapGet("/{id:guid}", GetAsync).WithName("GetDashboard").WithSummary("A dashboard with its widgets and their places; no data.");

        var changes = boards.MapGroup("").Require(Permission.ManageDashboards);
        changes.MapPost("/", CreateAsync).WithName("CreateDashboard").WithSummary("Makes an empty dashboard.");
        changes.MapPatch("/{id:guid}", ChangeAsync).WithName("ChangeDashboard").WithSummary("Renames, shares, or sets how often the page reads again (0: only when asked).");
        changes.MapDelete("/{id:guid}", async (Guid id, CurrentCaller current, Boards store, CancellationToken cancelled) =>
                Found(await store.DeleteAsync(current.Caller, id, cancelled)))
            .WithName("DeleteDashboard").WithSummary("Deletes a dashboard, and the widgets that then stand on none.");
        changes.MapPut("/{id:guid}/places", async (
                Guid id, IReadOnlyList<GridPlace> places, CurrentCaller current, Boards store, CancellationToken cancelled) =>
                Found(await store.ArrangeAsync(current.Caller, id, places, cancelled)))
            .WithName("ArrangeDashboard").WithSummary("Keeps a layout on twelve columns; overlaps are settled.");
        MapWidgets(changes);
    }

    private static void MapWidgets(RouteGroupBuilder changes)
    {
        changes.MapPost("/{id:guid}/widgets", SaveAsync).WithName("SaveWidget")
            .WithSummary("Keeps a query and its chart as a widget on the dashboard; its rows are read live with the rights of who looks.");
        changes.MapPut("/{id:guid}/widgets/{widgetId:guid}", async (
                Guid id, Guid widgetId, CurrentCaller current, Widgets store, CancellationToken cancelled) =>
                Found(await store.AddAsync(current.Caller, id, widgetId, cancelled)))
            .WithName("AddWidget").WithSummary("Puts one of your widgets on a further dashboard.");
        changes.MapPatch("/{id:guid}/widgets/{widgetId:guid}", ChangeWidgetAsync).WithName("ChangeWidget").WithSummary("Renames a widget or draws it in another way.");
        changes.MapDelete("/{id:guid}/widgets/{widgetId:guid}", async (
                Guid id, Guid widgetId, CurrentCaller current, Widgets store, CancellationToken cancelled) =>
                Found(await store.RemoveAsync(current.Caller, id, widgetId, cancelled)))
            .WithName("RemoveWidget").WithSummary("Takes a widget off the dashboard.");
    }

    private static async Task<Results<Ok<Board>, NotFound>> GetAsync(Guid id, CurrentCaller current, Boards store, CancellationToken cancelled) =>
        await store.GetAsync(current.Caller, id, cancelled) is { } board ? TypedResults.Ok(board) : TypedResults.NotFound();

    private static async Task<Results<Created<NewId>, ValidationProblem>> CreateAsync(
        NewBoard board, CurrentCaller current, Boards store, CancellationToken cancelled)
    {
        if (string.IsNullOrWhiteSpace(board.Name))
            return Wrong("name", "Give the dashboard a name.");
        var id = await store.CreateAsync(current.Caller, board.Name, cancelled);
        return TypedResults.Created($"/api/v1/dashboards/{id}", new NewId(id));
    }

    private static async Task<Results<NoContent, NotFound, ValidationProblem>> ChangeAsync(
        Guid id, BoardChange change, CurrentCaller current, Boards store, CancellationToken cancelled)
    {
        if (change.Name is not null && string.IsNullOrWhiteSpace(change.Name))
            return Wrong("name", "Give the dashboard a name.");
        if (change.RefreshSeconds is not (null or 0 or (>= 10 and <= 86_400)))
            return Wrong("refreshSeconds", "Choose 0 for never, or between 10 seconds and a day.");
        var found = (change.Name is null || await store.RenameAsync(current.Caller, id, change.Name, cancelled))
            && (change.Shared is not { } shared || await store.ShareAsync(current.Caller, id, shared, cancelled))
            && (change.RefreshSeconds is not { } seconds
                || await store.SetRefreshAsync(current.Caller, id, seconds == 0 ? null : TimeSpan.FromSeconds(seconds), cancelled));
        return found ? TypedResults.NoContent() : TypedResults.NotFound();
    }

    private static async Task<Results<Created<NewId>, NotFound, ValidationProblem>> SaveAsync(
        Guid id, NewWidget widget, CurrentCaller current, Widgets store, CancellationToken cancelled)
    {
        if (string.IsNullOrWhiteSpace(widget.Sql) || widget.Sql.Length > 100_000)
            return Wrong("sql", "Give the query that the widget shows, at most 100,000 characters.");
        return await store.SaveAsync(current.Caller, widget with { Title = widget.Title ?? "", Columns = widget.Columns ?? [] }, id, "", cancelled) is var (_, widgetId)
            ? TypedResults.Created($"/api/v1/dashboards/{id}", new NewId(widgetId))
            : TypedResults.NotFound();
    }

    private static async Task<Results<NoContent, NotFound>> ChangeWidgetAsync(
        Guid id, Guid widgetId, WidgetChange change, CurrentCaller current, Widgets store, CancellationToken cancelled)
    {
        var found = (change.Title is null || await store.RenameAsync(current.Caller, id, widgetId, change.Title, cancelled))
            && (change.Chart is null || await store.RedrawAsync(current.Caller, id, widgetId, change.Chart, cancelled));
        return found ? TypedResults.NoContent() : TypedResults.NotFound();
    }

    private static Results<NoContent, NotFound> Found(bool found) => found ? TypedResults.NoContent() : TypedResults.NotFound();

    private static ValidationProblem Wrong(string field, string why) =>
        TypedResults.ValidationProblem(new Dictionary<string, string[]> { [field] = [why] });
}

public sealed record NewId(Guid Id);

public sealed record NewBoard(string? Name);

/// <summary>What is null stays as it is.</summary>
/// <param name="RefreshSeconds">0: the page reads only when asked.</param>
public sealed record BoardChange(string? Name, bool? Shared, int? RefreshSeconds);

/// <summary>What is null stays as it is.</summary>
public sealed record WidgetChange(string? Title, ChartPart? Chart);
