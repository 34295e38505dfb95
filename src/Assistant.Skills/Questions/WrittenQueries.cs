using System.Globalization;
using System.Text.Json;
using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Questions.Refining;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Questions;

/// <summary>
/// Queries that people write: run through the gate and shown, remembered by the conversation, and changed by words: "add filter status =
/// active", "sort by amount", "only the first 10".
/// </summary>
public sealed class WrittenQueries(QuestionModels models, DataSources sources, QueryGate gate, Results results)
{
    /// <summary>Where a conversation's notes hold the query that its last answer ran, if a person wrote it.</summary>
    public const string NoteKey = "questions.written";

    private sealed record Note(Guid SourceId, string Sql, IReadOnlyList<ResultColumn> Columns);

    /// <summary>A note for <see cref="Turns.NoteAsync"/>: the next words change this query.</summary>
    public static string NoteOf(Guid sourceId, string sql, IReadOnlyList<ResultColumn> columns) => JsonSerializer.Serialize(new Note(sourceId, sql, columns));

    /// <summary>Runs a query that was pasted in a question's place; null where the words are a question after all.</summary>
    public async Task<SkillResult?> RunPastedAsync(string text, TurnContext turn, CancellationToken cancellationToken)
    {
        if (PastedSql.Of(text) is not { } pasted)
            return null;
        if (!pasted.Sure && (!turn.Caller.MaySomewhere(Permission.WriteSql) || (await AdmittingAsync(pasted.Sql, turn, cancellationToken)).Count == 0))
            return null;
        return (turn.SourceId is { } chosen ? turn.Caller.MayOn(Permission.WriteSql, chosen) : turn.Caller.MaySomewhere(Permission.WriteSql)) ? await RunAsync(pasted.Sql, turn, cancellationToken) : new("The person may not run queries of their own.", [NotYours]) { State = NotYours.State };
    }

    /// <summary>Runs a query on the chosen source or, where none is chosen, on the one whose tables and columns it names.</summary>
    public async Task<SkillResult> RunAsync(string sql, TurnContext turn, CancellationToken cancellationToken)
    {
        var all = await WritableAsync(turn, cancellationToken);
        if (all.Count == 0 && (turn.SourceId is not null || (await sources.ListAsync(turn.Caller, cancellationToken)).Count > 0))
            return new("The person may not run queries of their own on what they may see.", [NotYours]) { State = NotYours.State };
        var fitting = all.Count > 1 ? await AdmittingAsync(sql, turn, cancellationToken) : all;
        if (fitting is [var only] && await sources.OpenAsync(turn.Caller, only, cancellationToken) is { } source)
            return await ShowAsync(turn, source, sql, "Your query", "The query that you wrote.", cancellationToken);
        var names = (await sources.ListAsync(turn.Caller, cancellationToken)).Where(s => fitting.Count == 0 ? all.Contains(s.Id) : fitting.Contains(s.Id)).Select(s => s.Name).ToList();
        if (names.Count == 0)
            return SkillResult.Say("No data is connected yet. See the page [Sources](/sources).");
        if (fitting.Count > 1)
            return Close(new(ClosingState.NeedsClarification, "Which source?", $"The query fits {string.Join(" and ", names)}. Choose one beside the question, then run it again.", []));
        // None takes it: what the nearest one says of it is worth more than that all refuse.
        var refused = new List<ClosingPart>();
        foreach (var id in all)
            if (await sources.OpenAsync(turn.Caller, id, cancellationToken) is { } opened && gate.Admit(sql, new(opened.Catalog, opened.Policy, Results.Limits)) is GateVerdict.Refused { Outcome: var outcome })
                refused.Add(Closings.Of(outcome)!);
        if (refused.Count == 0)
            return SkillResult.Say("This source is not there any more. Choose another one beside the question.");
        var best = refused.OrderBy(c => c.State is ClosingState.NotAllowed ? 0 : c.Why.Contains("nearest", StringComparison.Ordinal) ? 1 : 2).First();
        return Close(best with { Why = best.State is ClosingState.NotAllowed ? best.Why : $"{best.Why} No source takes this query as it is ({string.Join(", ", names)}); choose one beside the question to see what it says." });
    }

    /// <summary>The chosen source or all, of those on which the person may run queries of their own.</summary>
    private async Task<List<Guid>> WritableAsync(TurnContext turn, CancellationToken cancellationToken) =>
    [
        .. (turn.SourceId is { } chosen ? [chosen] : (await sources.ListAsync(turn.Caller, cancellationToken)).Select(s => s.Id)).Where(id => turn.Caller.MayOn(Permission.WriteSql, id)),
    ];

    /// <summary>Sources whose tables and columns a query names, by the rights of who asks.</summary>
    private async Task<IReadOnlyList<Guid>> AdmittingAsync(string sql, TurnContext turn, CancellationToken cancellationToken)
    {
        var all = await WritableAsync(turn, cancellationToken);
        var fitting = new List<Guid>();
        foreach (var id in all)
            if (await sources.OpenAsync(turn.Caller, id, cancellationToken) is { } opened && gate.Admit(sql, new(opened.Catalog, opened.Policy, Results.Limits)) is GateVerdict.Admitted)
                fitting.Add(id);
        return fitting;
    }

