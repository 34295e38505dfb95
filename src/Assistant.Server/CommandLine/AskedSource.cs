using Assistant.Skills.Access;
using Assistant.Skills.Semantics;
using Assistant.Skills.Sources;

namespace Assistant.Server.CommandLine;

/// <summary>What "--source" named, opened; or why not.</summary>
internal sealed record AskedSource(ISource? Source, SourceCatalog? Catalog, DataPolicy Policy, string Name, string? Refusal) : IAsyncDisposable
{
    private bool Ours { get; init; }

    /// <summary>Of a connected source: who asks, and which it is.</summary>
    public (Caller Person, Guid Id)? Connected { get; private init; }

    /// <summary>What people said about a connected source.</summary>
    public SemanticModel Semantics { get; private init; } = SemanticModel.Empty;

    /// <summary>A file, a PostgreSQL connection string, or else the name of a source that is connected in the assistant's own database.</summary>
    public static async Task<AskedSource> OpenAsync(string where, string person, IServiceProvider services, CancellationToken cancellationToken)
    {
        var opener = services.GetRequiredService<SourceOpener>();
        if (IsConnection(where))
            return await ProfiledAsync(await opener.OpenPostgresAsync(where, cancellationToken), "the database", services, cancellationToken);
        if (File.Exists(where))
            return await ProfiledAsync(await opener.OpenFileAsync(where, cancellationToken), Path.GetFileNameWithoutExtension(where), services, cancellationToken);
        var settings = services.GetRequiredService<IConfiguration>();
        return string.IsNullOrEmpty(settings["Database:Owner"] ?? settings["Assistant:Database"])
            ? Refused($"There is no file {where}, and no database of the assistant to look for a source of that name: start ./run once, or set ASSISTANT__DATABASE.")
            : await ConnectedAsync(where, person, services, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (Ours && Source is not null)
            await Source.DisposeAsync();
    }

    private static bool IsConnection(string where) =>
        where.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase) || where.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase)
        || where.Contains("Host=", StringComparison.OrdinalIgnoreCase) && where.Contains(';');

    private static async Task<AskedSource> ProfiledAsync(OpenOutcome outcome, string name, IServiceProvider services, CancellationToken cancellationToken)
    {
        if (outcome is not OpenOutcome.Opened opened)
            return Refused(((OpenOutcome.Refused)outcome).Reason);
        var catalog = await services.GetRequiredService<CatalogProfiler>().ProfileAsync(opened.Source, opened.Catalog, cancellationToken);
        return new(opened.Source, catalog, DataPolicy.Everything, name, null) { Ours = true };
    }

    private static async Task<AskedSource> ConnectedAsync(string name, string person, IServiceProvider services, CancellationToken cancellationToken)
    {
        if (await services.GetRequiredService<Callers>().FindByEmailAsync(person, cancellationToken) is not { Caller: var caller })
            return Refused($"There is no account {person}. Name the person that asks with --as E-MAIL.");
        var sources = services.GetRequiredService<DataSources>();
        var all = await sources.ListAsync(caller, cancellationToken);
        if (all.FirstOrDefault(source => string.Equals(source.Name, name, StringComparison.OrdinalIgnoreCase)) is not { } known)
            return Refused($"There is neither a file nor a connected source {name}."
                + (all.Count == 0 ? " Nothing is connected yet." : $" Connected are: {string.Join(", ", all.Select(source => source.Name))}."));
        var opened = (await sources.OpenAsync(caller, known.Id, cancellationToken))!;
        return new(opened.Source, opened.Catalog, opened.Policy, known.Name, null)
        {
            Connected = (caller, known.Id),
            Semantics = (await services.GetRequiredService<SemanticModels>().CurrentAsync(caller, known.Id, cancellationToken)).Model,
        };
    }

    private static AskedSource Refused(string reason) => new(null, null, DataPolicy.Everything, "", reason);
}
