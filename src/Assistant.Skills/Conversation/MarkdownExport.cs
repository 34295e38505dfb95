using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Assistant.Skills.Conversation;

/// <summary>A conversation as one Markdown document.</summary>
internal static partial class MarkdownExport
{
    public static string Of(ConversationView conversation)
    {
        var text = new StringBuilder($"# {conversation.Summary.Title}\n");
        foreach (var turn in conversation.Turns)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {string.Join(' ', turn.Question.Split('\n'))}\n\n_{turn.StartedAt:yyyy-MM-dd HH:mm} UTC_\n");
            foreach (var part in turn.Parts.Select(Part).Where(part => part.Length > 0))
                text.Append('\n').Append(part).Append('\n');
        }
        return text.ToString();
    }

    /// <summary>What the part says, as Markdown; empty for what only a page can show.</summary>
    public static string Part(MessagePart part) => part switch
    {
        HeadlinePart headline => $"**{Unlinked(headline.Markdown)}**",
        TextPart text => Unlinked(text.Markdown),
        SqlPart sql => $"{sql.Explanation}\n\n```sql\n{sql.Sql}\n```",
        ChartPart chart => $"_Chart ({chart.Type}): {chart.Title}. {chart.Description}_",
        TablePart table => $"_Table: {table.Title}, {table.RowCount.ToString("N0", CultureInfo.InvariantCulture)} rows_",
        CalculationPart how => string.Join('\n', new[] { $"- {how.Definition}", how.Dates is null ? "" : $"- {how.Dates}", $"- {how.RowsUsed}" }
            .Concat(how.Filters.Select(filter => $"- {filter}")).Where(line => line.Length > 0)),
        CaveatPart caveat => $"> **{caveat.Title}** {caveat.Text}",
        ClarificationPart asked => $"{asked.Question}\n" + string.Join('\n', asked.Choices.Select(choice => $"- {choice.Label}: {choice.Detail}")),
        ProposalPart proposal => $"- **{proposal.Title}** ({proposal.Confidence} %): {proposal.Why}",
        FilePart file => $"_File: {file.Name}_",
        DownloadPart file => $"_File: {file.Title}_",
        ClosingPart closing => $"**{closing.Title}** {closing.Why}",
        _ => "",
    };

    // The links lead to cells of a result, which are no use outside.
    private static string Unlinked(string markdown) => CellLink().Replace(markdown, "$1");

    [GeneratedRegex(@"\[([^\]]*)\]\(cell:[^)]*\)")]
    private static partial Regex CellLink();
}
