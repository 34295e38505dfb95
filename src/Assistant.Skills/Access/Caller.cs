namespace Assistant.Skills.Access;

/// <summary>Who asks, with which rights: made from the session or API key at the edge, never from what a model or a client says.</summary>
public sealed record Caller(
    Guid OrganizationId, Guid UserId, string Name, IReadOnlySet<Permission> Permissions, UserPreferences Preferences)
{
    /// <summary>Where other rights count than <see cref="Permissions"/>: in projects in which the person has a role of their own.</summary>
    public ProjectRights Projects { get; init; } = ProjectRights.None;

    /// <summary>The project that the person works in now: new conversations begin there. Null for all.</summary>
    public Guid? ProjectId { get; init; }
}

/// <summary>What a person may do in the projects of which they are a member.</summary>
/// <param name="Permissions">By project.</param>
/// <param name="Sources">The project of each source in one of these.</param>
public sealed record ProjectRights(IReadOnlyDictionary<Guid, IReadOnlySet<Permission>> Permissions, IReadOnlyDictionary<Guid, Guid> Sources)
{
    /// <summary>Of who has the same role everywhere.</summary>
    public static ProjectRights None { get; } = new(new Dictionary<Guid, IReadOnlySet<Permission>>(), new Dictionary<Guid, Guid>());
}

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
