using Assistant.Skills.Questions.Linking;
using Assistant.Skills.Questions.Parsing;

namespace Assistant.Skills.Questions.Ranking;

/// <summary>One reading of a question with its plan and what speaks for and against it.</summary>
internal sealed record Candidate(
    QueryPlan? Plan, double Score, IReadOnlyList<Chunk> Chunks, Sketch Sketch, SchemaTable? Entity, IReadOnlyList<string> Unused, IReadOnlyList<string> Problems, IReadOnlyList<string> Guesses,
    IReadOnlyList<double> Strengths, IReadOnlyList<string> Decisions, double Margin)
{
    /// <summary>What the choices made cost against the likeliest, by kind.</summary>
    public IReadOnlyList<(string Kind, double Cost)> Costs { get; init; } = [];

    /// <summary>What was picked, in order: the kind of choice with its words, and the option.</summary>
    public IReadOnlyList<(string What, object? Option)> Picks { get; init; } = [];

    /// <summary>Choices of people that this reading rests on.</summary>
    public IReadOnlyList<Meaning> Meanings { get; init; } = [];

    /// <summary>How much worse the cut of the question into chunks is than the best, zero or less.</summary>
    public double Behind { get; init; }

    /// <summary>What running it showed; null where it was not run.</summary>
    public Probe? Probe { get; init; }

    /// <summary>See <see cref="ReadingFacts"/>; made when it is ranked.</summary>
    public Dictionary<string, double> Facts { get; init; } = [];

    /// <summary>By the fitted ranking; only differences between readings of one question mean something.</summary>
    public double Worth { get; init; }

    /// <summary>Whether it is a whole question, all of it understood: it names what is asked about, and how that is counted, ranked, split or narrowed.</summary>
    public bool StandsAlone => Plan is not null && Unused.Count == 0 && Problems.Count == 0
        && Sketch.Targets.Concat(Sketch.Entities).Any(n => n.Link is not null)
        && (Sketch.Targets.Any(t => t.Functions.Count > 0) || Sketch.Top is not null || Sketch.Groups.Count > 0 || Sketch.Conditions.Count > 0);

    /// <summary>What is asked for where nothing in the data is called so: an unknown word before anything known, as in "the mood of our customers".</summary>
    public string? Unknown
    {
        get
        {
            if (Sketch.UnknownGroup is { } group)
                return group;
            if (UnknownName is { } name)
                return name;
            // "which products were returned", where nothing tells of that: all of them are no answer
            if (Plan is { Where: null, Having: null, Limit: null, Combined: null } all && Chunks is [{ } asked, ..] && (asked.Is("which") || Sketch.Who || PassesOver(asked.Text)) && all.Outputs.All(o => o.Value is ColumnValue) && Happenings.Unread(this).FirstOrDefault() is { } happened)
                return happened;
            // "unpaid bills", where nothing says what is paid
            if (Sketch.Unused.FirstOrDefault(c => c.Lower is ['u', 'n', _, _, _, ..] && (c.Lower.EndsWith("ed", StringComparison.Ordinal) || c.Lower.EndsWith("id", StringComparison.Ordinal)) && Chunks.Any(x => x.Start == c.End && x.BestName > 0.6)) is { } denied)
                return denied.Text;
            var first = Sketch.Targets.Concat(Sketch.Entities).Concat(Sketch.Groups).Select(n => n.Chunk?.Start ?? int.MaxValue).DefaultIfEmpty(int.MaxValue).Min();
            var unused = Sketch.Unused.Where(c => !c.IsQuoted && c.Number is null && c.Length == 1 && c.Lower.Length > 2 && c.Start < first && !Chunks.TakeWhile(x => x != c).Any(x => x.IsMark)).ToList();
            var asks = Chunks.Count > 0 && (Chunks[0].Is("lead") || Chunks[0].Is("which") || Chunks[0].Is("howmany") || Chunks[0].Is("howmuch"));
            // "profit margin per tariff": by what it is split is known, what is split is not
            asks |= Sketch.Targets.Count == 0 && Sketch.Top is null && Sketch.Groups.Count > 0 && unused.Count == Unused.Count;
            // "NPS by country": nothing is called so, and the countries alone are no answer
            asks |= Chunks is [{ IsUnknown: true } measured, { } by, _, ..] && unused.Contains(measured) && (by.Is("by") || by.Is("group"));
            return asks && unused.Count > 0 && !Sketch.Targets.Any(t => t.Functions.Count > 0 && t.Chunk is not null) && Unused.Count > 0 ? string.Join(' ', unused.Select(c => c.Text)) : null;
        }
    }

    private bool PassesOver(string word) => Sketch.PassedOver.Contains(word) || Sketch.Unused.Any(c => c.Text == word);

    private static readonly HashSet<string> BeforeNames = ["from", "in", "at", "near", "named", "called"];

    /// <summary>
    /// A name that no value has, as in "customers from Berlin" where nobody is from there: leaving it out would answer another question. A part
    /// of a name of which another part was found is no such name.
    /// </summary>
    private string? UnknownName
    {
        get
        {
            for (var i = 1; i < Chunks.Count; i++)
            {
                var chunk = Chunks[i];
                if (!Sketch.Unused.Contains(chunk) || !Unused.Contains(chunk.Text) || chunk.IsQuoted || Chunks[i - 1].IsMark)
                    continue;
                var ends = i == Chunks.Count - 1 || Chunks[i + 1].IsMark;
                if ((chunk.IsCapitalized || ends && chunk.Number is null && BeforeNames.Contains(Chunks[i - 1].Lower))
                    && Chunks[i - 1].BestValue == 0 && (ends || Chunks[i + 1].BestValue == 0))
                    return string.Join(' ', Chunks.Skip(i).TakeWhile(c => c == chunk || c.IsCapitalized && Sketch.Unused.Contains(c)).Select(c => c.Text));
            }
            return null;
        }
    }
}
