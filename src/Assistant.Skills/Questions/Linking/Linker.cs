using Assistant.Skills.Questions.Language;
using Assistant.Skills.Questions.Values;

namespace Assistant.Skills.Questions.Linking;

/// <summary>Finds what each run of words may name in the source: tables, columns and values, with how well it fits, 0 to 1.</summary>
internal sealed class Linker(Vocabulary vocabulary, ValueIndex values, Lexicon lexicon)
{
    private const int LongestName = 7;
    private const int LongestValue = 9;
    private const int MostLinks = 14;
    private const double LeastCovered = 0.44;
    private const double LeastFit = 0.3;
    private static readonly HashSet<string> Little = ["of", "the", "a", "an", "in", "'s", "for", "to", "and"];

    public Vocabulary Vocabulary => vocabulary;
    public ValueIndex Values => values;

    /// <summary>Links for every run of tokens that has any, by start and length.</summary>
    public Dictionary<(int Start, int Length), List<Link>> Link(IReadOnlyList<Token> tokens)
    {
        var found = new Dictionary<(int, int), List<Link>>();
        var matches = tokens.Select((t, i) => WordMatches(t, tokens, i)).ToArray();
        for (var start = 0; start < tokens.Count; start++)
        {
            if (tokens[start].Kind == TokenKind.Quoted)
            {
                AddQuoted(tokens[start], start, found);
                continue;
            }
            if (tokens[start].Kind == TokenKind.Mark)
                continue;
            LinkNames(tokens, matches, start, found);
            LinkShared(tokens, matches, start, found);
            LinkValues(tokens, start, found);
        }
        // "name" is in every table: those of tables that the question speaks of are kept in any case.
        var spoken = found.Values.SelectMany(l => l).Where(l => l.IsTable && l.Score > 0.84).Select(l => l.Table!).ToHashSet();
        foreach (var span in found.Keys)
        {
            var best = found[span].Max(l => l.Score);
            var fitting = found[span].GroupBy(l => (l.Table, l.Column, l.Value)).Select(g => g.MaxBy(l => l.Score)!)
                .Where(l => l.Score > best - (l.IsColumn ? 0.5 : 0.35)).OrderByDescending(l => l.Score).ThenBy(l => l.Owner.Index).ToList();
            found[span] = [.. fitting.Take(MostLinks), .. fitting.Skip(MostLinks).Where(l => l.IsColumn && spoken.Contains(l.Owner)).Take(MostLinks)];
        }
        return found;
    }

    private void AddQuoted(Token token, int start, Dictionary<(int, int), List<Link>> found)
    {
        var links = values.Whole(ValueIndex.Normalize(token.Text))
            .Select(v => new Link(null, v.Column, v.Text, v.Text == token.Text ? 1.0 : 0.97)).ToList();

        // Analysts put names of tables and columns in backticks or quotes.
        var inner = Tokenizer.Tokenize(token.Text).Where(t => t.Kind == TokenKind.Word).ToList();
        if (links.Count == 0 && inner.Count is > 0 and < LongestName)
        {
            var names = new Dictionary<(int, int), List<Link>>();
            LinkNames(inner, [.. inner.Select((t, i) => WordMatches(t, inner, i))], 0, names);
            if (names.TryGetValue((0, inner.Count), out var whole))
                links.AddRange(whole.Where(l => l.Score > 0.9));
        }
        if (links.Count > 0)
            found[(start, 1)] = links;
    }

