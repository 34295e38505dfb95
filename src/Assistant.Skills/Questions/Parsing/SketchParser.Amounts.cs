using Assistant.Skills.Questions.Linking;

namespace Assistant.Skills.Questions.Parsing;

/// <summary>Amounts by groups: what is averaged over what, what is ranked by which amount, what a thing named alone is split by.</summary>
internal sealed partial class SketchParser
{
    /// <summary>Units in which people think of a rate: "cost per hour" divides, "price per rating" would list.</summary>
    private static readonly HashSet<string> Units =
        ["kg", "kilogram", "gram", "ton", "tonne", "pound", "kwh", "mwh", "hour", "minute", "second", "day", "night", "unit", "piece", "item", "quantity", "km", "kilometer", "kilometre", "mile",
        "meter", "metre", "m2", "sqm", "area", "square", "litre", "liter", "volume", "weight", "distance", "page", "seat", "bed", "head", "mileage"];

    private static readonly HashSet<string> Divisions = ["per", "for each", "for every", "each", "every", "in each", "in every", "of each", "by each", "with each"];

    /// <summary>
    /// What is measured where an average meets a count or a total: "the average number of loans per member" is a count divided by members,
    /// "the average number of pages" the average of a number that is there already.
    /// </summary>
    private List<MeasureFunction> Averaging(List<MeasureFunction> functions, Noun noun, bool listed, Noun? rate)
    {
        var isAmount = noun.Chunk?.Columns.FirstOrDefault()?.Column is { IsMeasure: true } && noun.Chunk.BestColumn >= noun.Chunk.BestTable;
        // "the minimum and maximum number of rooms", where rooms are a number already
        if (isAmount && functions.Count > 1 && functions.Any(f => f is MeasureFunction.Min or MeasureFunction.Max or MeasureFunction.Median))
            return [.. functions.Where(f => f != MeasureFunction.Count)];
        if (listed || !functions.Contains(MeasureFunction.Average))
            return functions;
        if (rate is not null)
            _sketch.Per ??= rate;
        var over = rate is not null || Here is { } next && next.Is("group") && Divisions.Contains(next.Lower);
        if (functions.Count == 1)
        {
            // "average orders per day": things have no average, their number has
            noun.Averaged = over && (rate is not null || Here!.Lower is "per" && noun.Chunk is { } thing && !isAmount && thing.BestTable > 0.8 && thing.BestTable > thing.BestColumn);
            return noun.Averaged ? [isAmount ? MeasureFunction.Sum : MeasureFunction.Count] : functions;
        }
        if (isAmount && functions.Contains(MeasureFunction.Count))
        {
            noun.Averaged = over && noun.Chunk!.Columns.First().Column!.Table.Columns.Any(c => c.References is not null);
            return noun.Averaged ? [MeasureFunction.Sum] : [.. functions.Where(f => f != MeasureFunction.Count)];
        }
        if (functions.Count == 2 && (functions.Contains(MeasureFunction.Count) || functions.Contains(MeasureFunction.Sum)))
        {
            noun.Averaged = functions.Contains(MeasureFunction.Count) || over;
            return functions.Contains(MeasureFunction.Count) ? [MeasureFunction.Count] : noun.Averaged ? [MeasureFunction.Sum] : [MeasureFunction.Average];
        }
        return functions;
    }

    /// <summary>"total spending", "how much did we spend": the amount that is paid, whatever column holds it. Null where something else is said.</summary>
    private Noun? Spending(ref IReadOnlyList<string>? hints)
    {
        var (said, ahead) = Next();
        if (said?.As("money") is not { } money || IsName(said))
            return null;
        _at += ahead + 1;
        hints = money.Hints;
        return new Noun(null) { Hints = money.Hints };
    }

