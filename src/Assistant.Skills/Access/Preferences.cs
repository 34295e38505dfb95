using System.Globalization;
using Assistant.Skills.Storage;
using Dapper;

namespace Assistant.Skills.Access;

/// <summary>How a person wants to be told things; kept with the account, so that it follows them to every device.</summary>
public sealed class Preferences(Database database)
{
    /// <summary>Keeps them; returns why not, in words, when culture or time zone do not exist.</summary>
    public async Task<string?> SaveAsync(Caller caller, UserPreferences preferences, CancellationToken cancellationToken)
    {
        if (Problem(preferences) is { } problem)
            return problem;
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        await tenant.Connection.ExecuteAsync(new(
            """
            INSERT INTO user_preferences (organization_id, user_id, answer_role, expertise, theme, culture, time_zone, language)
            VALUES (@OrganizationId, @UserId, @role, @expertise, @theme, @Culture, @TimeZone, @Language)
            ON CONFLICT (organization_id, user_id) DO UPDATE SET answer_role = @role, expertise = @expertise, theme = @theme,
                culture = @Culture, time_zone = @TimeZone, language = @Language
            """,
            new
            {
                caller.OrganizationId, caller.UserId, role = preferences.Role.ToString(), expertise = preferences.Expertise.ToString(),
                theme = preferences.Theme.ToString(), preferences.Culture, preferences.TimeZone, preferences.Language,
            }, cancellationToken: cancellationToken));
        await tenant.CommitAsync(cancellationToken);
        return null;
    }

    internal static UserPreferences Read(string role, string expertise, string theme, string culture, string timeZone, string language)
    {
        var standard = UserPreferences.Default;
        var read = new UserPreferences(
            Enum.TryParse<AnswerRole>(role, out var r) ? r : standard.Role,
            Enum.TryParse<Expertise>(expertise, out var e) ? e : standard.Expertise,
            Enum.TryParse<Theme>(theme, out var t) ? t : standard.Theme, culture, timeZone)
        {
            Language = Languages.All.Contains(language) ? language : standard.Language,
        };
        // Time zones and cultures come with the machine: another machine may lack one.
        return Problem(read) is null ? read : read with { Culture = standard.Culture, TimeZone = standard.TimeZone };
    }

    private static string? Problem(UserPreferences preferences)
    {
        if (!Enum.IsDefined(preferences.Role) || !Enum.IsDefined(preferences.Expertise) || !Enum.IsDefined(preferences.Theme))
            return "Choose the role, the expertise and the theme from the lists.";
        if (!Languages.All.Contains(preferences.Language))
            return $"The pages do not speak '{preferences.Language}'. Choose one of {string.Join(", ", Languages.All)}.";
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(preferences.TimeZone, out _))
            return $"There is no time zone '{preferences.TimeZone}'. Write it like Europe/Berlin.";
        try
        {
            _ = CultureInfo.GetCultureInfo(preferences.Culture, predefinedOnly: true);
            return preferences.Culture == "" ? "Choose a language for numbers and dates, like en-GB." : null;
        }
        catch (CultureNotFoundException)
        {
            return $"There is no language '{preferences.Culture}'. Write it like en-GB or de-DE.";
        }
    }
}
