using Assistant.Skills.Conversation;

namespace Assistant.Web.Chat;

/// <summary>Under which head a conversation stands in the list.</summary>
public enum ConversationGroup { Pinned, Today, Yesterday, LastSevenDays, LastThirtyDays, Older, Archived }

public static class ConversationGroups
{
    /// <summary>Groups in the order of their names; inside a group the latest first.</summary>
    /// <param name="today">The person's date, in <paramref name="zone"/>.</param>
    public static IEnumerable<IGrouping<ConversationGroup, ConversationSummary>> Of(IEnumerable<ConversationSummary> conversations, DateOnly today, TimeZoneInfo zone) =>
        conversations.OrderByDescending(c => c.UpdatedAt).GroupBy(c => Of(c, today, zone)).OrderBy(g => g.Key);

    private static ConversationGroup Of(ConversationSummary conversation, DateOnly today, TimeZoneInfo zone)
    {
        if (conversation.Archived) return ConversationGroup.Archived;
        if (conversation.Pinned) return ConversationGroup.Pinned;
        var days = today.DayNumber - DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(conversation.UpdatedAt, zone).DateTime).DayNumber;
        return days switch
        {
            <= 0 => ConversationGroup.Today,
            1 => ConversationGroup.Yesterday,
            <= 7 => ConversationGroup.LastSevenDays,
            <= 30 => ConversationGroup.LastThirtyDays,
            _ => ConversationGroup.Older,
        };
    }
}
