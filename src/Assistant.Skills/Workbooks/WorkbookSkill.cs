using System.ComponentModel;
using System.Globalization;
using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Quality;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Workbooks;

/// <summary>Hands out fill-in workbooks in the chat.</summary>
public sealed class WorkbookSkill(FillInWorkbooks workbooks, QualityTables tables)
{
    [DisplayName("make_workbook"), Requires(Permission.ReadData)]
    [Description("Makes an Excel workbook for a table in which only what is missing (or chosen columns) can be filled in, with drop-downs and limits from the rules.")]
    public async Task<SkillResult> MakeAsync(
        [Description("The table, as the person says it.")] string table, [Description("The column to be filled, as the person says it; empty for all with missing values.")] string column,
        [Description("missing or all: which rows.")] string rows, TurnContext turn, CancellationToken cancellationToken)
    {
        var (place, columns, problem) = await PlaceAsync(table, column, turn, cancellationToken);
        if (place is not { } found)
            return problem!;
        await turn.ShowAsync(new StepPart("workbook", $"Making a workbook for {found.Table.Name.Name}", StepState.Running));
        var outcome = await workbooks.MakeAsync(turn.Caller, new(found.Source.Info.Id, found.Table.Name)
        {
            Columns = columns, Rows = rows.Equals("all", StringComparison.OrdinalIgnoreCase) ? WorkbookRows.All : WorkbookRows.Missing,
        }, cancellationToken);
        await turn.ShowAsync(new StepPart("workbook", $"Looked at {found.Table.Name.Name}", outcome is WorkbookOutcome.Made ? StepState.Done : StepState.Failed));
        return outcome switch
        {
            WorkbookOutcome.Made { Workbook: var made } => Told(made, turn),
            WorkbookOutcome.Refused refused => SkillResult.Say(MarkdownText.Plain(refused.Why)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static SkillResult Told(IssuedWorkbook made, TurnContext turn)
    {
        string Number(int number) => number.ToString("#,0", CultureInfo.GetCultureInfo(turn.Caller.Preferences.Culture));
        return new(
            $"Workbook {made.Number} is ready: {made.Title}, {made.Rows} rows, {made.Cells} cells to fill.",
            [new DownloadPart(made.Title, $"{made.Table.Name} in {made.SourceName}: {Number(made.Rows)} rows, {Number(made.Cells)} cells to fill. Fill the amber cells, save it, and drop it here: every cell is checked, and nothing is written before somebody approves it.", made.Address, "xlsx")]);
    }

    private async Task<((OpenedSource Source, CatalogTable Table)?, IReadOnlyList<string>?, SkillResult?)> PlaceAsync(string table, string column, TurnContext turn, CancellationToken cancellationToken)
    {
        column = column.Trim();
        if (table.Trim().Length > 0)
        {
            var (found, problem) = await tables.FindAsync(table, turn, cancellationToken);
            if (found is not { } place)
                return (null, null, problem);
            if (column.Length == 0)
                return (place, null, null);
            return Column(place.Table, column) is { } name ? (place, [name], null)
                : (null, null, SkillResult.Say($"{MarkdownText.Plain(place.Table.Name.Name)} has no column “{MarkdownText.Plain(column)}”. It has: {string.Join(", ", place.Table.Columns.Take(30).Select(c => MarkdownText.Plain(c.Name)))}."));
        }
        // "fill in the missing manufacturers": the table is the one that has such a column.
        var all = (await tables.SourcesAsync(turn, cancellationToken)).SelectMany(s => s.Catalog.Tables.Where(t => !s.Policy.HiddenTables.Contains(t.Name)).Select(t => (Source: s, Table: t, Name: Column(t, column)))).Where(t => t.Name is not null).ToList();
        return all switch
        {
            [var only] => ((only.Source, only.Table), [only.Name!], null),
            [] => (null, null, SkillResult.Say($"No table has a column “{MarkdownText.Plain(column)}”. Say which table the workbook is for, for example “make a workbook for the equipment”.")),
            _ => (null, null, new("Several tables have it.", [new ClarificationPart($"Several tables have “{column}”. Which one?",
                [.. all.Take(6).Select(t => new Choice(t.Table.Name.Name, t.Source.Info.Name, $"make a workbook for the {t.Table.Name.Name} without {t.Name}"))])]) { State = ClosingState.NeedsClarification }),
        };
    }

    /// <summary>The column that is meant: word for word, else the only one with all of the words.</summary>
    private static string? Column(CatalogTable table, string said)
    {
        var words = Words(said);
        var named = table.Columns.Select(c => (c.Name, Words: Words(c.Name))).ToList();
        return named.FirstOrDefault(c => c.Words.SequenceEqual(words)).Name
            ?? (named.Where(c => words.Count > 0 && words.All(c.Words.Contains)).Take(2).ToList() is [var only] ? only.Name : null);
    }

    private static List<string> Words(string text) => [.. text.ToLowerInvariant().Split([' ', '_', '-', '.'], StringSplitOptions.RemoveEmptyEntries)
        .Where(w => w is not ("the" or "a" or "an" or "missing" or "id" or "their" or "its" or "any")).Select(w => w.EndsWith("ies", StringComparison.Ordinal) ? w[..^3] + "y" : w.EndsWith('s') && !w.EndsWith("ss", StringComparison.Ordinal) && !w.EndsWith("us", StringComparison.Ordinal) ? w[..^1] : w)];
}
