using Assistant.Skills.Sources.Connections;
using Assistant.Skills.Sources.DuckDb;
using Assistant.Skills.Sources.DuckDb.Engine;
using Assistant.Skills.Sources.Files;
using Assistant.Skills.Sources.PostgreSql;
using Assistant.Skills.Sources.Sqlite;
using Npgsql;

namespace Assistant.Skills.Sources;

/// <summary>How opening a source ended.</summary>
public abstract record OpenOutcome
{
    private OpenOutcome() { }

    /// <param name="Catalog">Structure without statistics; the catalog profiler adds them.</param>
    public sealed record Opened(ISource Source, SourceCatalog Catalog, SourceKind Kind) : OpenOutcome
    {
        /// <summary>How a file is read, to be opened again the same way; null for databases.</summary>
        internal string? Reading { get; init; }

        /// <summary>Files: what was decided that the file does not say, in sentences.</summary>
        public IReadOnlyList<string> Assumptions { get; init; } = [];
    }

    /// <param name="Reason">For the person who wants it opened, with what to do.</param>
    public sealed record Refused(string Reason) : OpenOutcome;
}

/// <summary>Opens a source straight from a path or a connection string, without any database of ours: for the command line and for measuring.</summary>
public sealed class SourceOpener(SourceOptions options)
{
    private static readonly byte[] SqliteMagic = [.. "SQLite format 3\0"u8];

    private static readonly TimeSpan WriteLimit = TimeSpan.FromMinutes(5);

    private readonly EngineSeats _seats = new(options.MaxEngines);

    public SourceOpener() : this(new SourceOptions())
    {
    }

    /// <summary>Opens a SQLite database or a data file, told apart by what is in it.</summary>
    public Task<OpenOutcome> OpenFileAsync(string path, CancellationToken cancellationToken) => OpenFileAsync(path, whole: false, cancellationToken);

    /// <param name="whole">All of a file is looked at, however large, because its beginning told too little before.</param>
    internal async Task<OpenOutcome> OpenFileAsync(string path, bool whole, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
            return new OpenOutcome.Refused(Directory.Exists(path) ? $"{path} is a folder. Name a file in it." : $"There is no file {path}.");
        if (new FileInfo(path).Length is var length && length > options.MaxUploadMegabytes * 1_000_000L)
            return new OpenOutcome.Refused($"The file has {length / 1_000_000} MB; at most {options.MaxUploadMegabytes} MB are read.");
        try
        {
            var head = await HeadAsync(path, cancellationToken);
            return head.AsSpan().StartsWith(SqliteMagic)
                ? await SqliteAsync(path, cancellationToken)
                : await DataFileAsync(path, whole, cancellationToken);
        }
        catch (UnauthorizedAccessException)
        {
            return new OpenOutcome.Refused($"The assistant may not read {path}. Allow it to, or copy the file.");
        }
        catch (IOException failure)
        {
            return new OpenOutcome.Refused($"The file cannot be read: {failure.Message}");
        }
    }

    /// <param name="connectionString">Npgsql's form, "Host=…;Username=…;…", or an address "postgresql://…".</param>
    public async Task<OpenOutcome> OpenPostgresAsync(string connectionString, CancellationToken cancellationToken)
    {
        PostgreSqlSource source;
        try
        {
            source = PostgreSql(connectionString);
        }
        catch (Exception broken) when (broken is ArgumentException or UriFormatException or FormatException)
        {
            return new OpenOutcome.Refused(
                "This is no PostgreSQL connection string. Write postgresql://user:password@host:5432/database, or Host=…;Database=…;Username=…;Password=….");
        }
        try
        {
            return await OpenedAsync(source, SourceKind.PostgreSql, cancellationToken);
        }
        catch (NpgsqlException failure)
        {
            await source.DisposeAsync();
            return new OpenOutcome.Refused(PostgreSqlFailure.Unreachable(failure));
        }
    }

