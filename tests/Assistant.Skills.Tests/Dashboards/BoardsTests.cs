using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Dashboards;
using Assistant.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Assistant.Skills.Tests.Dashboards;

public class BoardsTests
{
    private static readonly ChartPart Chart = new(
        Guid.NewGuid(), ChartType.Bar, "Cost by plant", "plant", ["cost"], null, [ChartType.Bar, ChartType.Line], "Bars.");

    private static readonly NewWidget Cost = new(
        "Cost by plant", Guid.NewGuid(), "SELECT plant, sum(cost) AS cost FROM orders GROUP BY plant", Chart,
        [new("cost", "Cost", Skills.Sources.DataType.Number, "€")], Guid.NewGuid());

    [Fact]
    public async Task A_saved_widget_comes_back_as_it_was_on_a_dashboard_that_was_made_for_it()
    {
        await using var database = await AssistantDatabase.CreateAsync();
        await using var services = database.Services();
        var (boards, widgets) = (services.GetRequiredService<Boards>(), services.GetRequiredService<Widgets>());
        var saved = await widgets.SaveAsync(database.Ours, Cost, null, "My dashboard", default);
        var again = await widgets.SaveAsync(database.Ours, Cost with { Title = "Second" }, null, "Another", default);
        Assert.Equal(saved!.Value.BoardId, again!.Value.BoardId);

        var board = (await boards.GetAsync(database.Ours, saved.Value.BoardId, default))!;
        Assert.Equal(("My dashboard", true, false, "Ada Ours"), (board.Name, board.MayChange, board.Shared, board.MadeBy));
        var widget = board.Widgets[0];
        Assert.Equal((Cost.Title, Cost.SourceId, Cost.Sql, Cost.ConversationId, "Ada Ours"), (widget.Title, widget.SourceId, widget.Sql, widget.ConversationId, widget.MadeBy));
        Assert.Equal(ConversationJson.Write(Chart), ConversationJson.Write(widget.Chart!));
        Assert.Equal("€", Assert.Single(widget.Columns).Unit);
        Assert.Equal([new(widget.Id, 0, 0, 6, 4), new(again.Value.WidgetId, 6, 0, 6, 4)], board.Places);
    }

    [Fact]
    public async Task A_layout_is_kept_settled_and_ignores_widgets_from_elsewhere()
    {
        await using var database = await AssistantDatabase.CreateAsync();
        await using var services = database.Services();
        var (boards, widgets) = (services.GetRequiredService<Boards>(), services.GetRequiredService<Widgets>());
        var (board, widget) = (await widgets.SaveAsync(database.Ours, Cost, null, "B", default))!.Value;
        Assert.True(await boards.ArrangeAsync(database.Ours, board, [new(widget, 99, 50, 99, 3), new(Guid.NewGuid(), 0, 0, 6, 4)], default));
        var place = Assert.Single((await boards.GetAsync(database.Ours, board, default))!.Places);
        Assert.Equal(new GridPlace(widget, 0, 0, 12, 3), place with { Row = 0 });
    }

    [Fact]
    public async Task Others_see_a_dashboard_when_it_is_shared_and_never_change_it()
    {
        await using var database = await AssistantDatabase.CreateAsync();
        await using var services = database.Services();
        var (boards, widgets) = (services.GetRequiredService<Boards>(), services.GetRequiredService<Widgets>());
        var colleague = await database.ColleagueAsync(database.Ours, Permission.ReadData, Permission.ManageDashboards);
        var (board, widget) = (await widgets.SaveAsync(database.Ours, Cost, null, "B", default))!.Value;
        Assert.Empty(await boards.ListAsync(colleague, default));
        Assert.Null(await boards.GetAsync(colleague, board, default));

        Assert.True(await boards.ShareAsync(database.Ours, board, true, default));
        Assert.False(Assert.Single(await boards.ListAsync(colleague, default)).MayChange);
        Assert.False(await boards.RenameAsync(colleague, board, "Mine", default));
        Assert.False(await boards.ArrangeAsync(colleague, board, [], default));
        Assert.False(await boards.DeleteAsync(colleague, board, default));
        Assert.False(await widgets.RemoveAsync(colleague, board, widget, default));
        Assert.False(await widgets.RenameAsync(colleague, board, widget, "Mine", default));
        Assert.Null(await widgets.SaveAsync(colleague, Cost, board, "", default));
        Assert.Single((await boards.GetAsync(colleague, board, default))!.Widgets);
    }

