using System.Runtime.InteropServices;

namespace Assistant.Skills.Sources.DuckDb;

/// <summary>DuckDB's own type codes (duckdb_type in duckdb.h).</summary>
internal enum DuckDbType
{
    Invalid, Boolean, TinyInt, SmallInt, Integer, BigInt, UTinyInt, USmallInt, UInteger, UBigInt, Float, Double, Timestamp, Date, Time,
    Interval, HugeInt, Varchar, Blob, Decimal, TimestampS, TimestampMs, TimestampNs, Enum, List, Struct, Map, Uuid, Union, Bit, TimeTz,
    TimestampTz, UHugeInt, Array,
}

/// <summary>The functions of duckdb.h (1.5) that we use. Only the file engine's own process loads the library.</summary>
internal static unsafe partial class DuckDbLibrary
{
    public const int SelectStatement = 1, CreateStatement = 7;
    private const string Library = "duckdb";
    private static nint _loaded;

    /// <exception cref="DllNotFoundException">The file is no library that can be loaded here.</exception>
    public static void Load(string path)
    {
        _loaded = NativeLibrary.Load(path);
        NativeLibrary.SetDllImportResolver(typeof(DuckDbLibrary).Assembly, static (name, _, _) => name == Library ? _loaded : 0);
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct Result
    {
        private ulong _a, _b, _c;
        private nint _d, _e, _f;
    }

    [LibraryImport(Library)] public static partial void duckdb_free(nint text);
    [LibraryImport(Library)] public static partial int duckdb_create_config(out nint config);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] public static partial int duckdb_set_config(nint config, string name, string option);
    [LibraryImport(Library)] public static partial void duckdb_destroy_config(ref nint config);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] public static partial int duckdb_open_ext(string path, out nint database, nint config, out nint error);
    [LibraryImport(Library)] public static partial void duckdb_close(ref nint database);
    [LibraryImport(Library)] public static partial int duckdb_connect(nint database, out nint connection);
    [LibraryImport(Library)] public static partial void duckdb_disconnect(ref nint connection);
    [LibraryImport(Library)] public static partial void duckdb_interrupt(nint connection);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] public static partial int duckdb_query(nint connection, string sql, Result* result);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] public static partial ulong duckdb_extract_statements(nint connection, string sql, out nint statements);
    [LibraryImport(Library)] public static partial nint duckdb_extract_statements_error(nint statements);
    [LibraryImport(Library)] public static partial int duckdb_prepare_extracted_statement(nint connection, nint statements, ulong index, out nint statement);
    [LibraryImport(Library)] public static partial void duckdb_destroy_extracted(ref nint statements);
    [LibraryImport(Library)] public static partial int duckdb_execute_prepared(nint statement, Result* result);
    [LibraryImport(Library)] public static partial nint duckdb_prepare_error(nint statement);
    [LibraryImport(Library)] public static partial int duckdb_prepared_statement_type(nint statement);
    [LibraryImport(Library)] public static partial void duckdb_destroy_prepare(ref nint statement);
    [LibraryImport(Library)] public static partial int duckdb_pending_prepared_streaming(nint statement, out nint pending);
    [LibraryImport(Library)] public static partial nint duckdb_pending_error(nint pending);
    [LibraryImport(Library)] public static partial int duckdb_execute_pending(nint pending, Result* result);
    [LibraryImport(Library)] public static partial void duckdb_destroy_pending(ref nint pending);
    [LibraryImport(Library)] public static partial void duckdb_destroy_result(Result* result);
    [LibraryImport(Library)] public static partial nint duckdb_result_error(Result* result);
    [LibraryImport(Library)] public static partial ulong duckdb_column_count(Result* result);
    [LibraryImport(Library)] public static partial nint duckdb_column_name(Result* result, ulong column);
    [LibraryImport(Library)] public static partial int duckdb_column_type(Result* result, ulong column);
    [LibraryImport(Library)] public static partial nint duckdb_column_logical_type(Result* result, ulong column);
    [LibraryImport(Library)] public static partial byte duckdb_decimal_scale(nint type);
    [LibraryImport(Library)] public static partial int duckdb_decimal_internal_type(nint type);
    [LibraryImport(Library)] public static partial void duckdb_destroy_logical_type(ref nint type);
    [LibraryImport(Library)] public static partial nint duckdb_fetch_chunk(Result result);
    [LibraryImport(Library)] public static partial void duckdb_destroy_data_chunk(ref nint chunk);
    [LibraryImport(Library)] public static partial ulong duckdb_data_chunk_get_size(nint chunk);
    [LibraryImport(Library)] public static partial nint duckdb_data_chunk_get_vector(nint chunk, ulong column);
    [LibraryImport(Library)] public static partial byte* duckdb_vector_get_data(nint vector);
    [LibraryImport(Library)] public static partial ulong* duckdb_vector_get_validity(nint vector);
}
