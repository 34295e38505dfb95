using Assistant.Skills.Questions.Ranking;

namespace Assistant.Skills.Questions.Telling;

/// <summary>The stages of planning, line by line.</summary>
internal static class PlanTrace
{
    private const int Shown = 4;

    public static IReadOnlyList<string> Of(IReadOnlyList<Candidate> candidates, SourceModel model)
    {
        var lines = new List<string>();
        if (candidates.Count > 0)
            lines.AddRange(candidates[0].Chunks.Select(c => "link       " + c));
        foreach (var candidate in candidates.Take(Shown))
        {
            lines.Add($"reading    score {candidate.Score:0.00}, entity {candidate.Entity}, decisions {string.Join(", ", candidate.Decisions)}");
            var sketch = candidate.Sketch;
            lines.Add($"  show     {string.Join(", ", sketch.Targets)}{(sketch.Groups.Count > 0 ? " by " + string.Join(", ", sketch.Groups) : "")}{(sketch.Top is { } top ? $" top {sketch.Limit ?? 1} by {top.By}" : "")}{(sketch.Orders.Count > 0 ? " sorted by " + string.Join(", ", sketch.Orders.Select(o => o.By)) : "")}");
            lines.AddRange(sketch.Conditions.Select(c => $"  where    {c}"));
            if (candidate.Unused.Count > 0)
                lines.Add($"  unused   {string.Join(", ", candidate.Unused)}");
            if (candidate.Problems.Count > 0)
                lines.Add($"  problem  {string.Join("; ", candidate.Problems)}");
            lines.Add("  sql      " + (candidate.Plan is { } plan ? model.ToSql(plan, lines: false) : "none"));
        }
        if (candidates.Count > 0 && candidates[0].Plan is not null)
            lines.Add("features   " + string.Join(' ', Confidence.Features(candidates).Select(f => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{f.Key}={f.Value:0.###}"))));
        return lines;
    }
}
