using System.Globalization;
using Assistant.Skills.Access;

namespace Assistant.Web.Shared;

/// <summary>Moments in a person's time zone and way of writing.</summary>
public static class Clock
{
    /// <returns>Day and time, e.g. "20 Nov 2026, 09:40".</returns>
    public static string Words(DateTimeOffset moment, UserPreferences preferences)
    {
        var culture = CultureInfo.GetCultureInfo(preferences.Culture);
        var local = TimeZoneInfo.ConvertTime(moment, TimeZoneInfo.FindSystemTimeZoneById(preferences.TimeZone));
        return string.Create(culture, $"{local:d MMM yyyy}, {local:t}");
    }

    /// <returns>The time if it was today, else the day: "09:40" or "12 Nov 2026".</returns>
    public static string Brief(DateTimeOffset moment, DateTimeOffset now, UserPreferences preferences)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(preferences.TimeZone);
        var local = TimeZoneInfo.ConvertTime(moment, zone);
        return local.Date == TimeZoneInfo.ConvertTime(now, zone).Date
            ? local.ToString("t", CultureInfo.GetCultureInfo(preferences.Culture)) : Day(moment, preferences);
    }

    public static string Day(DateTimeOffset moment, UserPreferences preferences)
    {
        var local = TimeZoneInfo.ConvertTime(moment, TimeZoneInfo.FindSystemTimeZoneById(preferences.TimeZone));
        return local.ToString("d MMM yyyy", CultureInfo.GetCultureInfo(preferences.Culture));
    }
}
