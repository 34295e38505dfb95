using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Assistant.Testing;

namespace Assistant.Server.Tests.Changes;

/// <summary>What a program may not send, may not do, and may not know of: of changes, workbooks, tasks, rules, gaps, agents and scripts.</summary>
public sealed class ApiBoundsTests
{
    private static readonly string Long = new('x', 200_000);

    /// <summary>Method, path, body. {source} is ours, {nobody} nobody's id.</summary>
    public static TheoryData<string, string, string> Unreadable => new()
    {
        { "POST", "tasks", """{"title":"a\u0000b"}""" },
        { "POST", "tasks", """{"title":"t","priority":99}""" },
        { "POST", "tasks", """{"title":"t","priority":"Bogus"}""" },
        { "POST", "tasks", """{"title":"t","dueOn":"soon"}""" },
        { "POST", "tasks", """{"title":5}""" },
        { "POST", "tasks", "[]" },
        { "POST", "tasks", "" },
        { "POST", "tasks", "{" },
        { "POST", "workbooks", """{"sourceId":"{source}","table":"towns","rows":99}""" },
        { "POST", "workbooks", """{"sourceId":"abc","table":"towns"}""" },
        { "POST", "workbooks", """{"sourceId":"{source}","table":"towns","rows":"All","title":"a\u0000"}""" },
        { "POST", "changes", """{"sourceId":"{source}","table":"towns","title":"a\u0000"}""" },
        { "PUT", "changes/settings", "{}" },
        { "PUT", "changes/settings", """{"fourEyes":"x"}""" },
        { "POST", "scripts/rule-1/decisions", "{}" },
        { "PUT", "missing/findings/1/state", "{}" },
        { "PUT", "missing/sources/{source}/criticality", """{"table":"towns","column":"people","criticality":99}""" },
        { "POST", "quality/rules/1/decisions", """{"decision":99}""" },
        { "POST", "quality/rules/1/trials", """{"how":99}""" },
        { "PUT", "workflows/rule-creation/settings", """{"enabled":"perhaps"}""" },
        { "GET", "workflows/runs?count=abc", "" },
        { "GET", "tasks?state=Bogus", "" },
    };

    public static TheoryData<string, string, string> Unfit => new()
    {
        { "POST", "tasks", """{"title":" "}""" },
        { "POST", "tasks", """{"title":"{long}"}""" },
        { "POST", "tasks", """{"title":"t","dueOn":"0001-01-01"}""" },
        { "POST", "tasks", """{"title":"t","sourceId":"{nobody}","table":"towns"}""" },
        { "POST", "workbooks", """{"sourceId":"{nobody}","table":"towns","rows":"All"}""" },
        { "POST", "workbooks", """{"sourceId":"{source}","table":"towns","rows":"Chosen"}""" },
        { "POST", "workbooks", """{"sourceId":"{source}","table":"towns","rows":"Chosen","keys":[[null]]}""" },
        { "POST", "workbooks", """{"sourceId":"{source}","table":"towns","rows":"Chosen","keys":[null]}""" },
        { "POST", "workbooks", """{"sourceId":"{source}","table":"towns","rows":"All","title":"{long}"}""" },
        { "POST", "workbooks", """{"sourceId":"{source}","table":"towns","rows":"All","columns":[null]}""" },
        { "POST", "workbooks/uploads", "" },
        { "POST", "changes", """{"sourceId":"{source}","table":"towns","keyColumns":["town"],"cells":[null]}""" },
        { "POST", "changes", """{"sourceId":"{source}","table":"towns","keyColumns":[null],"cells":[{"key":["Rome"],"column":"country","new":"Italy"}]}""" },
        { "POST", "changes", """{"sourceId":"{source}","table":"towns","keyColumns":["town"],"cells":[{"key":[null],"column":"country","new":"Italy"}]}""" },
        { "POST", "changes", """{"sourceId":"{source}","table":"towns","keyColumns":["town"],"cells":[{"key":["Rome"],"column":"country","new":"{long}"}]}""" },
        { "POST", "changes", """{"sourceId":"{source}","table":"towns","keyColumns":["town"],"cells":[]}""" },
        { "PUT", "changes/writers/{source}", """{"connectionString":"{long}"}""" },
        { "POST", "reconciliation/comparisons", "{}" },
        { "POST", "reconciliation/comparisons", """{"left":{"sourceId":"{source}","table":"towns"},"right":{"sourceId":"{source}","table":"towns"},"keys":[null]}""" },
        { "PUT", "workflows/rule-creation/settings", """{"schedule":"{long}"}""" },
    };

