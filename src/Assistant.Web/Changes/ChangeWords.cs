using Assistant.Skills.Changes;
using Assistant.Web.Resources;
using Microsoft.Extensions.Localization;

namespace Assistant.Web.Changes;

/// <summary>Change sets in the words of the pages.</summary>
internal static class ChangeWords
{
    public static string State(IStringLocalizer<Words> say, ChangeState state) => state switch
    {
        ChangeState.Proposed => say["Waits for approval"],
        ChangeState.Approved => say["Approved, waits to be written"],
        ChangeState.Applying => say["Being written"],
        ChangeState.Applied => say["Written"],
        ChangeState.Rejected => say["Rejected"],
        ChangeState.Failed => say["Refused by the database"],
        ChangeState.Stale => say["Stale: the data had changed"],
        ChangeState.Undoing => say["Being undone"],
        _ => say["Undone"],
    };

    public static string Tone(ChangeState state) => state switch
    {
        ChangeState.Proposed or ChangeState.Applying or ChangeState.Undoing => "tag-info",
        ChangeState.Approved or ChangeState.Stale => "tag-warn",
        ChangeState.Applied => "tag-good",
        ChangeState.Failed => "tag-bad",
        _ => "",
    };

    public static string Icon(ChangeState state) => state switch
    {
        ChangeState.Proposed => "eye",
        ChangeState.Applied => "check",
        ChangeState.Rejected => "x",
        ChangeState.Undone => "undo-2",
        ChangeState.Failed or ChangeState.Stale => "triangle-alert",
        _ => "loader-circle",
    };
}