    /// <summary>Words of names that the token may be, each with how surely.</summary>
    private Dictionary<string, double> WordMatches(Token token, IReadOnlyList<Token> tokens, int at)
    {
        var matches = new Dictionary<string, double>(StringComparer.Ordinal);
        if (token.Kind is TokenKind.Mark or TokenKind.Quoted || Little.Contains(token.Lower))
            return matches;
        void Add(string word, double quality)
        {
            if (vocabulary.With(word).Count > 0 && (!matches.TryGetValue(word, out var known) || known < quality))
                matches[word] = quality;
        }
        Add(token.Lemma, 1);
        Add(token.Lower, 1);
        var isOperator = lexicon.At(tokens, at).Any(e => e.Length == 1 && e.Entry.Kind is not "lead" and not "filler");
        // "no" is short for number in a name, never in a question; "max" is a maximum in both.
        if ((!isOperator || lexicon.At(tokens, at).Any(e => e.Length == 1 && e.Entry is { Kind: "aggregate", Value: not "count" })) && lexicon.Abbreviations.TryGetValue(token.Lower, out var full) && full.Length == 1)
            Add(full[0], 0.97);
        if (token.Kind == TokenKind.Number || isOperator && matches.Count > 0)
            return matches;
        // A related word is less sure than the word itself; so is the doer or the doing of a thing: "ordered" may speak of orders, "teacher" of who teaches.
        if (matches.Count == 0 && !isOperator)
        {
            foreach (var (word, strength) in vocabulary.Said(token.Lemma))
                Add(word, Related(strength));
            if (matches.Count == 0 && Lemmas.Doing(token.Lemma) is { } doing)
            {
                foreach (var (word, strength) in vocabulary.Said(doing))
                    Add(word, Related(strength) - 0.05);
            }
        }
        foreach (var word in vocabulary.WithStem(Lemmas.Stem(token.Lower)))
            Add(word, IsDerived(token.Lower) && !IsDerived(word) ? 0.68 : 0.9);
        if (matches.Count > 0 || isOperator || token.Lower.Length < 4)
            return matches;
        foreach (var word in vocabulary.Words)
        {
            if (word.Length >= 3 && token.Lemma.Length >= word.Length + 2 && token.Lemma.StartsWith(word, StringComparison.Ordinal) && !Doers.Contains(token.Lemma[word.Length..]))
                Add(word, word.Length >= 4 ? 0.8 : 0.72);
            else if (token.Lemma.Length >= 4 && word.Length > token.Lemma.Length + 1 && word.StartsWith(token.Lemma, StringComparison.Ordinal))
                Add(word, 0.72);
        }
        if (matches.Count == 0 && token.Lower.Length >= 5 && !lexicon.At(tokens, at).Any(e => e.Length == 1))
        {
            foreach (var word in vocabulary.Words)
            {
                if (word.Length >= 4 && word[0] == token.Lemma[0] && EditDistance.AtMost(token.Lemma, word, token.Lemma.Length >= 9 ? 2 : 1))
                    Add(word, 0.8);
            }
        }
        return matches;
    }

    private Dictionary<string, double>? Phrase(IReadOnlyList<Token> tokens, int from, int end)
    {
        if (vocabulary.LongestPhrase < 2 || vocabulary.Said(string.Join(' ', tokens.Skip(from).Take(end - from + 1).Select(t => t.Lemma))) is not { Count: > 0 } said)
            return null;
        return said.GroupBy(s => s.Word).ToDictionary(g => g.Key, g => Related(g.Max(s => s.Strength)));
    }

    private static bool IsDerived(string word) => Derived.Any(e => word.EndsWith(e, StringComparison.Ordinal));

    private static readonly string[] Derived = ["ed", "ing", "er", "ers", "or", "ors"];

    /// <summary>How well a related word fits: always less than the word itself or a synonym of the lexicon.</summary>
    private static double Related(double strength) => 0.5 + 0.35 * strength;

