using System.ComponentModel.DataAnnotations;

namespace Assistant.Skills.Sources;

/// <summary>How sources are reached and what files may cost. Section "Files" of the settings.</summary>
public sealed class SourceOptions
{
    /// <summary>
    /// Program that serves as the file engine when started with the argument "file-engine"; empty: the program that runs now.
    /// A .dll is started by dotnet.
    /// </summary>
    public string EngineCommand { get; set; } = "";

    /// <summary>libduckdb.so; empty: where npm puts it, searched upwards from the program.</summary>
    public string DuckDbLibrary { get; set; } = Environment.GetEnvironmentVariable("ASSISTANT_DUCKDB_LIBRARY") ?? "";

    [Range(64, 1_000_000)] public int EngineMemoryMegabytes { get; set; } = 1024;

    [Range(64, 1_000_000)] public int EngineTemporaryMegabytes { get; set; } = 4096;

    [Range(1, 256)] public int EngineThreads { get; set; } = 2;

    /// <summary>Seconds that looking at a new file may take; a large workbook takes longest.</summary>
    [Range(1, 3600)] public int InspectSeconds { get; set; } = 120;

    /// <summary>
    /// SQLite files are read in a process of their own as well, so that a hostile one takes along that process and nothing else. The server
    /// does so unless told otherwise; a program that opens files of its own making may do without.
    /// </summary>
    public bool IsolateSqlite { get; set; }

    /// <summary>Bytes up to which all of a file is looked at before it is read; of larger ones the beginning, and all of it once that told too little.</summary>
    [Range(1, long.MaxValue)] public long WholeBytes { get; set; } = 64_000_000;

    /// <summary>Rows that tell the kinds of columns in a file above that.</summary>
    [Range(1, 100_000_000)] public int SampledRows { get; set; } = 300_000;

    /// <summary>File engines at a time; for one more, the one that has had nothing to do for longest ends.</summary>
    [Range(1, 1000)] public int MaxEngines { get; set; } = 8;

    [Range(1, 100_000)] public int MaxUploadMegabytes { get; set; } = 2048;

    /// <summary>Folders on the server whose files may be connected where they lie; none but the samples by default.</summary>
    public IList<string> Folders { get; } = [];

    /// <summary>Hours after which a source's structure is read again by itself; 0: only when somebody asks.</summary>
    [Range(0, 10_000)] public int RefreshHours { get; set; } = 24;

    /// <summary>Seconds to wait for a database server that does not answer.</summary>
    [Range(1, 120)] public int ConnectSeconds { get; set; } = 10;
}
