using Assistant.Skills.Sources;
using Assistant.Skills.Sources.DuckDb;
using Assistant.Skills.Sources.DuckDb.Engine;

namespace Assistant.Skills.Tests.Sources.Files;

public sealed class ParquetFileTests
{
    private static readonly Lazy<bool> Loaded = new(() =>
    {
        DuckDbLibrary.Load(EngineProcess.Library(DataFile.Options)!);
        return true;
    });

    [Fact]
    public async Task Parquet_is_read_with_the_types_it_brings()
    {
        await using var file = await Written("""
            SELECT 1::INTEGER AS id, 12345678.90::DECIMAL(12,2) AS amount, 1.5::DOUBLE AS weight, DATE '2024-02-29' AS day,
                   TIMESTAMP '2024-02-29 23:59:59.5' AS at, TIMESTAMPTZ '2024-02-29 23:00:00+00' AS sent, true AS paid, 'Zoë, "x"' AS name,
                   [1, 2] AS marks, {'city': 'Oslo', 'zip': '0150'} AS place, MAP {'a': 1} AS extra, 12345678901234567890::HUGEINT AS wide
            UNION ALL SELECT 2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL ORDER BY id
            """);
        Assert.Equal(
            [DataType.Integer, DataType.Number, DataType.Number, DataType.Date, DataType.Timestamp, DataType.Timestamp, DataType.Boolean, DataType.Text, DataType.Array, DataType.Json, DataType.Json, DataType.Number],
            file.Catalog.Tables.Single().Columns.Select(c => c.Type));
        var rows = (await file.Source.RowsAsync("SELECT * FROM t ORDER BY id")).Rows;
        Assert.Equal(
            [1L, 12345678.90m, 1.5, new DateOnly(2024, 2, 29), new DateTime(2024, 2, 29, 23, 59, 59, 500), new DateTimeOffset(2024, 2, 29, 23, 0, 0, TimeSpan.Zero), true, "Zoë, \"x\"",
                "[1,2]", "{\"city\":\"Oslo\",\"zip\":\"0150\"}", "{\"a\":1}", 12345678901234567000.0],
            rows[0]);
        Assert.Equal([2L, .. Enumerable.Repeat<object?>(null, 11)], rows[1]);
        Assert.Equal(2, file.Catalog.Tables.Single().RowEstimate);
        Assert.Contains("Nested values are kept as JSON in marks, place, extra", file.Assumptions, StringComparison.Ordinal);
        Assert.Equal([12345678.90m], (await file.Source.RowsAsync("SELECT sum(amount) FROM t WHERE day >= DATE '2024-02-01'")).Rows.Single());
    }

    [Fact]
    public async Task A_parquet_file_that_is_cut_short_is_refused_in_words()
    {
        await using var whole = await Written("SELECT range AS n FROM range(10000)");
        await using var half = new DataFile("half.parquet", (await File.ReadAllBytesAsync(whole.Path))[..2000]);
        Assert.Contains("damaged or cut short", await half.RefusalAsync(), StringComparison.Ordinal);
    }

    private static async Task<DataFile> Written(string sql)
    {
        Assert.True(Loaded.Value);
        var file = new DataFile("t.parquet");
        using (var database = new DuckDbConnection(new Dictionary<string, string> { ["threads"] = "1" }))
            database.Run($"COPY ({sql}) TO {DuckDbText.Literal(file.Path)} (FORMAT parquet)");
        return await file.OpenAsync();
    }
}
