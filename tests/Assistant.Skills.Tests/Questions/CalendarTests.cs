using Assistant.Skills.Questions;
using Assistant.Skills.Sources;
using Assistant.Skills.Tests.Sources.Files;
using Assistant.Testing;

namespace Assistant.Skills.Tests.Questions;

/// <summary>Days of the week and months of the year have their names, in the order of the calendar, in each engine.</summary>
public sealed class CalendarTests
{
    // 2025-03-02 is a Sunday.
    private static readonly string[] Days = ["2025-03-02", "2025-03-03", "2025-03-03", "2025-03-08", "2024-12-07"];

    private const string ByDay = "Monday|2; Saturday|2; Sunday|1";
    private const string ByMonth = "March|4; December|1";

    [Fact]
    public async Task In_SQLite()
    {
        using var file = new SqliteFile("CREATE TABLE visits (visit_id INTEGER PRIMARY KEY, visited_on DATE NOT NULL);" + Inserts);
        await CheckAsync(await new SourceOpener().OpenFileAsync(file.Path, default));
    }

    [Fact]
    public async Task In_PostgreSql()
    {
        await using var database = await PostgresDatabase.CreateAsync("CREATE TABLE visits (visit_id integer PRIMARY KEY, visited_on date NOT NULL);" + Inserts);
        await CheckAsync(await new SourceOpener().OpenPostgresAsync(database.DataSource.ConnectionString, default));
    }

    [Fact]
    public async Task In_a_file()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "visits.csv");
        await File.WriteAllTextAsync(path, "visit_id,visited_on\n" + string.Join('\n', Days.Select((d, i) => $"{i + 1},{d}")) + "\n");
        await CheckAsync(await new SourceOpener(DataFile.Options).OpenFileAsync(path, default));
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    private static string Inserts => string.Concat(Days.Select((d, i) => $"INSERT INTO visits VALUES ({i + 1}, '{d}');"));

    private static async Task CheckAsync(OpenOutcome outcome)
    {
        var opened = Assert.IsType<OpenOutcome.Opened>(outcome);
        await using var source = opened.Source;
        var catalog = await new CatalogProfiler(new QueryGate()).ProfileAsync(source, opened.Catalog, default);
        Assert.Equal(ByDay, await RowsAsync("How many visits are there per weekday?"));
        Assert.Equal(ByMonth, await RowsAsync("How many visits are there by month of the year?"));

        async Task<string> RowsAsync(string question)
        {
            var answer = await new QuestionEngine(new QueryGate()).AnswerAsync(question, source, catalog, DataPolicy.Everything, null, new QuestionOptions(new DateOnly(2025, 11, 20)), default);
            var table = Assert.IsType<QuestionOutcome.Answered>(answer).Table!;
            return string.Join("; ", table.Rows.Select(r => string.Join('|', r)));
        }
    }
}
