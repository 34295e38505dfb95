using Assistant.Skills.Questions.Joins;
using Assistant.Skills.Questions.Language;
using Assistant.Skills.Questions.Linking;
using Assistant.Skills.Questions.Parsing;
using Assistant.Skills.Questions.Ranking;
using Assistant.Skills.Questions.Values;

namespace Assistant.Skills.Questions.FollowUps;

/// <summary>Questions that go on from the one before: "and by region?", "only 2023", "what about Spain?". They edit the last plan.</summary>
internal sealed class FollowUp(Vocabulary vocabulary, ValueIndex values, JoinGraph joins, Lexicon lexicon)
{
    private const int Readings = 16;

    private static readonly HashSet<string> Openings = ["and", "only", "just", "now", "same", "instead", "exclude", "excluding", "without", "except", "sort", "order", "top", "by", "break", "but", "also", "as", "in", "for", "per", "then", "what", "how", "which", "show", "limit", "remove", "add", "include", "rank", "not", "ignore", "make", "with", "from", "split", "group"];
    private static readonly HashSet<string> Pronouns = ["those", "them", "these", "that", "it", "there", "they", "their", "instead", "same", "ones"];
    private static readonly string[] Strong = ["and", "only", "just", "now", "same", "instead", "exclude", "excluding", "without", "except", "sort", "top", "by", "break", "but", "also", "remove", "ignore", "per", "limit", "split", "as"];

    /// <summary>Whether the words can hardly stand by themselves.</summary>
    public static bool Seems(IReadOnlyList<Token> tokens)
    {
        var words = tokens.Where(t => t.Kind != TokenKind.Mark).Select(t => t.Lower).ToList();
        if (words.Count == 0 || words.Count > 14 || !Openings.Contains(words[0]) && words.Count > 4)
            return false;
        if (words is ["what" or "how", "about", ..] || Strong.Contains(words[0]) && words.Count <= 10)
            return true;
        return words.Where((word, at) => Pronouns.Contains(word) && !Exists(words, at)).Any() && words.Count <= 10 || words.Count <= 3;
    }

    /// <summary>Whether a word says outright that the last question goes on; otherwise the question may as well be a new one.</summary>
    public static bool IsMarked(IReadOnlyList<Token> tokens)
    {
        var words = tokens.Where(t => t.Kind != TokenKind.Mark).Select(t => t.Lower).ToList();
        return words is ["what" or "how", "about", ..] || words.Count > 0 && words[0] is not "top" && Strong.Contains(words[0])
            || words.Where((word, at) => Pronouns.Contains(word) && !Exists(words, at)).Any();
    }

    /// <summary>The "there" of "are there", which says that something exists and points to nothing said before.</summary>
    private static bool Exists(List<string> words, int at) =>
        words[at] is "there" && !(at > 1 && (words[at - 2] is "many" or "much")) && (at > 0 && ToBe.Contains(words[at - 1]) || at + 1 < words.Count && ToBe.Contains(words[at + 1]));

    private static readonly HashSet<string> ToBe = ["is", "are", "was", "were", "be", "been"];

    /// <summary>The last plan as the question changes it, best reading first; empty when it changes nothing.</summary>
    public IReadOnlyList<Candidate> Edit(IReadOnlyList<Token> tokens, QueryPlan last, DateOnly today)
    {
        var adds = tokens[0].Lower is "and" or "also";
        var wish = ChartWish.Read(tokens, lexicon);
        var (wanted, said) = (wish.Kind, wish.Tokens);
        var rest = Stripped(said);
        if (rest.Count == 0 && wanted is not null)
            return [Redrawn(last, wanted)];
        if (rest.Count == 0)
            return [];
        var chunks = new Chunker(new Linker(vocabulary, values, lexicon), lexicon, today).Cut(rest)[0].Chunks;
        var tables = last.Sources.Select(s => s.Table is null ? null : vocabulary.Find(s.Table)).OfType<SchemaTable>().ToList();
        var limited = PlanColumns.Of(last with { Outputs = [], Groups = [], Orders = [] }).Select(c => tables.FirstOrDefault(t => PlanScope.Alias(t) == c.Alias)?.Columns.FirstOrDefault(x => x.Name == c.Column)).OfType<SchemaColumn>().ToList();
        var keys = new QuestionJoins(joins, rest);
        return [.. Choices.Explore(choices =>
        {
            var sketch = new SketchParser(chunks, choices, continuing: true).Parse();
            if (wish.Sort is { } sort)
                sketch.Orders.Add(new(new(null) { Hints = [sort.ByAmount ? "y" : "x"] }, sort.Descending));
            var settler = new Settler(vocabulary, joins, choices, tokens);
            settler.Begin(tables);
            settler.Limited.UnionWith(limited);
            settler.Settle(sketch);
            var builder = new PlanBuilder(vocabulary, keys, settler, sketch, rest, choices);
            var plan = builder.Edit(last, adds);
            sketch.Chart ??= wanted;
            var unused = sketch.Unused.Select(c => c.Text).Concat(settler.Missing).Distinct().ToList();
            var score = choices.Score - 0.6 * unused.Count - 0.5 * builder.Problems.Count - (plan is null ? 5 : 0.08 * plan.Sources.Count);
            return new Candidate(plan, score, chunks, sketch, builder.Entity, unused, builder.Problems, builder.Guesses, settler.Strengths, [.. choices.Made], choices.NarrowestMargin);
        }, Readings, -1.2).Where(c => c.Plan is not null).OrderByDescending(c => c.Score)];
    }

    /// <summary>The same answer as another chart.</summary>
    private Candidate Redrawn(QueryPlan last, string wanted) => new(
        last, 0, [], new Sketch { Chart = wanted }, last.Sources[0].Table is { } table ? vocabulary.Find(table) : null, [], [], [], [1], [], 1);

    /// <summary>Without the words that only say "go on".</summary>
    private static List<Token> Stripped(IReadOnlyList<Token> tokens)
    {
        var rest = tokens.ToList();
        while (rest.Count > 0 && rest[0].Lower is "and" or "what" or "how" or "about" or "now" or "only" or "just" or "but" or "also" or "same" or "instead" or "then" or "show" or "make" or "it" or "that" or "down" or "break" or "split" or "them" or "limit" or "please" or "the" or "add" or "include"
            && !(rest[0].Lower is "how" && rest.Count > 1 && rest[1].Lower is "many" or "much"))
            rest.RemoveAt(0);
        rest.RemoveAll(t => t.Lower is "all" && rest.Count <= 4 || t.Lower is "those" or "them" or "these" or "instead" or "there");
        return rest;
    }
}
