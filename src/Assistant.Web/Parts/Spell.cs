using System.Globalization;

namespace Assistant.Web.Parts;

/// <summary>Durations in short words, in the culture of the page.</summary>
public static class Spell
{
    /// <summary>"38 ms", "1.4 s", "2 min 5 s".</summary>
    public static string Duration(int milliseconds) => milliseconds switch
    {
        < 1000 => $"{milliseconds} ms",
        < 60_000 => (milliseconds / 1000.0).ToString("0.0", CultureInfo.CurrentCulture) + " s",
        _ => $"{milliseconds / 60_000} min {milliseconds / 1000 % 60} s",
    };
}
