using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Assistant.Skills.Access;
using Assistant.Skills.Sources;
using Microsoft.Extensions.DependencyInjection;

namespace Assistant.Server.Tests.Quality;

/// <summary>Loads over HTTP: judged and called expected by who manages the source, and seen by who sees all of the table.</summary>
public sealed class LoadTests : IAsyncLifetime
{
    private const string Loads = "/api/v1/quality/loads";

    private AssistantServer _server = null!;
    private HttpClient _analyst = null!, _employee = null!;
    private string _source = "";

    private string Judge => $"/api/v1/quality/sources/{_source}/loads";

    // Twenty days of forty sales, of which the last has no amounts.
    public async Task InitializeAsync()
    {
        _server = await AssistantServer.StartAsync();
        (_analyst, _employee) = (await _server.SignedInAsync("analyst@demo.local"), await _server.SignedInAsync("employee@demo.local"));
        var csv = new StringBuilder("sale,loaded_on,shop,amount\n");
        for (var day = 0; day < 20; day++)
            for (var i = 0; i < 40; i++)
                csv.Append(CultureInfo.InvariantCulture, $"{day * 100 + i},{new DateOnly(2026, 1, 1).AddDays(day):O},shop {i % 5},{(day == 19 ? "" : 20 + i * 7 % 30)}\n");
        using var content = new StringContent(csv.ToString());
        _source = (await _analyst.PostAsync("/api/v1/sources/files?name=sales.csv", content)).Headers.Location!.ToString().Split('/')[^1];
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_load_is_judged_listed_and_called_expected()
    {
        var report = await (await _analyst.PostAsync(Judge, null)).Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(1, report.GetProperty("tables").GetInt32());
        var load = Assert.Single((await _employee.GetFromJsonAsync<JsonElement>($"{Loads}?source={_source}")).EnumerateArray());
        Assert.Equal((40, "2026-01-20"), (load.GetProperty("rows").GetInt64(), load.GetProperty("day").GetString()));
        Assert.Contains("missing", load.GetProperty("alerts")[0].GetProperty("why").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, (await _analyst.PostAsync($"{Judge}/expected?table=sales", null)).StatusCode);
        Assert.True((await _employee.GetFromJsonAsync<JsonElement>(Loads))[0].GetProperty("expected").GetBoolean());
    }

    [Fact]
    public async Task Who_does_not_manage_the_source_changes_nothing_and_strangers_find_nothing()
    {
        Assert.Equal(HttpStatusCode.OK, (await _analyst.PostAsync(Judge, null)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await _employee.PostAsync(Judge, null)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await _employee.PostAsync($"{Judge}/expected?table=sales", null)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await _server.Browser().GetAsync(Loads)).StatusCode);
        var stranger = _server.With(await _server.TokenAsync(_server.Database.Theirs));
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsync(Judge, null)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsync($"{Judge}/expected?table=sales", null)).StatusCode);
        Assert.Equal(0, (await stranger.GetFromJsonAsync<JsonElement>($"{Loads}?source={_source}")).GetArrayLength());
        var blind = Assert.IsType<NewApiKey.Made>(await _server.Services.GetRequiredService<ApiKeys>().CreateAsync(await AdminAsync(), "blind", [Permission.ManageDashboards], null, default));
        Assert.Equal(HttpStatusCode.Forbidden, (await _server.With(blind.Secret).GetAsync(Loads)).StatusCode);
    }

    [Fact]
    public async Task Of_a_source_that_one_may_not_use_no_load_is_seen()
    {
        Assert.Equal(HttpStatusCode.OK, (await _analyst.PostAsync(Judge, null)).StatusCode);
        Assert.Equal(1, (await _employee.GetFromJsonAsync<JsonElement>(Loads)).GetArrayLength());
        Assert.Null(await _server.Services.GetRequiredService<SourcePeople>().SaveAsync(await AdminAsync(), Guid.Parse(_source), new([OrganizationRole.Admin], []), default));
        Assert.Equal(0, (await _employee.GetFromJsonAsync<JsonElement>(Loads)).GetArrayLength());
        Assert.Equal(HttpStatusCode.NotFound, (await _analyst.PostAsync(Judge, null)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _analyst.PostAsync($"{Judge}/expected?table=sales", null)).StatusCode);
    }

    [Theory]
    [InlineData("amount", null, "sales,0")]
    [InlineData("loaded_on", null, "")]
    [InlineData(null, "shop = 'shop 1'", "")]
    [InlineData(null, null, "")]
    public async Task What_is_masked_filtered_or_hidden_is_in_no_load(string? column, string? filter, string seen)
    {
        Assert.Equal(HttpStatusCode.OK, (await _analyst.PostAsync(Judge, null)).StatusCode);
        Assert.Null(await _server.Services.GetRequiredService<SourcePolicies>().SaveAsync(await AdminAsync(), Guid.Parse(_source), [new(OrganizationRole.Viewer, new(null, "sales"), column, column is null ? null : ColumnMask.Partial, filter)], default));
        var loads = await _employee.GetFromJsonAsync<JsonElement>(Loads);
        Assert.Equal(seen, string.Join(';', loads.EnumerateArray().Select(l => $"{l.GetProperty("table").GetProperty("name").GetString()},{l.GetProperty("alerts").GetArrayLength()}")));
    }

    [Theory]
    [InlineData("GET", "loads?source=soon", HttpStatusCode.BadRequest)]
    [InlineData("POST", "sources/{source}/loads/expected", HttpStatusCode.BadRequest)]
    [InlineData("POST", "sources/{source}/loads/expected?table=", HttpStatusCode.BadRequest)]
    [InlineData("POST", "sources/{source}/loads/expected?table=nothing", HttpStatusCode.NotFound)]
    [InlineData("POST", "sources/{source}/loads/expected?table=sales", HttpStatusCode.NotFound)]
    public async Task What_cannot_be_read_or_was_never_judged_is_refused_in_words(string method, string path, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(new(method), $"/api/v1/quality/{path.Replace("{source}", _source, StringComparison.Ordinal)}");
        var refused = await _analyst.SendAsync(request);
        Assert.Equal(expected, refused.StatusCode);
        if (expected is HttpStatusCode.BadRequest)
            Assert.NotEqual("", (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString());
    }

    private async Task<Caller> AdminAsync() => (await _server.Services.GetRequiredService<Callers>().FindByEmailAsync(DemoOrganization.AdminEmail, default))!.Caller;
}
