using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Assistant.Skills.Storage;

/// <summary>Ready when the assistant's own database answers.</summary>
public sealed class DatabaseHealth(Database database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var connection = await database.OpenAsync(cancellationToken);
            await using var ask = new NpgsqlCommand("SELECT 1", connection) { CommandTimeout = 5 };
            await ask.ExecuteScalarAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception outage) when (outage is NpgsqlException or DatabaseNotReadyException)
        {
            return HealthCheckResult.Unhealthy("The assistant's database does not answer.", outage);
        }
    }
}
