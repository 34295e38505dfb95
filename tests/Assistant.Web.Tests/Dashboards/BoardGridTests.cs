using Assistant.Skills.Dashboards;
using Assistant.Web.Dashboards;
using Microsoft.AspNetCore.Components;

namespace Assistant.Web.Tests.Dashboards;

public class BoardGridTests
{
    private static Task<AngleSharp.Html.Dom.IHtmlDocument> BoardAsync(bool editing) => Rendered.DocumentAsync<BoardGrid>(new()
    {
        ["Places"] = GridLayout.Add(GridLayout.Add([], Guid.NewGuid(), 6, 4), Guid.NewGuid(), 6, 4),
        ["Tile"] = (RenderFragment<Guid>)(id => builder => builder.AddContent(0, id.ToString())),
        ["TitleOf"] = (Func<Guid, string>)(_ => "Orders by plant"),
        ["Editing"] = editing,
    });

    [Fact]
    public async Task Everything_that_drags_also_has_keys_and_buttons()
    {
        var board = await BoardAsync(editing: true);
        Assert.Equal(2, board.QuerySelectorAll("button[data-grip][aria-label*='arrow keys']").Length);
        Assert.Equal(16, board.QuerySelectorAll(".board-steps .menu-item").Length);
    }

    [Fact]
    public async Task Only_while_editing()
    {
        var board = await BoardAsync(editing: false);
        Assert.Equal(2, board.QuerySelectorAll(".board-cell").Length);
        Assert.Empty(board.QuerySelectorAll("button, [data-corner]"));
    }
}
