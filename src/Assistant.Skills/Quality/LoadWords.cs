using System.Globalization;
using Assistant.Skills.Conversation;

namespace Assistant.Skills.Quality;

/// <summary>Loads in words.</summary>
public static class LoadWords
{
    /// <summary>One sentence, e.g. "The load of 28 Feb 2026 has 1,204 rows (usual are 1,150 to 1,300) and is like the 21 before it."</summary>
    public static string Said(TableLoad load, DateTimeOffset now, CultureInfo culture)
    {
        var figures = $"The load of {Day(load, culture)} has {Counted.Of(load.Rows, "row", "rows", culture)} (usual are {load.UsualLeast.ToString("#,0", culture)} to {load.UsualMost.ToString("#,0", culture)})";
        var late = load.IsLate(now) ? $" The next one is late: it is {load.Age(now)} days old, and there were never more than {load.LongestGap} between two." : "";
        return (load.IsOdd ? $"{figures} and is not like the {load.JudgedBy} before it." : load.Expected ? $"{figures}; somebody said that it is as it should be." : $"{figures} and is like the {load.JudgedBy} before it.") + late;
    }

    /// <summary>What is odd of the load, e.g. "amount: 12 % are missing, before at most 1 %".</summary>
    public static string Said(LoadAlert alert) => alert.Column is { } column ? $"{column}: {alert.Why}" : alert.Why;

    public static string Day(TableLoad load, CultureInfo culture) => load.Day.ToString("d MMM yyyy", culture);
}
