using System.Globalization;
using Assistant.Skills.Questions.Language;
using Assistant.Skills.Questions.Ranking;

namespace Assistant.Skills.Questions.Telling;

/// <summary>The stages of planning, line by line: words, links, readings with what speaks for them, what was tried, and how it was decided.</summary>
internal static class PlanTrace
{
    private const int Shown = 6;

    public static IReadOnlyList<string> Of(string question, IReadOnlyList<Candidate> ranked, SourceModel model, QuestionOutcome outcome)
    {
        var lines = new List<string> { "words      " + string.Join(' ', Tokenizer.Tokenize(question).Select(t => t.Lemma == t.Lower ? t.Lower : $"{t.Lower}({t.Lemma})")) };
        if (ranked.Count > 0)
            lines.AddRange(ranked[0].Chunks.Select(c => "link       " + c));
        foreach (var candidate in ranked.Take(Shown))
            AddReading(lines, candidate, model);
        if (ranked.Count > Shown)
            lines.Add($"reading    and {ranked.Count - Shown} less likely");
        if (ranked.Count > 0 && ranked[0].Plan is not null)
        {
            var (chance, lead, results) = Ranker.Standing(ranked);
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"standing   {100 * chance:0} % for this result among {results} different ones, ahead by {lead:0.00}"));
            lines.Add("facts      " + Facts(Confidence.Facts(ranked)));
        }
        lines.Add("decided    " + outcome switch
        {
            QuestionOutcome.Answered a => $"answered with confidence {a.Confidence}: {string.Join("; ", a.Reasons)}",
            QuestionOutcome.Clarify c => $"asked: {c.Question} [{string.Join(" | ", c.Choices.Select(x => x.Label))}]",
            QuestionOutcome.Declined d => $"declined ({d.State}): {d.Why}",
            _ => "",
        });
        return lines;
    }

    private static void AddReading(List<string> lines, Candidate candidate, SourceModel model)
    {
        lines.Add(string.Create(CultureInfo.InvariantCulture, $"reading    worth {candidate.Worth:0.00} (rules {candidate.Score:0.00}), about {candidate.Entity}; decisions {string.Join(", ", candidate.Decisions)}"));
        var sketch = candidate.Sketch;
        lines.Add($"  show     {string.Join(", ", sketch.Targets)}{(sketch.Groups.Count > 0 ? " by " + string.Join(", ", sketch.Groups) : "")}{(sketch.Top is { } top ? $" top {sketch.Limit ?? 1} by {top.By}" : "")}{(sketch.Orders.Count > 0 ? " sorted by " + string.Join(", ", sketch.Orders.Select(o => o.By)) : "")}");
        lines.AddRange(sketch.Conditions.Select(c => $"  where    {c}"));
        if (candidate.Unused.Count > 0)
            lines.Add($"  unused   {string.Join(", ", candidate.Unused)}");
        if (candidate.Meanings.Count > 0)
            lines.Add($"  chosen   {string.Join(", ", candidate.Meanings.Select(m => $"{m.Words} = {m.Element}"))}");
        if (candidate.Problems.Count > 0)
            lines.Add($"  problem  {string.Join("; ", candidate.Problems)}");
        lines.Add("  sql      " + (candidate.Plan is { } plan ? model.ToSql(plan, lines: false) : "none"));
        lines.Add("  facts    " + Facts(candidate.Facts));
        lines.Add("  probe    " + (candidate.Probe is not { } probe ? "not tried" : probe.Table is { } table ? $"{table.Rows.Count} rows in {table.Elapsed.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture)} ms" : "failed or took too long"));
    }

    private static string Facts(IReadOnlyDictionary<string, double> facts) =>
        string.Join(' ', facts.Where(f => f.Value != 0).Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Key}={f.Value:0.###}")));
}
