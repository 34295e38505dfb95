using Assistant.Skills.Quality.Evidence;
using Assistant.Skills.Sources;

namespace Assistant.Evals.Quality;

/// <summary>A file of one table, opened as a person's upload is.</summary>
internal sealed class OpenedTable(ISource source, SourceCatalog catalog) : IAsyncDisposable
{
    private static readonly QueryGate Gate = new();

    public CatalogTable Table => catalog.Tables[0];

    public QualityReader Reader { get; } = new(Gate, source, catalog, DataPolicy.Everything);

    /// <summary>What was assumed to read the file.</summary>
    public IReadOnlyList<string> Assumptions { get; private init; } = [];

    public static async Task<OpenedTable> OpenAsync(string path, CancellationToken cancellationToken, bool profiled = true)
    {
        if (await new SourceOpener().OpenFileAsync(path, cancellationToken) is not OpenOutcome.Opened opened)
            throw new InvalidDataException($"{path} cannot be read.");
        return new(opened.Source, !profiled ? opened.Catalog : await new CatalogProfiler(Gate).ProfileAsync(opened.Source, opened.Catalog, cancellationToken)) { Assumptions = opened.Assumptions };
    }

    /// <summary>The heads as the file writes them: the engine may have changed one that is no good name.</summary>
    public static IReadOnlyList<string> Heads(string path) =>
        [.. File.ReadLines(path).First().TrimStart('\uFEFF').Split(',').Select(head => head.Trim().Trim('"'))];

    /// <summary>The file's head for a column of the table.</summary>
    public string Head(string column, IReadOnlyList<string> heads)
    {
        var at = Table.Columns.Select((c, i) => (c, i)).First(c => c.c.Name == column).i;
        return at < heads.Count ? heads[at] : column;
    }

    public ValueTask DisposeAsync() => source.DisposeAsync();
}
