using Dapper;
using Npgsql;

namespace Assistant.Skills.Storage;

/// <summary>The assistant's own database, reached as the application's role only. The first use migrates it.</summary>
public sealed class Database(DatabaseMigrator migrator) : IAsyncDisposable
{
    private readonly SemaphoreSlim _once = new(1, 1);
    private NpgsqlDataSource? _app;

    static Database()
    {
        // How Dapper reads our rows, everywhere: user_id fills UserId, timestamptz fills DateTimeOffset.
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset));
        SqlMapper.AddTypeHandler(new StoredTime());
    }

    /// <summary>Begins a transaction that sees one organization.</summary>
    public async Task<TenantConnection> OpenAsync(Guid organizationId, CancellationToken cancellationToken) =>
        await TenantConnection.BeginAsync(await OpenAsync(cancellationToken), organizationId, cancellationToken);

    /// <summary>
    /// A connection without an organization: it sees no tenant's row. For LISTEN and NOTIFY, health checks, and the sign-in's look-up.
    /// </summary>
    public async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken) =>
        await (await AppAsync(cancellationToken)).OpenConnectionAsync(cancellationToken);

    /// <summary>Migrates now, so that a server which cannot work says so when it starts.</summary>
    /// <exception cref="DatabaseNotReadyException">The reason, in words.</exception>
    public Task PrepareAsync(CancellationToken cancellationToken) => AppAsync(cancellationToken).AsTask();

    /// <summary>For a library that opens connections of its own accord: the application's role, without an organization.</summary>
    internal async Task<NpgsqlDataSource> SourceAsync(CancellationToken cancellationToken) => await AppAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
        _once.Dispose();
    }

    private async ValueTask<NpgsqlDataSource> AppAsync(CancellationToken cancellationToken)
    {
        if (_app is not null)
            return _app;
        await _once.WaitAsync(cancellationToken);
        try
        {
            return _app ??= NpgsqlDataSource.Create(await migrator.MigrateAsync(cancellationToken));
        }
        finally
        {
            _once.Release();
        }
    }
}
