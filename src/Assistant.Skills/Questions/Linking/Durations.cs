using Assistant.Skills.Questions.Language;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Questions.Linking;

/// <summary>How long things took, where a row holds when they began and when they ended: the length of a stay, the shipping time.</summary>
internal static class Durations
{
    private static readonly HashSet<string> Begins =
        ["start", "begin", "began", "from", "open", "create", "report", "submit", "request", "receive", "admit", "admission", "order", "loan", "borrow", "rent", "issue", "invoice", "book", "check", "depart", "departure", "login", "pickup", "hire"];

    private static readonly HashSet<string> Ends =
        ["end", "until", "to", "close", "finish", "complete", "resolve", "return", "deliver", "delivery", "ship", "shipment", "discharge", "pay", "payment", "out", "arrive", "arrival", "logout", "leave", "checkout", "release", "terminate"];

    /// <summary>Dates about the record, not about what it records, and promises of what is to come.</summary>
    private static readonly HashSet<string> Others = ["update", "modify", "birth", "due", "expect", "plan", "require", "schedule", "expire", "expiry", "valid"];

    public static IReadOnlyList<SchemaColumn> Of(SchemaTable table)
    {
        var dates = table.Columns.Where(c => c.IsDate && !Stems(c).Any(Others.Contains)).ToList();
        var pairs = dates.SelectMany(from => dates.Where(to => to != from && Ended(to) && (Began(from) || dates.Count == 2) && IsBefore(from, to)).Select(to => (From: from, To: to))).ToList();
        if (pairs.Count != 1 || table.Columns.Any(c => c.Words.Contains("duration")))
            return [];
        var (begin, end) = pairs[0];
        PlanExpression Days(string alias) => new DaysBetween(new ColumnValue(alias, begin.Name), new ColumnValue(alias, end.Name));
        var names = Names(table, begin, end).ToList();
        var duration = Column(table, "duration in days", ["duration"], Days, [.. names, .. names.Select(n => new NameForm([.. n.Words, "day"], n.Quality))]);
        if (begin.Type is not DataType.Timestamp && end.Type is not DataType.Timestamp && !HoldsTime(begin) && !HoldsTime(end))
            return [duration];
        SchemaColumn Scaled(string unit, string factor) => Column(table, "duration in " + unit + "s", ["duration", unit],
            alias => new Arithmetic(ArithmeticOperator.Multiply, Days(alias), new Literal(factor, DataType.Integer)), [.. names.Select(n => new NameForm([.. n.Words, unit], n.Quality))]);
        return [duration, Scaled("hour", "24"), Scaled("minute", "1440")];
    }

    /// <summary>"duration", "length of stay" where people check in and out, "shipping time" where something is shipped, "loan period" of loans.</summary>
    private static IEnumerable<NameForm> Names(SchemaTable table, SchemaColumn begin, SchemaColumn end)
    {
        yield return new(["duration"], 1);
        yield return new([.. table.Words, "duration"], 1);
        if (!table.Columns.Any(c => c.IsNumeric && c.Words.Any(w => w is "distance" or "length" or "kilometer" or "mile")))
            yield return new(["length"], 0.9);
        if (Stems(begin).Contains("check"))
        {
            yield return new(["stay"], 0.95);
            yield return new(["length", "stay"], 1);
            yield return new(["stay", "length"], 1);
        }
        foreach (var act in Stems(begin).Concat(Stems(end)).Concat(table.Words).Where(w => w.Length > 3 && w is not ("date" or "time" or "start" or "check")).Distinct())
        {
            foreach (var noun in table.Columns.Any(c => c.IsNumeric && c.Words.Contains("distance")) ? (string[])["time", "duration", "period"] : ["time", "duration", "period", "length"])
                yield return new([act, noun], 0.95);
            if (act.EndsWith('e') && Related.TryGetValue(act, out var made))
                yield return new([made, "time"], 0.95);
        }
    }

    private static readonly Dictionary<string, string> Related = new() { ["resolve"] = "resolution", ["complete"] = "completion" };

    private static SchemaColumn Column(SchemaTable table, string name, IReadOnlyList<string> words, Func<string, PlanExpression> formula, IReadOnlyList<NameForm> forms) =>
        new(table, new CatalogColumn(name, "number", DataType.Number), words) { Formula = formula, IsDuration = true, Forms = forms };

    private static List<string> Stems(SchemaColumn column) => [.. NameWords.Split(column.Name).Select(w => Lemmas.Of(w)).SelectMany(w => new[] { w, Base(w) }).Distinct()];

    /// <summary>"returned" from "return", "closing" from "close".</summary>
    private static string Base(string word)
    {
        var cut = word.EndsWith("ed", StringComparison.Ordinal) ? word[..^2] : word.EndsWith("ing", StringComparison.Ordinal) ? word[..^3] : word;
        return Ends.Contains(cut + "e") || Begins.Contains(cut + "e") || Others.Contains(cut + "e") ? cut + "e" : cut.Length > 3 && cut[^1] == cut[^2] ? cut[..^1] : cut;
    }

    private static bool Began(SchemaColumn column) => Stems(column).Any(Begins.Contains) && !Ended(column);

    private static bool Ended(SchemaColumn column) => Stems(column).Any(Ends.Contains);

    /// <summary>The values bear it out: the earliest and the latest of the one come no later than those of the other, but for what hasn't ended yet.</summary>
    private static bool IsBefore(SchemaColumn from, SchemaColumn to) =>
        from.Catalog.Statistics is not { Min: { } first, Max: { } last } || to.Catalog.Statistics is not { Min: { } begun, Max: { } ended } || from.Catalog.TextFormat is not null || to.Catalog.TextFormat is not null
        || string.CompareOrdinal(first, begun) <= 0 && (string.CompareOrdinal(last, ended) <= 0 || to.Catalog.Statistics.Nulls > 0);

    private static bool HoldsTime(SchemaColumn column) => column.Catalog.Statistics?.Min?.Contains(':', StringComparison.Ordinal) == true;
}
