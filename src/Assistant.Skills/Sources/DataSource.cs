namespace Assistant.Skills.Sources;

public enum SourceKind { PostgreSql, Sqlite, File }

/// <summary>Profiling: it can be asked, statistics follow. Failing: see the note.</summary>
public enum SourceState { Profiling, Ready, Failing }

/// <summary>A connected source as lists and pages show it; credentials are never part of it.</summary>
/// <param name="Address">Server and database, or the file's name.</param>
/// <param name="Note">What to know: a warning, or why it fails.</param>
/// <param name="Rows">Estimate over all tables.</param>
public sealed record DataSource(
    Guid Id, string Name, SourceKind Kind, string Address, SourceState State, string? Note, int Tables, long Rows, long? Bytes,
    DateTimeOffset CreatedAt, DateTimeOffset? RefreshedAt)
{
    /// <summary>What was different when it last was different.</summary>
    public IReadOnlyList<SchemaChange> Changes { get; init; } = [];

    /// <summary>When that was found.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>The project that it belongs to.</summary>
    public Guid ProjectId { get; init; }

    public string Project { get; init; } = "";

    /// <summary>Files: what was assumed to read them, in sentences.</summary>
    public IReadOnlyList<string> Assumptions { get; init; } = [];
}

/// <summary>What a person wants connected.</summary>
public abstract record NewSource(string Name)
{
    /// <summary>Into which project; null for the one open to everybody.</summary>
    public Guid? ProjectId { get; init; }

    /// <param name="Encrypted">Insist on SSL; else it is used where the server offers it.</param>
    public sealed record PostgreSql(
        string Name, string Host, int Port, string Database, string User, string Password, bool Encrypted) : NewSource(Name);

    /// <param name="ConnectionString">"postgresql://…" or "Host=…;…".</param>
    public sealed record PostgreSqlText(string Name, string ConnectionString) : NewSource(Name);

    /// <param name="Path">A file on the server's own disk, in one of the folders that its settings allow.</param>
    public sealed record ServerFile(string Name, string Path) : NewSource(Name);
}

/// <summary>How connecting or uploading ended.</summary>
public abstract record ConnectOutcome
{
    private ConnectOutcome() { }

    public sealed record Connected(DataSource Source) : ConnectOutcome;

    public sealed record Refused(string Reason) : ConnectOutcome;
}

/// <summary>All that a question needs of a source: the way in, what it holds, and what this caller may see of it.</summary>
public sealed record OpenedSource(ISource Source, SourceCatalog Catalog, DataPolicy Policy, DataSource Info);
