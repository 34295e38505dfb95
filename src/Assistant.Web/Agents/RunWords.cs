using System.Globalization;
using Assistant.Skills.Agents;
using Assistant.Skills.Workflows;
using Assistant.Web.Resources;
using Microsoft.Extensions.Localization;

namespace Assistant.Web.Agents;

/// <summary>Runs and schedules in the words of the pages.</summary>
public static class RunWords
{
    /// <summary>E.g. "every 30 minutes"; in other languages than English, schedules by cron stay as they are told.</summary>
    public static string Schedule(IStringLocalizer<Words> say, AgentView view) => Assistant.Skills.Workflows.Schedule.Read(view.Settings.Schedule).Schedule switch
    {
        Skills.Workflows.Schedule.Every { Span: var span } when span.TotalMinutes < 60 || span.TotalMinutes % 60 != 0 => say["every {0} minutes", (int)span.TotalMinutes],
        Skills.Workflows.Schedule.Every { Span: var span } when span.TotalHours % 24 != 0 => say.Count((int)span.TotalHours, "every hour", "every {0} hours"),
        Skills.Workflows.Schedule.Every { Span: var span } => say.Count((int)span.TotalDays, "every day", "every {0} days"),
        _ => view.ScheduleWords,
    };

    /// <summary>E.g. "0.4 s", "3 min 20 s".</summary>
    public static string Seconds(double seconds, CultureInfo culture) =>
        seconds < 60 ? $"{seconds.ToString(seconds < 10 ? "0.0" : "0", culture)} s" : $"{(int)(seconds / 60)} min {(int)(seconds % 60)} s";

    /// <summary>Why it ran.</summary>
    public static string Cause(IStringLocalizer<Words> say, WorkflowRun run) => (run.Cause, run.AskedBy) switch
    {
        (RunCause.Schedule, _) => say["By its schedule"],
        (RunCause.Retry, { } by) => say["Tried again by {0}", by],
        (_, { } by) => say["Asked for by {0}", by],
        _ => say["Asked for"],
    };
}
