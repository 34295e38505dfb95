using System.Globalization;
using Assistant.Skills.Access;
using Assistant.Skills.Charts;
using Assistant.Skills.Conversation;

namespace Assistant.Skills.Questions.Telling;

/// <summary>The answer in a sentence or two. The wording is the role's, the figures are cells.</summary>
internal static class Headline
{
    public static string Of(QuestionOutcome.Answered answer, Guid resultId, AnswerRole role, CultureInfo culture)
    {
        var table = answer.Table!;
        string Cell(int row, int column) => FigureLink.To(resultId, row, column, FigureText.Plain(FigureText.Of(table, row, column, culture)));
        string Label(int column) => FigureText.Plain(column < answer.Plan.Outputs.Count && answer.Plan.Outputs[column].Value is not EveryColumn ? answer.Plan.Outputs[column].Label : table.Columns[column].Name);
        var wording = RoleWording.For(role);
        if (table.Rows.Count == 0)
            return wording.Empty;
        var filters = answer.Filters.Count > 0 ? $" ({FigureText.Plain(string.Join("; ", answer.Filters))})" : "";
        if (table.Rows.Count == 1 && table.Columns.Count == 1)
            return wording.One.Replace("{label}", Capital(Label(0)), StringComparison.Ordinal).Replace("{figure}", Cell(0, 0), StringComparison.Ordinal).Replace("{filters}", filters, StringComparison.Ordinal);
        if (table.Rows.Count == 1)
            return string.Join(", ", Enumerable.Range(0, Math.Min(4, table.Columns.Count)).Select(i => $"{Label(i)}: {Cell(0, i)}")) + ".";
        var measure = Enumerable.Range(0, table.Columns.Count).LastOrDefault(i => table.Rows.All(r => r[i] is null || ResultShape.Number(r[i]) is not null) && IsMeasure(answer.Plan, i), -1);
        var name = Enumerable.Range(0, table.Columns.Count).FirstOrDefault(i => i != measure, -1);
        if (measure < 0 || name < 0)
            return wording.List.Replace("{title}", FigureText.Plain(answer.Title), StringComparison.Ordinal).Replace("{rows}", table.Rows.Count.ToString("#,0", culture), StringComparison.Ordinal).Replace("{first}", Cell(0, 0), StringComparison.Ordinal);
        var high = Enumerable.Range(0, table.Rows.Count).MaxBy(r => ResultShape.Number(table.Rows[r][measure]) ?? double.MinValue);
        var low = Enumerable.Range(0, table.Rows.Count).MinBy(r => ResultShape.Number(table.Rows[r][measure]) ?? double.MaxValue);
        // "Highest" and "lowest" would tell of a difference that is not there.
        if (table.Rows.All(r => Equals(ResultShape.Number(r[measure]), ResultShape.Number(table.Rows[0][measure]))))
            return wording.Equal.Replace("{label}", Capital(Label(measure)), StringComparison.Ordinal).Replace("{rows}", table.Rows.Count.ToString("#,0", culture), StringComparison.Ordinal)
                .Replace("{figure}", Cell(0, measure), StringComparison.Ordinal);
        return wording.Ranked.Replace("{label}", Capital(Label(measure)), StringComparison.Ordinal)
            .Replace("{high}", $"{Cell(high, name)} ({Cell(high, measure)})", StringComparison.Ordinal)
            .Replace("{low}", $"{Cell(low, name)} ({Cell(low, measure)})", StringComparison.Ordinal);
    }

    private static bool IsMeasure(QueryPlan plan, int column) => column < plan.Outputs.Count && plan.Outputs[column].Value is not ColumnValue and not TimeGrain and not EveryColumn;

    private static string Capital(string text) => text.Length > 0 ? char.ToUpperInvariant(text[0]) + text[1..] : text;
}
