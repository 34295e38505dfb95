using System.Net.Sockets;
using System.Security.Authentication;
using Npgsql;

namespace Assistant.Skills.Sources.PostgreSql;

/// <summary>What went wrong with a PostgreSQL database, in words for the person who asked or connected it.</summary>
internal static class PostgreSqlFailure
{
    public static QueryOutcome Outcome(PostgresException refused, GateLimits limits) => refused.SqlState switch
    {
        PostgresErrorCodes.QueryCanceled => new QueryOutcome.TooCostly($"The query was stopped by the database after {limits.Timeout.TotalSeconds:0} seconds."),
        PostgresErrorCodes.InsufficientPrivilege => new QueryOutcome.NotAllowed("this data"),
        PostgresErrorCodes.ReadOnlySqlTransaction => new QueryOutcome.NotARead("The database refused it: this session can only read."),
        PostgresErrorCodes.SyntaxError or PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn
            or PostgresErrorCodes.UndefinedFunction => new QueryOutcome.EngineFailed($"PostgreSQL did not understand the query: {refused.MessageText}."),
        PostgresErrorCodes.DivisionByZero => new QueryOutcome.EngineFailed("The query divides by zero in some row."),
        // The message of a data error quotes the value, which may come from a row that this person must not see.
        ['2', '2', ..] => new QueryOutcome.EngineFailed($"A value in the data cannot be converted as the query asks ({refused.SqlState})."),
        ['5', '3', ..] => new QueryOutcome.TooCostly("The database has not enough memory, disk or connections for this query at the moment."),
        ['5', '7', ..] => new QueryOutcome.EngineFailed("The database is shutting down or starting. Try again in a moment."),
        ['2', '8', ..] => new QueryOutcome.EngineFailed(Unreachable(refused)),
        _ => new QueryOutcome.EngineFailed($"PostgreSQL could not run the query: {refused.MessageText}."),
    };

    /// <summary>Why no connection came about, and what to do.</summary>
    public static string Unreachable(NpgsqlException failure) => failure switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword } => "The user name or the password is not right.",
        PostgresException { SqlState: PostgresErrorCodes.InvalidAuthorizationSpecification } denied =>
            $"The server does not let this user in from here: {denied.MessageText}. Its administrator can allow it in pg_hba.conf.",
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } => "The server has no database of that name. Check the spelling.",
        PostgresException { SqlState: PostgresErrorCodes.TooManyConnections } => "The server has no free connection at the moment. Try again later.",
        PostgresException { SqlState: PostgresErrorCodes.CannotConnectNow } => "The server is starting or stopping. Try again in a moment.",
        PostgresException other => $"The server refused the connection: {other.MessageText}.",
        { InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } } =>
            "No server of that name was found. Check the host.",
        { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } =>
            "The host answers, but nothing listens on that port. Check the port, and that PostgreSQL accepts connections from other machines.",
        { InnerException: SocketException } => "The host cannot be reached. Check the host, and firewalls between here and there.",
        { InnerException: AuthenticationException } =>
            "The server's certificate was not accepted. Give its root certificate, or choose SSL mode Require if you trust the network.",
        { InnerException: TimeoutException } => "The server did not answer in time. Check host and port, and firewalls between here and there.",
        _ when failure.Message.Contains("SSL", StringComparison.Ordinal) =>
            "The server does not offer an encrypted connection. Choose SSL mode Disable or Prefer if you trust the network.",
        _ when failure.Message.Contains("No password", StringComparison.Ordinal) => "The server asks for a password and none was given.",
        _ => "The connection to the database was lost. Try again in a moment.",
    };
}
