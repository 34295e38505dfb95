namespace Assistant.Skills.Questions.Language;

/// <summary>Takes the wish for a chart out of a question: "Plot them as a pie chart." says how to show the answer, not what to find.</summary>
internal static class ChartWords
{
    private static readonly HashSet<string> Around =
    [
        "by", "as", "a", "an", "the", "in", "with", "using", "use", "through", "via", "on", "visualize", "visualise", "plot", "draw", "show", "display", "give", "return", "present", "please",
        "them", "it", "me", "this", "that", "result", "results", "make", "create", "us", "just", "compare", "comparing", "and", "need", "want", "i", "can", "you", "could", "tell", "trend", "list", "your", "visualization", "chart", "these", "would", "like", "to", "into", "form", "of",
    ];

    private static readonly HashSet<string> Behind =
        ["showing", "shows", "show", "of", "for", "about", "to", "that", "which", "representing", "illustrating", "display", "displaying", "on", "comparing", "compare", "please", "visualize", "visualizing", "with", "presenting", "over", "return", "describing", "and", "what", "where"];

    private static readonly HashSet<string> Heads = ["chart", "charts", "graph", "graphs", "plot", "plots", "diagram", "pie", "histogram", "scatter", "scatterplot", "heatmap", "donut", "stacked", "visualize", "visualise"];

    /// <summary>What kind is wanted ("any" where it isn't said), and the question without it; null and the same tokens where none is.</summary>
    public static (string? Wanted, IReadOnlyList<Token> Remaining) Extract(IReadOnlyList<Token> tokens, Lexicon lexicon)
    {
        string? wanted = null;
        var rest = tokens.ToList();
        for (var at = 0; at < rest.Count; at++)
        {
            var found = lexicon.At(rest, at).Where(e => e.Entry.Kind == "chart" && Names(rest, at, e.Length)).OrderByDescending(e => e.Length).FirstOrDefault();
            if (found.Entry is not { } entry)
                continue;
            if (wanted is null or "any" || entry.Value == "stacked")
                wanted = entry.Value;
            var (from, to) = (at, at + found.Length);
            while (from > 0 && Around.Contains(rest[from - 1].Lower) && rest[from - 1].Kind == TokenKind.Word && !IsKept(rest, from - 1))
                from--;
            var first = from == 0 || rest[from - 1].Kind == TokenKind.Mark;
            while (to < rest.Count && first && rest[to].Kind == TokenKind.Word && Behind.Contains(rest[to].Lower))
                to++;
            while (to < rest.Count && rest[to].Lower is "please")
                to++;
            rest.RemoveRange(from, to - from);
            // "For those who ..., draw a chart of ...": what follows is what to show
            if (first && from > 0 && from < rest.Count && rest[from].Kind == TokenKind.Word && rest[0].Lower is "for" or "of" or "among")
                rest.Insert(from++, ChartWish.Word("show", rest[from - 1]));
            else if (from > 0 && (from == rest.Count || rest[from].Kind == TokenKind.Mark))
                NamesBefore(rest, from);
            at = from - 1;
        }
        while (rest.Count > 0 && rest[0].Kind == TokenKind.Mark)
            rest.RemoveAt(0);
        return wanted is null || rest.Count == 0 && tokens.Count > 0 && wanted is null ? (null, tokens) : (wanted, rest);
    }

    /// <summary>"For price and weight, draw a chart": what stands before the wish is what to show.</summary>
    public static void NamesBefore(List<Token> rest, int end)
    {
        if (end < 2 || rest[end - 1].Lower is not ",")
            return;
        for (var i = end - 2; i >= 0 && rest[i].Lower is not ("." or "?" or "!" or ";"); i--)
        {
            if (rest[i].Lower is "for" && (i == 0 || rest[i - 1].Kind == TokenKind.Mark) && rest[i + 1].Lower is not ("each" or "every" or "all" or "those" or "any" or "different"))
                rest[i] = ChartWish.Word("show", rest[i]);
            if (rest[i].Kind == TokenKind.Word && rest[i].Lower is "who" or "that" or "which" or "whose" or "for" or "with")
                return;
        }
    }

    private static bool Names(List<Token> tokens, int at, int length)
    {
        for (var i = at; i < at + length; i++)
        {
            if (Heads.Contains(tokens[i].Lower) || length > 1 && tokens[i].Lower is "table")
                return true;
        }
        // "revenue by region as bar"
        if (at > 0 && tokens[at - 1].Lower is "as" && tokens[at].Lower is "bar" or "bars" or "line" or "area" or "table" && (at + length == tokens.Count || tokens[at + length].Kind == TokenKind.Mark))
            return true;
        return at > 0 && tokens[at - 1].Lower is "as" or "a" && tokens[at].Lower is "bars" or "line" or "bar" or "area" or "table" && at > 1 && tokens[at - 2].Lower is "as" || tokens[at].Lower is "bars" && at > 0 && tokens[at - 1].Lower == "as";
    }

    // "and" and "of" between two wishes belong to what is asked.
    private static bool IsKept(List<Token> tokens, int at) => tokens[at].Lower is "of" or "to" or "i" && at > 0 && tokens[at - 1].Kind == TokenKind.Word && !Around.Contains(tokens[at - 1].Lower);
}
