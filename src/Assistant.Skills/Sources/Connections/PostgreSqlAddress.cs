using Assistant.Skills.Storage;
using Npgsql;

namespace Assistant.Skills.Sources.Connections;

/// <summary>Connection strings from what a person filled in, and what of them may be shown.</summary>
internal static class PostgreSqlAddress
{
    public static string Build(NewSource.PostgreSql source) => new NpgsqlConnectionStringBuilder
    {
        Host = source.Host.Trim(), Port = source.Port, Database = source.Database.Trim(), Username = source.User.Trim(), Password = source.Password,
        SslMode = source.Encrypted ? SslMode.Require : SslMode.Prefer,
    }.ConnectionString;

    /// <summary>Host, port and database: no user, no password.</summary>
    public static (string Text, string Database) Words(string connection)
    {
        var parts = new NpgsqlConnectionStringBuilder(DatabaseOptions.Normalize(connection));
        var database = parts.Database is { Length: > 0 } name ? name : parts.Username ?? "";
        return ($"{parts.Host}:{parts.Port}/{database}", database);
    }
}
