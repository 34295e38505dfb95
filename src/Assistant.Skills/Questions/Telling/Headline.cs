using System.Globalization;
using Assistant.Skills.Access;
using Assistant.Skills.Charts;
using Assistant.Skills.Conversation;
using Assistant.Skills.Questions.Linking;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Questions.Telling;

/// <summary>The answer in a sentence. The wording is the role's, the figures are cells.</summary>
internal sealed class Headline(QuestionOutcome.Answered answer, Guid resultId, AnswerRole role, CultureInfo culture)
{
    private const int MostFacts = 4;
    private readonly RoleWording _wording = RoleWording.For(role);
    private readonly QueryPlan _plan = answer.Plan;
    private readonly ResultTable _table = answer.Table!;

    public static string Of(QuestionOutcome.Answered answer, Guid resultId, AnswerRole role, CultureInfo culture) => new Headline(answer, resultId, role, culture).Said();

    private string Said()
    {
        if (_table.Rows.Count == 0)
            return _wording.Empty;
        if (_table.Rows.Count == 1)
            return Row();
        var ranked = RankedBy();
        var measure = ranked >= 0 ? ranked : Enumerable.Range(0, _table.Columns.Count).LastOrDefault(i => _table.Rows.All(r => r[i] is null || ResultShape.Number(r[i]) is not null) && IsMeasure(i), -1);
        var name = Enumerable.Range(0, _table.Columns.Count).FirstOrDefault(i => i != measure, -1);
        if (measure < 0 || name < 0)
            return List();
        // "Highest" and "lowest" would tell of a difference that is not there.
        if (_table.Rows.All(r => Equals(ResultShape.Number(r[measure]), ResultShape.Number(_table.Rows[0][measure]))))
            return Filled(_wording.Equal, ("label", Label(measure)), ("rows", Count), ("figure", Cell(0, measure)));
        // Several things name a row: the first of them alone would name many.
        var names = Enumerable.Range(0, _table.Columns.Count).Where(i => i != measure && !IsMeasure(i)).ToList();
        string Name(int row) => names.Count is 2 ? $"{CellOrPeriod(row, names[0])}, {CellOrPeriod(row, names[1])}" : CellOrPeriod(row, name);
        if (ranked >= 0 || _plan.Limit is { Within: null } && _plan.Orders.Count > 0)
            return Filled(_wording.First, ("label", Label(measure)), ("first", Name(0)), ("figure", Cell(0, measure)), ("second", Name(1)), ("second_figure", Cell(1, measure)));
        var high = Enumerable.Range(0, _table.Rows.Count).MaxBy(r => ResultShape.Number(_table.Rows[r][measure]) ?? double.MinValue);
        var low = Enumerable.Range(0, _table.Rows.Count).MinBy(r => ResultShape.Number(_table.Rows[r][measure]) ?? double.MaxValue);
        var overTime = names.Count == 1 && IsTime(name);
        string Where(int row) => overTime ? $"{PeriodText.Preposition(((TimeGrain)_plan.Outputs[name].Value).Grain)} {Name(row)}" : Name(row);
        // "The highest highest price" is no English: of extremes the range is told.
        var wording = overTime ? _wording.OverTime : _plan.Outputs[measure].Value is Measure { Function: MeasureFunction.Max or MeasureFunction.Min } ? RoleWording.For(AnswerRole.Steward).Ranked : _wording.Ranked;
        return Filled(wording, ("label", Label(measure)), ("high", Where(high)), ("high_figure", Cell(high, measure)), ("low", Where(low)), ("low_figure", Cell(low, measure)));
    }

    /// <summary>The amount that the first rows were chosen by, where it is a column as it stands; -1 where there is none.</summary>
    private int RankedBy() => _plan.Limit is { Within: null } && _plan.Orders is [{ By: ColumnValue by }, ..]
        ? Enumerable.Range(0, Math.Min(_plan.Outputs.Count, _table.Columns.Count)).FirstOrDefault(i => _plan.Outputs[i].Value.Equals(by) && _table.Rows.All(r => ResultShape.Number(r[i]) is not null), -1)
        : -1;

