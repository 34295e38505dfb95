using System.Globalization;
using System.Text.RegularExpressions;
using Assistant.Skills.Quality.Evidence;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Quality.Sentences;

/// <summary>The forms of "X must …": each a pattern and the rule it means. The first that fits and whose names are known is taken.</summary>
internal static class SentenceForms
{
    private static readonly Regex Comparing = new(@"^(not|before|after|at|more|less|greater|smaller|higher|lower|between|above|below|over|under|on|up|the|earlier|later|equal)\s", RegexOptions.IgnoreCase);

    private delegate (CatalogTable, RuleBody)? Meaning(Match match, SentenceNames names);

    private static readonly (Regex Pattern, Meaning Meaning)[] All =
    [
        Form(@"^no\s+two\s+(?<table>.+?)\s+(must\s+|may\s+|can\s+)?(have|has|share)\s+the\s+same\s+(?<column>.+)$", Same),
        Form(@"^(there\s+must\s+be\s+)?no\s+duplicate[sd]?(\s+rows|\s+entries)?\s+(in|of|among)\s+(?<table>.+)$", NoCopies),
        Form(@"^no\s+(?<table>.+?)\s+(must|may|can)\s+(appear|occur|stand|be\s+listed|exist)\s+twice$", NoCopies),
        Form(@"^(there\s+must\s+be\s+)?no\s+(?<table>.+?)\s+without\s+(?<column>.+)$", Has),
        Form(@"^(?<table>.+?)\s+must\s+have\s+(at\s+least\s+)(?<number>[\d.,]+)\s+(rows|records|entries)$", Rows),
        Form(@"^(?<table>.+?)\s+must\s+have\s+(between\s+)?(?<number>[\d.,]+)\s+(and|to)\s+(?<second>[\d.,]+)\s+(rows|records|entries)$", Rows),
        Form(@"^(?<column>.+?)\s+must\s+(not\s+have\s+|be\s+without\s+|have\s+no\s+)(any\s+)?((leading|trailing|surrounding|outer|extra)(\s+(or|and)\s+(leading|trailing))?\s+)(blanks|spaces|white\s?space)$", Trimmed),
        Form(@"^(?<column>.+?)\s+must\s+be\s+trimmed$", Trimmed),
        Form(@"^(no\s+two\s+(?<table>.+?)\s+(must|may|can)\s+(have|share)\s+(nearly|almost)\s+the\s+same\s+(?<column>.+))$", Nearly),
        Form(@"^(?<column>.+?)\s+must\s+not\s+(be\s+nearly\s+(repeated|the\s+same)|have\s+near(ly)?[\s-]duplicates)$", NearlyOwn),
        Form(@"^(?<column>.+?)\s+and\s+(?<other>.+?)\s+(together\s+)?must\s+(together\s+)?be\s+unique(\s+together|\s+in\s+combination)?$", Together),
        Form(@"^(the\s+)?combination\s+of\s+(?<column>.+?)\s+and\s+(?<other>.+?)\s+must\s+(be\s+unique|not\s+(repeat|occur\s+twice|be\s+repeated))$", Together),
        Form(@"^(?<column>.+?)\s+must\s+(have|be)\s+(?<how>exactly\s+|at\s+least\s+|at\s+most\s+|no\s+more\s+than\s+)?(?<number>\d+)(\s*(to|-|–)\s*(?<second>\d+))?\s+(characters|digits|letters|signs|places)(\s+long)?$", Length),
        Form(@"^(?<table>.+?)\s+must\s+have\s+(a\s+|an\s+)?unique\s+(?<column>.+)$", Same),
        Form(@"^(?<table>.+?)\s+must\s+have\s+(?<column>.+)$", Has),
        Form(@"^(?<column>.+?)\s+must\s+(not\s+be\s+(empty|missing|null|blank|left\s+(empty|out|blank))|be\s+(filled(\s+in)?|present|given|set|entered|provided|not\s+null|complete|there)|exist)$", Filled),
        Form(@"^(?<column>.+?)\s+must\s+(be\s+(unique|distinct|different(\s+in\s+every\s+row)?)|not\s+(repeat|be\s+repeated|occur\s+twice|appear\s+twice|be\s+duplicated|have\s+duplicates))$", Unique),
        Form(@"^(?<column>.+?)\s+must\s+(not\s+be\s+negative|be\s+(non-?\s?negative|zero\s+or\s+(more|positive)|not\s+negative))$", (m, n) => Bounded(m, n, "0", null)),
        Form(@"^(?<column>.+?)\s+must\s+be\s+(positive|greater\s+than\s+zero|above\s+zero|more\s+than\s+zero)$", (m, n) => Bounded(m, n, Above("0", m, n), null)),
        Form(@"^(?<column>.+?)\s+must\s+(not\s+be\s+in\s+the\s+future|be\s+in\s+the\s+past)$", (m, n) => Bounded(m, n, null, "today", dates: true)),
        Form(@"^(?<column>.+?)\s+must\s+(not\s+be\s+in\s+the\s+past|be\s+in\s+the\s+future)$", (m, n) => Bounded(m, n, "today", null, dates: true)),
        Form(@"^(the\s+newest\s+|the\s+latest\s+|the\s+last\s+)?(?<column>.+?)\s+must\s+(not\s+be\s+(older\s+than|more\s+than)|be\s+(at\s+most|no\s+more\s+than|less\s+than|younger\s+than))\s+(?<number>\d+)\s+days?(\s+old)?$", Recent),
        Form(@"^(?<column>.+?)\s+must\s+(be|lie|stay)\s+(between|from|in\s+the\s+range(\s+of)?)\s+(?<least>\S+)\s+(and|to)\s+(?<most>\S+)$", (m, n) => Bounded(m, n, m.Groups["least"].Value, m.Groups["most"].Value)),
        Form(@"^(?<column>.+?)\s+must\s+be\s+(a\s+|an\s+)?(?<kind>whole\s+numbers?|integers?|numbers?|numeric|dates?)$", Kind),
        Form(@"^(?<column>.+?)\s+must\s+(look\s+like|be\s+written\s+like|be\s+formatted\s+like|have\s+the\s+form(at)?(\s+of)?|follow|match)\s+(?<value>.+)$", Like),
        Form(@"^(?<column>.+?)\s+must\s+((exist|be\s+(known|found|listed|contained|present)|appear|occur)\s+in\s+(?<other>.+)|be\s+(a|an)\s+(known|existing)\s+(?<other>.+)|refer\s+to\s+(a|an)\s+(known\s+|existing\s+)?(?<other>.+))$", Known),
        Form(@"^(?<column>.+?)\s+must\s+((only\s+)?depend\s+(only\s+)?on|be\s+determined\s+by|be\s+the\s+same\s+(for|in)\s+(all\s+rows\s+(with|of)\s+the\s+same|every|each|all|the\s+same))\s+(?<other>.+)$", Told),
        Form(@"^(the\s+same\s+)(?<other>.+?)\s+must\s+have\s+the\s+same\s+(?<column>.+)$", Told),
        Form(@"^(?<column>.+?)\s+must\s+(be\s+(the\s+)?(sum\s+of\s+)|(be|equal)\s+(equal\s+to\s+)?)(?<first>.+?)\s*(?<sign>\+|\s-\s|−|\*|×|\sx\s|\splus\s|\sminus\s|\stimes\s|\smultiplied\s+by\s|\sand\s)\s*(?<second>.+)$", Computed),
        Form(@"^(?<column>.+?)\s+must\s+(not\s+(be\s+|come\s+|lie\s+)(after|later\s+than)|be\s+(on\s+or\s+before|not\s+after|at\s+or\s+before))\s+(?<value>.+)$", (m, n) => Compared(m, n, below: true, strictly: false)),
        Form(@"^(?<column>.+?)\s+must\s+(not\s+(be\s+|come\s+|lie\s+)(before|earlier\s+than)|be\s+(on\s+or\s+after|not\s+before|at\s+or\s+after))\s+(?<value>.+)$", (m, n) => Compared(m, n, below: false, strictly: false)),
        Form(@"^(?<column>.+?)\s+must\s+(be|come|lie)\s+(before|earlier\s+than)\s+(?<value>.+)$", (m, n) => Compared(m, n, below: true, strictly: true)),
        Form(@"^(?<column>.+?)\s+must\s+(be|come|lie)\s+(after|later\s+than)\s+(?<value>.+)$", (m, n) => Compared(m, n, below: false, strictly: true)),
        Form(@"^(?<column>.+?)\s+must\s+(be\s+(at\s+least|no\s+less\s+than|not\s+less\s+than|not\s+below|>=|≥|greater\s+than\s+or\s+equal\s+to)|not\s+be\s+(less\s+than|below|under|smaller\s+than|lower\s+than))\s+(?<value>.+)$", (m, n) => Compared(m, n, below: false, strictly: false)),
        Form(@"^(?<column>.+?)\s+must\s+(be\s+(at\s+most|no\s+more\s+than|not\s+more\s+than|not\s+above|up\s+to|<=|≤|less\s+than\s+or\s+equal\s+to)|not\s+(be\s+(more\s+than|greater\s+than|above|over|larger\s+than|higher\s+than)|exceed))\s+(?<value>.+)$", (m, n) => Compared(m, n, below: true, strictly: false)),
        Form(@"^(?<column>.+?)\s+must\s+(be\s+(more\s+than|greater\s+than|above|over|higher\s+than|larger\s+than|>)|exceed)\s+(?<value>.+)$", (m, n) => Compared(m, n, below: false, strictly: true)),
        Form(@"^(?<column>.+?)\s+must\s+be\s+(less\s+than|below|under|smaller\s+than|lower\s+than|<)\s+(?<value>.+)$", (m, n) => Compared(m, n, below: true, strictly: true)),
        Form(@"^(?<column>.+?)\s+must\s+be\s+(?<value>\S+)\s+or\s+(more|above|higher|greater|later|after)$", (m, n) => Compared(m, n, below: false, strictly: false)),
        Form(@"^(?<column>.+?)\s+must\s+be\s+(?<value>\S+)\s+or\s+(less|below|lower|smaller|fewer|earlier|before)$", (m, n) => Compared(m, n, below: true, strictly: false)),
        Form(@"^(?<column>.+?)\s+must\s+not\s+be\s+(one\s+of\s+|either\s+)?(?<value>.+)$", NoneOf),
        Form(@"^(?<column>.+?)\s+must\s+(be|have)\s+(one\s+of\s+|either\s+|in\s+|among\s+|the\s+value\s+)?(?<value>.+)$", OneOf),
    ];

