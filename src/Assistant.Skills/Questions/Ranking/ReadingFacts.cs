using System.Globalization;
using Assistant.Skills.Questions.Linking;
using Assistant.Skills.Questions.Parsing;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Questions.Ranking;

/// <summary>Facts about one reading, by name: how well words and things fit, what of the question the plan holds, its shape, and what running it showed.</summary>
internal static class ReadingFacts
{
    private static readonly string[] Kinds = ["table", "column", "value", "counted", "date", "denied", "meant", "condition", "name"];

    private static readonly string[] Doing = ["compare", "superlative", "frequent", "group", "not", "and", "or", "aggregate", "howmany", "which", "of", "prep", "both", "by", "distinct", "same"];

    public static Dictionary<string, double> Of(Candidate candidate, SourceModel model)
    {
        var facts = new Dictionary<string, double>(64)
        {
            ["score"] = Math.Clamp(candidate.Score, -4, 2),
            ["unused"] = Math.Min(3, candidate.Unused.Count),
            ["passed_over"] = Math.Min(3, candidate.Sketch.PassedOver.Count),
            ["guesses"] = Math.Min(2, candidate.Guesses.Count),
            ["problems"] = Math.Min(2, candidate.Problems.Count),
            ["weakest_link"] = candidate.Strengths.Count > 0 ? 1 - candidate.Strengths.Min() : 0.5,
            ["average_link"] = candidate.Strengths.Count > 0 ? 1 - candidate.Strengths.Average() : 0.5,
            ["weak_links"] = Math.Min(4, candidate.Strengths.Count(s => s < 0.8)),
            ["behind"] = Math.Max(-1, candidate.Behind),
        };
        foreach (var kind in Kinds)
            facts["cost_" + kind] = Math.Min(2, candidate.Costs.Where(c => c.Kind == kind).Sum(c => c.Cost));
        if (candidate.Plan is not { } plan)
            return facts;
        var contents = new PlanContents(plan);
        AddShape(facts, plan, contents, candidate);
        AddMentions(facts, contents, candidate, model);
        AddWords(facts, plan, contents, candidate);
        AddTypes(facts, contents, model, drawn: candidate.Sketch.Chart is not null);
        AddProbe(facts, candidate.Probe, plan);
        ReadingDoubts.Add(facts, plan, contents, candidate, model);
        return facts;
    }

    private static void AddShape(Dictionary<string, double> facts, QueryPlan plan, PlanContents contents, Candidate candidate)
    {
        facts["joins"] = Math.Min(4, plan.Joins.Count);
        facts["outputs"] = Math.Min(5, plan.Outputs.Count);
        facts["more_outputs"] = Math.Min(3, Math.Max(0, plan.Outputs.Count - candidate.Sketch.Targets.Count - candidate.Sketch.Groups.Count));
        facts["measures"] = Math.Min(3, plan.Outputs.Count(o => o.Value is Measure));
        facts["counts"] = plan is { Groups.Count: 0, Outputs: [{ Value: Measure { Function: MeasureFunction.Count } }] } ? 1 : 0;
        facts["counts_distinct"] = contents.Measures.Any(m => m.Distinct) ? 1 : 0;
        facts["distinct"] = plan.Distinct ? 1 : 0;
        facts["grouped"] = plan.Groups.Count > 0 ? 1 : 0;
        facts["grouped_many"] = plan.Groups.Count > 2 ? 1 : 0;
        facts["having"] = plan.Having is null ? 0 : 1;
        facts["limited"] = plan.Limit is null or { Within.Count: > 0 } ? 0 : 1;
        facts["ordered"] = plan.Orders.Count > 0 && plan.Limit is null ? 1 : 0;
        facts["combined"] = plan.Combined is null ? 0 : 1;
        facts["nested"] = Math.Min(2, contents.Plans.Count - 1);
        facts["conditions"] = Math.Min(4, contents.Predicates.Count(p => p is not AllOf));
        facts["exists"] = Math.Min(2, candidate.Sketch.Conditions.Count(c => c.Kind is ConditionKind.Exists));
        facts["flags"] = Math.Min(2, candidate.Sketch.Conditions.Count(c => c.Kind is ConditionKind.Flag));
        facts["denied"] = candidate.Sketch.Conditions.Any(c => c.Scope != 0) ? 1 : 0;
        facts["or"] = contents.Predicates.Any(p => p is AnyOf or OneOf) ? 1 : 0;
        facts["hinted"] = candidate.Sketch.Top?.By is { Chunk: null } || candidate.Sketch.Conditions.Any(c => c.Left is { Chunk: null, Hints.Count: > 0 }) ? 1 : 0;
    }

