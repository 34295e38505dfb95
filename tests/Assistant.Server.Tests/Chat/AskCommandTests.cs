using System.Text.Json;
using Assistant.Testing;

namespace Assistant.Server.Tests.Chat;

/// <summary>The command line, without any database of the assistant's own.</summary>
public sealed class AskCommandTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("assistant-test-");

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task A_question_to_a_file_is_answered_with_rows_sql_and_confidence()
    {
        var (code, said) = await AskAsync("how many visitors are there per city", "--json");

        Assert.Equal(0, code);
        var answer = JsonDocument.Parse(said).RootElement;
        Assert.Equal("answered", answer.GetProperty("status").GetString());
        Assert.Equal(2, answer.GetProperty("rows").GetArrayLength());
        Assert.Contains("visitors", answer.GetProperty("sql").GetString(), StringComparison.Ordinal);
        Assert.InRange(answer.GetProperty("confidence").GetInt32(), 1, 100);
        Assert.Equal(JsonValueKind.Object, answer.GetProperty("plan").ValueKind);
    }

    [Fact]
    public async Task What_cannot_be_answered_is_a_reason_and_an_exit_code_of_its_own()
    {
        var (code, said) = await AskAsync("which unicorns graze on the moon");

        Assert.Equal(3, code);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_call_says_how_to_call_it_and_a_missing_file_that_it_is_missing()
    {
        var usage = await ServerProcess.RunAsync("", _data.FullName, "ask", "how many?");
        var missing = await ServerProcess.RunAsync("", _data.FullName, "ask", "--source", "/nowhere/orders.csv", "how many?");

        Assert.Equal((2, 1), (usage.Code, missing.Code));
        Assert.Contains("--source", usage.Said, StringComparison.Ordinal);
        Assert.Contains("/nowhere/orders.csv", missing.Said, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Said)> AskAsync(params string[] question)
    {
        using var file = new SqliteFile("""
            CREATE TABLE visitors (id INTEGER PRIMARY KEY, name TEXT, city TEXT);
            INSERT INTO visitors VALUES (1, 'Ann', 'Oslo'), (2, 'Bo', 'Oslo'), (3, 'Cy', 'Rome');
            """);
        return await ServerProcess.RunAsync("", _data.FullName, ["ask", "--source", file.Path, .. question]);
    }
}
