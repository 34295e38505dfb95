using System.Globalization;
using System.Text;
using Assistant.Skills.Sources;
using Assistant.Skills.Sources.DuckDb;

namespace Assistant.Skills.Tests.Sources.Files;

/// <summary>Files above the size up to which all of them is looked at; the size is an option, so that these are small.</summary>
public sealed class LargeFileTests
{
    private const int Rows = 4000;

    private static readonly SourceOptions Small = new()
    {
        EngineCommand = DataFile.Options.EngineCommand, EngineMemoryMegabytes = 512, WholeBytes = 1000, SampledRows = 100,
    };

    [Fact]
    public async Task A_large_file_is_typed_from_its_beginning_and_says_what_was_not_looked_for()
    {
        await using var file = await new DataFile("t.csv", Csv("")).OpenAsync(Small);
        Assert.Contains("first 100 rows", file.Assumptions, StringComparison.Ordinal);
        Assert.Contains("Totals at the end are not looked for", file.Assumptions, StringComparison.Ordinal);
        Assert.Equal([(decimal)Rows], (await file.Source.RowsAsync("SELECT sum(id) * 0 + count(day) FROM t")).Rows.Single());
        Assert.Null(((DuckDbSource)file.Source).TakeChange());
    }

    [Theory]
    [InlineData("1.5,x,2024-01-01\n", "SELECT max(id) FROM t", DataType.Number)]
    [InlineData("7,x,soon\n", "SELECT count(*) FROM t WHERE day IS NOT NULL", DataType.Integer)]
    [InlineData("00123,x,2024-01-01\n", "SELECT count(id) FROM t", DataType.Text)]
    [InlineData("1,x,2024-01-01,more,fields\n", "SELECT count(id) FROM t", DataType.Integer)]
    [InlineData("1,\"two\nlines\",2024-01-01\n", "SELECT count(id) FROM t", DataType.Integer)]
    public async Task A_later_row_that_does_not_fit_is_answered_all_the_same(string late, string sql, DataType id)
    {
        await using var file = await new DataFile("t.csv", Csv(late)).OpenAsync(Small);
        Assert.Equal(Convert.ToDecimal(sql.Contains("max", StringComparison.Ordinal) ? Rows : Rows + 1, CultureInfo.InvariantCulture),
            Convert.ToDecimal((await file.Source.RowsAsync(sql)).Rows.Single()[0], CultureInfo.InvariantCulture));
        if (((DuckDbSource)file.Source).TakeChange() is not { } plan)
            return;   // fitted by the reader itself
        Assert.True(plan.Again);
        Assert.Equal(id, (await file.Source.IntrospectAsync(default)).Tables.Single().Find("id")!.Type);
        Assert.DoesNotContain(plan.Assumptions, a => a.Contains("first 100 rows", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_the_answer_suited_the_old_kinds_only_it_says_so_once_and_the_catalog_is_another()
    {
        await using var file = await new DataFile("t.csv", Csv("none yet,x,2024-01-01\n")).OpenAsync(Small);
        var told = Assert.IsType<QueryOutcome.EngineFailed>(await file.Source.ReadUngatedAsync("SELECT sum(id) FROM t")).Message;
        Assert.Contains("\"id\" is read as text now", told, StringComparison.Ordinal);
        Assert.NotEqual(file.Catalog.Version, (await file.Source.IntrospectAsync(default)).Version);
        Assert.Equal([8002001m], (await file.Source.RowsAsync("SELECT sum(try_cast(id AS BIGINT)) + count(*) - 4000 FROM t")).Rows.Single());
    }

    [Fact]
    public async Task A_row_of_totals_that_does_not_fit_is_found_and_left_out()
    {
        await using var file = await new DataFile("t.csv", Csv($"Total,,{Rows}\n")).OpenAsync(Small);
        Assert.Equal([(decimal)Rows * (Rows + 1) / 2], (await file.Source.RowsAsync("SELECT sum(id) FROM t")).Rows.Single());
    }

    [Fact]
    public async Task Many_questions_at_once_look_at_the_file_once()
    {
        await using var file = await new DataFile("t.csv", Csv("x,x,2024-01-01\n")).OpenAsync(Small);
        var all = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => file.Source.RowsAsync("SELECT count(id) FROM t")));
        Assert.All(all, table => Assert.Equal([Rows + 1L], table.Rows.Single()));
        Assert.NotNull(((DuckDbSource)file.Source).TakeChange());
        Assert.Null(((DuckDbSource)file.Source).TakeChange());
    }

    [Fact]
    public async Task What_cannot_be_looked_at_as_a_whole_is_read_as_text()
    {
        await using var file = await new DataFile("t.csv", Csv("x,x,2024-01-01\n")).OpenAsync(Small);
        var plan = ((DuckDbSource)file.Source).Plan.AsText()!;
        var source = new DuckDbSource(((DuckDbSource)file.Source).Engine, plan);
        Assert.Equal(["4000", "x"], (await source.RowsAsync("SELECT id FROM t WHERE id IN ('4000', 'x')")).Rows.Select(r => r[0]));
        Assert.All((await source.IntrospectAsync(default)).Tables.Single().Columns, c => Assert.Equal(DataType.Text, c.Type));
        Assert.Contains(plan.Assumptions, a => a.Contains("every column is read as text", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_query_that_asks_for_the_wrong_kind_is_told_so_and_nothing_is_looked_at_again()
    {
        await using var file = await new DataFile("t.csv", "a\nx\n").OpenAsync();
        Assert.Contains("the kind that the query takes it for", Assert.IsType<QueryOutcome.EngineFailed>(await file.Source.ReadUngatedAsync("SELECT CAST(a AS INTEGER) FROM t")).Message, StringComparison.Ordinal);
        Assert.Null(((DuckDbSource)file.Source).TakeChange());
    }

    [Fact]
    public async Task A_large_json_file_is_cured_in_the_same_way()
    {
        var lines = string.Concat(Enumerable.Range(1, Rows).Select(i => $"{{\"id\": {i}}}\n"));
        await using var file = await new DataFile("t.jsonl", lines + "{\"id\": \"none\"}\n").OpenAsync(Small);
        Assert.Equal(DataType.Integer, file.Catalog.Tables.Single().Find("id")!.Type);
        Assert.Equal([Rows + 1L], (await file.Source.RowsAsync("SELECT count(id) FROM t")).Rows.Single());
        Assert.NotNull(((DuckDbSource)file.Source).TakeChange());
    }

    [Fact]
    public async Task Profiling_cures_a_file_as_well()
    {
        await using var file = await new DataFile("t.csv", Csv("none,x,2024-01-01\n")).OpenAsync(Small);
        var profiled = await new CatalogProfiler(new QueryGate()).ProfileAsync(file.Source, file.Catalog, default);
        Assert.Equal((DataType.Text, Rows + 1L), (profiled.Tables.Single().Find("id")!.Type, profiled.Tables.Single().Find("id")!.Statistics!.Rows));
        Assert.NotEqual(file.Catalog.Version, profiled.Version);
    }

    private static string Csv(string late)
    {
        var text = new StringBuilder("id,name,day\n");
        for (var i = 1; i <= Rows; i++)
            text.Append(CultureInfo.InvariantCulture, $"{i},n{i % 7},2024-01-{i % 28 + 1:00}\n");
        return text.Append(late).ToString();
    }
}
