using Npgsql;

namespace Assistant.Skills.Storage;

/// <summary>
/// A transaction of one organization: row-level security shows and takes only that organization's rows. What is not committed is undone
/// on dispose.
/// </summary>
public sealed class TenantConnection : IAsyncDisposable
{
    private readonly NpgsqlTransaction _transaction;

    private TenantConnection(Guid organizationId, NpgsqlConnection connection, NpgsqlTransaction transaction) =>
        (OrganizationId, Connection, _transaction) = (organizationId, connection, transaction);

    public Guid OrganizationId { get; }

    /// <summary>Open, inside the transaction; Dapper and commands work on it as they are.</summary>
    public NpgsqlConnection Connection { get; }

    public Task CommitAsync(CancellationToken cancellationToken) => _transaction.CommitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await Connection.DisposeAsync();
    }

    internal static async Task<TenantConnection> BeginAsync(
        NpgsqlConnection connection, Guid organizationId, CancellationToken cancellationToken)
    {
        try
        {
            var transaction = await connection.BeginTransactionAsync(cancellationToken);
            // Local: the setting ends with the transaction, so a pooled connection never carries an organization to the next user.
            await using var name = new NpgsqlCommand("SELECT set_config('app.organization_id', $1, true)", connection, transaction)
            {
                Parameters = { new() { Value = organizationId.ToString() } },
            };
            await name.ExecuteNonQueryAsync(cancellationToken);
            return new(organizationId, connection, transaction);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
