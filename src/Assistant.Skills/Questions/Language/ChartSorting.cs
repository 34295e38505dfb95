namespace Assistant.Skills.Questions.Language;

/// <summary>Clauses that sort a chart: "and could you list the y-axis from low to high?", "display by the names in desc".</summary>
internal static class ChartSorting
{
    private static readonly HashSet<string> Openings = ["and", "then", "also", "please", "could", "can", "you", "would", "i", "want", "to", "need", "like", "just", "should"];
    private static readonly HashSet<string> Sorting = ["sort", "sorted", "sorting", "order", "ordered", "ordering", "rank", "ranked", "ranking", "arrange", "arranged"];
    private static readonly HashSet<string> Showing = ["list", "show", "display", "present"];
    private static readonly HashSet<string> Small = ["by", "the", "in", "from", "order", "of", "on", "to", "please", "a", "an", "its", "their"];
    private static readonly HashSet<string> Names = ["name", "names", "label", "labels"];
    private static readonly HashSet<string> Amounts = ["total number", "total", "number", "numbers", "total numbers", "total count", "count", "counts", "value", "values", "bar", "bars", "height", "heights", "amount", "amounts"];

    private static readonly (string[] Words, bool Descending)[] Directions =
    [
        (["ascending"], false), (["asc"], false), (["increasing"], false), (["low", "to", "high"], false), (["lowest", "to", "highest"], false), (["small", "to", "large"], false), (["smallest", "to", "largest"], false),
        (["descending"], true), (["desc"], true), (["decreasing"], true), (["high", "to", "low"], true), (["highest", "to", "lowest"], true), (["large", "to", "small"], true), (["largest", "to", "smallest"], true),
    ];

    /// <summary>An order by axis is taken out and told; an order by name is put as "sorted by".</summary>
    /// <param name="drawn">Whether a chart is asked for, so that "the names" and "the bars" are parts of it.</param>
    public static (AxisSort? Sort, IReadOnlyList<Token> Remaining) Extract(IReadOnlyList<Token> tokens, bool drawn)
    {
        AxisSort? sort = null;
        var rest = tokens.ToList();
        for (var at = 0; at < rest.Count; at++)
        {
            if (at > 0 && rest[at - 1].Kind != TokenKind.Mark && !rest[at].IsWord("and"))
                continue;
            if (Clause(rest, at) is not { } clause)
                continue;
            var (start, end, verb, content, descending) = clause;
            if (AxisOf(content, drawn) is { } byAmount)
            {
                sort = new(byAmount, descending);
                var from = at > 0 && rest[at - 1].Lower is "," ? at - 1 : at;
                rest.RemoveRange(from, end - from);
                at = from - 1;
                continue;
            }
            var by = rest[start..end].Any(t => t.IsWord("by"));
            if (at == 0 || content.Count == 0 || content.Any(t => t.IsWord("by")) || !drawn && (!by || Sorting.Contains(verb) && at == start - 1))
                continue;
            List<Token> put = [ChartWish.Word("sorted", rest[at]), ChartWish.Word("by", rest[at]), .. content, ChartWish.Word(descending ? "descending" : "ascending", rest[at])];
            rest.RemoveRange(at, end - at);
            rest.InsertRange(at, put);
            at += put.Count - 1;
        }
        return (sort, sort is null && rest.Count == tokens.Count ? tokens : rest);
    }

    /// <summary>Where the words behind the verb begin and end, the verb, what is sorted by, which way; null for what is no such clause.</summary>
    private static (int Start, int End, string Verb, List<Token> Content, bool Descending)? Clause(List<Token> tokens, int at)
    {
        var verb = at;
        while (verb < tokens.Count && tokens[verb].Kind == TokenKind.Word && Openings.Contains(tokens[verb].Lower))
            verb++;
        if (verb >= tokens.Count || !Sorting.Contains(tokens[verb].Lower) && !Showing.Contains(tokens[verb].Lower))
            return null;
        var end = verb + 1;
        while (end < tokens.Count && tokens[end].Kind != TokenKind.Mark)
            end++;
        var words = tokens[(verb + 1)..end];
        for (var i = 0; i < words.Count; i++)
        {
            foreach (var (phrase, descending) in Directions)
            {
                if (i + phrase.Length > words.Count || phrase.Where((word, n) => words[i + n].Lower != word).Any())
                    continue;
                words.RemoveRange(i, phrase.Length);
                // what stands on both sides of the direction is more than one thing
                if (Trimmed(words[..i]).Count > 0 && Trimmed(words[i..]).Count > 0)
                    return null;
                return (verb + 1, end, tokens[verb].Lower, Trimmed(words), descending);
            }
        }
        return null;
    }

    private static List<Token> Trimmed(List<Token> words)
    {
        var (from, to) = (0, words.Count);
        while (from < to && Small.Contains(words[from].Lower))
            from++;
        while (to > from && Small.Contains(words[to - 1].Lower))
            to--;
        return words[from..to];
    }

    private static bool? AxisOf(List<Token> content, bool drawn)
    {
        var said = string.Join(' ', content.Select(t => t.Lower));
        return said switch
        {
            "x" or "x axis" => false,
            "y" or "y axis" => true,
            _ when drawn && Names.Contains(said) => false,
            _ when drawn && Amounts.Contains(said) => true,
            _ => null,
        };
    }

    private static bool IsWord(this Token token, string word) => token.Kind == TokenKind.Word && token.Lower == word;
}