    /// <summary>"monthly sales", "annual cost": an amount for each period. Gives whether it was one.</summary>
    private bool IsRhythm(Noun noun)
    {
        if (noun is not { Grain: not null, Chunk: { Length: 1 } period } || !(period.Lower.EndsWith("ly", StringComparison.Ordinal) || period.Lower is "annual") || _mode != Mode.Select
            || Here is not { } measured || measured.Start != period.End || !(IsName(measured) || measured.Is("aggregate")))
            return false;
        _sketch.Groups.Add(noun);
        return true;
    }

    /// <summary>"cities by number of orders", "products by profit": said as a heading, the highest come first and the amount is told as well.</summary>
    private bool RanksHeading(Chunk by)
    {
        if (_lead || _sketch.Top is not null || _sketch.Who || _sentence > 0 || continuing || _sketch.Groups.Count + _sketch.Conditions.Count + _sketch.Orders.Count > 0
            || _sketch.Targets is not [{ Functions.Count: 0, Owner: null, Every: false, Grain: null, Chunk: { } thing }])
            return false;
        var amount = IsName(by) && by.BestColumn >= by.BestTable ? by.Columns.FirstOrDefault()?.Column : null;
        if (!(by.As("aggregate") is { Value: not "range" } || by.Is("howmany") || amount is { IsMeasure: true, IsFlag: false } && by.BestColumn > 0.6))
            return false;
        ReadOrders(1, false);
        if (_sketch.Orders is not [{ } order])
            return true;
        var column = thing.Columns.FirstOrDefault()?.Column;
        if (amount is not null && order.By.Functions.Count == 0 && (thing.BestColumn > thing.BestTable ? !(column!.IsWholeKey || column.Thing is null && column.Table.Display.Contains(column)) : amount.Table != thing.Tables.First().Table))
            order.By.Functions = [PlanBuilder.UsualFunction(amount)];
        _sketch.Orders[0] = order with { IsShown = true };
        return true;
    }

    /// <summary>"negative profit": less than nothing.</summary>
    private void StepSign(Chunk chunk)
    {
        _at++;
        if (_mode == Mode.Condition && Next().Chunk is { } amount && amount.Columns.FirstOrDefault()?.Column is { IsMeasure: true } && ParseNoun() is { } noun)
            AddCondition(new(ConditionKind.Compare) { Left = noun, Operator = OperatorOf(chunk.As("sign")!.Value), Right = chunk.AsNothing() });
        else
            _sketch.PassedOver.Add(chunk.Text);
    }

    /// <summary>"absent more than 30 days in total": the days of all rows together.</summary>
    private bool CompareTotal(Chunk number, Comparison comparison)
    {
        if (Here is not { BestColumn: > 0.85 } unit || unit.Columns.FirstOrDefault(c => c.Column is { IsMeasure: true, IsFlag: false }) is null || Peek(1) is not { Lower: "in total" or "altogether" or "in sum" or "overall" })
            return false;
        _at += 2;
        AddCondition(new(ConditionKind.Compare) { Left = new Noun(unit) { Functions = [MeasureFunction.Sum] }, Operator = comparison, Right = number });
        return true;
    }

    /// <summary>"participants per training", where nothing is called participants but one table alone points to trainings: its rows are meant.</summary>
    private Noun? CountedByGroup(List<MeasureFunction> functions)
    {
        if (functions is not [MeasureFunction.Count] || Here is not { IsUnknown: true } unknown || !unknown.Lower.EndsWith('s') || Peek(1) is not { } group || !group.Is("group") || Next(2).Chunk is not { BestTable: > 0.8 })
            return null;
        _sketch.PassedOver.Add(unknown.Text);
        _at++;
        return new Noun(null) { Hints = ["#"] };
    }

    /// <summary>"salary range", "the temperature range": the lowest and the highest. Gives whether a range was said of what stands before it.</summary>
    private bool StepRange(Chunk chunk)
    {
        if (chunk.As("aggregate") is not { Value: "range" } || PrefersName(chunk) || _sketch.Targets is not [.., { Functions.Count: 0, Chunk: { } amount } last] || amount.End != chunk.Start
            || amount.Columns.FirstOrDefault()?.Column is not { IsMeasure: true })
            return false;
        last.Functions = [MeasureFunction.Min, MeasureFunction.Max];
        _at++;
        return true;
    }

