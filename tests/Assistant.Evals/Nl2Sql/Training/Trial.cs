using Assistant.Skills.Questions;
using Assistant.Skills.Questions.Ranking;
using Assistant.Skills.Sources;

namespace Assistant.Evals.Nl2Sql.Training;

/// <summary>A question with its readings, each run and compared with the gold answers.</summary>
internal sealed record Trial(QuestionLine Line, SourceModel Model, IReadOnlyList<Candidate> Readings)
{
    public IReadOnlyList<bool> Right { get; init; } = [];

    /// <summary>The data cannot answer it.</summary>
    public bool Unanswerable => Line.Expect == "refuse";
}

/// <summary>Makes the trials of one database.</summary>
internal static class Trials
{
    private static readonly QueryGate Gate = new();

    public static async Task<IReadOnlyList<Trial>> OfAsync(EvalDatabase database, IEnumerable<QuestionLine> lines, DateOnly today, int probes, CancellationToken cancellationToken)
    {
        var trials = new List<Trial>();
        foreach (var line in lines)
        {
            var golds = line.Expect == "refuse" ? [] : await GoldsAsync(database, line, cancellationToken);
            if (golds.Count == 0 && line.Expect != "refuse")
                continue;
            var read = database.Model.Planner.Plan(line.Question, today);
            var tried = await new Prober(Gate).TryAsync(read, database.Model, database.Source, DataPolicy.Everything, probes, cancellationToken);
            trials.Add(new(line, database.Model, tried) { Right = [.. tried.Select(c => c.Probe?.Table is { } table && golds.Any(g => g.IsMetBy(table)))] });
        }
        return trials;
    }

    private static async Task<IReadOnlyList<GoldAnswer>> GoldsAsync(EvalDatabase database, QuestionLine line, CancellationToken cancellationToken)
    {
        var golds = new List<GoldAnswer>();
        var queries = new[] { line.GoldSql! }.Concat(line.GoldAlternatives ?? []).ToList();
        for (var i = 0; i < queries.Count; i++)
        {
            var outcome = await Gate.ReadAsync(database.Source, queries[i], new(database.Catalog, DataPolicy.Everything, new(MaxRows: 10_000)), cancellationToken);
            if (outcome is QueryOutcome.Rows rows)
                golds.Add(GoldAnswer.Of(rows.Table, IsOrdered(queries[i]) ? line.OrderTies?.ElementAtOrDefault(i) ?? [] : null));
        }
        if (golds.Count > 0)
            golds.AddRange((line.LimitTies ?? []).Select(GoldAnswer.Of));
        return golds;
    }

    /// <summary>Whether ORDER BY stands outside all brackets.</summary>
    private static bool IsOrdered(string sql)
    {
        var (depth, text) = (0, sql.ToLowerInvariant());
        for (var i = 0; i < text.Length; i++)
        {
            depth += text[i] switch { '(' => 1, ')' => -1, _ => 0 };
            if (depth == 0 && string.CompareOrdinal(text, i, "order by", 0, 8) == 0)
                return true;
        }
        return false;
    }
}
