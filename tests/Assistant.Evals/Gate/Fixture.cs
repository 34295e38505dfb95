using Assistant.Skills.Sources;
using Assistant.Skills.Sql;
using Assistant.Testing;

namespace Assistant.Evals.Gate;

/// <summary>One engine with the fixture in it: what the gate needs to know and, where the product has a source, the source.</summary>
/// <param name="Checksum">One line per table, to compare before and after; null without a source.</param>
internal sealed record Fixture(SourceCatalog Catalog, ISource? Source, Func<Task<string>>? Checksum, IAsyncDisposable? Owner) : IAsyncDisposable
{
    public static async Task<Fixture> OpenAsync(string engine, CancellationToken cancellationToken) => engine switch
    {
        "postgres" or "postgresql" => await PostgresFixture.OpenAsync(cancellationToken),
        "sqlite" => await SqliteFixture.OpenAsync(cancellationToken),
        "duckdb" => await DuckDbFixture.OpenAsync(cancellationToken),
        "mysql" or "mariadb" => Alone(SqlDialect.MySql),
        "clickhouse" => Alone(SqlDialect.ClickHouse),
        "sqlserver" or "mssql" or "tsql" => Alone(SqlDialect.SqlServer),
        _ => Alone(SqlDialect.Trino),
    };

    public static string Common => File.ReadAllText(Bench.File("security", "fixture_common.sql"));

    public async ValueTask DisposeAsync()
    {
        if (Source is not null)
            await Source.DisposeAsync();
        if (Owner is not null)
            await Owner.DisposeAsync();
    }

    private static Fixture Alone(SqlDialect dialect) => new(FixtureCatalog.Read(Common, dialect, null), null, null, null);
}