    private string Row()
    {
        // What a share is of stands in its measure, not among the filters.
        var words = new PlanWords(_plan, culture);
        var limits = answer.Filters.Concat(_plan.Outputs.SelectMany(o => Shares(o.Value)).Select(words.Words)).ToList();
        var filters = limits.Count > 0 ? $" ({FigureText.Plain(string.Join("; ", limits))})" : "";
        if (_table.Columns.Count == 1)
            return IsMeasure(0)
                ? Filled(_wording.One, ("label", Label(0)), ("figure", Cell(0, 0)), ("filters", filters))
                : $"{Capital(Label(0))}: {Cell(0, 0)}{filters}.";
        var facts = Enumerable.Range(0, Math.Min(MostFacts, _table.Columns.Count)).ToList();
        return !IsMeasure(0) && facts.Skip(1).All(IsMeasure)
            ? $"{CellOrPeriod(0, 0)} ({string.Join(", ", facts.Skip(1).Select(i => $"{Label(i)}: {Cell(0, i)}"))})."
            : Capital(string.Join(", ", facts.Select(i => $"{Label(i)}: {Cell(0, i)}"))) + ".";
    }

    private static IEnumerable<PlanPredicate> Shares(PlanExpression value) => value switch
    {
        Arithmetic a => Shares(a.Left).Concat(Shares(a.Right)),
        Measure { Only: { } only } => [only],
        _ => [],
    };

    private string List()
    {
        // Rows are things of the first table only where nothing folds or multiplies them.
        var entity = _plan.Sources is [{ Table: { } table }] && !_plan.Distinct && _plan.Groups.Count == 0 && _plan.Combined is null && _table.Completeness == Completeness.Complete
            ? NameWords.Plural(NameWords.Spoken(table.Name)) : null;
        return Filled(entity is null ? _wording.List : _wording.Things, ("title", FigureText.Plain(answer.Title)), ("rows", Count), ("things", FigureText.Plain(entity ?? "")), ("first", Cell(0, 0)));
    }

    private string Count => _table.Rows.Count.ToString("#,0", culture) + (_table.Completeness == Completeness.Truncated ? "+" : "");

    private string Cell(int row, int column) => FigureLink.To(resultId, row, column, FigureText.Plain(FigureText.Of(_table, row, column, culture)));

    private string CellOrPeriod(int row, int column) => _table.Rows[row][column] is null ? FigureLink.To(resultId, row, column, $"(no {Label(column)})") : IsTime(column) && ((TimeGrain)_plan.Outputs[column].Value).Grain is var grain && PeriodText.Of(grain, _table.Rows[row][column], culture) is { } period
        ? FigureLink.To(resultId, row, column, FigureText.Plain(period)) : Cell(row, column);

    private string Label(int column) => FigureText.Plain(column < _plan.Outputs.Count && _plan.Outputs[column].Value is not EveryColumn ? _plan.Outputs[column].Label : _table.Columns[column].Name);

    private bool IsTime(int column) => column < _plan.Outputs.Count && _plan.Outputs[column].Value is TimeGrain;

    private bool IsMeasure(int column) => column < _plan.Outputs.Count && _plan.Outputs[column].Value is not ColumnValue and not TimeGrain and not EveryColumn;

    // What stands in a cell may hold braces of its own: each place is filled once, from left to right.
    private static string Filled(string wording, params ReadOnlySpan<(string Place, string Text)> places)
    {
        var said = new System.Text.StringBuilder();
        for (var at = 0; at < wording.Length; at++)
        {
            var end = wording[at] == '{' ? wording.IndexOf('}', at) : -1;
            if (end < 0)
            {
                said.Append(wording[at]);
                continue;
            }
            foreach (var (place, text) in places)
                if (wording.AsSpan(at + 1, end - at - 1).SequenceEqual(place))
                    said.Append(at == 0 && place is "label" or "title" ? Capital(text) : text);
            at = end;
        }
        return said.ToString();
    }

    private static string Capital(string text) => text.Length > 0 ? char.ToUpperInvariant(text[0]) + text[1..] : text;
}
