using System.Globalization;
using System.Text;
using Assistant.Skills.Quality.Evidence;
using Assistant.Skills.Sources;
using Assistant.Skills.Tests.Sources.Files;
using Assistant.Testing;

namespace Assistant.Skills.Tests.Quality;

/// <summary>A table of 400 pallets in each of the engines, clean or with faults that the test knows.</summary>
internal sealed class Warehouse : IAsyncDisposable
{
    private const string Pallets = "pallet_no integer, arrived_on date, left_on date, hall text, zone text, goods text, boxes integer, weight_each numeric, weight_all numeric, seal text";
    private readonly List<IAsyncDisposable> _owned = [];

    public required ISource Source { get; init; }

    public required SourceCatalog Catalog { get; init; }

    public CatalogTable Table => Catalog.Tables[0];

    public QualityReader Reader => new(new QueryGate(), Source, Catalog, DataPolicy.Everything);

    /// <summary>Rows by number, from 0, each as texts; null is no value.</summary>
    public static List<string?[]> Rows()
    {
        string[] goods = ["bolts", "cables", "filters", "gloves", "hoses"], zones = ["north", "south", "east", "west"];
        return [.. Enumerable.Range(0, 400).Select(i =>
        {
            var day = new DateOnly(2025, 1, 6).AddDays(i / 4);
            var (boxes, each) = (3 + i * 7 % 11, 10 + i * 13 % 17 / 2.0m);
            return new string?[]
            {
                (70000 + i * 3).ToString(CultureInfo.InvariantCulture), day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), day.AddDays(1 + i % 9).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                $"H{1 + i % 8}", zones[i % 8 / 2], goods[i * 3 % 5], boxes.ToString(CultureInfo.InvariantCulture), each.ToString("0.0", CultureInfo.InvariantCulture),
                (boxes * each).ToString("0.0", CultureInfo.InvariantCulture), $"S{100 + i % 97}-{(char)('A' + i % 23)}{(char)('A' + i % 19)}",
            };
        })];
    }

    public static Task<Warehouse> OpenAsync(string engine, List<string?[]> rows) => OpenAsync(engine, "pallets", Pallets, rows);

    /// <param name="columns">As in CREATE TABLE.</param>
    public static async Task<Warehouse> OpenAsync(string engine, string table, string columns, List<string?[]> rows) => engine switch
    {
        "csv" => await CsvAsync(table, columns, rows),
        "sqlite" => await SqliteAsync(Setup(table, columns, rows)),
        _ => await PostgresAsync(Setup(table, columns, rows)),
    };

    private static async Task<Warehouse> CsvAsync(string table, string columns, List<string?[]> rows)
    {
        var text = new StringBuilder(string.Join(',', columns.Split(", ").Select(c => c.Split(' ')[0]))).Append('\n');
        foreach (var row in rows)
            text.AppendJoin(',', row.Select(v => v?.Contains(' ', StringComparison.Ordinal) is true ? $"\"{v}\"" : v)).Append('\n');
        var file = await new DataFile($"{table}.csv", text.ToString()).OpenAsync();
        return await MakeAsync(file.Source, file.Catalog, file);
    }

    private static async Task<Warehouse> SqliteAsync(string setup)
    {
        var file = new SqliteFile(setup);
        var opened = (OpenOutcome.Opened)await new SourceOpener().OpenFileAsync(file.Path, default);
        return await MakeAsync(opened.Source, opened.Catalog, opened.Source, new Closing(file));
    }

    private static async Task<Warehouse> PostgresAsync(string setup)
    {
        var database = await PostgresDatabase.CreateAsync(setup);
        var opened = (OpenOutcome.Opened)await new SourceOpener().OpenPostgresAsync(database.ConnectionString, default);
        return await MakeAsync(opened.Source, opened.Catalog, opened.Source, database);
    }

    private static async Task<Warehouse> MakeAsync(ISource source, SourceCatalog catalog, params IAsyncDisposable[] owned)
    {
        var made = new Warehouse { Source = source, Catalog = await new CatalogProfiler(new QueryGate()).ProfileAsync(source, catalog, default) };
        made._owned.AddRange(owned);
        return made;
    }

    private static string Setup(string table, string columns, List<string?[]> rows) => $"CREATE TABLE {table} ({columns});"
        + $"INSERT INTO {table} VALUES {string.Join(',', rows.Select(row => $"({string.Join(',', row.Select(v => v is null ? "NULL" : $"'{v}'"))})"))};";

    public async ValueTask DisposeAsync()
    {
        foreach (var owned in _owned)
            await owned.DisposeAsync();
    }

    private sealed class Closing(IDisposable inner) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            inner.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
