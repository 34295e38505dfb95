namespace Assistant.Skills.Sources.Sqlite;

/// <param name="code">SQLite's result code: 5 busy, 9 interrupted, 11 corrupt, 23 not authorized, 26 not a database.</param>
internal sealed class SqliteException(int code, string message) : Exception(message)
{
    public int Code => code;

    /// <summary>What is wrong with the file, in the person's words; null when the query is.</summary>
    public string? FileFault => code switch
    {
        _ when Message.StartsWith("malformed database schema", StringComparison.Ordinal) => "The list of tables in the database is damaged. Export the data into a new database.",
        5 or 6 => "The file is being written by another program. Try again in a moment.",
        7 => "The database is made so that reading it needs more memory than is allowed.",
        8 or 14 => "The database was copied or is kept while another program had it open: changes stand in a file beside it (ending in -wal) and cannot be read from here. Close that program, or run \"PRAGMA wal_checkpoint(TRUNCATE)\" in it, and copy the file again.",
        10 or 11 or 26 => "The file is not a sound SQLite database; it may be damaged or cut short. Copy or export it again.",
        _ => null,
    };
}
