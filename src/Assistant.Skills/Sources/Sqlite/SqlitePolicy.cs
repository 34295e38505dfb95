using System.Collections.Frozen;

namespace Assistant.Skills.Sources.Sqlite;

/// <summary>What SQL may touch; everything else that SQLite can do is refused while the statement is compiled.</summary>
internal sealed class SqlitePolicy(Func<string, bool> mayRead)
{
    private const int ReadColumn = 20, Select = 21, CallFunction = 31, Recurse = 33;

    /// <summary>For our own questions about the schema; the file is open for reading only all the same.</summary>
    public static SqlitePolicy Introspection { get; } = new(_ => true) { Everything = true };

    public bool Everything { private get; init; }

    /// <summary>A recursive query may be endless: it is allowed because every read here has a time limit.</summary>
    public bool Allows(int action, string first, string second) => Everything || action switch
    {
        Select or Recurse => true,
        ReadColumn when second.Length == 0 => !IsSystem(first),
        ReadColumn => mayRead(first),
        CallFunction => PureFunctions.Contains(second),
        _ => false,
    };

    /// <summary>Without a column only rows are counted, and SQLite then asks under the names of a query's own parts as well.</summary>
    private static bool IsSystem(string table) =>
        table.StartsWith("sqlite_", StringComparison.OrdinalIgnoreCase) || table.StartsWith("pragma_", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// SQLite's own functions that only compute: no extension loading, no files, no state of the connection. The gate has the
    /// narrower list; this one holds when the gate is not there.
    /// </summary>
    private static readonly FrozenSet<string> PureFunctions = string.Join(' ',
        "abs avg ceil ceiling char coalesce concat concat_ws count cume_dist current_date current_time current_timestamp",
        "date datetime degrees dense_rank exp first_value floor format glob group_concat hex ifnull iif instr json json_array",
        "json_array_length json_error_position json_extract json_group_array json_group_object json_insert json_object json_patch",
        "json_pretty json_quote json_remove json_replace json_set json_type json_valid -> ->> julianday lag last_value lead length like",
        "likelihood likely ln log log10 log2 lower ltrim max median min mod nth_value ntile nullif octet_length percent_rank percentile",
        "pi pow power printf quote radians random rank replace round row_number rtrim sign sqrt strftime string_agg substr substring",
        "subtype sum time timediff total trim trunc typeof unicode unixepoch unlikely upper acos acosh asin asinh atan atan2 atanh cos",
        "cosh sin sinh tan tanh match regexp")
        .Split(' ').Except(["changes_never"]).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
