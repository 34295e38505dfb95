using System.ComponentModel;
using System.Globalization;
using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Queries;

/// <summary>Runs a query that a person wrote, through the same gate as any other.</summary>
public sealed class SqlSkill(DataSources sources, QueryGate gate, Results results)
{
    [DisplayName("run_sql"), Requires(Permission.WriteSql)]
    [Description("Runs one SELECT that the person wrote and shows its rows.")]
    public async Task<SkillResult> RunAsync([Description("The SELECT, as written.")] string sql, TurnContext turn, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(sql))
            return SkillResult.Say("Write a query after the command, for example `/sql SELECT * FROM orders`.");
        if (await SourceAsync(turn, cancellationToken) is not { } source)
            return Choose(await sources.ListAsync(turn.Caller, cancellationToken));
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
        var rows = table.Rows.Count.ToString("N0", CultureInfo.InvariantCulture);
        return new($"{rows} rows", Parts(id, source, sql, table)) { State = table.Rows.Count == 0 ? ClosingState.NoRows : ClosingState.Answered };
    }

    private static List<MessagePart> Parts(Guid id, OpenedSource source, string sql, ResultTable table)
    {
        List<MessagePart> parts =
        [
            new ResultPart(id, source.Info.Id, source.Info.Name, "Your query", null, [], []),
            new TablePart(id, "Your query", [.. table.Columns.Select(column => new TableColumn(column.Name, column.Name, column.Type))],
                table.Rows.Count, table.Completeness, table.Hash),
            new SqlPart(id, source.Info.Id, sql, source.Source.Dialect.ToString(), "The query that you wrote."),
        ];
        if (table.Rows.Count == 0)
            parts.Add(new ClosingPart(ClosingState.NoRows, "No rows", "The query ran, and nothing matches it.", []));
        return parts;
    }

    /// <summary>The source that the person chose, or the only one there is.</summary>
    private async Task<OpenedSource?> SourceAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        if (turn.SourceId is { } chosen)
            return await sources.OpenAsync(turn.Caller, chosen, cancellationToken);
        return await sources.ListAsync(turn.Caller, cancellationToken) is [var only] ? await sources.OpenAsync(turn.Caller, only.Id, cancellationToken) : null;
    }

    private static SkillResult Choose(IReadOnlyList<DataSource> all) => all.Count == 0
        ? SkillResult.Say("No data is connected yet. See the page [Sources](/sources).")
        : new("The person must choose a source first.", [new ClosingPart(
            ClosingState.NeedsClarification, "Which source?", $"Choose one beside the question, then run it again: {string.Join(", ", all.Select(source => source.Name))}.", [])])
        {
            State = ClosingState.NeedsClarification,
        };
}
