using System.Globalization;
using Assistant.Skills.Sources;
using Assistant.Skills.Sql;
using Assistant.Skills.Sql.Syntax;
using static Assistant.Skills.Sql.Syntax.Make;
using SqlExpression = Assistant.Skills.Sql.Syntax.Expression;

namespace Assistant.Skills.Questions.Compiling;

/// <summary>Periods and grains. Dates kept as text in another order than year, month, day are turned first.</summary>
internal sealed class DateCompiler(SqlDialect dialect)
{
    public SqlExpression Period(InPeriod period, SqlExpression value, CatalogColumn? column)
    {
        var date = Comparable(value, column);
        return And(
            period.From is { } from ? AtLeast(date, Day(from, column)) : null,
            period.Before is { } before ? Less(date, Day(before, column)) : null) ?? IsNotNull(value);
    }

    private SqlExpression Day(DateOnly day, CatalogColumn? column) => dialect == SqlDialect.Sqlite || column?.Type is DataType.Text
        ? Text(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
        : Date(day);

    /// <summary>Text dates as yyyy-MM-dd, which sorts as dates do; real dates as they are.</summary>
    private static SqlExpression Comparable(SqlExpression value, CatalogColumn? column)
    {
        if (column is not { Type: DataType.Text, TextFormat: { } format } || format.StartsWith("YYYY-MM-DD", StringComparison.OrdinalIgnoreCase))
            return value;
        var upper = format.ToUpperInvariant();
        var (year, month, day) = (upper.IndexOf("YYYY", StringComparison.Ordinal), upper.IndexOf("MM", StringComparison.Ordinal), upper.IndexOf("DD", StringComparison.Ordinal));
        if (year < 0 || month < 0 || day < 0)
            return value;
        SqlExpression Part(int at, int length) => Call("substr", value, Number(at + 1), Number(length));
        SqlExpression Join(SqlExpression a, SqlExpression b) => Binary("||", a, b);
        return Join(Join(Join(Join(Part(year, 4), Text("-")), Part(month, 2)), Text("-")), Part(day, 2));
    }

    public SqlExpression Grain(Grain grain, SqlExpression value, CatalogColumn? column)
    {
        var date = Comparable(value, column);
        if (dialect == SqlDialect.Sqlite)
            return Sqlite(grain, date);
        if (column?.Type is DataType.Text or null)
            date = As(date, "date");
        SqlExpression Part(string field) => As(new Extract(field, date), "integer");
        SqlExpression Format(string pattern) => dialect == SqlDialect.PostgreSql ? Call("to_char", date, Text(pattern)) : Call("strftime", date, Text(pattern));
        var postgres = dialect == SqlDialect.PostgreSql;
        return grain switch
        {
            Questions.Grain.Year => Part("year"),
            Questions.Grain.Quarter => postgres ? Format("YYYY-\"Q\"Q") : Binary("||", Binary("||", As(Part("year"), "varchar"), Text("-Q")), As(Part("quarter"), "varchar")),
            Questions.Grain.Month => Format(postgres ? "YYYY-MM" : "%Y-%m"),
            Questions.Grain.Week => Format(postgres ? "IYYY-\"W\"IW" : "%G-W%V"),
            Questions.Grain.Hour => Part("hour"),
            Questions.Grain.MonthOfYear => Part("month"),
            Questions.Grain.DayOfWeek => Part("dow"),
            _ => As(date, "date"),
        };
    }

    private static SqlExpression Sqlite(Grain grain, SqlExpression date)
    {
        SqlExpression Format(string pattern) => Call("strftime", Text(pattern), date);
        SqlExpression Whole(SqlExpression value) => As(value, "integer");
        return grain switch
        {
            Questions.Grain.Year => Whole(Format("%Y")),
            Questions.Grain.Quarter => Binary("||", Binary("||", Format("%Y"), Text("-Q")), Divide(Add(Whole(Format("%m")), Number(2)), Number(3))),
            Questions.Grain.Month => Format("%Y-%m"),
            Questions.Grain.Week => Format("%Y-W%W"),
            Questions.Grain.Hour => Whole(Format("%H")),
            Questions.Grain.MonthOfYear => Whole(Format("%m")),
            Questions.Grain.DayOfWeek => Whole(Format("%w")),
            _ => Call("date", date),
        };
    }

    /// <summary>Days between, with their parts where the columns hold times.</summary>
    public SqlExpression Days(SqlExpression from, CatalogColumn? fromColumn, SqlExpression to, CatalogColumn? toColumn)
    {
        var (first, last) = (Comparable(from, fromColumn), Comparable(to, toColumn));
        if (dialect == SqlDialect.Sqlite)
            return Subtract(Call("julianday", last), Call("julianday", first));
        if (fromColumn?.Type is DataType.Date && toColumn?.Type is DataType.Date)
            return Subtract(last, first);
        // Parts of days count where there are times.
        return Divide(Call("date_part", Text("epoch"), Subtract(As(last, "timestamp"), As(first, "timestamp"))), new NumberLiteral("86400"));
    }
}
