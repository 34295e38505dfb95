using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Assistant.Skills.Access;
using Microsoft.Extensions.DependencyInjection;

namespace Assistant.Server.Tests.Quality;

public class QualityRightsTests
{
    [Fact]
    public async Task Rules_of_a_source_are_seen_decided_and_opened_only_by_who_may_use_it()
    {
        await using var server = await AssistantServer.StartAsync();
        var analyst = await server.SignedInAsync("analyst@demo.local");
        using var csv = new StringContent("town,people\nOslo,700000\nRome,2800000\n");
        var source = (await analyst.PostAsync("/api/v1/sources/files?name=towns.csv", csv)).Headers.Location!.ToString().Split('/')[^1];
        var told = await analyst.PostAsJsonAsync($"/api/v1/quality/sources/{source}/rules", new { sentence = "people must be at most 1000000" });
        var number = (await told.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("number").GetInt32();

        var employee = await server.SignedInAsync("employee@demo.local");
        Assert.Equal(1, (await employee.GetFromJsonAsync<JsonElement>("/api/v1/quality/rules")).GetArrayLength());
        var admin = (await server.Services.GetRequiredService<Callers>().FindByEmailAsync(DemoOrganization.AdminEmail, default))!.Caller;
        Assert.Null(await server.Services.GetRequiredService<SourcePeople>().SaveAsync(admin, Guid.Parse(source), new([OrganizationRole.Admin], []), default));

        Assert.Equal(0, (await employee.GetFromJsonAsync<JsonElement>("/api/v1/quality/rules")).GetArrayLength());
        Assert.Equal(0, (await employee.GetFromJsonAsync<JsonElement>($"/api/v1/quality/rules?source={source}")).GetArrayLength());
        Assert.Equal(HttpStatusCode.NotFound, (await employee.GetAsync($"/api/v1/quality/rules/{number}/rows")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await analyst.PostAsJsonAsync($"/api/v1/quality/rules/{number}/decisions", new { decision = "Accepted" })).StatusCode);
        Assert.Equal(1, (await (await server.SignedInAsync()).GetFromJsonAsync<JsonElement>("/api/v1/quality/rules")).GetArrayLength());
    }
}
