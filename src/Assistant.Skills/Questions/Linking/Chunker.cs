using System.Globalization;
using Assistant.Skills.Questions.Language;

namespace Assistant.Skills.Questions.Linking;

/// <summary>Cuts the question into chunks so that the readings explain most of it; gives the best few cuts, best first (dynamic programming).</summary>
internal sealed class Chunker(Linker linker, Lexicon lexicon, DateOnly today)
{
    private const int Cuts = 4;

    public IReadOnlyList<(IReadOnlyList<Chunk> Chunks, double Score)> Cut(IReadOnlyList<Token> tokens)
    {
        var options = Options(tokens);
        var best = new List<(double Score, Chunk? Last, int Before)>[tokens.Count + 1];
        best[0] = [(0, null, -1)];
        for (var end = 1; end <= tokens.Count; end++)
        {
            best[end] = [.. options.Where(o => o.End == end)
                .SelectMany(o => best[o.Start].Select((b, i) => (b.Score + o.Score, (Chunk?)o, i)))
                .OrderByDescending(b => b.Item1).Take(Cuts)];
        }
        return [.. best[tokens.Count].Select(b => (Path(best, tokens.Count, b), b.Score))];
    }

    private static List<Chunk> Path(List<(double Score, Chunk? Last, int Before)>[] best, int end, (double Score, Chunk? Last, int Before) at)
    {
        var chunks = new List<Chunk>();
        while (at.Last is { } chunk)
        {
            chunks.Add(chunk);
            at = best[chunk.Start][at.Before];
        }
        chunks.Reverse();
        return chunks;
    }

    private List<Chunk> Options(IReadOnlyList<Token> tokens)
    {
        var links = linker.Link(tokens);
        var dates = new DateWords(today);
        var options = new List<Chunk>();
        for (var start = 0; start < tokens.Count; start++)
        {
            var entries = lexicon.At(tokens, start).GroupBy(e => e.Length).ToDictionary(g => g.Key, g => g.Select(e => e.Entry).ToList());
            var lengths = entries.Keys.Concat(links.Keys.Where(k => k.Start == start).Select(k => k.Length)).Append(1).ToHashSet();
            var date = dates.At(tokens, start);
            if (date is { } d)
                lengths.Add(d.Length);
            foreach (var length in lengths)
            {
                var found = links.TryGetValue((start, length), out var l) && !(length > 1 && EndsInVerb(tokens, start + length - 1)) ? l : [];
                var words = entries.TryGetValue(length, out var e) ? e : [];
                if (length == 1 && words.Count == 0 && found.Count == 0 && tokens[start].Kind == TokenKind.Word)
                    found = linker.Loosely(tokens[start]);
                var denied = length == 1 && words.Count == 0 && !found.Any(l => l.IsValue ? l.Score > 0.75 : l.Score > 0.6) ? linker.Denied(tokens[start]) : [];
                if (denied.Count > 0)
                    found = denied;
                if (length == 1 && tokens[start].Kind == TokenKind.Word && NumberOf(tokens[start]) is { } counted)
                    found = [.. found, .. linker.Values.Whole(counted.ToString(CultureInfo.InvariantCulture)).Take(10).Select(v => new Link(null, v.Column, v.Text, 0.6))];
                var period = date?.Length == length ? date?.Period : null;
                options.Add(new Chunk(tokens, start, length)
                {
                    Entries = words,
                    Links = found,
                    IsDenied = denied.Count > 0,
                    Number = length == 1 ? NumberOf(tokens[start]) : null,
                    Ordinal = length == 1 ? OrdinalOf(tokens[start].Lower) : null,
                    Period = period,
                    Score = Score(tokens, start, length, words, found, period),
                });
            }
        }
        return options;
    }

    /// <summary>"how many trips did the vehicles make": the verb that only ends the question is no part of a name.</summary>
    private static bool EndsInVerb(IReadOnlyList<Token> tokens, int at) =>
        tokens[at].Lower is "make" or "place" or "take" or "get" or "have" or "do" && (at + 1 == tokens.Count || tokens[at + 1].Kind == TokenKind.Mark) && tokens.Take(at).Any(t => t.Lower is "did" or "does" or "do");

    private decimal? NumberOf(Token token)
    {
        if (token.Kind == TokenKind.Number)
            return decimal.TryParse(token.Text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : null;
        var named = lexicon.Numbers.IndexOf(token.Lower);
        return named >= 0 ? named : null;
    }

    private int? OrdinalOf(string word)
    {
        if (lexicon.Ordinals.IndexOf(word) is >= 0 and var named)
            return named + 1;
        return word.Length > 2 && word[^2..] is "st" or "nd" or "rd" or "th" && int.TryParse(word[..^2], NumberStyles.None, CultureInfo.InvariantCulture, out var written) ? written : null;
    }

    private double Score(IReadOnlyList<Token> tokens, int start, int length, List<LexiconEntry> words, List<Link> links, Period? period)
    {
        if (period is not null)
            return length * 1.1 + 0.2;
        if (tokens[start].Kind is TokenKind.Quoted or TokenKind.Mark)
            return 1;
        var name = links.Where(l => !l.IsValue).Select(l => l.Score).DefaultIfEmpty(0).Max();
        var value = links.Where(l => l.IsValue).Select(l => l.Score).DefaultIfEmpty(0).Max();
        if (value > 0 && words.Count > 0 && length == 1 && !tokens[start].IsCapitalized)
            value *= 0.3;
        if (value > 0 && length == 1 && tokens[start].Kind == TokenKind.Number)
            value *= 0.5;
        // "minimum salary" is the lowest salary, unless nothing else fits: a column min_salary must win by what stands around.
        if (length > 1 && name > 0 && lexicon.At(tokens, start).Any(e => e.Length == 1 && e.Entry.Kind is "aggregate" && e.Entry.Value is not "count"))
            name -= 0.12;
        var link = Math.Max(name, value);
        var fromLinks = link * length + 0.3 * (length - 1) * link;
        var strong = words.Any(w => w.Kind is not ("filler" or "lead")) || length > 1;
        var the = tokens[start].Lower == "the" ? 1 : 0;
        var counting = length == 1 && words.All(w => w is { Kind: "aggregate", Value: "count" });
        var fromWords = words.Count == 0 ? double.MinValue : (counting ? 0.6 : strong ? 0.9 : 0.45) * (length - the) + 0.45 * the + 0.2 * (length - 1 - the);
        var number = length == 1 && NumberOf(tokens[start]) is not null ? 1.0 : double.MinValue;
        return links.Count == 0 && words.Count == 0 && number < 0 ? -0.3 : Math.Max(Math.Max(link > 0 ? fromLinks : double.MinValue, fromWords), number);
    }
}