    /// <summary>Names, values and numbers of the question that the plan does not hold, and tables it holds that nobody named.</summary>
    private static void AddMentions(Dictionary<string, double> facts, PlanContents contents, Candidate candidate, SourceModel model)
    {
        int tables = 0, columns = 0, values = 0, numbers = 0, periods = 0;
        var mentioned = new HashSet<TableName>();
        foreach (var chunk in candidate.Chunks.Where(c => !c.IsMark))
        {
            foreach (var link in chunk.Links.Where(l => l.Score > 0.6))
                mentioned.Add(link.Owner.Name);
            if (chunk.BestTable >= 0.9 && chunk.BestTable >= chunk.BestColumn && !chunk.Tables.Any(t => t.Score >= chunk.BestTable - 0.1 && contents.Tables.Contains(t.Table!.Name)))
                tables++;
            if (chunk.BestColumn >= 0.9 && chunk.BestColumn > chunk.BestTable && chunk.Entries.Count == 0 && !chunk.Columns.Any(c => c.Score >= chunk.BestColumn - 0.2 && Holds(contents, c.Column!)))
                columns++;
            if ((chunk.BestValue >= 0.9 && chunk.BestValue > chunk.BestName && chunk.Entries.Count == 0 || chunk.IsQuoted) && !Says(contents, chunk))
                values++;
            if (chunk.Number is not null && chunk.Period is null && !contents.Literals.Any(l => l.Contains(chunk.NumberText, StringComparison.Ordinal)) && !(chunk.NumberText == "1" && chunk.Lower != "1"))
                numbers++;
            if (chunk.Period is not null && !contents.Predicates.Any(p => p is InPeriod or Compared or Ranged))
                periods++;
        }
        facts["tables_missed"] = Math.Min(2, tables);
        facts["columns_missed"] = Math.Min(2, columns);
        facts["values_missed"] = Math.Min(2, values);
        facts["numbers_missed"] = Math.Min(2, numbers);
        facts["periods_missed"] = Math.Min(1, periods);
        facts["tables_unnamed"] = Math.Min(3, contents.Tables.Count(t => !mentioned.Contains(t)));
        var entity = candidate.Entity;
        facts["entity_named"] = entity is not null && candidate.Chunks.Any(c => c.Tables.Any(t => t.Table == entity && t.Score > 0.85)) ? 1 : 0;
        facts["tables_of_source"] = Math.Min(2, model.Vocabulary.Tables.Count / 10.0);
    }

    private static bool Holds(PlanContents contents, SchemaColumn column) =>
        contents.Columns.Any(c => string.Equals(c.Column, column.Name, StringComparison.OrdinalIgnoreCase) && (c.Table is null || c.Table == column.Table.Name))
        || column.Formula is not null;

    private static bool Says(PlanContents contents, Chunk chunk) =>
        contents.Literals.Any(l => l.Equals(chunk.Text.Trim('\'', '"'), StringComparison.OrdinalIgnoreCase) || chunk.Values.Any(v => v.Value == l) || chunk.Lower.Contains(l, StringComparison.OrdinalIgnoreCase));

    /// <summary>Words that do something, and whether the plan does it.</summary>
    private static void AddWords(Dictionary<string, double> facts, QueryPlan plan, PlanContents contents, Candidate candidate)
    {
        bool Said(string kind) => candidate.Chunks.Any(c => c.Entries.Count > 0 && c.Entries[0].Kind == kind && c.BestName < 0.75);
        var ranks = contents.Plans.Any(p => p.Limit is { Within.Count: > 0 } || p.Outputs.Any(o => o.Value is RankWithin));
        var counts = contents.Measures.Any(m => m.Function is MeasureFunction.Count or MeasureFunction.Sum);
        var extremes = contents.Plans.Any(p => p.Limit is not null) || contents.Measures.Any(m => m.Function is MeasureFunction.Max or MeasureFunction.Min) || ranks;
        facts["count_lost"] = Said("howmany") && !counts ? 1 : 0;
        facts["extreme_lost"] = (Said("superlative") || Said("frequent")) && !extremes ? 1 : 0;
        facts["group_lost"] = Said("group") && !ranks && contents.Plans.All(p => p.Groups.Count == 0) ? 1 : 0;
        facts["ranks_within"] = ranks ? 1 : 0;
        facts["limit_for_group"] = Said("group") && !ranks && plan.Limit is not null && Said("superlative") ? 1 : 0;
        facts["order_lost"] = Said("order") && contents.Plans.All(p => p.Orders.Count == 0) ? 1 : 0;
        facts["distinct_lost"] = Said("distinct") && !plan.Distinct && plan.Groups.Count == 0 && !contents.Measures.Any(m => m.Distinct) ? 1 : 0;
        facts["or_lost"] = Said("or") && !contents.Predicates.Any(p => p is AnyOf or OneOf) && plan.Combined is null && !contents.Predicates.OfType<Compared>().Any(c => c.Operator is Comparison.GreaterOrEqual or Comparison.LessOrEqual) ? 1 : 0;
        var compares = plan.Outputs.Any(o => o.Value is TimeGrain) && candidate.Chunks.Any(c => c.Lower is "vs" or "versus" or "compared to" or "compared with");
        facts["count_unasked"] = !compares && plan.Outputs.Any(o => o.Value is Measure { Function: MeasureFunction.Count }) && !Said("howmany") && !Said("aggregate") && !Said("frequent") && !Said("superlative") ? 1 : 0;
        facts["long"] = Math.Min(3, candidate.Chunks.Sum(c => c.Length) / 12.0);
        facts["sentences"] = candidate.Chunks.Any(c => c.IsMark && c.Lower is "." or "?" && c.End < candidate.Chunks[^1].End) ? 1 : 0;
        facts["who_where_when"] = candidate.Sketch.Who || candidate.Sketch.When || candidate.Sketch.Where ? 1 : 0;
        facts["dated"] = contents.Predicates.Any(p => p is InPeriod) ? 1 : 0;
        facts["quoted_unknown"] = candidate.Chunks.Any(c => c.IsQuoted && c.Links.Count == 0) ? 1 : 0;
        facts["relatives"] = Math.Min(3, candidate.Chunks.Count(c => c.Is("relative") || c.Is("have")));
        foreach (var kind in Doing)
            facts["says_" + kind] = Math.Min(3, candidate.Chunks.Count(c => c.Entries.Count > 0 && c.Entries[0].Kind == kind && c.BestName < 0.75));
        facts["names"] = Math.Min(8, candidate.Chunks.Count(c => c.BestName >= 0.9));
        facts["toss_up"] = 1 - Math.Clamp(candidate.Margin, 0, 1);
        facts["targets"] = Math.Min(5, candidate.Sketch.Targets.Count);
        facts["verbs"] = Math.Min(3, candidate.Chunks.Count(c => c.Entries.Count == 0 && c.Links.Count > 0 && (c.Lower.EndsWith("ed", StringComparison.Ordinal) || c.Lower.EndsWith("ing", StringComparison.Ordinal))));
    }

