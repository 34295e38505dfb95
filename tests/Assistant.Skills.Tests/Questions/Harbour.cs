using Assistant.Skills.Questions;
using Assistant.Skills.Sources;
using Assistant.Testing;

namespace Assistant.Skills.Tests.Questions;

/// <summary>A harbour: skippers, their boats, what was landed, the weather of the day. For the forms that questions take.</summary>
internal sealed class Harbour : IAsyncDisposable
{
    private const string Setup = """
        CREATE TABLE skippers (skipper_id INTEGER PRIMARY KEY, skipper_name TEXT NOT NULL, age INTEGER NOT NULL, home_town TEXT NOT NULL);
        CREATE TABLE boats (boat_id INTEGER PRIMARY KEY, boat_name TEXT NOT NULL, rig_type TEXT NOT NULL, tonnage INTEGER NOT NULL, insured TEXT NOT NULL,
            skipper_id INTEGER NOT NULL REFERENCES skippers);
        CREATE TABLE landings (landing_id INTEGER PRIMARY KEY, boat_id INTEGER NOT NULL REFERENCES boats, landed_on DATE NOT NULL, species TEXT NOT NULL, weight INTEGER NOT NULL);
        CREATE TABLE readings (reading_id INTEGER PRIMARY KEY, read_on DATE NOT NULL, quay TEXT NOT NULL, max_gust INTEGER NOT NULL, mean_gust INTEGER NOT NULL);
        INSERT INTO skippers VALUES (1, 'Arne', 44, 'Skagen'), (2, 'Birte', 61, 'Skagen'), (3, 'Carl', 29, 'Esbjerg'), (4, 'Dagny', 52, 'Thyboron');
        INSERT INTO boats VALUES (1, 'Petrel', 'trawler', 30, 'Yes', 1), (2, 'Gannet', 'trawler', 45, 'No', 2), (3, 'Tern', 'seiner', 12, 'Yes', 3), (4, 'Skua', 'longliner', 20, 'Yes', 1);
        INSERT INTO landings VALUES
            (1, 1, '2023-05-01', 'cod', 300), (2, 1, '2023-06-01', 'haddock', 100), (3, 2, '2023-06-02', 'cod', 500), (4, 2, '2024-05-03', 'plaice', 200),
            (5, 3, '2024-05-04', 'cod', 50), (6, 1, '2024-07-01', 'cod', 250);
        INSERT INTO readings VALUES (1, '2023-05-01', 'east', 60, 30), (2, '2023-06-01', 'east', 20, 10), (3, '2023-06-02', 'west', 55, 20), (4, '2024-05-03', 'west', 70, 45);
        """;

    private readonly SqliteFile _file;
    private readonly QuestionEngine _engine = new(new QueryGate());
    private readonly ISource _source;
    private readonly SourceCatalog _catalog;

    private Harbour(SqliteFile file, ISource source, SourceCatalog catalog) => (_file, _source, _catalog) = (file, source, catalog);

    public static async Task<Harbour> OpenAsync()
    {
        var file = new SqliteFile(Setup);
        var opened = (OpenOutcome.Opened)await new SourceOpener().OpenFileAsync(file.Path, default);
        return new(file, opened.Source, await new CatalogProfiler(new QueryGate()).ProfileAsync(opened.Source, opened.Catalog, default));
    }

    public async Task<QuestionOutcome.Answered> AnswerAsync(string question) => Assert.IsType<QuestionOutcome.Answered>(
        await _engine.AnswerAsync(question, _source, _catalog, DataPolicy.Everything, null, new QuestionOptions(new DateOnly(2025, 11, 20)), default));

    /// <summary>Rows as text, cells parted by |, rows by a semicolon.</summary>
    public async Task<string> RowsAsync(string question)
    {
        var table = (await AnswerAsync(question)).Table!;
        return string.Join("; ", table.Rows.Select(r => string.Join('|', r.Select(c => Convert.ToString(c, System.Globalization.CultureInfo.InvariantCulture)))));
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        _file.Dispose();
    }
}
