using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Assistant.Skills.Access;
using Assistant.Skills.Sources;
using Microsoft.Extensions.DependencyInjection;

namespace Assistant.Server.Tests.Quality;

/// <summary>Profiles over HTTP: what a table holds is told to those who may read it, and nothing of what is masked or sensitive.</summary>
public sealed class ProfileTests : IAsyncLifetime
{
    private AssistantServer _server = null!;
    private HttpClient _analyst = null!;
    private string _source = "";

    private string Profile => $"/api/v1/quality/sources/{_source}/profile?table=towns";

    public async Task InitializeAsync()
    {
        _server = await AssistantServer.StartAsync();
        _analyst = await _server.SignedInAsync("analyst@demo.local");
        var csv = new StringBuilder("town,people,mayor,seats\n");
        for (var i = 0; i < 60; i++)
            csv.Append(System.Globalization.CultureInfo.InvariantCulture, $"Town {i},{8_000_000 + 1000 * i},Mayor Quill {i % 7},{9 + i % 5}\n");
        using var content = new StringContent(csv.ToString());
        _source = (await _analyst.PostAsync("/api/v1/sources/files?name=towns.csv", content)).Headers.Location!.ToString().Split('/')[^1];
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Figures_and_spreads_of_each_column_are_told()
    {
        var profile = await _analyst.GetFromJsonAsync<JsonElement>(Profile);
        Assert.Equal(60, profile.GetProperty("rows").GetInt64());
        Assert.Equal("town,people,mayor,seats", string.Join(',', profile.GetProperty("columns").EnumerateArray().Select(c => c.GetProperty("name").GetString())));
        var seats = profile.GetProperty("columns")[3];
        Assert.Equal(["9", "9", "10", "11", "12", "13", "13"], seats.GetProperty("quantiles").EnumerateArray().Select(q => q.GetString()));
        Assert.Equal(60, seats.GetProperty("histogram").EnumerateArray().Sum(b => b.GetProperty("rows").GetInt64()));
        Assert.Empty(profile.GetProperty("leftOut").EnumerateArray());
    }

    [Theory]
    [InlineData(ColumnMask.Hidden, "")]
    [InlineData(ColumnMask.Null, "mayor,people")]
    [InlineData(ColumnMask.Full, "mayor,people")]
    [InlineData(ColumnMask.Partial, "mayor,people")]
    [InlineData(ColumnMask.Hash, "mayor,people")]
    public async Task Of_a_masked_column_nothing_but_its_name_is_told(ColumnMask mask, string named)
    {
        var table = new TableName(null, "towns");
        Assert.Null(await _server.Services.GetRequiredService<SourcePolicies>().SaveAsync(await AdminAsync(), Guid.Parse(_source),
            [new(OrganizationRole.Viewer, table, "people", mask), new(OrganizationRole.Viewer, table, "mayor", mask)], default));
        var employee = await _server.SignedInAsync("employee@demo.local");
        var text = await employee.GetStringAsync(Profile);
        Assert.DoesNotContain("80", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Quill", text, StringComparison.Ordinal);
        var profile = JsonDocument.Parse(text).RootElement;
        Assert.Equal("seats,town", Sorted(profile.GetProperty("columns").EnumerateArray().Select(c => c.GetProperty("name").GetString())));
        Assert.Equal(named, Sorted(profile.GetProperty("leftOut").EnumerateArray().Select(c => c.GetString())));
        Assert.Contains("Quill", await _analyst.GetStringAsync(Profile), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_column_that_somebody_called_sensitive_is_not_read()
    {
        var model = $"/api/v1/sources/{_source}/model";
        var yaml = (await _analyst.GetStringAsync(model)).Replace("name: mayor", "name: mayor\n        sensitive: true", StringComparison.Ordinal);
        using var body = new StringContent(yaml, Encoding.UTF8, "application/yaml");
        Assert.Equal(HttpStatusCode.OK, (await _analyst.PutAsync($"{model}?publish=true", body)).StatusCode);
        var text = await _analyst.GetStringAsync(Profile);
        Assert.DoesNotContain("Quill", text, StringComparison.Ordinal);
        Assert.Equal("mayor", JsonDocument.Parse(text).RootElement.GetProperty("leftOut")[0].GetString());
    }

    [Fact]
    public async Task Rows_that_one_may_not_see_are_in_no_figure()
    {
        Assert.Null(await _server.Services.GetRequiredService<SourcePolicies>().SaveAsync(await AdminAsync(), Guid.Parse(_source), [new(OrganizationRole.Viewer, new(null, "towns"), RowFilter: "seats < 11")], default));
        var profile = await (await _server.SignedInAsync("employee@demo.local")).GetFromJsonAsync<JsonElement>(Profile);
        Assert.Equal((24, "10"), (profile.GetProperty("rows").GetInt64(), profile.GetProperty("columns")[3].GetProperty("greatest").GetString()));
    }

    [Fact]
    public async Task Nobody_who_may_not_use_the_source_learns_of_the_table()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, (await _server.Browser().GetAsync(Profile)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _server.With(await _server.TokenAsync(_server.Database.Theirs)).GetAsync(Profile)).StatusCode);
        var blind = Assert.IsType<NewApiKey.Made>(await _server.Services.GetRequiredService<ApiKeys>().CreateAsync(await AdminAsync(), "blind", [Permission.ManageDashboards], null, default));
        Assert.Equal(HttpStatusCode.Forbidden, (await _server.With(blind.Secret).GetAsync(Profile)).StatusCode);
        var employee = await _server.SignedInAsync("employee@demo.local");
        Assert.Equal(HttpStatusCode.OK, (await employee.GetAsync(Profile)).StatusCode);
        Assert.Null(await _server.Services.GetRequiredService<SourcePolicies>().SaveAsync(await AdminAsync(), Guid.Parse(_source), [new(OrganizationRole.Viewer, new(null, "towns"))], default));
        Assert.Equal(HttpStatusCode.NotFound, (await employee.GetAsync(Profile)).StatusCode);
        Assert.Null(await _server.Services.GetRequiredService<SourcePolicies>().SaveAsync(await AdminAsync(), Guid.Parse(_source), [], default));
        Assert.Null(await _server.Services.GetRequiredService<SourcePeople>().SaveAsync(await AdminAsync(), Guid.Parse(_source), new([OrganizationRole.Admin], []), default));
        Assert.Equal(HttpStatusCode.NotFound, (await employee.GetAsync(Profile)).StatusCode);
    }

    [Theory]
    [InlineData("", HttpStatusCode.BadRequest)]
    [InlineData("?table=", HttpStatusCode.BadRequest)]
    [InlineData("?table=%20", HttpStatusCode.BadRequest)]
    [InlineData("?table=nothing", HttpStatusCode.NotFound)]
    [InlineData("?table=%00", HttpStatusCode.NotFound)]
    [InlineData("?table=towns;drop", HttpStatusCode.NotFound)]
    public async Task A_table_that_is_not_named_or_not_there_is_refused(string query, HttpStatusCode expected)
    {
        var refused = await _analyst.GetAsync($"/api/v1/quality/sources/{_source}/profile{query}");
        Assert.Equal(expected, refused.StatusCode);
        if (expected is HttpStatusCode.BadRequest)
            Assert.NotEqual("", (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString());
    }

    private static string Sorted(IEnumerable<string?> names) => string.Join(',', names.Order(StringComparer.Ordinal));

    private async Task<Caller> AdminAsync() => (await _server.Services.GetRequiredService<Callers>().FindByEmailAsync(DemoOrganization.AdminEmail, default))!.Caller;
}