    /// <summary>A source that was opened before: nothing is looked at until it is read.</summary>
    internal ISource Reopen(SourceKind kind, string connection, string? reading) => kind switch
    {
        SourceKind.PostgreSql => PostgreSql(connection),
        SourceKind.Sqlite => Sqlite(connection),
        SourceKind.File => new DuckDbSource(new FileEngine(options, _seats), CatalogJson.Read<FilePlan>(reading!)),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>Writes to a SQLite file as an approved change set orders: in a process of its own, where reading is.</summary>
    /// <exception cref="FileEngineException">The process did not come to an end: all was written or nothing.</exception>
    internal async Task<SqliteWriteResult> WriteSqliteAsync(SqliteWriteOrder order, CancellationToken cancellationToken)
    {
        if (!options.IsolateSqlite)
            return await Task.Run(() => SqliteWriter.Run(order, cancellationToken), cancellationToken);
        await using var engine = new FileEngine(options, _seats);
        SqliteWriteResult? result = null;
        await engine.SqliteAsync(FrameKind.WriteSqlite, order, frame => result = frame.Kind is FrameKind.Written ? frame.Read<SqliteWriteResult>() : result, WriteLimit, cancellationToken);
        return result ?? throw new FileEngineException(EngineFailureKind.Other, "The file engine gave no answer.");
    }

    private ISource Sqlite(string path) => options.IsolateSqlite ? new IsolatedSqliteSource(path, new FileEngine(options, _seats), options) : new SqliteSource(path);

    private PostgreSqlSource PostgreSql(string connectionString) =>
        new(Storage.DatabaseOptions.Normalize(connectionString), TimeSpan.FromSeconds(options.ConnectSeconds));

    private async Task<OpenOutcome> DataFileAsync(string path, bool whole, CancellationToken cancellationToken)
    {
        var engine = new FileEngine(options, _seats);
        try
        {
            var inspection = await engine.InspectAsync(Path.GetFullPath(path), whole, cancellationToken);
            if (inspection.Plan is not { } plan)
            {
                await engine.DisposeAsync();
                return new OpenOutcome.Refused(inspection.Refusal!);
            }
            var source = new DuckDbSource(engine, plan);
            return new OpenOutcome.Opened(source, await source.IntrospectAsync(cancellationToken), SourceKind.File)
            {
                Reading = CatalogJson.Write(plan with { Again = whole }), Assumptions = plan.Assumptions,
            };
        }
        catch (FileEngineException failure)
        {
            await engine.DisposeAsync();
            if (whole && failure.Kind is EngineFailureKind.TooCostly)
                return await DataFileAsync(path, whole: false, cancellationToken);
            return new OpenOutcome.Refused(failure.Message);
        }
        catch
        {
            await engine.DisposeAsync();
            throw;
        }
    }

    private async Task<OpenOutcome> SqliteAsync(string path, CancellationToken cancellationToken)
    {
        var source = Sqlite(path);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(options.InspectSeconds));
        try
        {
            return await OpenedAsync(source, SourceKind.Sqlite, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            await source.DisposeAsync();
            return new OpenOutcome.Refused($"Looking at the tables and views of this database took longer than {options.InspectSeconds} seconds. Copy the tables you need into a new database.");
        }
        catch (SqliteException broken)
        {
            await source.DisposeAsync();
            return new OpenOutcome.Refused($"The file starts like a SQLite database but cannot be read: {broken.FileFault ?? broken.Message + "."}");
        }
        catch (FileEngineException broken)
        {
            await source.DisposeAsync();
            return new OpenOutcome.Refused(broken.Kind is EngineFailureKind.Data ? $"The file starts like a SQLite database but cannot be read: {broken.Message}" : broken.Message);
        }
    }

    private static async Task<OpenOutcome> OpenedAsync(ISource source, SourceKind kind, CancellationToken cancellationToken)
    {
        var catalog = await source.IntrospectAsync(cancellationToken);
        if (catalog.Tables.Count > 0)
            return new OpenOutcome.Opened(source, catalog, kind);
        await source.DisposeAsync();
        return new OpenOutcome.Refused("There is no table in it that may be read.");
    }

    private static async Task<byte[]> HeadAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        var head = new byte[16];
        var length = await file.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        return head[..length];
    }
}
