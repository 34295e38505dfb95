namespace Assistant.Skills.Questions.Language;

/// <summary>
/// Words for how things stand to each other, which name what is drawn and how: "the correlation between A and B" are points of both, "the
/// trend of A over B" a line of A along B, "the comparison of A over B" bars. The question that is left lists the two.
/// </summary>
internal static class ChartRelations
{
    private static readonly Dictionary<string, string> Heads = new()
    {
        ["correlation"] = "scatter", ["correlations"] = "scatter", ["relationship"] = "scatter", ["relation"] = "scatter", ["association"] = "scatter",
        ["trend"] = "line", ["trends"] = "line", ["change"] = "line", ["changes"] = "line", ["development"] = "line", ["evolution"] = "line",
        ["comparison"] = "bar", ["distribution"] = "bar",
    };

    private static readonly HashSet<string> Changing = ["change", "changes", "changed", "vary", "varies", "varied", "evolve", "evolves", "evolved", "develop", "develops", "developed"];
    private static readonly HashSet<string> Prepositions = ["of", "about", "between", "in", "for", "among"];
    private static readonly HashSet<string> Lead = ["the", "a", "an", "about", "me", "us", "show", "shows", "showing", "give", "find", "return", "display", "draw", "see", "what", "is", "are", "list", "tell", "present", "illustrate", "illustrates", "any", "there", "presenting", "displaying"];
    private static readonly HashSet<string> Stops = ["and", "with", "sorted", "ordered", "group", "grouped", "grouping", "in", "by", "for", "using", "where", "who", "that", "which", "then"];

    public static (string? Kind, IReadOnlyList<Token> Tokens) Rewrite(string? kind, IReadOnlyList<Token> tokens)
    {
        if (!tokens.Any(t => t.Kind == TokenKind.Word && (Heads.ContainsKey(t.Lower) || Changing.Contains(t.Lower) || t.Lower is "over")))
            return (kind, tokens);
        var rest = tokens.ToList();
        for (var at = 1; at + 1 < rest.Count; at++)
            if (rest[at].Lower is "over" && rest[at + 1].Lower is "time")
                (rest[at], rest[at + 1]) = (ChartWish.Word("per", rest[at]), ChartWish.Word("month", rest[at + 1]));
        for (var at = 0; at < rest.Count; at++)
        {
            if (rest[at].Kind != TokenKind.Word)
                continue;
            if (Changing.Contains(rest[at].Lower) && at > 0 && !Lead.Contains(rest[at - 1].Lower) && at + 1 < rest.Count && rest[at + 1].Lower is "over" or "by" or "across" && Along(rest, at + 1) is { } verbal)
            {
                // "how prices change over the years"
                rest.RemoveRange(at, verbal.From - at);
                rest.InsertRange(at, [ChartWish.Word("for", rest[at]), ChartWish.Word("each", rest[at])]);
                kind = Kind(kind, "line");
                continue;
            }
            if (Heads.TryGetValue(rest[at].Lower, out var form) && rest[at].Lower is "distribution" && !IsPair(rest, at))
                form = "histogram";
            if (form is not null && Headed(rest, at, form))
                kind = Kind(kind, form);
        }
        return (kind, rest);
    }

    private static string Kind(string? said, string form) => said is null or "any" ? form : said;

    /// <summary>Puts "show" in the place of the words that lead to the two things. False where the word only belongs to a name.</summary>
    private static bool Headed(List<Token> rest, int at, string form)
    {
        var (from, to) = (at, at + 1);
        while (from > 0 && rest[from - 1].Kind == TokenKind.Word && Lead.Contains(rest[from - 1].Lower))
            from--;
        var opens = from == 0 || rest[from - 1].Kind == TokenKind.Mark || from < at;
        if (!opens)
            return false;
        if (to == rest.Count || rest[to].Kind == TokenKind.Mark)
        {
            // "Show the correlation." says how, not what
            if (from == at || from == 0 && to == rest.Count)
                return false;
            rest.RemoveRange(from, to - from);
            ChartWords.NamesBefore(rest, from);
            return true;
        }
        if (!Prepositions.Contains(rest[to].Lower))
            return false;
        to++;
        var along = form is "line" or "bar" ? Over(rest, to) : null;
        if (rest[at].Lower is "change" or "changes" or "development" or "evolution" or "comparison" && along is null)
            return false;
        if (along is var (over, first, last))
        {
            // "the trend of price over day": the day first, as it lies along the axis
            var x = rest[first..last];
            rest.RemoveRange(over, last - over);
            rest.InsertRange(to, [.. x, ChartWish.Word("and", rest[at])]);
        }
        rest.RemoveRange(from, to - from);
        rest.Insert(from, ChartWish.Word("show", rest[Math.Min(from, rest.Count - 1)]));
        return true;
    }

    /// <summary>"distribution of A and B": two things; of one thing it stays a wish of its own.</summary>
    private static bool IsPair(List<Token> rest, int from)
    {
        for (var i = from; i < rest.Count && rest[i].Kind != TokenKind.Mark; i++)
            if (rest[i].Lower is "and")
                return i + 1 < rest.Count && rest[i + 1].Lower is not ("group" or "grouped" or "then" or "show" or "order" or "sort");
        return false;
    }

    private static (int Over, int From, int To)? Over(List<Token> rest, int from)
    {
        for (var i = from; i < rest.Count && rest[i].Kind != TokenKind.Mark; i++)
            if (rest[i].Lower is "over" && Along(rest, i) is var (first, last))
                return (i, first, last);
        return null;
    }

    /// <summary>The words behind "over" that name what the axis lies along; null for a number, a period, or time itself.</summary>
    private static (int From, int To)? Along(List<Token> rest, int over)
    {
        var from = over + 1;
        while (from < rest.Count && rest[from].Lower is "the" or "a" or "different" or "each")
            from++;
        if (from >= rest.Count || rest[from].Kind != TokenKind.Word || rest[from].Lower is "time" or "last" or "past" or "previous" or "this" or "next" || char.IsDigit(rest[from].Lower[0]))
            return null;
        var to = from + 1;
        while (to < rest.Count && rest[to].Kind == TokenKind.Word && !Stops.Contains(rest[to].Lower))
            to++;
        return (from, to);
    }
}
