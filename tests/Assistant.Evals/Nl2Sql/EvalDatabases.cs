using Assistant.Skills.Questions;
using Assistant.Skills.Sources;

namespace Assistant.Evals.Nl2Sql;

/// <summary>A database of a question file, opened, profiled and indexed once.</summary>
internal sealed record EvalDatabase(ISource Source, SourceCatalog Catalog, SourceModel Model) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Source.DisposeAsync();
}

/// <param name="folder">Where the question file stands; paths of databases are relative to it.</param>
/// <param name="postgres">Address with {db} in the place of the database's name.</param>
internal sealed class EvalDatabases(string folder, string? postgres)
{
    private readonly QueryGate _gate = new();

    public async Task<EvalDatabase?> OpenAsync(QuestionLine line, CancellationToken cancellationToken)
    {
        var opener = new SourceOpener();
        var outcome = line.Engine == "postgres"
            ? postgres is null ? new OpenOutcome.Refused("no --pg given") : await opener.OpenPostgresAsync(Address(line.PgDatabase ?? line.Db), cancellationToken)
            : await opener.OpenFileAsync(Path.Combine(folder, line.Database ?? ""), cancellationToken);
        if (outcome is not OpenOutcome.Opened opened)
        {
            await Console.Error.WriteLineAsync($"{line.Db}: {(outcome as OpenOutcome.Refused)?.Reason}".AsMemory(), cancellationToken);
            return null;
        }
        var catalog = await new CatalogProfiler(_gate).ProfileAsync(opened.Source, opened.Catalog, cancellationToken);
        return new(opened.Source, catalog, await SourceModel.MakeAsync(_gate, opened.Source, catalog, cancellationToken));
    }

    /// <summary>postgresql://user:password@host:port/{db} in Npgsql's form; that form itself is taken as it is.</summary>
    private string Address(string database)
    {
        var filled = postgres!.Replace("{db}", database, StringComparison.Ordinal);
        if (!Uri.TryCreate(filled, UriKind.Absolute, out var uri) || !uri.Scheme.StartsWith("postgres", StringComparison.Ordinal))
            return filled;
        var user = uri.UserInfo.Split(':', 2);
        return $"Host={uri.Host};Port={(uri.Port > 0 ? uri.Port : 5432)};Database={uri.AbsolutePath.Trim('/')};Username={user[0]}{(user.Length > 1 ? ";Password=" + Uri.UnescapeDataString(user[1]) : "")}";
    }
}
