using Assistant.Skills.Conversation;
using Assistant.Skills.MissingData;
using Assistant.Skills.Quality;
using Assistant.Skills.Sources;
using Assistant.Skills.Sources.Profiling;

namespace Assistant.Skills.Tasks;

/// <summary>The finding that a task's words mean: "fill the missing locations" is the open one about location_id.</summary>
public sealed class TaskFindings(OpenFindings open, MissingScans scans, MissingFindings findings, QualityTables tables)
{
    private static readonly HashSet<string> Plain =
    [
        "fill", "find", "get", "complete", "add", "supply", "correct", "repair", "fix", "resolve", "check", "the", "a", "an", "all", "any", "in", "of", "for", "out", "up", "our", "missing", "empty", "blank", "lacking", "unknown",
        "gap", "value", "data", "cell", "row", "field", "column", "table", "that", "are", "is", "which", "to", "and",
    ];

    private static readonly HashSet<string> KeyWords = ["id", "no", "nr", "number", "code", "key", "on", "at"];

    /// <summary>Null where the words name no column with something missing.</summary>
    public async Task<(OpenedSource Source, MissingFinding Finding)?> FindAsync(string what, TurnContext turn, CancellationToken cancellationToken)
    {
        var words = NameWords.Of(what).Select(NameWords.Singular).Where(w => !Plain.Contains(w)).ToList();
        if (words.Count == 0 || !what.Contains("missing", StringComparison.OrdinalIgnoreCase) && !what.Contains("empty", StringComparison.OrdinalIgnoreCase) && !what.Contains("fill", StringComparison.OrdinalIgnoreCase))
            return null;
        var known = (await open.ListAsync(turn.Caller, turn.SourceId, cancellationToken)).Where(f => f.Finding.Gap.Body is GapBody.Values && Names(f.Finding.Gap, words)).ToList();
        if (known.Count > 0)
            return known[0];   // the most important
        if (await tables.FindColumnAsync(string.Join(' ', words), turn, cancellationToken) is not var (source, table, column) || await scans.ScanAsync(turn.Caller, source, table, cancellationToken) is not { Kept: true })
            return null;
        var found = (await findings.ListAsync(turn.Caller, source, cancellationToken)).FirstOrDefault(f => f.State is FindingState.Open && f.Gap.Table == table.Name && f.Gap.Body is GapBody.Values && f.Gap.Body.Column == column.Name);
        return found is null ? null : (source, found);
    }

    /// <summary>Each word is one of the column or its table, and those of the column are all there but for what only says "key".</summary>
    private static bool Names(Gap gap, IReadOnlyList<string> words)
    {
        var column = NameWords.Of(gap.Body.Column).Select(NameWords.Singular).ToList();
        var table = NameWords.Of(gap.Table.Name).Select(NameWords.Singular).ToList();
        return words.All(w => column.Contains(w) || table.Contains(w)) && words.Any(column.Contains) && column.All(c => words.Contains(c) || KeyWords.Contains(c));
    }
}