    [Fact]
    public async Task Who_may_not_manage_dashboards_makes_none()
    {
        await using var database = await AssistantDatabase.CreateAsync();
        await using var services = database.Services();
        var reader = await database.ColleagueAsync(database.Ours, Permission.ReadData);
        await Assert.ThrowsAsync<PermissionDeniedException>(() => services.GetRequiredService<Boards>().CreateAsync(reader, "B", default));
        await Assert.ThrowsAsync<PermissionDeniedException>(() => services.GetRequiredService<Widgets>().SaveAsync(reader, Cost, null, "B", default));
    }

    [Fact]
    public async Task The_other_organization_sees_and_changes_nothing()
    {
        await using var database = await AssistantDatabase.CreateAsync();
        await using var services = database.Services();
        var (boards, widgets) = (services.GetRequiredService<Boards>(), services.GetRequiredService<Widgets>());
        var (board, widget) = (await widgets.SaveAsync(database.Ours, Cost, null, "B", default))!.Value;
        await boards.ShareAsync(database.Ours, board, true, default);

        Assert.Empty(await boards.ListAsync(database.Theirs, default));
        Assert.Null(await boards.GetAsync(database.Theirs, board, default));
        Assert.False(await boards.DeleteAsync(database.Theirs, board, default));
        Assert.False(await widgets.RemoveAsync(database.Theirs, board, widget, default));
        Assert.False(await widgets.AddAsync(database.Theirs, board, widget, default));
        Assert.Null(await widgets.SaveAsync(database.Theirs, Cost, board, "", default));
        Assert.Empty(await widgets.ElsewhereAsync(database.Theirs, Guid.NewGuid(), default));
    }

    [Theory]
    [InlineData("dashboards")]
    [InlineData("widgets")]
    [InlineData("dashboard_widgets")]
    public async Task Even_without_the_codes_own_filter_the_other_organization_sees_no_row(string table)
    {
        await using var database = await AssistantDatabase.CreateAsync();
        await using var services = database.Services();
        await services.GetRequiredService<Widgets>().SaveAsync(database.Ours, Cost, null, "B", default);
        await using var theirs = await database.Storage.OpenAsync(database.Theirs.OrganizationId, default);
        await using var count = new NpgsqlCommand($"SELECT count(*) FROM {table}", theirs.Connection);
        Assert.Equal(0L, await count.ExecuteScalarAsync());
    }

    [Fact]
    public async Task A_widget_goes_when_it_stands_on_no_dashboard_any_more()
    {
        await using var database = await AssistantDatabase.CreateAsync();
        await using var services = database.Services();
        var (boards, widgets) = (services.GetRequiredService<Boards>(), services.GetRequiredService<Widgets>());
        var (first, widget) = (await widgets.SaveAsync(database.Ours, Cost, null, "First", default))!.Value;
        var second = await boards.CreateAsync(database.Ours, "Second", default);
        Assert.Equal(widget, Assert.Single(await widgets.ElsewhereAsync(database.Ours, second, default)).Id);
        Assert.True(await widgets.AddAsync(database.Ours, second, widget, default));

        Assert.True(await boards.DeleteAsync(database.Ours, first, default));
        Assert.Single((await boards.GetAsync(database.Ours, second, default))!.Widgets);
        Assert.True(await widgets.RemoveAsync(database.Ours, second, widget, default));
        Assert.Equal("0", await database.ScalarAsync("SELECT count(*)::text FROM widgets"));
    }

    [Fact]
    public async Task A_widget_is_drawn_in_another_way_and_named_anew()
    {
        await using var database = await AssistantDatabase.CreateAsync();
        await using var services = database.Services();
        var widgets = services.GetRequiredService<Widgets>();
        var (board, widget) = (await widgets.SaveAsync(database.Ours, Cost, null, "B", default))!.Value;
        Assert.True(await widgets.RedrawAsync(database.Ours, board, widget, Chart with { Type = ChartType.Line }, default));
        Assert.True(await widgets.RenameAsync(database.Ours, board, widget, " Cost ", default));
        var now = Assert.Single((await services.GetRequiredService<Boards>().GetAsync(database.Ours, board, default))!.Widgets);
        Assert.Equal(("Cost", ChartType.Line), (now.Title, now.Chart!.Type));
    }
}
