namespace Assistant.Skills.Access;

/// <summary>Who asks, with which rights: made from the session or API key at the edge, never from what a model or a client says.</summary>
public sealed record Caller(
    Guid OrganizationId, Guid UserId, string Name, IReadOnlySet<Permission> Permissions, UserPreferences Preferences);

/// <summary>How answers are told to a person; the numbers are the same for all.</summary>
public enum AnswerRole { Executive, Analyst, Engineer, Steward, Employee }

public enum Expertise { New, Regular, Expert }

public enum Theme { System, Light, Dark }

/// <param name="Culture">BCP 47, for numbers and dates, e.g. "en-GB".</param>
/// <param name="TimeZone">IANA name, e.g. "Europe/Berlin".</param>
public sealed record UserPreferences(AnswerRole Role, Expertise Expertise, Theme Theme, string Culture, string TimeZone)
{
    /// <summary>Of the pages' own words, see <see cref="Languages"/>.</summary>
    public string Language { get; init; } = Languages.English;

    public static UserPreferences Default { get; } = new(AnswerRole.Analyst, Expertise.Regular, Theme.System, "en-GB", "UTC");
}
