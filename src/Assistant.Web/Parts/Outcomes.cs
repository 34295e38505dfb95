using Assistant.Skills.Sources;
using Assistant.Web.Resources;
using Microsoft.Extensions.Localization;

namespace Assistant.Web.Parts;

/// <summary>Refusals in the person's words, with the next step.</summary>
public static class Outcomes
{
    public static string Words(IStringLocalizer<Words> say, QueryOutcome outcome) => outcome switch
    {
        QueryOutcome.NotAllowed => say["Your role has no access to what this needs. No query was run."],
        QueryOutcome.NotModelled { Nearest: { } nearest } missing => say["The source has no “{0}”. The nearest is “{1}”.", missing.Name, nearest],
        QueryOutcome.NotModelled missing => say["The source has no “{0}”.", missing.Name],
        QueryOutcome.NotARead refused => say["Only one reading query may run here. {0}", refused.Why],
        QueryOutcome.TooCostly costly => say["The query would take too much. {0}", costly.Why],
        QueryOutcome.NotUnderstood unclear => say["The SQL could not be read. {0}", unclear.Why],
        QueryOutcome.EngineFailed failed => say["The source did not answer. {0}", failed.Message],
        _ => say["The query ended without rows."],
    };
}
