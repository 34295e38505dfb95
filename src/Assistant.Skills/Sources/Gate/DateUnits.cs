namespace Assistant.Skills.Sources.Gate;

/// <summary>Functions that take a bare word such as DAY as an argument, which is no column.</summary>
internal static class DateUnits
{
    /// <param name="function">In MySQL only these three; elsewhere any function of dates and times.</param>
    public static bool Takes(string function, string word, bool onlyMySql) =>
        (function.ToUpperInvariant() is "TIMESTAMPDIFF" or "TIMESTAMPADD" or "GET_FORMAT"
            || !onlyMySql && (function.Contains("date", StringComparison.OrdinalIgnoreCase)
                || function.Contains("time", StringComparison.OrdinalIgnoreCase)
                || function.Contains("trunc", StringComparison.OrdinalIgnoreCase)
                || function.Equals("last_day", StringComparison.OrdinalIgnoreCase)))
        && word.ToUpperInvariant() is "MICROSECOND" or "MILLISECOND" or "SECOND" or "MINUTE" or "HOUR" or "DAY" or "WEEK" or "ISOWEEK" or "MONTH"
            or "QUARTER" or "YEAR" or "DAYOFWEEK" or "DAYOFYEAR" or "WEEKDAY" or "ISOYEAR" or "DATE" or "TIME" or "DATETIME" or "TIMESTAMP"
            or "SQL_TSI_SECOND" or "SQL_TSI_MINUTE" or "SQL_TSI_HOUR" or "SQL_TSI_DAY" or "SQL_TSI_WEEK" or "SQL_TSI_MONTH" or "SQL_TSI_QUARTER"
            or "SQL_TSI_YEAR" or "DD" or "MM" or "YY" or "YYYY" or "HH" or "MI" or "SS" or "WK" or "QQ" or "DW" or "DY";
}
