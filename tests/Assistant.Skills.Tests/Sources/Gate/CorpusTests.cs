using Assistant.Skills.Sources;
using Assistant.Skills.Tests.Sql;
using Assistant.Testing;

namespace Assistant.Skills.Tests.Sources.Gate;

/// <summary>The security corpora on the fixture of their folder, on real engines where the product has a source.</summary>
public class CorpusTests
{
    private static readonly QueryGate Gate = new();

    [BenchFact]
    public async Task No_attack_on_PostgreSQL_passes_the_gate()
    {
        await using var database = await PostgresDatabase.CreateAsync(await File.ReadAllTextAsync(Bench.File("security", "fixture_postgres.sql")));
        var (source, catalog) = await ShopAsync(database);
        await using var _ = source;
        Assert.Empty(Admitted("sql_attacks.jsonl", "postgres", catalog));
    }

    [BenchFact]
    public async Task No_attack_on_SQLite_passes_the_gate()
    {
        using var file = new SqliteFile(await File.ReadAllTextAsync(Bench.File("security", "fixture_common.sql")));
        var (source, catalog) = await OpenAsync(file);
        await using var _ = source;
        Assert.Empty(Admitted("sql_attacks.jsonl", "sqlite", catalog));
    }

    [BenchFact]
    public async Task Benign_queries_give_the_same_rows_through_the_gate_as_without_it_on_PostgreSQL()
    {
        await using var database = await PostgresDatabase.CreateAsync(await File.ReadAllTextAsync(Bench.File("security", "fixture_postgres.sql")));
        var (source, catalog) = await ShopAsync(database);
        await using var _ = source;
        // Samples and clocks differ from run to run.
        await SameAsync(source, catalog, "postgres", sql => !sql.Contains("TABLESAMPLE", StringComparison.Ordinal));
    }

    [BenchFact]
    public async Task Benign_queries_give_the_same_rows_through_the_gate_as_without_it_on_SQLite()
    {
        using var file = new SqliteFile(await File.ReadAllTextAsync(Bench.File("security", "fixture_common.sql")));
        var (source, catalog) = await OpenAsync(file);
        await using var _ = source;
        await SameAsync(source, catalog, "sqlite", sql => !sql.Contains("'now'", StringComparison.Ordinal));
    }

    [BenchFact]
    public async Task No_attack_on_files_passes_the_gate()
    {
        await using var source = await FilesAsync();
        Assert.Empty(Admitted("sql_attacks.jsonl", "duckdb", await source.IntrospectAsync(default)));
    }

    [BenchFact]
    public async Task Benign_queries_give_the_same_rows_through_the_gate_as_without_it_on_files()
    {
        await using var source = await FilesAsync();
        await SameAsync(source, await source.IntrospectAsync(default), "duckdb", sql => !sql.Contains("SAMPLE", StringComparison.OrdinalIgnoreCase) && !sql.Contains("now()", StringComparison.OrdinalIgnoreCase));
    }

    private static async Task<ISource> FilesAsync() =>
        FixtureFiles.Open(await File.ReadAllTextAsync(Bench.File("security", "fixture_common.sql")), Files.DataFile.Options);

    private static IEnumerable<string> Cases(string corpus, string engine) => Bench.Lines("security", corpus)
        .Where(l => l.GetProperty("engine").GetString() == engine).Select(l => l.GetProperty("input").GetString()!);

    private static List<string> Admitted(string corpus, string engine, SourceCatalog catalog) => [.. Cases(corpus, engine)
        .Where(sql => Gate.Admit(sql, new(catalog, DataPolicy.Everything, new GateLimits())) is GateVerdict.Admitted)];

    private static async Task SameAsync(ISource source, SourceCatalog catalog, string engine, Func<string, bool> repeatable)
    {
        foreach (var sql in Cases("benign_sql.jsonl", engine))
        {
            var gated = await Gate.ReadAsync(source, sql, new(catalog, DataPolicy.Everything, new GateLimits()), default);
            Assert.True(gated is QueryOutcome.Rows, $"{sql}\n{gated}");
            if (repeatable(sql))
                Assert.Equal(Text(await source.RowsAsync(sql.TrimEnd(';'), 10_000)), Text(((QueryOutcome.Rows)gated).Table));
        }
    }

    private static IEnumerable<string> Text(ResultTable table) =>
        table.Rows.Select(row => string.Join('|', row.Select(c => c?.ToString() ?? "∅"))).Order(StringComparer.Ordinal);

    private static async Task<(ISource, SourceCatalog)> OpenAsync(SqliteFile file) =>
        await new SourceOpener().OpenFileAsync(file.Path, default) is OpenOutcome.Opened opened ? (opened.Source, opened.Catalog) : throw new InvalidOperationException();

    /// <summary>Only schema shop is in scope.</summary>
    private static async Task<(ISource, SourceCatalog)> ShopAsync(PostgresDatabase database) =>
        await new SourceOpener().OpenPostgresAsync(database.DataSource.ConnectionString, default) is OpenOutcome.Opened opened
            ? (opened.Source, opened.Catalog with { Tables = [.. opened.Catalog.Tables.Where(t => t.Name.Schema == "shop")] }) : throw new InvalidOperationException();
}