    /// <summary>"total unpaid fines": the state is read first, then the thing.</summary>
    private void StepAbsentAhead()
    {
        while (Here is { IsDenied: true } denied)
            StepAbsent(denied);
    }

    /// <summary>Whether "per X" divides what was measured instead of listing it for each X.</summary>
    private bool Divides(Chunk said, Noun noun)
    {
        if (_sketch.Per is not null || _sketch.Targets is not [.., { } measured])
            return false;
        if (measured.Averaged)
            return Divisions.Contains(said.Lower);
        return said.Lower is "per" && measured is { Functions: [] or [MeasureFunction.Average] or [MeasureFunction.Sum], Chunk: { } amount } && amount.Columns.FirstOrDefault()?.Column is { IsMeasure: true, IsFlag: false }
            && amount.BestColumn >= amount.BestTable && noun.Grain is null && noun.Chunk is { } unit && unit.BestColumn > unit.BestTable
            && unit.Columns.First().Column is { IsMeasure: true, IsFlag: false } by && by.Words.Any(Units.Contains);
    }

    /// <summary>"top 3 members by total fines".</summary>
    private void RankByMeasure(SketchOrder top)
    {
        _at++;
        var functions = new List<MeasureFunction>();
        for (; Here is { } chunk && (chunk.Is("aggregate") && !(functions.Count > 0 && PrefersName(chunk)) || chunk.Is("howmany") || chunk.Is("of") || chunk.Is("distinct") || IsFiller(chunk)); _at++)
        {
            if (chunk.As("aggregate") is { } aggregate)
                functions.Add(FunctionOf(aggregate.Value));
            else if (chunk.Is("howmany"))
                functions.Add(MeasureFunction.Count);
        }
        IReadOnlyList<string>? none = null;
        var by = Spending(ref none) ?? ParseNoun() ?? new Noun(null);
        by.Functions = functions.Contains(MeasureFunction.Count) ? [MeasureFunction.Count] : [functions.FirstOrDefault()];
        AttachOwner(by);
        _sketch.Top = new(by, top.Descending) { IsShown = true };
        _mode = Mode.Condition;
    }

    /// <summary>
    /// "loans by genre", "shipments by carrier": a thing or an amount named alone, split by what has few values or is a thing of its own.
    /// "loans by date" and "books by title" would be orders.
    /// </summary>
    private bool SplitsBareThing(Chunk by)
    {
        if (_sketch.Targets is not [{ Functions.Count: 0, Owner: null, Every: false, Chunk: { } thing }])
            return false;
        var isThing = thing.BestTable > 0 && thing.BestTable >= thing.BestColumn;
        if (!isThing && thing.Columns.FirstOrDefault()?.Column is not { IsMeasure: true, IsFlag: false })
            return false;
        if (by.BestTable > by.BestColumn)
            return (!_lead || !isThing) && by.BestTable > 0.8 && by.Tables.First().Table is { } other && !thing.Links.Any(l => l.Score > thing.BestName - 0.1 && l.Owner == other);
        return (_sketch.Conditions.Count == 0 || !_lead) && by.Columns.FirstOrDefault()?.Column is { IsMeasure: false, IsKey: false, IsDate: false } column && !column.Table.Display.Contains(column)
            && column.Catalog.Statistics is { Distinct: > 1 and <= 50 } seen && (seen.Distinct * 2 <= seen.Rows || thing.Links[0].Owner != column.Table);
    }

    /// <summary>"per driver" where the data know no drivers: an answer without it would be another one.</summary>
    private void NoteUnknownGroup()
    {
        if (Next() is ({ IsUnknown: true } unknown, _) && !unknown.Lower.EndsWith("ed", StringComparison.Ordinal))
            _sketch.UnknownGroup ??= unknown.Text;
    }
}
