namespace Assistant.Skills.Questions.Parsing;

/// <summary>
/// The open points of one reading of a question. A parser asks here whenever more than one reading is possible; <see cref="Explore"/> runs it
/// again with other answers, the likeliest first. So the parser itself is written as if everything were clear.
/// </summary>
/// <param name="meanings">What people chose before: an option that they meant is taken without asking.</param>
internal sealed class Choices(IReadOnlyList<int> taken, IReadOnlyList<Meaning>? meanings = null)
{
    private readonly List<(string What, double[] Scores, int Picked, object? Option)> _made = [];
    private readonly List<Meaning> _used = [];

    /// <summary>Zero for the likeliest answers throughout, negative for others.</summary>
    public double Score { get; private set; }

    /// <summary>What was picked, in order.</summary>
    public IReadOnlyList<(string What, object? Option)> Picks => [.. _made.Select(m => (m.What, m.Option))];

    /// <summary>Meanings that decided a pick.</summary>
    public IReadOnlyList<Meaning> Used => _used;

    public IEnumerable<string> Made => _made.Select(m => $"{m.What}#{m.Picked}");

    /// <summary>What each pick costs against the likeliest, by the kind of choice; only those that cost.</summary>
    public IReadOnlyList<(string Kind, double Cost)> Costs =>
        [.. _made.Where(m => m.Picked > 0).Select(m => (m.What.Split(' ')[0], m.Scores[0] - m.Scores[Math.Min(m.Picked, m.Scores.Length - 1)]))];

    /// <summary>How much better the picked answers are than the next ones; small where it was a toss-up.</summary>
    public double NarrowestMargin => _made.Where(m => m.Scores.Length > 1 && m.Picked == 0).Select(m => m.Scores[0] - m.Scores[1]).DefaultIfEmpty(1).Min();

    /// <param name="options">Likeliest first.</param>
    public T Pick<T>(string what, IReadOnlyList<(T Option, double Score)> options)
    {
        var at = _made.Count;
        if (meanings?.FirstOrDefault(m => m.Phrase == Meaning.PhraseOf(what)) is { } meant && options.Select((o, i) => (Element: Meaning.ElementOf(o.Option), i)).FirstOrDefault(o => o.Element == meant.Element) is { Element: not null } found)
        {
            _used.Add(meant);
            _made.Add((what, [options[found.i].Score], 0, options[found.i].Option));
            return options[found.i].Option;
        }
        var picked = at < taken.Count && taken[at] < options.Count ? taken[at] : 0;
        _made.Add((what, [.. options.Take(6).Select(o => o.Score)], picked, options[picked].Option));
        Score += options[picked].Score - options[0].Score;
        return options[picked].Option;
    }

    /// <summary>Yes unless the alternative is explored.</summary>
    public bool Usually(string what, double margin) => Pick<bool>(what, [(true, margin), (false, 0.0)]);

    /// <summary>Runs with the likeliest answers, then with the answers that cost least, up to the budget.</summary>
    public static List<T> Explore<T>(Func<Choices, T> run, int budget, double worst, IReadOnlyList<Meaning>? meanings = null)
    {
        var results = new List<T>();
        var queue = new PriorityQueue<int[], double>();
        queue.Enqueue([], 0);
        while (results.Count < budget && queue.TryDequeue(out var path, out _))
        {
            var choices = new Choices(path, meanings);
            results.Add(run(choices));
            for (var i = path.Length; i < choices._made.Count; i++)
            {
                var scores = choices._made[i].Scores;
                for (var other = 1; other < scores.Length; other++)
                {
                    var score = choices.Score - scores[0] + scores[other];
                    if (score < worst)
                        break;
                    queue.Enqueue([.. choices._made.Take(i).Select(m => m.Picked), other], -score);
                }
            }
        }
        return results;
    }
}
