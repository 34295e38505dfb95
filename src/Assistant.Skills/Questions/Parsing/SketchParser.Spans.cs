using Assistant.Skills.Questions.Linking;

namespace Assistant.Skills.Questions.Parsing;

/// <summary>How long something takes: the days from one date to another.</summary>
internal sealed partial class SketchParser
{
    private const int Reach = 8;

    private static bool IsDateNamed(Chunk chunk) => chunk.BestColumn > 0.4 && chunk.BestColumn >= chunk.BestTable - 0.3 && chunk.Columns.Any(c => c.Column!.IsDate && c.Score > chunk.BestColumn - 0.1);

    private static bool IsAmountNamed(Chunk chunk) => chunk.BestColumn > 0.75 && chunk.Columns.First().Column is { IsMeasure: true };

    /// <summary>
    /// "average days to close", "delivery time", "how long does it take to return": a length of time without a column of its own. The cursor stands
    /// behind the measure's word; it moves behind the word that names the end.
    /// </summary>
    private bool ParseSpan(List<MeasureFunction>? functions)
    {
        if (Here is not { } here || functions is { Count: 0 })
            return false;
        var unit = here.Lower is "day" or "days" or "time" or "duration" or "number of days" && !IsAmountNamed(here);
        var named = IsDateNamed(here) && here.Columns.First().Column is { IsDate: true } && functions is not null && functions.Any(f => f is MeasureFunction.Average or MeasureFunction.Median or MeasureFunction.Sum);
        if (functions is not null && !unit && !named)
            return false;
        Chunk? end = named ? here : null;
        var taken = 1;
        var average = functions is null || functions is [MeasureFunction.Count];
        for (var ahead = functions is null ? 0 : 1; ahead < Reach && Peek(ahead) is { IsMark: false } chunk && !chunk.Is("by") && !chunk.Is("group") && !chunk.Is("compare") && chunk.Period is null; ahead++)
        {
            if (IsAmountNamed(chunk))
                return false;
            if (chunk.As("aggregate")?.Value == "average")
                taken = ahead + 1;
            else if (named && chunk.Lower is "time" or "times" or "duration" or "days" || unit && ahead == 1 && chunk.Lower is "in")
                taken = ahead + 1;
            else if (end is null && IsDateNamed(chunk))
                (end, taken) = (chunk, ahead + 1);
        }
        if (end is null || named && taken == 1 && !end.Lower.EndsWith("time", StringComparison.Ordinal))
            return false;
        _at += taken;
        if (Here is { Lower: "in" } && Peek(1) is { Lower: "days" or "day" })
            _at += 2;
        var span = new Noun(end) { IsSpan = true, Functions = average ? [MeasureFunction.Average] : [.. functions!.Where(f => f is not MeasureFunction.Count)] };
        AddTarget(span);
        _lead = false;
        _mode = Mode.Condition;
        return true;
    }

    /// <summary>"longer than 30 days", "took more than 10 days".</summary>
    private bool CompareSpan(Noun? left, Chunk number, Comparison comparison, IReadOnlyList<string> hints)
    {
        if (Here is not { Lower: "day" or "days" or "week" or "weeks" } unit || Peek(1) is { Lower: "ago" } || left is { Functions.Count: > 0 } || left?.Chunk is { } named && named.BestTable < named.BestColumn && !IsDateNamed(named))
            return false;
        if (hints.Count > 0 && !hints.Contains("duration"))
            return false;
        _at++;
        AddCondition(new(ConditionKind.Compare) { Left = new Noun(left?.Chunk is { } date && IsDateNamed(date) ? date : null) { IsSpan = true, Hints = ["*"] }, Operator = comparison, Right = number, RightEnd = unit });
        if (_mode == Mode.Select)
            BeginCondition();
        return true;
    }

    /// <summary>"in Fall 2009 or in Spring 2010": each value goes with its own period.</summary>
    private void PairWithPeriods()
    {
        var said = _sketch.Conditions;
        for (var i = 0; i + 3 < said.Count; i++)
        {
            var (a, b, c, d) = (said[i], said[i + 1], said[i + 2], said[i + 3]);
            if (!c.Or || a.Or || b.Or || d.Or || a.Kind != c.Kind || b.Kind != d.Kind || a.Kind == b.Kind || new[] { a, b, c, d }.Any(x => x is not { Scope: 0, Operator: Comparison.Equal, Kind: ConditionKind.Value or ConditionKind.InPeriod }))
                continue;
            (a.Along, c.Along) = (b, d);
            var (first, second) = a.Kind is ConditionKind.Value ? (a, c) : (b, d);
            (first.Beside, second.Beside) = (second, first);
        }
    }
}
