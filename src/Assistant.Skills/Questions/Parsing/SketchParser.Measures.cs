namespace Assistant.Skills.Questions.Parsing;

internal sealed partial class SketchParser
{
    /// <summary>"average and maximum price", "how many customers", "number of orders".</summary>
    private void ParseMeasures()
    {
        var functions = new List<MeasureFunction>();
        var distinct = false;
        var asked = false;
        var share = false;
        var listed = false;
        Noun? rate = null;
        var often = Here?.Lower is "how often" or "how many times";
        var spent = Here?.As("howmuch")?.Hints;
        for (; Here is { } chunk; _at++)
        {
            listed |= functions.Count > 0 && (chunk.Is("and") || chunk.Lower is ",");
            if (functions is [MeasureFunction.Average] && chunk.As("grain") is { } every && chunk.Lower.EndsWith("ly", StringComparison.Ordinal) && chunk.BestName < 0.75)
                rate = new(chunk) { Grain = GrainOf(every.Value) };
            else if (chunk.As("aggregate") is { Value: "range" } && !PrefersName(chunk))
                functions.AddRange([MeasureFunction.Min, MeasureFunction.Max]);
            else if (chunk.As("aggregate") is { } aggregate && !(functions.Count > 0 && !listed && PrefersName(chunk)))
                functions.Add(FunctionOf(aggregate.Value));
            else if (chunk.Is("howmany"))
                (asked, _) = (true, Add(functions, MeasureFunction.Count));
            else if (chunk.Is("howmuch"))
                (asked, _) = (true, Add(functions, MeasureFunction.Sum));
            else if (chunk.Is("ratio"))
                share = true;
            else if (chunk.Is("running"))
                (_sketch.Running, _) = (true, Add(functions, MeasureFunction.Sum));
            else if (chunk.Is("distinct"))
                distinct = true;
            else if (functions.Count > 0 && chunk.As("superlative") is { Hints.Count: 0 } extreme && Peek(1) is { } after && (IsName(after) || after.Is("and")))
                functions.Add(extreme.Value == "max" ? MeasureFunction.Max : MeasureFunction.Min);
            else if (!(chunk.Is("and") && functions.Count > 0 && Next(1).Chunk is { } next && (next.Is("aggregate") || next.Is("superlative") && next.As("superlative")!.Hints.Count == 0))
                && !(chunk.Lower is "," && functions.Count > 0 && Next(1, c => c.Is("and")).Chunk is { } then && then.Is("aggregate"))
                && !chunk.Is("of") && !chunk.Is("anyall") && !(IsFiller(chunk) && !chunk.Is("possessive")) && !chunk.Is("both"))
                break;
        }
        // "the total number of orders", "the average number of ...": a count inside another measure
        functions = [.. functions.Distinct()];
        if (!listed && functions is [MeasureFunction.Sum, MeasureFunction.Count] or [MeasureFunction.Count, MeasureFunction.Sum])
            functions = [MeasureFunction.Count];
        if (share)
            _sketch.Share = true;
        if (Here is { } here && (here.Is("superlative") || here.Is("frequent")) && !IsName(here))
        {
            ParseSuperlative(here);
            return;
        }
        if (_mode == Mode.Condition && IsComparison(Here))
        {
            // "at least 3 in total"
            ParseComparison(_last);
            return;
        }
        StepAbsentAhead();
        if (ParseSpan(functions))
            return;
        var noun = Spending(ref spent) ?? CountedByGroup(functions) ?? ParseNoun();
        if (noun is null && Here is { } unit && unit.Is("times") && functions.Contains(MeasureFunction.Count))
        {
            _at++;
            noun = new Noun(null) { Functions = functions };
            PlaceMeasure(noun);
            return;
        }
        // "how often did they order": the times, not what the orders came to
        if (often && noun is { Chunk: { } act, Owner: null } && act.BestColumn > act.BestTable && act.Columns.First().Column!.IsMeasure)
            noun = new Noun(null) { Described = noun.Described };
        if (noun is null)
        {
            if (functions.Count == 0)
                return;
            noun = new Noun(null) { Hints = functions is [MeasureFunction.Sum] && spent is not null ? spent : [] };
        }
        noun = StateBehindThing(StateBeforeThing(noun, functions, share), functions, share);
        functions = Averaging(functions, noun, listed, rate);
        TakeStored(noun, functions);
        noun.Functions = functions.Count > 0 ? functions : share ? [MeasureFunction.Count] : functions;
        noun.Distinct |= distinct;
        if (asked && _mode == Mode.Condition)
            BeginSelect();
        AttachOwner(noun);
        if (noun.Described is { } value)
            AddCondition(new(ConditionKind.Value) { Right = value });
        if (noun.Functions.Count == 0 && noun.Stored is not null)
            Place(noun);
        else
            PlaceMeasure(noun);
        if (noun.IsCount && noun.Owner is null)
            CountFurther();
        // "the average price and score": the same measure of the next column
        while (noun.Chunk is not null && functions.Count > 0 && functions[0] != MeasureFunction.Count && _mode == Mode.Select && Here is { } and && (and.Is("and") || and.Lower is ",")
            && Next(1, c => c.Is("and")) is ({ } next, var ahead) && next.BestColumn > 0.8 && next.BestColumn >= next.BestTable && IsName(next) && next.Columns.First().Column!.IsMeasure)
        {
            _at += ahead;
            var another = ParseNoun()!;
            another.Functions = functions;
            AttachOwner(another);
            PlaceMeasure(another);
        }
    }