    public static (CatalogTable Table, RuleBody Body)? Read(string text, SentenceNames names)
    {
        foreach (var (pattern, meaning) in All)
            if (pattern.Match(text) is { Success: true } match && meaning(match, names) is { } read)
                return read;
        return null;
    }

    /// <summary>"A, B or C" as three.</summary>
    public static IEnumerable<string> Items(string list) =>
        Regex.Split(list, @"\s*,\s*(?:or\s+|and\s+)?|\s+or\s+|\s+and\s+", RegexOptions.IgnoreCase).Select(i => i.Trim().Trim('"', '\'', '“', '”', '‘', '’')).Where(i => i.Length > 0);

    private static (Regex, Meaning) Form(string pattern, Meaning meaning) => (new(pattern, RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.Compiled, TimeSpan.FromSeconds(1)), meaning);

    /// <summary>A column of a table that is named too: words left over are a value, "active equipment".</summary>
    private static (CatalogTable, RuleBody)? InTable(Match match, SentenceNames names, Func<CatalogColumn, RuleBody> make)
    {
        if (names.Table(match.Groups["table"].Value) is not { } found || names.Column(match.Groups["column"].Value, found.Table) is not { } column)
            return null;
        var body = make(column.Column);
        return found.Others.Count == 0 ? (found.Table, body)
            : SentenceNames.Condition(found.Table, found.Others) is { } when ? (found.Table, body with { When = when }) : null;
    }

