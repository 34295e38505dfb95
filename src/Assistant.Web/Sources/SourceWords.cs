using Assistant.Skills.Sources;
using Assistant.Web.Resources;
using Assistant.Web.Shared;
using Microsoft.Extensions.Localization;

namespace Assistant.Web.Sources;

/// <summary>Kinds and states of sources in words and signs.</summary>
public static class SourceWords
{
    public static string Glyph(DataSource source) => source.Kind switch
    {
        SourceKind.File when source.Address.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase) => "waves",
        SourceKind.File => "file-spreadsheet",
        _ => "database",
    };

    public static string Kind(IStringLocalizer<Words> say, DataSource source) => source.Kind switch
    {
        SourceKind.PostgreSql => say.Count(source.Tables, "PostgreSQL, one table", "PostgreSQL, {0:N0} tables"),
        SourceKind.Sqlite => say.Count(source.Tables, "SQLite, one table", "SQLite, {0:N0} tables"),
        _ when source.Bytes is { } bytes => say["File, {0}", Bytes.Words(bytes)],
        _ => say["File"],
    };

    public static string Dot(DataSource source) => source.State switch
    {
        SourceState.Failing => "dot-bad",
        SourceState.Profiling => "dot-info",
        _ => source.Note is null ? "dot-good" : "dot-warn",
    };

    public static string State(IStringLocalizer<Words> say, DataSource source, Skills.Access.UserPreferences preferences, DateTimeOffset now) => source.State switch
    {
        SourceState.Failing => say["can’t be read"],
        SourceState.Profiling => say["reading statistics"],
        _ => source.RefreshedAt is { } time ? say["last read {0}", Clock.Brief(time, now, preferences)] : say["ready"],
    };
}
