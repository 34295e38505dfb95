namespace Assistant.Skills.Sources.DuckDb.Engine;

/// <summary>What DuckDB's messages mean for a person. Data errors quote values, which may be of rows the person must not see.</summary>
internal static class EngineFailures
{
    public static EngineFailure Of(Exception failure) => failure switch
    {
        DuckDbException { Message: "One reading statement is allowed." } => new(EngineFailureKind.NotARead, failure.Message),
        FileEngineException told => new(told.Kind, told.Message),
        Sqlite.SqliteException broken => new(EngineFailureKind.Data, broken.FileFault ?? broken.Message + "."),
        DuckDbException duck => OfDuckDb(duck.Message),
        OutOfMemoryException or InsufficientMemoryException => new(EngineFailureKind.TooCostly, "This needs more memory than the file engine may use."),
        DllNotFoundException or BadImageFormatException => new(EngineFailureKind.Other, "The file engine's library is missing or damaged. Run ./run once more: it installs it."),
        UnauthorizedAccessException => new(EngineFailureKind.Other, "The assistant may not read this file."),
        IOException io => new(EngineFailureKind.Other, $"The file cannot be read: {io.Message}"),
        _ => new(EngineFailureKind.Other, $"The file cannot be read ({failure.GetType().Name})."),
    };

    private static EngineFailure OfDuckDb(string message) => message.Split(':')[0] switch
    {
        "Conversion Error" or "Invalid Input Error" or "Out of Range Error" => new(EngineFailureKind.Data,
            "A value cannot be turned into the kind that the query takes it for, such as a text into a number. If the file has changed, refresh the source."),
        "Permission Error" => new(EngineFailureKind.NotAllowed, "this data"),
        "Out of Memory Error" => new(EngineFailureKind.TooCostly, "This needs more memory or temporary space than the file engine may use."),
        "Parser Error" or "Binder Error" or "Catalog Error" => new(EngineFailureKind.NotUnderstood, FirstLine(message)),
        "INTERRUPT Error" => new(EngineFailureKind.Stopped, ""),
        "IO Error" => new(EngineFailureKind.Other, "The file cannot be read any more; it may have been moved, changed or cut short. Refresh or upload it again."),
        _ => new(EngineFailureKind.Other, FirstLine(message)),
    };

    private static string FirstLine(string message) => message.Split('\n')[0];
}
