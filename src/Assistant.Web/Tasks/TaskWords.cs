using System.Globalization;
using Assistant.Skills.Tasks;
using Assistant.Web.Resources;
using Microsoft.Extensions.Localization;

namespace Assistant.Web.Tasks;

/// <summary>Tasks in the words of the pages.</summary>
internal static class TaskWords
{
    public static string State(IStringLocalizer<Words> say, TaskState state) => state switch
    {
        TaskState.ToDo => say["To do"],
        TaskState.Doing => say["In progress"],
        TaskState.Review => say["In review"],
        TaskState.Done => say["Done"],
        _ => say["Dropped"],
    };

    /// <summary>A line of the history.</summary>
    public static string Event(IStringLocalizer<Words> say, TaskEvent told, CultureInfo culture)
    {
        var who = told.By ?? say["A scan"];
        return told.What switch
        {
            "made" => say["{0} made the task.", who],
            "comment" => say["{0}: {1}", who, told.After ?? ""],
            "assignee" when told.After is null => say["{0} took it from {1}.", who, told.Before ?? ""],
            "assignee" => say["{0} gave it to {1}.", who, told.After],
            "due" when told.After is null => say["{0} took the due date away.", who],
            "due" => say["{0} set it due on {1}.", who, Day(told.After, culture)],
            "priority" => say["{0} set the priority from {1} to {2}.", who, told.Before ?? "", told.After ?? ""],
            "state" => Moved(say, who, told.After ?? ""),
            _ => say["{0} changed the text.", who],
        };
    }

    private static string Moved(IStringLocalizer<Words> say, string who, string after)
    {
        var parts = after.Split(": ", 2);
        var state = Enum.TryParse<TaskState>(parts[0], out var known) ? State(say, known) : parts[0];
        return parts.Length == 1 ? say["{0} moved it to {1}.", who, state] : say["{0} moved it to {1}: {2}.", who, state, Spoken.Of(say, parts[1])];
    }

    private static string Day(string text, CultureInfo culture) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day.ToString("d MMM yyyy", culture) : text;
}
