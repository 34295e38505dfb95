using Assistant.Skills.Questions.Linking;

namespace Assistant.Skills.Questions.Ranking;

/// <summary>Facts that speak of doubt rather than of a choice between readings: look-alikes that were passed by, things shown that nobody named, joins that people seldom mean.</summary>
internal static class ReadingDoubts
{
    /// <summary>So near to the best link that words alone do not tell which is meant.</summary>
    private const double Alike = 0.05;

    public static void Add(Dictionary<string, double> facts, QueryPlan plan, PlanContents contents, Candidate candidate, SourceModel model)
    {
        AddLookAlikes(facts, contents, candidate);
        AddShown(facts, plan, contents, candidate, model);
        facts["siblings_joined"] = Math.Min(2, Hubs(plan, model));
        facts["distinct_joined"] = plan is { Distinct: true, Joins.Count: > 0 } && !candidate.Chunks.Any(c => c.Is("distinct")) ? 1 : 0;
        facts["superlatives"] = Math.Min(3, candidate.Chunks.Count(c => (c.Is("superlative") || c.Is("frequent")) && c.BestName < 0.75));
        facts["marks"] = Math.Min(4, candidate.Chunks.Count(c => c.IsMark));
        var opening = string.Join(' ', candidate.Chunks.TakeWhile(c => !c.IsMark).SelectMany(c => c.Lower.Split(' ')).Take(2));
        facts["singular_many"] = opening is "what is" or "who is" or "what was" or "find the" && candidate.Probe?.Table is { Rows.Count: > 1 } && plan.Groups.Count == 0 ? 1 : 0;
        facts["clauses"] = Math.Min(5, candidate.Sketch.Conditions.Select(c => c.Clause).Distinct().Count());
        facts["within"] = Math.Min(2, candidate.Sketch.Conditions.Count(c => c.Within.Count > 0));
        facts["null_column"] = candidate.Probe?.Table is { Rows.Count: > 0 } rows && Enumerable.Range(0, rows.Columns.Count).Any(i => rows.Rows.All(r => r[i] is null)) ? 1 : 0;
        facts["rows_found"] = candidate.Probe?.Table is { } found ? Math.Min(8, Math.Log2(1 + found.Rows.Count)) : -1;
    }

    /// <summary>Other columns, values and tables that the words of the question fit as well as those that the plan holds.</summary>
    private static void AddLookAlikes(Dictionary<string, double> facts, PlanContents contents, Candidate candidate)
    {
        int columns = 0, values = 0, tables = 0;
        bool Used(Link link) => contents.Columns.Any(c => c.Table == link.Owner.Name && string.Equals(c.Column, link.Column!.Name, StringComparison.OrdinalIgnoreCase));
        foreach (var chunk in candidate.Chunks)
        {
            var used = chunk.Columns.Where(Used).Select(c => c.Score).DefaultIfEmpty(0).Max();
            if (used > 0 && chunk.BestColumn >= chunk.BestTable)
                columns += chunk.Columns.Count(c => c.Score >= used - Alike && !Used(c));
            var read = chunk.Values.Where(Used).Select(c => c.Score).DefaultIfEmpty(0).Max();
            if (read > 0)
                values += chunk.Values.Where(v => v.Score >= read - Alike && !Used(v)).Select(v => v.Column).Distinct().Count();
            var named = chunk.Tables.Where(t => contents.Tables.Contains(t.Table!.Name)).Select(t => t.Score).DefaultIfEmpty(0).Max();
            if (named > 0)
                tables += chunk.Tables.Count(t => t.Score >= named - 3 * Alike && !contents.Tables.Contains(t.Table!.Name));
        }
        facts["alike_columns"] = Math.Min(4, columns);
        facts["alike_values"] = Math.Min(4, values);
        facts["alike_tables"] = Math.Min(3, tables);
    }

    private static void AddShown(Dictionary<string, double> facts, QueryPlan plan, PlanContents contents, Candidate candidate, SourceModel model)
    {
        int keys = 0, unnamed = 0, displayed = 0;
        foreach (var output in plan.Outputs)
        {
            if (output.Value is not ColumnValue value || contents.TableOf(value) is not { } name || model.Vocabulary.Find(name)?.Columns.FirstOrDefault(c => c.Name == value.Column) is not { } column)
                continue;
            var named = candidate.Chunks.Any(c => c.Columns.Any(l => l.Column == column && l.Score >= 0.6));
            if (!named && (column.IsKey || column.References is not null))
                keys++;
            else if (!named && column.Table.Display.Contains(column))
                displayed++;
            else if (!named)
                unnamed++;
        }
        facts["keys_shown"] = Math.Min(2, keys);
        facts["outputs_unnamed"] = Math.Min(2, unnamed);
        facts["display_shown"] = Math.Min(2, displayed);
        facts["things"] = Math.Min(4, contents.Tables.Count);
        facts["strays"] = Math.Min(3, candidate.Chunks.Count(c => c.Entries.Count == 0 && c.Links.Count > 0 && c.Number is null && c.Period is null && !c.Links.Any(l =>
            l.IsTable ? contents.Tables.Contains(l.Table!.Name) : contents.Columns.Any(u => u.Table == l.Owner.Name && string.Equals(u.Column, l.Column!.Name, StringComparison.OrdinalIgnoreCase)))));
    }

    /// <summary>Tables whose rows are pointed to by two others of the plan: the buses and the drivers of one depot need not belong together.</summary>
    private static int Hubs(QueryPlan plan, SourceModel model)
    {
        bool IsOne(string alias, IReadOnlyList<string> columns) => model.Vocabulary.Called(alias) is { } table && table.Key.Count == columns.Count && table.Key.All(k => columns.Contains(k.Name, StringComparer.OrdinalIgnoreCase));
        return plan.Joins.SelectMany(j => new[] { (Alias: j.Left, Columns: j.LeftColumns), (Alias: j.Right, Columns: j.RightColumns) })
            .Where(e => IsOne(e.Alias, e.Columns)).GroupBy(e => e.Alias).Count(g => g.Count() > 1);
    }
}