    private static (string Method, string Path, string Body)[] Foreign { get; } =
    [
        ("GET", "changes/{nobody}", ""), ("GET", "changes/{nobody}/cells", ""), ("POST", "changes/{nobody}/approve", "{}"), ("POST", "changes/{nobody}/reject", "{}"), ("POST", "changes/{nobody}/apply", ""), ("POST", "changes/{nobody}/undo", ""),
        ("GET", "workbooks/{nobody}/file", ""), ("GET", "tasks/1", ""), ("PATCH", "tasks/1", """{"state":"Done"}"""), ("POST", "tasks/1/comments", """{"text":"x"}"""),
        ("GET", "missing/sources/{source}", ""), ("POST", "missing/sources/{source}/scans", ""), ("GET", "missing/findings/1/rows", ""),
        ("GET", "quality/rules/1/rows", ""), ("POST", "quality/rules/1/trials", """{"how":"Stricter"}"""), ("POST", "quality/sources/{source}/rules", """{"sentence":"people must be at most 5"}"""),
        ("GET", "scripts/rule-1", ""), ("POST", "scripts/rule-1/decisions", """{"approve":true}"""), ("GET", "workflows/runs/{nobody}", ""), ("GET", "agents/none", ""), ("GET", "reconciliation/comparisons/1/differences", ""),
        ("GET", "changes/writers/{source}", ""), ("DELETE", "changes/writers/{source}", ""),
    ];

    [Fact]
    public async Task What_cannot_be_read_or_does_not_fit_is_refused_in_words_and_the_ids_of_others_are_not_there()
    {
        await using var server = await AssistantServer.StartAsync();
        await using var towns = await PostgresDatabase.CreateAsync("CREATE TABLE towns (town text PRIMARY KEY, country text, people int); INSERT INTO towns VALUES ('Oslo', 'Norway', 700000), ('Rome', NULL, 2800000)");
        var admin = await server.SignedInAsync();
        var source = (await admin.PostAsJsonAsync("/api/v1/sources", new { name = "Towns", connectionString = towns.ConnectionString })).Headers.Location!.ToString().Split('/')[^1];
        Assert.Equal(HttpStatusCode.Created, (await admin.PostAsJsonAsync("/api/v1/tasks", new { title = "Look at the towns" })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await admin.PostAsJsonAsync($"/api/v1/quality/sources/{source}/rules", new { sentence = "people must be at most 1000000" })).StatusCode);

        var wrong = new List<string>();
        foreach (var row in Unreadable)
            wrong.AddRange(await WrongAsync(admin, row, source, HttpStatusCode.BadRequest));
        foreach (var row in Unfit)
            wrong.AddRange(await WrongAsync(admin, row, source, HttpStatusCode.UnprocessableEntity));
        var (stranger, _) = await server.KeyOfAsync(server.Database.Theirs);
        foreach (var (method, path, body) in Foreign)
            wrong.AddRange(await WrongAsync(stranger, [method, path, body], source, HttpStatusCode.NotFound, inWords: false));
        var employee = await server.SignedInAsync("employee@demo.local");
        foreach (var (method, path, body) in new[] { ("PUT", "changes/settings", """{"fourEyes":false}"""), ("PUT", "changes/writers/{source}", "{}"), ("POST", "changes/{nobody}/apply", ""), ("POST", "quality/rules/1/decisions", """{"decision":"Accepted"}"""), ("POST", "workflows/rule-creation/runs", ""), ("PUT", "missing/findings/1/state", """{"dismissed":true}""") })
            wrong.AddRange(await WrongAsync(employee, [method, path, body], source, HttpStatusCode.Forbidden));
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True((await admin.GetFromJsonAsync<JsonElement>("/api/v1/changes/settings")).GetProperty("fourEyes").GetBoolean());
    }

    private static async Task<IReadOnlyList<string>> WrongAsync(HttpClient client, object?[] row, string source, HttpStatusCode expected, bool inWords = true)
    {
        string Filled(string text) => text.Replace("{source}", source, StringComparison.Ordinal).Replace("{nobody}", "00000000-0000-7000-8000-000000000001", StringComparison.Ordinal).Replace("{long}", Long, StringComparison.Ordinal);
        var (method, path, body) = ((string)row[0]!, (string)row[1]!, (string)row[2]!);
        using var request = new HttpRequestMessage(new(method), $"/api/v1/{Filled(path)}");
        if (method is not ("GET" or "DELETE") && !(body == "" && path is not "tasks"))
            request.Content = new StringContent(Filled(body), Encoding.UTF8, "application/json");
        using var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.StatusCode != expected ? [$"{method} {path} {body}: {answer.StatusCode} {text[..Math.Min(200, text.Length)]}"]
            : inWords && !text.Contains("\"detail\":\"", StringComparison.Ordinal) ? [$"{method} {path} {body}: no words: {text}"] : [];
    }
}
