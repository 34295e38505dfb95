using System.Globalization;
using Assistant.Skills.Sql.Syntax;
using static Assistant.Skills.Sql.Syntax.Make;
using SqlExpression = Assistant.Skills.Sql.Syntax.Expression;

namespace Assistant.Skills.Questions.Compiling;

/// <summary>Names in the place of the numbers that engines give days of the week (0 is Sunday) and months of the year.</summary>
internal static class CalendarNames
{
    private static readonly DateTimeFormatInfo English = CultureInfo.InvariantCulture.DateTimeFormat;

    /// <summary>The expression as it was where its grain needs no names.</summary>
    public static SqlExpression Of(Grain grain, SqlExpression number) => grain switch
    {
        Grain.DayOfWeek => Named(number, English.DayNames, 0),
        Grain.MonthOfYear => Named(number, English.MonthNames[..12], 1),
        _ => number,
    };

    private static Case Named(SqlExpression number, string[] names, int first) =>
        new(number, SqlList.Create<When>([.. names.Select((name, i) => new When(Number(i + first), Text(name)))]));

    /// <summary>What rows are sorted by: a week begins on Monday (ISO 8601), where engines begin it on Sunday.</summary>
    public static SqlExpression InOrder(Grain grain, SqlExpression number) => grain == Grain.DayOfWeek
        ? Binary("%", Add(number, Number(6)), Number(7))
        : number;
}