    private static (CatalogTable, RuleBody)? Of(Match match, SentenceNames names, Func<CatalogTable, CatalogColumn, RuleBody?> make)
    {
        if (names.Column(match.Groups["column"].Value) is { } found)
            return make(found.Table, found.Column) is { } body ? (found.Table, body) : null;
        // "the price of active products": the table's words hold a value as well.
        if (names.Table(match.Groups["column"].Value) is not { Others.Count: > 1 } table)
            return null;
        for (var cut = 1; cut < table.Others.Count; cut++)
            foreach (var (said, value) in new[] { (table.Others.Take(cut), table.Others.Skip(cut)), (table.Others.Skip(cut), table.Others.Take(cut)) })
                if (names.Column(string.Join(' ', said), table.Table) is { } column && SentenceNames.Condition(table.Table, [.. value]) is { } when && make(table.Table, column.Column) is { } body)
                    return (table.Table, body with { When = when });
        return null;
    }

    private static (CatalogTable, RuleBody)? Same(Match m, SentenceNames names) => InTable(m, names, c => new RuleBody.Unique([c.Name]));

    private static (CatalogTable, RuleBody)? Has(Match m, SentenceNames names) => InTable(m, names, c => new RuleBody.Filled(c.Name, []));

    private static (CatalogTable, RuleBody)? Filled(Match m, SentenceNames names) => Of(m, names, (_, c) => new RuleBody.Filled(c.Name, []));

