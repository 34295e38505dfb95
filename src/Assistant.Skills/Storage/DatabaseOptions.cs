using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;

namespace Assistant.Skills.Storage;

/// <summary>Where the assistant's own database is. Section "Database"; the variable ASSISTANT__DATABASE is the owner's connection string.</summary>
public sealed partial class DatabaseOptions
{
    /// <summary>Connection string of the database's owner: runs migrations and makes the application's role.</summary>
    [Required(ErrorMessage = "No database is configured. Start with ./run, or set ASSISTANT__DATABASE to a PostgreSQL connection string.")]
    public string Owner { get; set; } = "";

    /// <summary>Connection string of the application's role, where an administrator made it; empty to have it made.</summary>
    public string App { get; set; } = "";

    /// <summary>The role that the application connects as when <see cref="App"/> is empty.</summary>
    [RegularExpression("^[a-z_][a-z0-9_]{0,62}$")]
    public string AppRole { get; set; } = "assistant_app";

    /// <summary>Connections the application may hold at once.</summary>
    [Range(2, 1000)]
    public int MaxConnections { get; set; } = 50;

    /// <summary>Takes a postgres:// address as well as Npgsql's own form, since hosts hand out both.</summary>
    internal static string Normalize(string connectionString)
    {
        if (!UriScheme().IsMatch(connectionString))
            return connectionString;
        var uri = new Uri(connectionString);
        var user = uri.UserInfo.Split(':', 2);
        var builder = new Npgsql.NpgsqlConnectionStringBuilder
        {
            Host = uri.Host,
            Port = uri.Port > 0 ? uri.Port : 5432,
            Database = Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/')),
            Username = Uri.UnescapeDataString(user[0]),
        };
        if (user.Length == 2)
            builder.Password = Uri.UnescapeDataString(user[1]);
        foreach (var pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (key, value) = (pair.Split('=', 2)[0], Uri.UnescapeDataString(pair.Split('=', 2).ElementAtOrDefault(1) ?? ""));
            builder[key == "sslmode" ? "SSL Mode" : key] = value.Replace("-", "", StringComparison.Ordinal);
        }
        return builder.ConnectionString;
    }

    [GeneratedRegex("^postgres(ql)?://")]
    private static partial Regex UriScheme();
}