    private void LinkNames(IReadOnlyList<Token> tokens, Dictionary<string, double>[] matches, int start, Dictionary<(int, int), List<Link>> found)
    {
        var letters = "";
        var content = new List<int>();
        for (var end = start; end < tokens.Count && end - start < LongestName; end++)
        {
            if (tokens[end].Kind is TokenKind.Mark or TokenKind.Quoted)
                break;
            if (tokens[end].Lower == "and" && end > start)
                break;
            // "wind speed in miles per hour": a phrase that stands for one word of the name
            for (var from = end - 1; from >= start && end - from < vocabulary.LongestPhrase; from--)
            {
                if (Phrase(tokens, from, end) is { } said)
                    Fit([.. matches, said], [.. content.Where(at => at < from), matches.Length], (start, end - start + 1), found);
            }
            // "how many customers were affected": the column customers_affected
            if (end > start && tokens[end].Lower is "were" or "was" or "are" or "is" or "been" && end + 1 < tokens.Count && tokens[end + 1].Lower.EndsWith("ed", StringComparison.Ordinal) && content.Count > 0 && matches[end + 1].Count > 0)
            {
                var counted = new Dictionary<(int, int), List<Link>>();
                Fit(matches, [.. content, end + 1], (start, end - start + 2), counted);
                foreach (var link in counted.Values.SelectMany(l => l).Where(l => l.Score > 0.9 && l.Column is { IsMeasure: true, IsFlag: false }))
                    (found.TryGetValue((start, end - start + 2), out var list) ? list : found[(start, end - start + 2)] = []).Add(link);
            }
            var little = Little.Contains(tokens[end].Lower);
            if (little && end == start)
                return;
            if (little && tokens[end].Lower is "of" or "for" or "in" && content.Count > 0 && !tokens[content[^1]].Lemma.StartsWith("num", StringComparison.Ordinal) && IsOwnerNext(tokens, matches, end))
                break;
            // No name has an article inside, but "date of the order" is one.
            if (end > start && tokens[end].Lower is "the" or "a" or "an" && tokens[end - 1].Lower is not "of")
                break;
            if (little)
                continue;
            content.Add(end);
            letters += tokens[end].Lemma;
            var span = (start, end - start + 1);
            foreach (var (element, quality) in vocabulary.Joined(letters))
                Add(found, span, element, 0.97 * quality);
            if (matches[end].Count > 0)
                Fit(matches, content, span, found);
        }
    }

    /// <summary>"first and last names": the head of the last one belongs to all.</summary>
    private void LinkShared(IReadOnlyList<Token> tokens, Dictionary<string, double>[] matches, int start, Dictionary<(int, int), List<Link>> found)
    {
        if (matches[start].Count == 0 || start + 1 >= tokens.Count || tokens[start + 1].Lower is not ("," or "and" or "or"))
            return;
        for (var at = start + 1; at + 1 < tokens.Count && at < start + 8; at++)
        {
            if (tokens[at].Lower is "," or "and" or "or")
                continue;
            if (matches[at].Count == 0)
                return;
            if (tokens[at + 1].Lower is "," or "and" or "or")
                continue;
            var alone = found.TryGetValue((start, 1), out var known) ? known.Max(l => l.Score) : 0;
            var shared = new Dictionary<(int, int), List<Link>>();
            Fit(matches, [start, at + 1], (start, 1), shared);
            var own = new Dictionary<(int, int), List<Link>>();
            Fit(matches, [at, at + 1], (at, 2), own);
            if (own.Count > 0 && shared.TryGetValue((start, 1), out var links))
            {
                foreach (var link in links.Where(l => l.Score >= 0.9 && l.IsColumn && l.Score > alone + 0.2))
                    (found.TryGetValue((start, 1), out var list) ? list : found[(start, 1)] = []).Add(link with { Score = 0.96 });
            }
            return;
        }
    }

    /// <summary>Whether the next word is a table by itself, so that "name of the customer" is two things.</summary>
    private bool IsOwnerNext(IReadOnlyList<Token> tokens, Dictionary<string, double>[] matches, int at)
    {
        while (at < tokens.Count && (Little.Contains(tokens[at].Lower) || tokens[at].Lower is "all" or "each" or "every" or "any" or "our" or "these" or "those"))
            at++;
        return at < tokens.Count && matches[at].Any(m => m.Value >= 0.9 && vocabulary.With(m.Key).Any(f => f.Element is SchemaTable && f.Form.Words.Count == 1 && f.Form.Quality > 0.8));
    }

