using System.Runtime.InteropServices;

namespace Assistant.Skills.Tests.Sql;

/// <summary>PostgreSQL's own parser (libpg_query, PostgreSQL 15) as an oracle for ours.</summary>
internal static unsafe partial class PgQuery
{
    private const string Library = "pg_query";

    static PgQuery() => NativeLibrary.SetDllImportResolver(typeof(PgQuery).Assembly, (name, assembly, path) => name != Library ? 0
        : new[] { "libpg_query.so.1504.0", "libpg_query.so" }.Concat(Directory.Exists("/usr/lib/x86_64-linux-gnu")
            ? Directory.EnumerateFiles("/usr/lib/x86_64-linux-gnu", "libpg_query.so*") : [])
            .Select(file => NativeLibrary.TryLoad(file, assembly, path, out var handle) ? handle : 0).FirstOrDefault(handle => handle != 0));

    public static bool IsInstalled => Try();

    /// <summary>The text PostgreSQL would write for the same tree: two texts with one canonical form mean the same. Null when it is none.</summary>
    public static string? Canonical(string sql)
    {
        var tree = pg_query_parse_protobuf(sql);
        try
        {
            if (tree.Error != null)
                return null;
            var text = pg_query_deparse_protobuf(tree.Tree);
            try
            {
                return text.Error != null ? null : Marshal.PtrToStringUTF8(text.Query);
            }
            finally
            {
                pg_query_free_deparse_result(text);
            }
        }
        finally
        {
            pg_query_free_protobuf_parse_result(tree);
        }
    }

    private static bool Try()
    {
        try
        {
            return Canonical("SELECT 1") == "SELECT 1";
        }
        catch (DllNotFoundException)
        {
            return false;
        }
    }

#pragma warning disable CS0649   // the fields are filled in by C
    private struct Buffer { public nuint Length; public byte* Data; }
    private struct TreeResult { public Buffer Tree; public nint Stderr; public void* Error; }
    private struct TextResult { public nint Query; public void* Error; }
#pragma warning restore CS0649

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] private static partial TreeResult pg_query_parse_protobuf(string sql);
    [LibraryImport(Library)] private static partial void pg_query_free_protobuf_parse_result(TreeResult result);
    [LibraryImport(Library)] private static partial TextResult pg_query_deparse_protobuf(Buffer tree);
    [LibraryImport(Library)] private static partial void pg_query_free_deparse_result(TextResult result);
}
