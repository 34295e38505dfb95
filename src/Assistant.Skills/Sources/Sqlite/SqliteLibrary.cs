using System.Runtime.InteropServices;

namespace Assistant.Skills.Sources.Sqlite;

/// <summary>The functions of sqlite3.h that we use.</summary>
internal static unsafe partial class SqliteLibrary
{
    public const int Row = 100, Done = 101, Interrupted = 9, Misuse = 21, NotAuthorized = 23;
    public const int OpenReadOnly = 0x1, OpenReadWrite = 0x2, OpenUri = 0x40, OpenFullMutex = 0x10000;
    public const int LimitLength = 0, LimitAttached = 7;

    private const string Library = "libsqlite3.so.0";

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] public static partial int sqlite3_open_v2(string path, out nint database, int flags, nint vfs);
    [LibraryImport(Library)] public static partial int sqlite3_close_v2(nint database);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] public static partial int sqlite3_exec(nint database, string sql, nint callback, nint argument, nint error);
    [LibraryImport(Library)] public static partial int sqlite3_busy_timeout(nint database, int milliseconds);
    [LibraryImport(Library)] public static partial int sqlite3_limit(nint database, int id, int value);
    [LibraryImport(Library)] public static partial int sqlite3_set_authorizer(nint database, delegate* unmanaged[Cdecl]<nint, int, byte*, byte*, byte*, byte*, int> authorizer, nint self);
    [LibraryImport(Library)] public static partial void sqlite3_progress_handler(nint database, int operations, delegate* unmanaged[Cdecl]<nint, int> handler, nint self);
    [LibraryImport(Library)] public static partial nint sqlite3_errmsg(nint database);
    [LibraryImport(Library)] public static partial int sqlite3_prepare_v2(nint database, byte* sql, int length, out nint statement, out byte* rest);
    [LibraryImport(Library)] public static partial int sqlite3_finalize(nint statement);
    [LibraryImport(Library)] public static partial int sqlite3_step(nint statement);
    [LibraryImport(Library)] public static partial int sqlite3_reset(nint statement);
    [LibraryImport(Library)] public static partial int sqlite3_bind_null(nint statement, int index);
    [LibraryImport(Library)] public static partial int sqlite3_bind_int64(nint statement, int index, long value);
    [LibraryImport(Library)] public static partial int sqlite3_bind_double(nint statement, int index, double value);
    [LibraryImport(Library)] public static partial int sqlite3_bind_text(nint statement, int index, byte* text, int length, nint destructor);
    [LibraryImport(Library)] public static partial int sqlite3_changes(nint database);
    [LibraryImport(Library)] public static partial int sqlite3_stmt_readonly(nint statement);
    [LibraryImport(Library)] public static partial int sqlite3_column_count(nint statement);
    [LibraryImport(Library)] public static partial nint sqlite3_column_name(nint statement, int column);
    [LibraryImport(Library)] public static partial nint sqlite3_column_decltype(nint statement, int column);
    [LibraryImport(Library)] public static partial int sqlite3_column_type(nint statement, int column);
    [LibraryImport(Library)] public static partial long sqlite3_column_int64(nint statement, int column);
    [LibraryImport(Library)] public static partial double sqlite3_column_double(nint statement, int column);
    [LibraryImport(Library)] public static partial nint sqlite3_column_text(nint statement, int column);
    [LibraryImport(Library)] public static partial nint sqlite3_column_blob(nint statement, int column);
    [LibraryImport(Library)] public static partial int sqlite3_column_bytes(nint statement, int column);
}