    private void Fit(Dictionary<string, double>[] matches, List<int> content, (int, int) span, Dictionary<(int, int), List<Link>> found)
    {
        // "number of cards" counts cards, whatever column is called card_number.
        var counted = content.Count > 1 && span.Item2 > content.Count && matches[content[0]].ContainsKey("number");
        foreach (var (first, _) in matches[content[0]])
        {
            foreach (var (element, form) in vocabulary.With(first))
            {
                if (counted && !(element is SchemaColumn { IsMeasure: true } amount && (form.Words[0] == first || amount.Catalog.Statistics is { } s && s.Distinct < s.Rows)))
                    continue;
                // What is worked out is meant where its whole name is said: "stock" is not the stock value.
                if (element is SchemaColumn { Formula: not null, IsDuration: false } && form.Words.Count > content.Count)
                    continue;
                if (form.Words.Count < content.Count || Fit(form, matches, content, element is SchemaTable) is not var (covered, quality) || covered < LeastCovered)
                    continue;
                var score = covered * quality;
                if (score * form.Quality < LeastFit)
                    continue;
                // "cards" are cards; their card_id elsewhere only points to them.
                if (element is SchemaColumn { IsIdentifier: true } pointer && pointer.Words is [.., "id"] && form.Words.Count > content.Count && !content.Any(at => matches[at].ContainsKey("id")))
                    score *= 0.85;
                // The words of the table alone mean the table, not its columns that repeat them.
                if (element is SchemaColumn column && column.ShortWords != column.Words && form.Words.Count > content.Count
                    && content.All(at => matches[at].Keys.Any(column.Table.Words.Contains)))
                    score *= 0.6;
                Add(found, span, element, score * form.Quality);
            }
        }
    }

    /// <summary>How much of the form the words cover and how well they fit on average; null when one of them is not in it.</summary>
    private (double Covered, double Quality)? Fit(NameForm form, Dictionary<string, double>[] matches, List<int> content, bool isTable)
    {
        Span<bool> taken = stackalloc bool[form.Words.Count];
        double covered = 0, quality = 0, total = 0;
        foreach (var at in content)
        {
            var best = -1;
            var bestQuality = 0.0;
            for (var i = 0; i < form.Words.Count; i++)
            {
                if (!taken[i] && matches[at].TryGetValue(form.Words[i], out var q) && q > bestQuality)
                    (best, bestQuality) = (i, q);
            }
            if (best < 0)
                return null;
            taken[best] = true;
            quality += bestQuality;
            covered += vocabulary.Weight(form.Words[best]);
        }
        for (var i = 0; i < form.Words.Count; i++)
            total += vocabulary.Weight(form.Words[i]);
        var head = form.Words.Count - 1;
        while (head > 0 && vocabulary.Weight(form.Words[head]) < 1)
            head--;
        var headFactor = taken[head] || taken[form.Words.Count - 1] ? 1 : 0.76;
        var share = covered / total;
        return ((isTable && taken[head] ? 0.42 + 0.58 * share : 0.3 + 0.7 * share) * headFactor, quality / content.Count);
    }

    private static void Add(Dictionary<(int, int), List<Link>> found, (int, int) span, object element, double score)
    {
        var link = element is SchemaTable table ? new Link(table, null, null, score) : new Link(null, (SchemaColumn)element, null, score);
        (found.TryGetValue(span, out var links) ? links : found[span] = []).Add(link);
    }

