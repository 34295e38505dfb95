using System.Globalization;
using Assistant.Skills.Access;
using Assistant.Skills.Charts;
using Assistant.Skills.Conversation;
using Assistant.Skills.Questions.Telling;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Questions;

/// <summary>What the answer is about: where it came from and under which id its parts stand together.</summary>
public sealed record AnswerPlace(Guid ResultId, Guid SourceId, string SourceName, SourceCatalog Catalog, DataPolicy Policy)
{
    /// <summary>What people said that columns and measures are measured in, by "table.column" or the measure's name.</summary>
    public IReadOnlyDictionary<string, string> Units { get; init; } = new Dictionary<string, string>();
}

/// <summary>An answer as message parts, told for a role. Every figure in text is a link to its cell; the numbers are the same for all roles.</summary>
public static class AnswerParts
{
    public static IReadOnlyList<MessagePart> Of(QuestionOutcome.Answered answer, AnswerPlace place, AnswerRole role, CultureInfo culture)
    {
        var table = answer.Table!;
        var parts = new List<MessagePart> { new HeadlinePart(Headline.Of(answer, place.ResultId, role, culture)) };
        if (answer.Confidence < 70 && answer.Reasons.Count > 0)
            parts.Add(new TextPart($"I read the question as: {FigureText.Plain(answer.Explanation)}"));
        var chart = Chart(answer, place.ResultId);
        var kpis = table.Rows.Count == 1
            ? table.Columns.Select((c, i) => (c, i)).Where(c => ResultShape.Number(table.Rows[0][c.i]) is not null)
                .Select(c => new Kpi(LabelOf(answer.Plan, c.i, c.c.Name), 0, c.i, FigureText.Of(table, 0, c.i, culture))).Take(4).ToList()
            : [];
        parts.Add(new ResultPart(place.ResultId, place.SourceId, place.SourceName, answer.Title, answer.Confidence, answer.Reasons, kpis));
        if (chart is not null && chart.Type is not (ChartType.Table or ChartType.Kpi))
            parts.Add(chart);
        parts.Add(new TablePart(
            place.ResultId, answer.Title, [.. table.Columns.Select((c, i) => new TableColumn(c.Name, LabelOf(answer.Plan, i, c.Name), c.Type, UnitOf(answer.Plan, i, place)))], table.Rows.Count, table.Completeness, table.Hash));
        parts.Add(new SqlPart(place.ResultId, place.SourceId, answer.Sql, place.Catalog.Dialect.ToString(), answer.Explanation));
        parts.Add(Calculation(answer, place, culture));
        parts.AddRange(Caveats.Of(answer, place.Catalog, role, culture));
        return parts;
    }

    private static string? UnitOf(QueryPlan plan, int column, AnswerPlace place)
    {
        if (column >= plan.Outputs.Count || place.Units.Count == 0)
            return null;
        var output = plan.Outputs[column];
        var value = output.Value is Measure { Function: not MeasureFunction.Count, Of: { } of } ? of : output.Value;
        return value is ColumnValue c && plan.Sources.FirstOrDefault(s => s.Alias == c.Alias)?.Table is { } table ? place.Units.GetValueOrDefault($"{table}.{c.Column}")
            : value is Literal or TimeGrain ? null : place.Units.GetValueOrDefault(output.Label);
    }

    private static string LabelOf(QueryPlan plan, int column, string name)
    {
        var label = column < plan.Outputs.Count && plan.Outputs[column].Value is not EveryColumn ? plan.Outputs[column].Label : name.Replace('_', ' ');
        return label.Length > 0 ? char.ToUpper(label[0], CultureInfo.InvariantCulture) + label[1..] : label;
    }

    /// <summary>The chart of a result, or null where a table says it better.</summary>
    public static ChartPart? Chart(QuestionOutcome.Answered answer, Guid resultId)
    {
        if (answer.Table is not { } table || table.Rows.Count == 0)
            return null;
        // Rows listed one by one with whose and when they are: a line through them would say nothing.
        if (answer.ChartWords is null && answer.Plan is { Groups.Count: 0, Outputs: [{ Value: ColumnValue key }, _, _, ..] } && IsName(key.Column) && answer.Plan.Outputs.All(o => o.Value is ColumnValue))
            return null;
        bool? Measured(int i) => i < answer.Plan.Outputs.Count ? answer.Plan.Outputs[i].Value switch
        {
            TimeGrain => false,
            ColumnValue c when IsName(c.Column) => false,
            _ => null,
        } : null;
        var shape = ResultShape.Of(
            table,
            i => i < answer.Plan.Outputs.Count && answer.Plan.Outputs[i].Value is TimeGrain { Grain: not (Grain.DayOfWeek) },
            i => Measured(i) ?? (table.Rows.All(r => ResultShape.Number(r[i]) is not null || r[i] is null) && table.Rows.Any(r => r[i] is not null)));
        var choice = ChartChooser.Choose(shape, answer.ChartWords);
        var description = $"{answer.Title}: {table.Rows.Count} {(table.Rows.Count == 1 ? "row" : "rows")} as a {choice.Type.ToString().ToLowerInvariant()} chart.";
        return new ChartPart(resultId, choice.Type, answer.Title, choice.X, choice.Values, choice.Series, choice.Alternatives, description, choice.Stacked, choice.Horizontal);
    }

    // Numbers that name things are no amounts.
    private static bool IsName(string column) => Linking.NameWords.Split(column) is [.., "id" or "code" or "key" or "year" or "zip" or "number" or "no"];

    private static CalculationPart Calculation(QuestionOutcome.Answered answer, AnswerPlace place, CultureInfo culture)
    {
        var table = answer.Table!;
        var tables = answer.Plan.Sources.Where(s => s.Table is not null).Select(s => place.Catalog.Find(s.Table!)).OfType<CatalogTable>().ToList();
        var used = string.Join(", ", tables.Select(t => t.RowEstimate is { } rows ? $"{t.Name.Name} ({rows.ToString("#,0", culture)} rows)" : t.Name.Name));
        var left = new List<string>();
        if (answer.Plan.Joins.Any(j => !j.KeepUnmatched))
            left.Add("rows without a match in a joined table");
        if (table.Completeness == Completeness.Truncated)
            left.Add($"rows after the first {table.Rows.Count.ToString("#,0", culture)}");
        var limited = tables.Any(t => place.Policy.RowFilters.ContainsKey(t.Name) || place.Policy.Masks.Keys.Any(m => m.Table == t.Name));
        return new CalculationPart(
            place.ResultId, PlanWords.Explain(answer.Plan, culture), answer.Filters, answer.Dates, used, table.Completeness, left,
            limited ? "Your rights limit the rows or columns read." : "Your rights let you see all rows and columns read.",
            $"{answer.Confidence} of 100: {string.Join("; ", answer.Reasons)}", [.. answer.Plan.Outputs.Select(o => o.Label)])
        {
            Context = [.. answer.Choices.Select(c => new RememberedChoice(
                place.SourceId, c.Meaning.Phrase, $"{(c.Meaning.Words == c.Meaning.Phrase ? "The " + c.Meaning.Words : $"“{c.Meaning.Words}”")} means {c.Label} ({c.Meaning.Element}), as you chose on {c.ChosenAt.ToString("d MMMM yyyy", culture)}"))],
        };
    }
}