    private static SkillResult Close(ClosingPart closing) => new(closing.Why, [closing]) { State = closing.State };

    private static ClosingPart NotYours { get; } = new(
        ClosingState.NotAllowed, "You are not allowed to run queries of your own", "Ask the same in your own words. An administrator can give you the right to write SQL.", []);

    /// <summary>Runs a query and shows its rows, or why not; the conversation goes on from it.</summary>
    /// <param name="explanation">What the query is, in words.</param>
    public async Task<SkillResult> ShowAsync(TurnContext turn, OpenedSource source, string sql, string title, string explanation, CancellationToken cancellationToken)
    {
        await turn.ShowAsync(new StepPart("sql", "Running your query", StepState.Running));
        var outcome = await gate.ReadAsync(source.Source, sql, new(source.Catalog, source.Policy, Results.Limits), cancellationToken);
        if (Closings.Of(outcome) is { } closing)
        {
            await turn.ShowAsync(new StepPart("sql", "Running your query", StepState.Failed));
            return new(closing.Why, [closing, new TextPart($"```sql\n{sql.Replace("```", "", StringComparison.Ordinal)}\n```")]) { State = closing.State };
        }
        var table = ((QueryOutcome.Rows)outcome).Table;
        await turn.ShowAsync(new StepPart("sql", "Running your query", StepState.Done, (int)table.Elapsed.TotalMilliseconds));
        var id = await results.KeepAsync(turn, source, sql, table, cancellationToken);
        turn.State[NoteKey] = NoteOf(source.Info.Id, sql, table.Columns);
        var rows = table.Rows.Count.ToString("N0", CultureInfo.InvariantCulture);
        return new($"{rows} rows", Parts(id, source, sql, table, title, explanation)) { State = table.Rows.Count == 0 ? ClosingState.NoRows : ClosingState.Answered };
    }

    /// <summary>If the last answer's query was a person's and the words are to change it: the changed query's rows, or why not. Else null.</summary>
    public async Task<SkillResult?> RefineAsync(string words, TurnContext turn, CancellationToken cancellationToken)
    {
        if (!turn.State.TryGetValue(NoteKey, out var noted) || JsonSerializer.Deserialize<Note>(noted) is not { } note
            || turn.SourceId is { } chosen && chosen != note.SourceId || !turn.Caller.MayOn(Permission.WriteSql, note.SourceId))
            return null;
        if (await sources.OpenAsync(turn.Caller, note.SourceId, cancellationToken) is not { } source)
            return null;
        switch (await RefineAsync(words, note.Sql, note.Columns, source, turn.Caller, turn.Today, cancellationToken))
        {
            case RefineOutcome.Refined refined:
                return await ShowAsync(turn, source, refined.Sql, "Your query, changed", $"Your query, {refined.What}.", cancellationToken);
            case RefineOutcome.Refused refused:
                return new(refused.Why, [new ClosingPart(ClosingState.NotModelled, "Your query was not changed", refused.Why, [])]) { State = ClosingState.NotModelled };
            default:
                return null;
        }
    }

    /// <summary>Changes a query by words without running it.</summary>
    public async Task<RefineOutcome> RefineAsync(Caller caller, Guid sourceId, string sql, string words, DateOnly today, CancellationToken cancellationToken)
    {
        caller.RequireOn(Permission.WriteSql, sourceId);
        return await sources.OpenAsync(caller, sourceId, cancellationToken) is { } source
            ? await RefineAsync(words, sql, [], source, caller, today, cancellationToken)
            : new RefineOutcome.Refused("The source of this query is not connected any more.");
    }

    /// <summary>The next question is about data again.</summary>
    internal static void Forget(TurnContext turn) => turn.State.Remove(NoteKey);

    private async Task<RefineOutcome> RefineAsync(
        string words, string sql, IReadOnlyList<ResultColumn> columns, OpenedSource source, Caller caller, DateOnly today, CancellationToken cancellationToken)
    {
        var model = await models.ForAsync(caller, source, cancellationToken);
        return SqlRefinement.Refine(words, sql, columns, model, today, CultureInfo.GetCultureInfo(caller.Preferences.Culture));
    }

    private static List<MessagePart> Parts(Guid id, OpenedSource source, string sql, ResultTable table, string title, string explanation)
    {
        List<MessagePart> parts =
        [
            new ResultPart(id, source.Info.Id, source.Info.Name, title, null, [], []),
            new TablePart(id, title, [.. table.Columns.Select(column => new TableColumn(column.Name, column.Name, column.Type))],
                table.Rows.Count, table.Completeness, table.Hash),
            new SqlPart(id, source.Info.Id, sql, source.Source.Dialect.ToString(), explanation),
        ];
        if (table.Rows.Count == 0)
            parts.Add(new ClosingPart(ClosingState.NoRows, "No rows", "The query ran, and nothing matches it.", []));
        return parts;
    }
}
