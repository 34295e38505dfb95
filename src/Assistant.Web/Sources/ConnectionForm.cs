namespace Assistant.Web.Sources;

/// <summary>What a person fills in to connect a PostgreSQL database; kept only while the dialog is open.</summary>
public sealed class ConnectionForm
{
    public const int PostgreSqlPort = 5432;

    public string Name { get; set; } = "";
    public bool AsText { get; set; }
    public string ConnectionString { get; set; } = "";
    public string Host { get; set; } = "";
    public int Port { get; set; } = PostgreSqlPort;
    public string Database { get; set; } = "";
    public string User { get; set; } = "";
    public string Password { get; set; } = "";
    public bool Encrypted { get; set; } = true;

    /// <summary>The field that is missing first, by its name in this form, or null when all is there.</summary>
    public string? Missing() =>
        AsText ? (string.IsNullOrWhiteSpace(ConnectionString) ? nameof(ConnectionString) : null)
        : string.IsNullOrWhiteSpace(Host) ? nameof(Host)
        : Port is < 1 or > 65535 ? nameof(Port)
        : string.IsNullOrWhiteSpace(Database) ? nameof(Database)
        : string.IsNullOrWhiteSpace(User) ? nameof(User)
        : null;

    /// <summary>What to call the source when no name was given.</summary>
    public string NameOrDatabase() => Name.Trim() is { Length: > 0 } name ? name : Database.Trim();
}
