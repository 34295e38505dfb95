using Assistant.Skills.Questions;
using Assistant.Skills.Sources;
using Assistant.Testing;

namespace Assistant.Skills.Tests.Questions;

/// <summary>A small source of the tests' own: growers, orchards, varieties and what was picked when.</summary>
internal sealed class Orchard : IAsyncDisposable
{
    private const string Setup = """
        CREATE TABLE growers (grower_id INTEGER PRIMARY KEY, grower_name TEXT NOT NULL, region TEXT NOT NULL, phone TEXT, founded_year INTEGER);
        CREATE TABLE varieties (variety_id INTEGER PRIMARY KEY, variety_name TEXT NOT NULL, colour TEXT NOT NULL);
        CREATE TABLE pickings (picking_id INTEGER PRIMARY KEY, grower_id INTEGER NOT NULL REFERENCES growers, variety_id INTEGER NOT NULL REFERENCES varieties,
            picked_on DATE NOT NULL, crates INTEGER NOT NULL, unit_price REAL NOT NULL);
        INSERT INTO growers VALUES (1, 'Ash Hill', 'North', '0123', 1950), (2, 'Brook End', 'South', NULL, 1980), (3, 'Cold Lane', 'North', '0456', 2001), (4, 'Dove Farm', 'West', '0789', 1999);
        INSERT INTO varieties VALUES (1, 'Bramley', 'green'), (2, 'Cox', 'red'), (3, 'Russet', 'brown');
        INSERT INTO pickings VALUES
            (1, 1, 1, '2024-09-01', 10, 5.0), (2, 1, 2, '2024-09-15', 20, 6.0), (3, 2, 1, '2024-10-02', 5, 5.5),
            (4, 2, 2, '2025-09-10', 40, 6.5), (5, 3, 1, '2025-09-20', 15, 7.0), (6, 1, 1, '2025-10-05', 30, 5.0);
        """;

    private readonly SqliteFile _file;
    private readonly QueryGate _gate = new();

    private Orchard(SqliteFile file, ISource source, SourceCatalog catalog)
    {
        (_file, Source, Catalog) = (file, source, catalog);
        Engine = new(_gate);
    }

    public ISource Source { get; }
    public SourceCatalog Catalog { get; }
    public QuestionEngine Engine { get; }

    public static async Task<Orchard> OpenAsync()
    {
        var file = new SqliteFile(Setup);
        var opened = (OpenOutcome.Opened)await new SourceOpener().OpenFileAsync(file.Path, default);
        return new(file, opened.Source, await new CatalogProfiler(new QueryGate()).ProfileAsync(opened.Source, opened.Catalog, default));
    }

    public static QuestionOptions Options { get; } = new(new DateOnly(2025, 11, 20));

    public Task<QuestionOutcome> AskAsync(string question, QueryPlan? last = null, DataPolicy? policy = null) =>
        Engine.AnswerAsync(question, Source, Catalog, policy ?? DataPolicy.Everything, last, Options, default);

    public async Task<QuestionOutcome.Answered> AnswerAsync(string question, QueryPlan? last = null) =>
        Assert.IsType<QuestionOutcome.Answered>(await AskAsync(question, last));

    /// <summary>Rows as text, cells parted by |, rows by a semicolon.</summary>
    public async Task<string> RowsAsync(string question, QueryPlan? last = null)
    {
        var table = (await AnswerAsync(question, last)).Table!;
        return string.Join("; ", table.Rows.Select(r => string.Join('|', r.Select(c => Convert.ToString(c, System.Globalization.CultureInfo.InvariantCulture)))));
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        _file.Dispose();
    }
}
