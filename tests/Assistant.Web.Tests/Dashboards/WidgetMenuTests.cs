using AngleSharp.Html.Dom;
using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Dashboards;
using Assistant.Web.Dashboards;
using Microsoft.Extensions.DependencyInjection;

namespace Assistant.Web.Tests.Dashboards;

public class WidgetMenuTests
{
    private static readonly Widget Cost = new(
        Guid.NewGuid(), "Cost by plant", Guid.NewGuid(), "SELECT 1",
        new(Guid.NewGuid(), ChartType.Bar, "Cost", "plant", ["cost"], null, [ChartType.Bar, ChartType.Pie], "Bars."), [], Guid.NewGuid(), "Ada", DateTimeOffset.UnixEpoch);

    private static Task<IHtmlDocument> MenuAsync(bool mayChange, bool showsSql) => Rendered.DocumentAsync<WidgetMenu>(
        new() { ["Widget"] = Cost, ["Shown"] = ChartType.Bar, ["MadeBy"] = "Ada", ["MayChange"] = mayChange, ["ShowsSql"] = showsSql },
        services =>
        {
            var me = new CurrentCaller();
            me.Set(new Entry(new Caller(Guid.NewGuid(), Guid.NewGuid(), "Eli", new HashSet<Permission> { Permission.ReadData }, UserPreferences.Default), "e@x.org", OrganizationRole.Viewer, "Demo"));
            services.AddSingleton(me);
        });

    [Fact]
    public async Task It_tells_where_the_widget_comes_from()
    {
        var facts = (await MenuAsync(mayChange: false, showsSql: true)).QuerySelector("dl")!;
        Assert.Contains("Ada, 1 Jan 1970", facts.TextContent);
        Assert.Equal($"/c/{Cost.ConversationId}", facts.QuerySelector("a")!.GetAttribute("href"));
        Assert.Contains("runs with yours", facts.TextContent);
    }

    [Fact]
    public async Task Who_may_not_change_the_dashboard_is_offered_no_change()
    {
        var items = (await MenuAsync(mayChange: false, showsSql: true)).QuerySelectorAll(".menu-item").Select(i => i.TextContent.Trim());
        Assert.Equal(["Read again", "Show SQL"], items);
    }

    [Fact]
    public async Task Who_may_not_read_it_is_not_shown_the_names_in_its_sql() =>
        Assert.DoesNotContain("Show SQL", (await MenuAsync(mayChange: true, showsSql: false)).Body!.TextContent);

    [Fact]
    public async Task The_types_that_fit_are_offered_and_the_present_one_is_marked()
    {
        var menu = await MenuAsync(mayChange: true, showsSql: true);
        Assert.Equal("Bars", menu.QuerySelector("[aria-pressed=true]")!.TextContent.Trim());
        Assert.Equal(["Bars", "Pie", "Table"], menu.QuerySelectorAll("[aria-pressed]").Select(i => i.TextContent.Trim()));
    }
}
