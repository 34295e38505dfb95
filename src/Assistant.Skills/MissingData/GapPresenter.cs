using System.Globalization;
using Assistant.Skills.Conversation;
using Assistant.Skills.Sources;

namespace Assistant.Skills.MissingData;

/// <summary>Shows gaps, and the rows they are about, in a conversation.</summary>
public sealed class GapPresenter(Results results, QueryGate gate)
{
    /// <summary>The findings as a list with what can be done about the first.</summary>
    /// <param name="ofSeveral">Of several tables: each line says its table.</param>
    internal static async Task<SkillResult> TellAsync(OpenedSource source, string name, bool ofSeveral, long rows, IReadOnlyList<(Gap Gap, Priority Priority, int? Number)> ranked, int most, TurnContext turn)
    {
        var lines = ranked.Take(most).Select(g => Line(g.Gap, g.Priority, g.Number, turn, ofSeveral));
        var text = $"In **{MarkdownText.Plain(name)}** ({Number(rows, turn)} rows) I found {ranked.Count} {(ranked.Count == 1 ? "gap" : "gaps")}, the most important first:\n\n{string.Join('\n', lines)}"
            + (ranked.Count > most ? $"\n- and {ranked.Count - most} more" : "") + $"\n\nPriorities and rows are on the page [Missing data](/missing/{source.Info.Id}).";
        await turn.ShowAsync(new TextPart(text));
        var next = new List<string>();
        var first = ranked[0];
        if (ranked.FirstOrDefault(g => g.Gap.Body is GapBody.Values { Optional: false }) is { Gap: { } values } at)
            next.Add(at.Number is { } numbered ? $"where could the values of finding {numbered} come from?" : $"where could the missing {values.Body.Column} in {values.Table.Name} come from?");
        if (first.Number is { } number)
            next.AddRange([$"show the rows of finding {number}", $"make a task for finding {number}"]);
        if (next.Count > 0)
            await turn.ShowAsync(new SuggestionsPart(next));
        return new(text, []);
    }

    /// <summary>Runs a query and shows its rows as a result; false where there are none.</summary>
    internal async Task<bool> ShowRowsAsync(OpenedSource source, string title, string sql, string explained, TurnContext turn, CancellationToken cancellationToken)
    {
        if (await gate.ReadAsync(source.Source, sql, new(source.Catalog, source.Policy, Results.Limits), cancellationToken) is not QueryOutcome.Rows { Table: { Rows.Count: > 0 } table })
            return false;
        var id = await results.KeepAsync(turn, source, sql, table, cancellationToken);
        await turn.ShowAsync(new ResultPart(id, source.Info.Id, source.Info.Name, title, null, [], []));
        await turn.ShowAsync(new TablePart(id, title, [.. table.Columns.Select(c => new TableColumn(c.Name, c.Name, c.Type))], table.Rows.Count, table.Completeness, table.Hash));
        await turn.ShowAsync(new SqlPart(id, source.Info.Id, sql, source.Source.Dialect.ToString(), explained));
        return true;
    }

    internal static string Line(Gap gap, Priority priority, int? number, TurnContext turn, bool ofSeveral = true)
    {
        var culture = Culture(turn);
        var share = (100 * gap.Share).ToString(gap.Share < 0.01 ? "0.##" : "0.#", culture);
        return $"- {(number is { } n ? $"finding {n}: " : "")}{(ofSeveral ? $"{MarkdownText.Plain(gap.Table.Name)}: " : "")}**{MarkdownText.Plain(GapWords.Title(gap, culture))}** ({share} %). {MarkdownText.Plain(GapWords.Why(gap, culture))} Priority {priority.Level.ToString().ToLowerInvariant()}, {priority.Score.ToString("0.#", culture)}";
    }

    internal static string Line(ValueSupply supply, TurnContext turn)
    {
        var culture = Culture(turn);
        return $"- **{MarkdownText.Plain(supply.Title)}**: right in {(100 * supply.HitRate).ToString("0.#", culture)} % of {Number(supply.Tried, turn)} known rows, has a value for {Number(supply.Fills, turn)} of {Number(supply.Lacking, turn)} missing ones. {MarkdownText.Plain(supply.How)}";
    }

    internal static CultureInfo Culture(TurnContext turn) => CultureInfo.GetCultureInfo(turn.Caller.Preferences.Culture);

    internal static string Number(long number, TurnContext turn) => number.ToString("#,0", Culture(turn));
}
