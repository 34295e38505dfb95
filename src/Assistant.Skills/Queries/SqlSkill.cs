using System.ComponentModel;
using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Questions;

namespace Assistant.Skills.Queries;

/// <summary>Runs a query that a person wrote, through the same gate as any other.</summary>
public sealed class SqlSkill(WrittenQueries written)
{
    [DisplayName("run_sql"), Requires(Permission.WriteSql)]
    [Description("Runs one SELECT that the person wrote and shows its rows.")]
    public async Task<SkillResult> RunAsync([Description("The SELECT, as written.")] string sql, TurnContext turn, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(sql))
            return SkillResult.Say("Write a query after the command, for example `/sql SELECT * FROM orders`.");
        return await written.RunAsync(sql, turn, cancellationToken);
    }
}
