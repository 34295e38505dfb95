using Assistant.Skills.Questions.Joins;
using Assistant.Skills.Questions.Language;
using Assistant.Skills.Questions.Linking;
using Assistant.Skills.Questions.Parsing;
using Assistant.Skills.Questions.Values;

namespace Assistant.Skills.Questions.Ranking;

/// <summary>Makes the plans a question may mean, best first. Pure: the same question over the same model gives the same plans.</summary>
internal sealed class Planner(Vocabulary vocabulary, ValueIndex values, JoinGraph joins, Lexicon lexicon)
{
    private const int ReadingsPerCut = 24;
    private const double WorstReading = -1.2;
    private const int MostRanked = 10;

    /// <param name="meanings">What people chose where a phrase could mean several things.</param>
    public IReadOnlyList<Candidate> Plan(string question, DateOnly today, IReadOnlyList<Meaning>? meanings = null)
    {
        var wish = ChartWish.Read(Tokenizer.Tokenize(question), lexicon);
        // What stands in brackets is read like the rest.
        wish = wish with { Tokens = [.. wish.Tokens.Where(t => t.Text is not ("(" or ")"))] };
        var tokens = wish.Tokens;
        if (tokens.Count == 0)
            return [];
        var cuts = new Chunker(new Linker(vocabulary, values, lexicon), lexicon, today).Cut(tokens);
        var keys = new QuestionJoins(joins, tokens, cuts.Count > 0 ? Mentioned(cuts[0].Chunks) : []);
        var candidates = new List<Candidate>();
        for (var i = 0; i < cuts.Count; i++)
        {
            var (chunks, cutScore) = cuts[i];
            var behind = cutScore - cuts[0].Score;
            if (behind < -1.0)
                break;
            candidates.AddRange(Choices.Explore(choices => Read(wish, keys, chunks, behind, choices), i == 0 ? ReadingsPerCut : ReadingsPerCut / 3, WorstReading, meanings));
        }
        var seen = new HashSet<string>();
        return [.. candidates.OrderByDescending(c => c.Plan is not null).ThenByDescending(c => c.Score).Where(c => c.Plan is null || seen.Add(c.Plan.ToJson())).Take(MostRanked)];
    }

    /// <summary>The tables that are named, by a noun or a verb, in the order of the words.</summary>
    private static List<SchemaTable> Mentioned(IReadOnlyList<Chunk> chunks) =>
        [.. chunks.Where(c => !c.IsMark && c.BestTable >= 0.75 && c.BestTable >= c.BestValue).Select(c => c.Tables.First().Table!)];

    private Candidate Read(ChartWish wish, QuestionJoins keys, IReadOnlyList<Chunk> chunks, double behind, Choices choices)
    {
        var tokens = wish.Tokens;
        var sketch = new SketchParser(chunks, choices).Parse();
        if (wish.Sort is { } sort)
            sketch.Orders.Add(new(new(null) { Hints = [sort.ByAmount ? "y" : "x"] }, sort.Descending));
        sketch.Chart ??= wish.Kind ?? (sketch.Share || tokens.Any(t => t.Lower is "proportion" or "proportions") ? "share" : null);
        var settler = new Settler(vocabulary, joins, choices, tokens);
        settler.Settle(sketch);
        var builder = new PlanBuilder(vocabulary, keys, settler, sketch, tokens, choices);
        var plan = builder.Build();
        var unused = sketch.Unused.Select(c => c.Text).Concat(settler.Missing).Concat(plan is null ? [] : Coverage.Dropped(chunks, plan)).Distinct().ToList();
        var score = choices.Score + behind * 0.5 - 0.6 * unused.Count - 0.5 * builder.Problems.Count - 0.15 * builder.Guesses.Count
            - (plan is null ? 5 : 0.08 * (plan.Sources.Count - 1)) + 0.4 * (settler.Strengths.Count > 0 ? settler.Strengths.Average() : 0);
        return new(plan, score, chunks, sketch, builder.Entity, unused, builder.Problems, builder.Guesses, settler.Strengths, [.. choices.Made], choices.NarrowestMargin)
        {
            Costs = choices.Costs,
            Picks = choices.Picks,
            Meanings = [.. choices.Used.Distinct()],
            Behind = behind,
        };
    }
}