    private static (CatalogTable, RuleBody)? Unique(Match m, SentenceNames names) => Of(m, names, (_, c) => new RuleBody.Unique([c.Name]));

    private static (CatalogTable, RuleBody)? NoCopies(Match m, SentenceNames names) =>
        names.Table(m.Groups["table"].Value) is { } found ? (found.Table, new RuleBody.Distinct([.. found.Table.Columns.Select(c => c.Name).Except(found.Table.PrimaryKey)])) : null;

    private static (CatalogTable, RuleBody)? Rows(Match m, SentenceNames names) =>
        names.Table(m.Groups["table"].Value) is { } found && long.TryParse(m.Groups["number"].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var least)
            ? (found.Table, new RuleBody.Volume(least, long.TryParse(m.Groups["second"].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var most) ? most : null)) : null;

    private static (CatalogTable, RuleBody)? Trimmed(Match m, SentenceNames names) => Of(m, names, (_, c) => c.Type is DataType.Text ? new RuleBody.Trimmed(c.Name) : null);

    private static (CatalogTable, RuleBody)? Nearly(Match m, SentenceNames names) => InTable(m, names, c => new RuleBody.Unlike([c.Name]));

    private static (CatalogTable, RuleBody)? NearlyOwn(Match m, SentenceNames names) => Of(m, names, (_, c) => c.Type is DataType.Text ? new RuleBody.Unlike([c.Name]) : null);

    private static (CatalogTable, RuleBody)? Together(Match m, SentenceNames names) => Of(m, names, (table, c) =>
        names.Column(m.Groups["other"].Value, table) is { } other && other.Column.Name != c.Name ? new RuleBody.Unique([c.Name, other.Column.Name]) : null);

    private static (CatalogTable, RuleBody)? Recent(Match m, SentenceNames names) =>
        Of(m, names, (_, c) => c.Type is DataType.Date or DataType.Timestamp or DataType.Text ? new RuleBody.Recent(c.Name, int.Parse(m.Groups["number"].Value, CultureInfo.InvariantCulture)) : null);

    private static (CatalogTable, RuleBody)? Length(Match m, SentenceNames names) => Of(m, names, (_, c) =>
    {
        var number = int.Parse(m.Groups["number"].Value, CultureInfo.InvariantCulture);
        var how = m.Groups["how"].Value.Trim().ToLowerInvariant();
        return m.Groups["second"].Success ? new RuleBody.Long(c.Name, number, int.Parse(m.Groups["second"].Value, CultureInfo.InvariantCulture))
            : new RuleBody.Long(c.Name, how is "at most" or "no more than" ? 0 : number, how is "at least" ? 1_000_000 : number);
    });

    private static (CatalogTable, RuleBody)? Bounded(Match m, SentenceNames names, string? least, string? most, bool dates = false) => Of(m, names, (_, c) =>
    {
        var isDate = dates || c.Type is DataType.Date or DataType.Timestamp || new[] { least, most }.OfType<string>().Any(b => ValueText.Day(b) is not null);
        return new[] { least, most }.OfType<string>().All(b => b == "today" || (isDate ? ValueText.Day(b) : ValueText.Number(Plain(b))) is not null)
            ? new RuleBody.Within(c.Name, least is null ? null : isDate ? least : Plain(least), most is null ? null : isDate ? most : Plain(most), isDate) : null;
    });

    /// <summary>A number or a date makes a bound, another column an order.</summary>
    private static (CatalogTable, RuleBody)? Compared(Match m, SentenceNames names, bool below, bool strictly) => Of(m, names, (table, c) =>
    {
        var value = m.Groups["value"].Value.Trim();
        if (value.ToLowerInvariant() is "today" or "now")
            return below ? new RuleBody.Within(c.Name, null, "today", Dates: true) : new RuleBody.Within(c.Name, "today", null, Dates: true);
        if (ValueText.Day(value) is { } day)
        {
            var bound = ValueText.DayText(strictly ? below ? day - 1 : day + 1 : day);
            return new RuleBody.Within(c.Name, below ? null : bound, below ? bound : null, Dates: true);
        }
        if (ValueText.Number(Plain(value)) is not null)
        {
            var bound = strictly ? Next(Plain(value), c, up: !below) : Plain(value);
            return new RuleBody.Within(c.Name, below ? null : bound, below ? bound : null);
        }
        if (names.Column(value, table) is not { } other || other.Column.Name == c.Name || IsNumber(c) != IsNumber(other.Column))
            return null;
        var dates = c.Type is DataType.Date or DataType.Timestamp or DataType.Text;
        return below ? new RuleBody.Ordered(c.Name, other.Column.Name, dates, strictly) : new RuleBody.Ordered(other.Column.Name, c.Name, dates, strictly);
    });

