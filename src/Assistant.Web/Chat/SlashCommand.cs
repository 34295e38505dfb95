using Assistant.Web.Resources;
using Microsoft.Extensions.Localization;

namespace Assistant.Web.Chat;

/// <summary>A command of the composer.</summary>
/// <param name="Inserts">Text that it puts into the composer; null if it acts at once.</param>
public sealed record SlashCommand(string Name, string Icon, string What, string? Inserts = null)
{
    public static IReadOnlyList<SlashCommand> All(IStringLocalizer<Words> say) =>
    [
        new("/sql", "square-terminal", say["Write SQL of your own and run it"], "/sql "),
        new("/edit", "pencil", say["Change the SQL of the last answer and run it"]),
        new("/chart", "chart-column", say["Show the last result as a chart"], say["as a bar chart"]),
        new("/sources", "database", say["See what can be asked about"]),
        new("/new", "square-pen", say["Start a new conversation"]),
        new("/export", "download", say["Take this conversation as Markdown"]),
        new("/keys", "keyboard", say["List the keys"]),
        new("/help", "circle-help", say["How the assistant works"]),
    ];
}
