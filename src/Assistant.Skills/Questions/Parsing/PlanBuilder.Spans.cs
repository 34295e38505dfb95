using System.Globalization;
using Assistant.Skills.Questions.Language;
using Assistant.Skills.Questions.Linking;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Questions.Parsing;

/// <summary>Lengths of time that follow from two dates.</summary>
internal sealed partial class PlanBuilder
{
    /// <summary>Dates by which something should have happened: no end of what did.</summary>
    private static readonly HashSet<string> Deadlines = ["due", "deadline", "required", "expiry", "expires", "expiration", "planned", "expected", "updated", "modified"];

    /// <summary>The days from the date on which a thing begins to the one on which it ends; null, with the reason noted, where a table has no such two.</summary>
    private DaysBetween? SpanOf(Noun noun, PlanScope scope)
    {
        var stems = tokens.Select(t => Lemmas.Stem(t.Lower)).ToHashSet();
        var named = noun.Link?.Column is { IsDate: true } column ? column : null;
        foreach (var table in new[] { named?.Table, Entity }.Concat(settler.Context).OfType<SchemaTable>().Distinct())
        {
            if (named is null && table.Derived.FirstOrDefault(d => d is { IsDuration: true, Words: ["duration"] })?.Formula?.Invoke(PlanScope.Alias(table)) is DaysBetween known)
            {
                scope.Need(table);
                return known;
            }
            var dates = table.Columns.Where(c => c.IsDate).ToList();
            var ends = dates.Where(c => c.Words.Any(Ends.Contains) && !c.Words.Any(Deadlines.Contains)).ToList();
            var end = named?.Table == table && ends.Contains(named) ? named : ends.FirstOrDefault(c => c.ShortWords.Any(w => stems.Contains(Lemmas.Stem(w)))) ?? ends.FirstOrDefault();
            var start = dates.FirstOrDefault(c => !ends.Contains(c) && !c.Words.Any(Deadlines.Contains) && !c.Words.Any(w => w is "birth" or "birthday"));
            if (end is null || start is null)
                continue;
            Guesses.Add($"took the days from {NameWords.Spoken(start.Name)} to {NameWords.Spoken(end.Name)}");
            return new DaysBetween(scope.Use(start), scope.Use(end));
        }
        Stop("no two dates tell how long it takes");
        return null;
    }

    /// <summary>A column that holds the number of days.</summary>
    private static ColumnValue? StoredSpan(PlanScope scope, SchemaTable entity) =>
        entity.Columns.FirstOrDefault(c => c.IsMeasure && c.ShortWords is ["day"] or ["days"] or ["duration", "day"] or ["duration", "days"]) is { } days ? scope.Use(days) : null;

    private static Literal Days(Condition condition) =>
        new((condition.Right!.Number!.Value * (condition.RightEnd!.Lower.StartsWith("week", StringComparison.Ordinal) ? 7 : 1)).ToString(CultureInfo.InvariantCulture), DataType.Number);
}
