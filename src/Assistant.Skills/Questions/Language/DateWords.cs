using System.Globalization;

namespace Assistant.Skills.Questions.Language;

/// <summary>Reads dates and periods, absolute and relative, at a place in the question. Today comes from outside.</summary>
internal sealed class DateWords(DateOnly today)
{
    private static readonly string[] Months =
        ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

    private static readonly string[] Formats =
        ["yyyy-M-d", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd'T'HH:mm"];

    /// <summary>The period that starts at the token and how many tokens it takes, or null.</summary>
    public (Period Period, int Length)? At(IReadOnlyList<Token> tokens, int at) =>
        Written(tokens, at) ?? Named(tokens, at) ?? Relative(tokens, at);

    private static (Period, int)? Written(IReadOnlyList<Token> tokens, int at)
    {
        var token = tokens[at];
        if (token.Kind is TokenKind.Mark || !char.IsDigit(token.Lower[0]))
            return null;
        if (DateTime.TryParseExact(token.Text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment))
        {
            var day = DateOnly.FromDateTime(moment);
            return (new(day, day.AddDays(1), token.Text, token.Text.Length > 10 ? moment : null), 1);
        }
        var parts = token.Text.Split('/', '.');
        if (parts.Length == 3 && parts.All(p => int.TryParse(p, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
        {
            var numbers = parts.Select(p => int.Parse(p, CultureInfo.InvariantCulture)).ToArray();
            var year = numbers[2] < 50 ? numbers[2] + 2000 : numbers[2] < 100 ? numbers[2] + 1900 : numbers[2];
            // Where both readings are possible the day stands first, except where it can't.
            var (day, month) = numbers[1] > 12 ? (numbers[1], numbers[0]) : (numbers[0], numbers[1]);
            if (month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month))
                return (Day(new(year, month, day), token.Text), 1);
        }
        return null;
    }

    private static (Period, int)? Named(IReadOnlyList<Token> tokens, int at)
    {
        string Word(int i) => at + i < tokens.Count ? tokens[at + i].Lower : "";
        int? Number(int i) => at + i < tokens.Count ? DayNumber(tokens[at + i].Lower) : null;
        int? Year(int i) => at + i < tokens.Count && tokens[at + i].Kind is TokenKind.Number or TokenKind.Word ? YearOf(Word(i)) : null;

        if (MonthOf(Word(0), tokens[at]) is { } month)
        {
            // "October 23, 2010", "October 23rd 2010"
            if (Number(1) is { } day)
            {
                var skip = Word(2) == "," ? 3 : 2;
                if (Year(skip) is { } dayYear && IsDay(dayYear, month, day))
                    return (Day(new(dayYear, month, day), Words(tokens, at, skip + 1)), skip + 1);
            }
            var of = Word(1) is "," or "of" or "in" ? 2 : 1;
            if (Year(of) is { } year)
                return (Span(new(year, month, 1), 1, Words(tokens, at, of + 1)), of + 1);
            return null;
        }
        if (Number(0) is { } first)
        {
            var of = Word(1) == "of" ? 2 : 1;
            if (at + of < tokens.Count && MonthOf(Word(of), tokens[at + of]) is { } named)
            {
                var skip = Word(of + 1) == "," ? of + 2 : of + 1;
                if (Year(skip) is { } year && IsDay(year, named, first))
                    return (Day(new(year, named, first), Words(tokens, at, skip + 1)), skip + 1);
            }
        }
        if (QuarterOf(tokens, at) is var (quarter, used) && quarter > 0)
        {
            var of = Word(used) is "of" or "in" or "," ? used + 1 : used;
            if (Year(of) is { } year)
                return (Span(new(year, quarter * 3 - 2, 1), 3, Words(tokens, at, of + 1)), of + 1);
        }
        return null;
    }

    private (Period, int)? Relative(IReadOnlyList<Token> tokens, int at)
    {
        string Word(int i) => at + i < tokens.Count ? tokens[at + i].Lower : "";
        switch (Word(0))
        {
            case "today":
                return (Day(today, "today"), 1);
            case "yesterday":
                return (Day(today.AddDays(-1), "yesterday"), 1);
            case "last" or "previous" or "past" or "this" or "current" or "next":
                var back = Word(0) is "this" or "current" ? 0 : Word(0) is "next" ? 1 : -1;
                if (Unit(Word(1)) is { } unit && !Word(1).EndsWith('s'))
                    return (Calendar(unit, back, $"{Word(0)} {Word(1)}"), 2);
                if (Count(Word(1)) is { } count && Unit(Word(2)) is { } many && back != 0)
                    return (Rolling(many, count, back, Words(tokens, at, 3)), 3);
                break;
        }
        // "since March", "in October": the last one that has begun
        if (at > 0 && Before.Contains(tokens[at - 1].Lower) && MonthOf(Word(0), tokens[at]) is { } month)
        {
            var begun = new DateOnly(today.Year, month, 1);
            if (begun > today)
                begun = begun.AddYears(-1);
            return (Span(begun, 1, $"{tokens[at].Text} {begun.Year.ToString(CultureInfo.InvariantCulture)}"), 1);
        }
        // "last month vs the month before": the one before the period that was named
        if (Unit(Word(0)) is { } same && !Word(0).EndsWith('s') && Word(1) is "before" or "prior" && OffsetBefore(tokens, at, Word(0)) is { } offset)
            return (Calendar(same, offset - 1, $"{Word(0)} {Word(1)}"), Word(2) is "last" ? 3 : 2);
        if (Count(Word(0)) is { } ago && Unit(Word(1)) is { } agoUnit && Word(2) == "ago")
        {
            var day = Add(today, agoUnit, -ago);
            return (agoUnit is 'y' or 'm' ? Calendar(agoUnit, -ago, Words(tokens, at, 3)) : Day(day, Words(tokens, at, 3)), 3);
        }
        return null;
    }

    /// <summary>How far back the period of this unit lies that was named before: last month one back, this month none. Null where none was.</summary>
    private static int? OffsetBefore(IReadOnlyList<Token> tokens, int at, string unit)
    {
        for (var i = at - 1; i > 0; i--)
        {
            if (tokens[i].Lower == unit && tokens[i - 1].Lower is "last" or "previous" or "past" or "this" or "current")
                return tokens[i - 1].Lower is "this" or "current" ? 0 : -1;
        }
        return at + 2 < tokens.Count && tokens[at + 2].Lower is "last" ? -1 : null;
    }

    private static readonly HashSet<string> Before = ["in", "since", "during", "after", "before", "until", "till", "from", "for", "of", "last"];

    private Period Calendar(char unit, int offset, string words) => unit switch
    {
        'y' => Span(new(today.Year + offset, 1, 1), 12, words),
        'q' => Span(new DateOnly(today.Year, (today.Month - 1) / 3 * 3 + 1, 1).AddMonths(3 * offset), 3, words),
        'm' => Span(new DateOnly(today.Year, today.Month, 1).AddMonths(offset), 1, words),
        'w' => Week(offset, words),
        _ => Day(today.AddDays(offset), words),
    };

    private Period Week(int offset, string words)
    {
        var monday = today.AddDays(-(((int)today.DayOfWeek + 6) % 7) + 7 * offset);
        return new(monday, monday.AddDays(7), words);
    }

    // "the last 30 days" ends with today
    private Period Rolling(char unit, int count, int direction, string words) => direction < 0
        ? new(Add(today, unit, -count), today.AddDays(1), words)
        : new(today, Add(today, unit, count).AddDays(1), words);

    private static DateOnly Add(DateOnly day, char unit, int count) => unit switch
    {
        'y' => day.AddYears(count),
        'q' => day.AddMonths(3 * count),
        'm' => day.AddMonths(count),
        'w' => day.AddDays(7 * count),
        _ => day.AddDays(count),
    };

    private static char? Unit(string word) => word switch
    {
        "year" or "years" => 'y',
        "quarter" or "quarters" => 'q',
        "month" or "months" => 'm',
        "week" or "weeks" => 'w',
        "day" or "days" => 'd',
        _ => null,
    };

    private static int? Count(string word) =>
        int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 1000 ? number
        : Lexicon.Default.Numbers.IndexOf(word) is > 0 and var named ? named : null;

    private static (int Quarter, int Used) QuarterOf(IReadOnlyList<Token> tokens, int at)
    {
        var word = tokens[at].Lower;
        if (word.Length == 2 && word[0] == 'q' && word[1] is >= '1' and <= '4')
            return (word[1] - '0', 1);
        var ordinal = word switch { "first" or "1st" => 1, "second" or "2nd" => 2, "third" or "3rd" => 3, "fourth" or "4th" or "last" => 4, _ => 0 };
        return ordinal > 0 && at + 1 < tokens.Count && tokens[at + 1].Lower == "quarter" ? (ordinal, 2) : (0, 0);
    }

    private static int? MonthOf(string word, Token token)
    {
        if (word.Length < 3 || word is "may" && !token.IsCapitalized || word is "mar" or "march" && !token.IsCapitalized)
            return null;
        for (var i = 0; i < 12; i++)
        {
            if (Months[i] == word || word.Length is 3 && Months[i].StartsWith(word, StringComparison.Ordinal) || word == "sept" && i == 8)
                return i + 1;
        }
        return null;
    }

    private static int? DayNumber(string word)
    {
        var digits = word.EndsWith("st", StringComparison.Ordinal) || word.EndsWith("nd", StringComparison.Ordinal) || word.EndsWith("rd", StringComparison.Ordinal) || word.EndsWith("th", StringComparison.Ordinal) ? word[..^2] : word;
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var day) && day is >= 1 and <= 31 ? day : null;
    }

    /// <summary>A year as people write it, 1800 to 2100.</summary>
    public static int? YearOf(string word) =>
        word.Length == 4 && int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= 1800 and <= 2100 ? year : null;

    public static Period YearPeriod(int year) => Span(new(year, 1, 1), 12, year.ToString(CultureInfo.InvariantCulture));

    private static bool IsDay(int year, int month, int day) => day <= DateTime.DaysInMonth(year, month);

    private static Period Day(DateOnly day, string words) => new(day, day.AddDays(1), words);

    private static Period Span(DateOnly from, int months, string words) => new(from, from.AddMonths(months), words);

    private static string Words(IReadOnlyList<Token> tokens, int at, int length) =>
        string.Join(' ', tokens.Skip(at).Take(length).Select(t => t.Text)).Replace(" ,", ",", StringComparison.Ordinal);
}