    private static void AddTypes(Dictionary<string, double> facts, PlanContents contents, SourceModel model, bool drawn)
    {
        SchemaColumn? Find(PlanExpression? value) => value is ColumnValue c && contents.TableOf(c) is { } name && model.Vocabulary.Find(name) is { } table
            ? table.Columns.FirstOrDefault(x => string.Equals(x.Name, c.Column, StringComparison.OrdinalIgnoreCase)) : null;
        int odd = 0, mismatched = 0, unknown = 0;
        foreach (var measure in contents.Measures)
        {
            // A picture of a total of identifiers is what somebody asked for by its name; the answer says what it is.
            if (Find(measure.Of) is { } of && !(drawn && of.IsIdentifier) && (measure.Function is MeasureFunction.Sum or MeasureFunction.Average or MeasureFunction.Median && !of.IsMeasure
                || measure.Function is MeasureFunction.Max or MeasureFunction.Min && of is { IsNumeric: false, IsDate: false }))
                odd++;
        }
        foreach (var compared in contents.Predicates.OfType<Compared>())
        {
            if (Find(compared.Left) is not { } left || compared.Right is not Literal right)
                continue;
            var number = double.TryParse(right.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
            if (left.IsNumeric && !number || left.IsText && compared.Operator is not (Comparison.Equal or Comparison.NotEqual))
                mismatched++;
            if (left.IsText && compared.Operator is Comparison.Equal && !model.Values.Whole(Values.ValueIndex.Normalize(right.Text)).Any(v => v.Column == left))
                unknown++;
        }
        facts["odd_measures"] = Math.Min(2, odd);
        facts["mismatched"] = Math.Min(2, mismatched);
        facts["unknown_values"] = Math.Min(2, unknown);
    }

    private static void AddProbe(Dictionary<string, double> facts, Probe? probe, QueryPlan plan)
    {
        facts["failed"] = probe is { Failed: true } ? 1 : 0;
        facts["empty"] = probe is { Empty: true } ? 1 : 0;
        facts["only_nulls"] = probe is { OnlyNulls: true } ? 1 : 0;
        facts["zero"] = probe is { Zero: true } ? 1 : 0;
        var rows = probe?.Table?.Rows;
        facts["one_row"] = rows is { Count: 1 } && plan.Limit is null && plan.Outputs.All(o => o.Value is ColumnValue) ? 1 : 0;
        facts["repeats"] = rows is { Count: > 1 } && plan.Groups.Count == 0 && Repeats(rows) ? 1 : 0;
        facts["many_rows"] = rows is { Count: > 100 } ? 1 : 0;
    }

    private static bool Repeats(IReadOnlyList<object?[]> rows)
    {
        var seen = new HashSet<string>();
        return rows.Take(500).Any(r => !seen.Add(string.Join('\u001f', r.Select(c => Convert.ToString(c, CultureInfo.InvariantCulture)))));
    }
}
