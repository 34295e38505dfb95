using Assistant.Skills.Questions;
using Assistant.Skills.Sources;
using Assistant.Testing;

namespace Assistant.Skills.Tests.Questions;

/// <summary>A source that a test sets up in a few lines, profiled and asked as the chat does.</summary>
internal sealed class SmallSource : IAsyncDisposable
{
    private readonly SqliteFile _file;
    private readonly ISource _source;
    private readonly QuestionEngine _engine = new(new QueryGate());

    private SmallSource(SqliteFile file, ISource source, SourceCatalog catalog) => (_file, _source, Catalog) = (file, source, catalog);

    public SourceCatalog Catalog { get; }

    public static async Task<SmallSource> OpenAsync(string setup)
    {
        var file = new SqliteFile(setup);
        var opened = (OpenOutcome.Opened)await new SourceOpener().OpenFileAsync(file.Path, default);
        return new(file, opened.Source, await new CatalogProfiler(new QueryGate()).ProfileAsync(opened.Source, opened.Catalog, default));
    }

    /// <param name="names">Whether rows that only have a number for a name show whose they are, as in the chat.</param>
    public Task<QuestionOutcome> AskAsync(string question, bool names = false) =>
        _engine.AnswerAsync(question, _source, Catalog, DataPolicy.Everything, null, new QuestionOptions(new DateOnly(2025, 11, 20)) { Ask = false, ShowNames = names }, default);

    /// <summary>Rows as text, cells parted by |, rows by a semicolon.</summary>
    public async Task<string> RowsAsync(string question, bool names = false)
    {
        var table = Assert.IsType<QuestionOutcome.Answered>(await AskAsync(question, names)).Table!;
        return string.Join("; ", table.Rows.Select(r => string.Join('|', r.Select(c => Convert.ToString(c, System.Globalization.CultureInfo.InvariantCulture)))));
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        _file.Dispose();
    }
}
