using System.ComponentModel;
using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Questions;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Queries;

/// <summary>Runs a query that a person wrote, through the same gate as any other.</summary>
public sealed class SqlSkill(DataSources sources, WrittenQueries written)
{
    [DisplayName("run_sql"), Requires(Permission.WriteSql)]
    [Description("Runs one SELECT that the person wrote and shows its rows.")]
    public async Task<SkillResult> RunAsync([Description("The SELECT, as written.")] string sql, TurnContext turn, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(sql))
            return SkillResult.Say("Write a query after the command, for example `/sql SELECT * FROM orders`.");
        if (await SourceAsync(turn, cancellationToken) is not { } source)
            return Choose(await sources.ListAsync(turn.Caller, cancellationToken));
        return await written.ShowAsync(turn, source, sql, "Your query", "The query that you wrote.", cancellationToken);
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
