using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Assistant.Testing;

namespace Assistant.Server.Tests.Changes;

public class ChangesTests
{
    private static readonly string[] Countries = ["country"];
    private static readonly string[] Keys = ["town"], Rome = ["Rome"];

    private const string Towns = "CREATE TABLE towns (town text PRIMARY KEY, country text, people int); INSERT INTO towns VALUES ('Oslo', 'Norway', 700000), ('Rome', NULL, 2800000)";

    [Fact]
    public async Task A_program_proposes_once_another_person_approves_and_it_is_written_and_undone()
    {
        await using var server = await AssistantServer.StartAsync();
        await using var towns = await PostgresDatabase.CreateAsync(Towns);
        var (admin, analyst, steward) = (await server.SignedInAsync(), await server.SignedInAsync("analyst@demo.local"), await server.SignedInAsync("steward@demo.local"));
        var source = await ConnectedAsync(admin, towns);
        object proposed = new { sourceId = source, schema = "public", table = "towns", keyColumns = Keys, title = "Countries", cells = new[] { new { key = Rome, column = "country", old = (string?)null, @new = "Italy" } } };
        var change = (await SentAsync(analyst, "/api/v1/changes", proposed, "key-1")).Headers.Location!.ToString();
        Assert.Equal(change, (await SentAsync(analyst, "/api/v1/changes", proposed, "key-1")).Headers.Location!.ToString());

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await analyst.PostAsJsonAsync($"{change}/approve", new { })).StatusCode);   // four eyes
        Assert.Equal(HttpStatusCode.OK, (await steward.PostAsJsonAsync($"{change}/approve", new { })).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await steward.PostAsync($"{change}/apply", null)).StatusCode);   // no account for writing yet
        Assert.Equal(HttpStatusCode.Forbidden, (await steward.PutAsJsonAsync($"/api/v1/changes/writers/{source}", new { connectionString = towns.ConnectionString })).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await admin.PutAsJsonAsync($"/api/v1/changes/writers/{source}", new { connectionString = towns.ConnectionString })).StatusCode);
        var access = await steward.GetStringAsync($"/api/v1/changes/writers/{source}");
        Assert.DoesNotContain("Host", access, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.OK, (await steward.PostAsync($"{change}/apply", null)).StatusCode);
        Assert.Equal("Italy", await towns.ScalarAsync("SELECT country FROM towns WHERE town = 'Rome'"));
        await towns.ScalarAsync("UPDATE towns SET country = 'Roman Empire' WHERE town = 'Rome'");
        Assert.Equal(HttpStatusCode.Conflict, (await steward.PostAsync($"{change}/undo", null)).StatusCode);
        await towns.ScalarAsync("UPDATE towns SET country = 'Italy' WHERE town = 'Rome'");
        Assert.Equal(HttpStatusCode.OK, (await steward.PostAsync($"{change}/undo", null)).StatusCode);
        Assert.Equal("", await towns.ScalarAsync("SELECT coalesce(country, '') FROM towns WHERE town = 'Rome'"));
        Assert.Equal("Undone", (await analyst.GetFromJsonAsync<JsonElement>(change)).GetProperty("state").GetString());

        var stranger = server.With(await server.TokenAsync(server.Database.Theirs));
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(change)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"{change}/cells")).StatusCode);
        Assert.Equal("[]", await stranger.GetStringAsync("/api/v1/changes"));
        Assert.Equal(HttpStatusCode.Forbidden, (await (await server.SignedInAsync("employee@demo.local")).PostAsync($"{change}/apply", null)).StatusCode);
    }

    [Fact]
    public async Task A_workbook_is_made_taken_and_given_back_over_HTTP()
    {
        await using var server = await AssistantServer.StartAsync();
        await using var towns = await PostgresDatabase.CreateAsync(Towns);
        var (admin, analyst) = (await server.SignedInAsync(), await server.SignedInAsync("analyst@demo.local"));
        var source = await ConnectedAsync(admin, towns);
        var made = await analyst.PostAsJsonAsync("/api/v1/workbooks", new { sourceId = source, schema = "public", table = "towns", columns = Countries, rows = "Missing" });
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var taken = await analyst.GetAsync(made.Headers.Location);
        Assert.Equal("Fill-in workbook  towns.xlsx", taken.Content.Headers.ContentDisposition!.FileNameStar);
        var bytes = await taken.Content.ReadAsByteArrayAsync();

        var filled = await UploadAsync(analyst, Filled(bytes, "Italy"), "w-1");
        Assert.Equal((1, 0), (filled.GetProperty("good").GetInt32(), filled.GetProperty("left").GetArrayLength()));
        Assert.Equal(filled.GetProperty("change").GetProperty("id").GetGuid(), (await UploadAsync(analyst, Filled(bytes, "Italy"), "w-1")).GetProperty("change").GetProperty("id").GetGuid());
        Assert.Single((await analyst.GetFromJsonAsync<JsonElement>("/api/v1/changes")).EnumerateArray());

        var broken = await analyst.PostAsync("/api/v1/workbooks/uploads", new ByteArrayContent([1, 2, 3]));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, broken.StatusCode);
        Assert.Contains("no .xlsx workbook", await broken.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var stranger = server.With(await server.TokenAsync(server.Database.Theirs));
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(made.Headers.Location)).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await analyst.PostAsJsonAsync("/api/v1/workbooks", new { sourceId = source, table = "villages", rows = "All" })).StatusCode);
    }

    private static async Task<Guid> ConnectedAsync(HttpClient admin, PostgresDatabase database) => Guid.Parse(
        (await admin.PostAsJsonAsync("/api/v1/sources", new { name = "Towns", connectionString = database.ConnectionString })).Headers.Location!.ToString().Split('/')[^1]);

    private static async Task<HttpResponseMessage> SentAsync(HttpClient client, string address, object body, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", key);
        var answer = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return answer;
    }

    private static async Task<JsonElement> UploadAsync(HttpClient client, byte[] workbook, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/workbooks/uploads") { Content = new ByteArrayContent(workbook) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        request.Headers.Add("Idempotency-Key", key);
        var answer = await client.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>The one missing cell, filled in.</summary>
    private static byte[] Filled(byte[] workbook, string value)
    {
        using var stream = new MemoryStream();
        stream.Write(workbook);
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            var sheet = zip.GetEntry("xl/worksheets/sheet1.xml")!;
            using var reader = new StreamReader(sheet.Open());
            var xml = reader.ReadToEnd();
            reader.Dispose();
            var at = xml.LastIndexOf("/>", xml.IndexOf("</sheetData>", StringComparison.Ordinal), StringComparison.Ordinal);
            sheet.Delete();
            using var writer = new StreamWriter(zip.CreateEntry("xl/worksheets/sheet1.xml").Open());
            writer.Write($"{xml[..at]} t=\"inlineStr\"><is><t>{value}</t></is></c>{xml[(at + 2)..]}");
        }
        return stream.ToArray();
    }
}
