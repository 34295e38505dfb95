using System.Globalization;
using Assistant.Skills.Questions.Language;
using Assistant.Skills.Questions.Linking;

namespace Assistant.Skills.Questions.Parsing;

/// <summary>Years said without a preposition: "revenue 2025", "sales per month 2024".</summary>
internal sealed partial class SketchParser
{
    /// <summary>"new customers per month", "new leases in May": the date says which are new.</summary>
    private void PassNew()
    {
        if (_sketch.Groups.Any(g => g.Grain is not null) || _sketch.Conditions.Any(c => c is { Kind: ConditionKind.InPeriod, Scope: 0 }))
            _sketch.Unused.RemoveAll(c => c.Lower is "new");
    }

    /// <summary>Whether the number behind says when: a year behind an amount that is seldom as small or as large, or behind "per month".</summary>
    private bool IsYearBehind(Noun noun, Chunk next)
    {
        if (_mode == Mode.Group && noun is { Grain: not null, Owner: null, Chunk.BestName: < 0.75 } && next.Period is not null)
            return true;
        if (next is not { Number: { } number, IsQuoted: false } || DateWords.YearOf(next.NumberText) is null || noun.Owner is not null)
            return false;
        if (noun.Grain is Grain.Quarter or Grain.Month or Grain.Week or Grain.Day or Grain.DayOfWeek or Grain.MonthOfYear && noun.Chunk?.BestName < 0.75)
            return true;
        return noun.Chunk?.Columns.FirstOrDefault()?.Column is { IsMeasure: true, IsFlag: false } amount && amount.Table.Columns.Any(c => c.IsDate)
            && !(decimal.TryParse(amount.Catalog.Statistics?.Max, CultureInfo.InvariantCulture, out var most) && most <= 2200 && most >= number && amount.Type is Sources.DataType.Integer);
    }
}
