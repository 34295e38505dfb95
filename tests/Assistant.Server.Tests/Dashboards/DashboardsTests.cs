using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Assistant.Server.Tests.Dashboards;

public class DashboardsTests
{
    private static readonly object Widget = new { title = "Orders by month", sourceId = Guid.NewGuid(), sql = "SELECT 1", columns = Array.Empty<object>() };

    [Fact]
    public async Task A_widget_is_saved_moved_renamed_and_taken_off()
    {
        await using var server = await AssistantServer.StartAsync();
        var client = await server.SignedInAsync("analyst@demo.local");
        var board = await MadeAsync(await client.PostAsJsonAsync("/api/v1/dashboards", new { name = "Sales" }));
        var (one, two) = (
            await MadeAsync(await client.PostAsJsonAsync($"{board}/widgets", Widget)), await MadeAsync(await client.PostAsJsonAsync($"{board}/widgets", Widget)));
        object[] places = [new { widgetId = Id(two), column = 0, row = 0, width = 12, height = 3 }, new { widgetId = Id(one), column = 0, row = 3, width = 4, height = 4 }];
        Assert.Equal(HttpStatusCode.NoContent, (await client.PutAsJsonAsync($"{board}/places", places)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await client.PatchAsJsonAsync($"{board}/widgets/{Id(one)}", new { title = "By month" })).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await client.PatchAsJsonAsync(board, new { name = "Sales 2", refreshSeconds = 60 })).StatusCode);

        var seen = await client.GetFromJsonAsync<JsonElement>(board);
        Assert.Equal("Sales 2", seen.GetProperty("name").GetString());
        Assert.Equal(["By month", "Orders by month"], seen.GetProperty("widgets").EnumerateArray().Select(w => w.GetProperty("title").GetString()).Order());
        Assert.Equal(12, seen.GetProperty("places")[0].GetProperty("width").GetInt32());

        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync($"{board}/widgets/{Id(one)}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.DeleteAsync($"{board}/widgets/{Id(one)}")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync(board)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(board)).StatusCode);
    }

    [Fact]
    public async Task Others_see_a_dashboard_when_it_is_shared_and_another_organization_never()
    {
        await using var server = await AssistantServer.StartAsync();
        var (maker, colleague) = (await server.SignedInAsync("analyst@demo.local"), await server.SignedInAsync("employee@demo.local"));
        var stranger = server.With(await server.TokenAsync(server.Database.Theirs));
        var board = await MadeAsync(await maker.PostAsJsonAsync("/api/v1/dashboards", new { name = "Sales" }));
        Assert.Equal(HttpStatusCode.NotFound, (await colleague.GetAsync(board)).StatusCode);
        await maker.PatchAsJsonAsync(board, new { shared = true });
        Assert.Equal(HttpStatusCode.OK, (await colleague.GetAsync(board)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await colleague.DeleteAsync(board)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(board)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.DeleteAsync(board)).StatusCode);
        Assert.Equal("[]", await stranger.GetStringAsync("/api/v1/dashboards"));
    }

    [Theory]
    [InlineData("POST", "", """{"name":" "}""")]
    [InlineData("POST", "", """{}""")]
    [InlineData("POST", "", """nonsense""")]
    [InlineData("PATCH", "/BOARD", """{"refreshSeconds":1}""")]
    [InlineData("PATCH", "/BOARD", """{"name":""}""")]
    [InlineData("POST", "/BOARD/widgets", """{"title":"x"}""")]
    [InlineData("PUT", "/BOARD/places", """[{"widgetId":1}]""")]
    public async Task What_cannot_be_is_refused_with_the_reason(string method, string address, string body)
    {
        await using var server = await AssistantServer.StartAsync();
        var client = await server.SignedInAsync();
        var board = await MadeAsync(await client.PostAsJsonAsync("/api/v1/dashboards", new { name = "Sales" }));
        var answer = await client.SendAsync(new(new(method), "/api/v1/dashboards" + address.Replace("BOARD", Id(board), StringComparison.Ordinal))
        {
            Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json"),
        });
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    private static async Task<string> MadeAsync(HttpResponseMessage answer)
    {
        answer.EnsureSuccessStatusCode();
        return $"/api/v1/dashboards/{(await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()}";
    }

    private static string Id(string address) => address.Split('/')[^1];
}