    private void LinkValues(IReadOnlyList<Token> tokens, int start, Dictionary<(int, int), List<Link>> found)
    {
        var text = "";
        for (var end = start; end < tokens.Count && end - start < LongestValue; end++)
        {
            if (tokens[end].Kind == TokenKind.Quoted || tokens[end].Kind == TokenKind.Mark && tokens[end].Lower is not ("," or "." or ":"))
                break;
            if (tokens[end].Kind == TokenKind.Mark)
                continue;
            text = text.Length == 0 ? tokens[end].Lower.Replace("'", "", StringComparison.Ordinal) : text + " " + tokens[end].Lower.Replace("'", "", StringComparison.Ordinal);
            var length = end - start + 1;
            AddValues(text, 1.0);
            if (tokens[end].Lemma != tokens[end].Lower)
                AddValues(text[..^tokens[end].Lower.Replace("'", "", StringComparison.Ordinal).Length] + tokens[end].Lemma, 0.9);

            void AddValues(string key, double quality)
            {
                var hits = values.Whole(ValueIndex.Normalize(key));
                if (hits.Count == 0)
                    return;
                var links = found.TryGetValue((start, length), out var known) ? known : found[(start, length)] = [];
                var asWritten = string.Join(' ', tokens.Skip(start).Take(length).Select(t => t.Text));
                foreach (var hit in hits.Take(40))
                {
                    var sameCase = hit.Said || string.Equals(hit.Text, asWritten, StringComparison.Ordinal);
                    links.Add(new(null, hit.Column, hit.Text, quality * hit.Sure * (sameCase ? 1 : tokens[start].IsCapitalized ? 0.95 : length > 1 ? 0.9 : 0.82)));
                }
            }
            if (length is > 1 and <= 4 && !found.ContainsKey((start, length)) && values.Shortened([.. tokens.Skip(start).Take(length).Select(t => t.Lower)]).Take(5).ToList() is { Count: > 0 } shortened)
                found[(start, length)] = [.. shortened.Select(v => new Link(null, v.Column, v.Text, 0.86))];
        }
    }

    /// <summary>Columns whose name a word denies: "unpaid" those called paid, "failed" those called passed.</summary>
    public List<Link> Denied(Token token)
    {
        var word = token.Lower;
        var rest = lexicon.Opposites.TryGetValue(word, out var opposite) ? opposite
            : Prefixes.FirstOrDefault(p => word.Length > p.Length + 3 && word.StartsWith(p, StringComparison.Ordinal)) is { } prefix ? word[prefix.Length..] : null;
        if (rest is null)
            return [];
        return [.. vocabulary.WithStem(Lemmas.Stem(rest)).SelectMany(vocabulary.With).Where(f => f.Form.Quality > 0.9 && f.Element is SchemaColumn)
            .Select(f => (SchemaColumn)f.Element).Where(c => c.IsFlag || c.Yes is not null || c.IsDate && c.Catalog.Statistics is { Nulls: > 0 }).Distinct().Select(c => new Link(null, c, null, 0.8))];
    }

    // A salesperson is no sale.
    private static readonly HashSet<string> Doers = ["person", "sperson", "man", "sman", "woman", "swoman", "people", "rep"];

    private static readonly string[] Prefixes = ["un", "non", "in", "im", "dis"];

    /// <summary>Values that a word no one knows may mean: part of a longer value, or a slip of the keyboard.</summary>
    public List<Link> Loosely(Token token)
    {
        var word = ValueIndex.Normalize(token.Text);
        if (word.Length < 3 || word.Contains(' ', StringComparison.Ordinal))
            return [];
        // "Basilica" may be part of a name; "basilicas" are many of a kind.
        var named = token.Text.Any(char.IsUpper);
        var part = values.WithWord(word).Concat(named && token.Lemma != word ? values.WithWord(token.Lemma) : []).Take(30)
            .Select(v => new Link(null, v.Column, v.Text, named ? 0.62 : 0.55));
        var slips = values.Near(word).Take(5).SelectMany(near => values.Whole(near).Take(10).Select(v => new Link(null, v.Column, v.Text, 0.7)));
        return [.. part.Concat(slips).GroupBy(l => (l.Column, l.Value)).Select(g => g.MaxBy(l => l.Score)!)];
    }
}