    /// <summary>"the amount of orders", "the amount of each city": how many there are, where what is named is no amount itself.</summary>
    private bool StepAmountOf()
    {
        if (Peek(1)?.Is("of") != true || Next(2, c => c.Is("distinct")).Chunk is not { } counted || !IsName(counted) || counted.BestTable <= counted.BestColumn && counted.Columns.First().Column is { IsMeasure: true })
            return false;
        _at += 2;
        if (ParseNoun() is not { } noun)
            return true;
        noun.Functions = [MeasureFunction.Count];
        AttachOwner(noun);
        PlaceMeasure(noun);
        return true;
    }

    private static bool Add(List<MeasureFunction> functions, MeasureFunction function)
    {
        functions.Add(function);
        return true;
    }

    private static MeasureFunction FunctionOf(string value) => value switch
    {
        "sum" => MeasureFunction.Sum,
        "average" => MeasureFunction.Average,
        "max" => MeasureFunction.Max,
        "min" => MeasureFunction.Min,
        "median" => MeasureFunction.Median,
        _ => MeasureFunction.Count,
    };

    /// <summary>"the price of the product": takes the owner at once, so that it isn't taken for something to show.</summary>
    private void AttachOwner(Noun noun)
    {
        if (Here is not { } of || !of.Is("of") || Next(1, c => c.Is("anyall") || c.Is("distinct")) is not ({ } table, var ahead) || !IsName(table) || table.BestTable < table.BestColumn || table.BestTable < 0.6)
            return;
        _at += ahead;
        noun.Owner = ParseNoun();
        if (noun.Owner?.Described is { } value)
            AddCondition(new(ConditionKind.Value) { Right = value });
        if (noun.Owner is { MayBeTable: true } owner && _mode != Mode.Group)
            _sketch.Entities.Add(owner);
    }

    private void PlaceMeasure(Noun noun)
    {
        // "How many budgets are above 3000" compares an amount of theirs, not their number.
        if (!(noun.IsCount && _mode == Mode.Select && Next().Chunk is { } compared && compared.Is("compare")) && LeftOfCondition(noun))
            return;
        if (_mode == Mode.Group)
            BeginSelect();
        if (_mode == Mode.Condition)
        {
            if (noun.Owner is null && noun.Chunk is null)
                return;
            BeginSelect();
        }
        AddTarget(noun);
    }
}
