using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Assistant.Server.Tests.Semantics;

public class SemanticsTests
{
    [Fact]
    public async Task A_model_goes_out_as_yaml_comes_in_and_is_undone()
    {
        await using var server = await AssistantServer.StartAsync();
        var client = await server.SignedInAsync("analyst@demo.local");
        var model = $"{await UploadAsync(client)}/model";
        var yaml = await client.GetStringAsync(model);
        Assert.Contains("name: town", yaml, StringComparison.Ordinal);

        var imported = await client.PutAsync($"{model}?publish=true", Yaml(yaml.Replace("name: town", "name: town\n        synonyms: [place]", StringComparison.Ordinal)));
        Assert.Equal(1, (await imported.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("version").GetInt32());
        Assert.Contains("place", await client.GetStringAsync(model), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.OK, (await client.PostAsync($"{model}/versions/0/restore", null)).StatusCode);
        Assert.Equal(yaml, await client.GetStringAsync(model));
        Assert.Equal(2, (await client.GetFromJsonAsync<JsonElement>($"{model}/versions")).GetArrayLength());
    }

    [Fact]
    public async Task A_wrong_file_is_refused_by_line_and_who_may_not_manage_sources_is_too()
    {
        await using var server = await AssistantServer.StartAsync();
        var client = await server.SignedInAsync("analyst@demo.local");
        var model = $"{await UploadAsync(client)}/model";
        var refused = await client.PutAsync(model, Yaml("entities:\n  - table: nothing"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("Line 2: There is no table 'nothing'", (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await client.PostAsync($"{model}/publish", null)).StatusCode);
        var employee = await server.SignedInAsync("employee@demo.local");
        Assert.Equal(HttpStatusCode.Forbidden, (await employee.GetAsync(model)).StatusCode);
        var stranger = server.With(await server.TokenAsync(server.Database.Theirs));
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(model)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PutAsync(model, Yaml("entities: []"))).StatusCode);
    }

    private static StringContent Yaml(string text) => new(text, Encoding.UTF8, "application/yaml");

    private static async Task<string> UploadAsync(HttpClient client)
    {
        using var csv = new StringContent("town,people\nOslo,700000\nRome,2800000\n");
        var answer = await client.PostAsync("/api/v1/sources/files?name=towns.csv", csv);
        return answer.Headers.Location!.ToString();
    }
}
