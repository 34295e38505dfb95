using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Assistant.Skills.Access;
using Microsoft.Extensions.DependencyInjection;

namespace Assistant.Server.Tests.Access;

/// <summary>Projects over HTTP and the hub, each person by a session of their own.</summary>
public class ProjectApiTests
{
    [Fact]
    public async Task An_administrator_makes_a_project_moves_a_source_there_and_lets_people_in()
    {
        await using var server = await AssistantServer.StartAsync();
        var (admin, analyst, employee) = (await server.SignedInAsync(), await server.SignedInAsync("analyst@demo.local"), await server.SignedInAsync("employee@demo.local"));
        var source = await UploadedAsync(analyst);
        var made = await admin.PostAsJsonAsync("/api/v1/projects", new { name = "Payroll", restricted = true });
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var project = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await admin.PostAsJsonAsync("/api/v1/projects", new { name = "payroll" })).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await admin.PatchAsJsonAsync($"/api/v1/sources/{source}", new { projectId = project })).StatusCode);

        // Who is outside: neither the project nor its source, by whatever way.
        foreach (var (address, word) in new[] { ("/api/v1/projects", "Payroll"), ("/api/v1/sources", "towns"), ("/api/v1/sources", "Payroll") })
            Assert.DoesNotContain(word, await employee.GetStringAsync(address), StringComparison.Ordinal);
        foreach (var address in new[] { $"/api/v1/projects/{project}", $"/api/v1/projects/{project}/members", $"/api/v1/sources/{source}" })
            Assert.Equal(HttpStatusCode.NotFound, (await employee.GetAsync(address)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await employee.PostAsJsonAsync("/api/v1/projects", new { name = "Mine" })).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await analyst.PatchAsJsonAsync($"/api/v1/sources/{source}", new { projectId = DemoOrganization.Id })).StatusCode);
        using var csv = new StringContent("town,people\nOslo,1\nRome,2\n");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await employee.PostAsync($"/api/v1/sources/files?name=more.csv&project={project}", csv)).StatusCode);

        var callers = server.Services.GetRequiredService<Callers>();
        var (ana, emma) = ((await callers.FindByEmailAsync("analyst@demo.local", default))!.Caller, (await callers.FindByEmailAsync("employee@demo.local", default))!.Caller);
        Assert.Equal(HttpStatusCode.NoContent, (await admin.PutAsJsonAsync($"/api/v1/projects/{project}/members/{emma.UserId}", new { role = "Analyst" })).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await admin.PutAsJsonAsync($"/api/v1/projects/{project}/members/{ana.UserId}", new { role = "Viewer" })).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await admin.PutAsJsonAsync($"/api/v1/projects/{project}/members/{ana.UserId}", new { role = "Admin" })).StatusCode);
        Assert.Contains("Emma Employee", await employee.GetStringAsync($"/api/v1/projects/{project}/members"), StringComparison.Ordinal);

        // The one works there though she only looks elsewhere; the other only looks there.
        var query = new { sourceId = source, sql = "SELECT count(*) FROM towns" };
        Assert.Equal(HttpStatusCode.OK, (await employee.PostAsJsonAsync("/api/v1/queries", query)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await employee.PostAsync($"/api/v1/sources/{source}/refresh", null)).StatusCode);
        Assert.NotEqual(HttpStatusCode.OK, (await analyst.PostAsJsonAsync("/api/v1/queries", query)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await analyst.GetAsync($"/api/v1/sources/{source}")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await analyst.PostAsJsonAsync($"/api/v1/quality/sources/{source}/rules", new { sentence = "people must be at most 10" })).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await employee.PostAsJsonAsync("/api/v1/sources", new { name = "x", connectionString = "Host=127.0.0.1;Database=x" })).StatusCode);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await admin.DeleteAsync($"/api/v1/projects/{project}")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await admin.DeleteAsync($"/api/v1/projects/{project}/members/{emma.UserId}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await employee.GetAsync($"/api/v1/sources/{source}")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await admin.PatchAsJsonAsync($"/api/v1/projects/{project}", new { restricted = false })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await employee.GetAsync($"/api/v1/sources/{source}")).StatusCode);
    }

    [Fact]
    public async Task A_question_asked_through_the_hub_by_who_is_outside_names_nothing_of_the_project()
    {
        await using var server = await AssistantServer.StartAsync();
        var admin = await server.SignedInAsync();
        var source = await UploadedAsync(admin);
        var project = (await (await admin.PostAsJsonAsync("/api/v1/projects", new { name = "Payroll", restricted = true })).Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString();
        Assert.Equal(HttpStatusCode.NoContent, (await admin.PatchAsJsonAsync($"/api/v1/sources/{source}", new { projectId = project })).StatusCode);
        var emma = (await server.Services.GetRequiredService<Callers>().FindByEmailAsync("employee@demo.local", default))!.Caller;
        await using var hub = await server.HubAsync(await server.TokenAsync(emma));
        foreach (var chosen in new[] { null, source })
        {
            var turn = await hub.InvokeAsync("StartTurn", new { conversationId = Guid.Empty, text = "how many towns are there?", sourceId = chosen });
            var said = new System.Text.StringBuilder();
            await foreach (var update in hub.StreamAsync("Follow", turn.GetProperty("turnId").GetString(), 0))
                said.Append(update);
            Assert.NotEqual("", said.ToString());
            foreach (var word in new[] { "Payroll", "people", "\"table\"" })
                Assert.DoesNotContain(word, said.ToString(), StringComparison.Ordinal);
        }
    }

    private static async Task<string> UploadedAsync(HttpClient client)
    {
        using var csv = new StringContent("town,people\nOslo,700000\nRome,2800000\n");
        return (await client.PostAsync("/api/v1/sources/files?name=towns.csv", csv)).Headers.Location!.ToString().Split('/')[^1];
    }
}