    private static string Above(string number, Match m, SentenceNames names) => names.Column(m.Groups["column"].Value) is { } found ? Next(number, found.Column, up: true) : number;

    /// <summary>The next number that a column can have: the next whole one, or a millionth more.</summary>
    private static string Next(string number, CatalogColumn column, bool up)
    {
        var step = column.Type is DataType.Integer ? 1m : 0.000001m;
        return (decimal.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture) + (up ? step : -step)).ToString(CultureInfo.InvariantCulture);
    }

    private static (CatalogTable, RuleBody)? Kind(Match m, SentenceNames names) => Of(m, names, (_, c) => new RuleBody.Typed(c.Name, m.Groups["kind"].Value.ToLowerInvariant() switch
    {
        ['d', ..] => ValueKind.Date,
        ['w', ..] or ['i', ..] => ValueKind.WholeNumber,
        _ => ValueKind.Number,
    }));

    /// <summary>"like AB-1234": the example's digits, capitals and small letters may be others, its signs may not.</summary>
    private static (CatalogTable, RuleBody)? Like(Match m, SentenceNames names) => Of(m, names, (_, c) =>
    {
        var runs = new List<TextRun>();
        foreach (var kind in m.Groups["value"].Value.Trim().Trim('"', '\'', '“', '”').Select(s => char.IsAsciiDigit(s) ? '9' : char.IsUpper(s) ? 'A' : char.IsLower(s) ? 'a' : s))
        {
            if (runs.Count > 0 && runs[^1].Kind == kind)
                runs[^1] = new(kind, runs[^1].Least + 1, runs[^1].Least + 1);
            else
                runs.Add(new(kind, 1, 1));
        }
        return new RuleBody.Shaped(c.Name, [new(runs)]);
    });

    private static (CatalogTable, RuleBody)? Known(Match m, SentenceNames names)
    {
        if (names.Table(m.Groups["other"].Value) is not { Table.PrimaryKey: [var key] } other)
            return null;
        foreach (var table in names.Tables.Where(t => t != other.Table))
            if (names.Column(m.Groups["column"].Value, table) is { } found)
                return (table, new RuleBody.Known(found.Column.Name, other.Table.Name.Schema ?? "", other.Table.Name.Name, key));
        return null;
    }

    private static (CatalogTable, RuleBody)? Told(Match m, SentenceNames names) => Of(m, names, (table, c) =>
        names.Column(m.Groups["other"].Value, table) is { } other && other.Column.Name != c.Name ? new RuleBody.Determined(other.Column.Name, c.Name) : null);

    private static (CatalogTable, RuleBody)? Computed(Match m, SentenceNames names) => Of(m, names, (table, c) =>
    {
        if (names.Column(m.Groups["first"].Value, table) is not { } first || names.Column(m.Groups["second"].Value, table) is not { } second
            || !new[] { c, first.Column, second.Column }.All(p => p.Type is DataType.Integer or DataType.Number))
            return null;
        var formula = m.Groups["sign"].Value.Trim().ToLowerInvariant() switch { "*" or "×" or "x" or "times" or ['m', 'u', ..] => Formula.Product, "-" or "−" or "minus" => Formula.Difference, _ => Formula.Sum };
        return new RuleBody.Computed(c.Name, formula, [first.Column.Name, second.Column.Name]);
    });

    private static bool IsNumber(CatalogColumn column) => column.Type is DataType.Integer or DataType.Number;

    private static (CatalogTable, RuleBody)? NoneOf(Match m, SentenceNames names) => Of(m, names, (_, c) =>
        new RuleBody.NotSpelled(c.Name, Items(m.Groups["value"].Value).Select(v => SentenceNames.Value(c, v)).Distinct().ToDictionary(v => v, _ => "")));

    /// <summary>Words that compare belong to another form, whose names were not found.</summary>
    private static (CatalogTable, RuleBody)? OneOf(Match m, SentenceNames names) => Comparing.IsMatch(m.Groups["value"].Value) ? null : Of(m, names, (_, c) =>
        new RuleBody.OneOf(c.Name, [.. Items(m.Groups["value"].Value).Select(v => SentenceNames.Value(c, v)).Distinct()]));

    private static string Plain(string number) => number.Trim().TrimEnd('%', '€', '$').Replace(",", "", StringComparison.Ordinal).Trim();
}
