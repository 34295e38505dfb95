namespace Assistant.Skills.Sources.Sqlite;

/// <param name="code">SQLite's result code: 5 busy, 9 interrupted, 11 corrupt, 23 not authorized, 26 not a database.</param>
internal sealed class SqliteException(int code, string message) : Exception(message)
{
    public int Code => code;
}
