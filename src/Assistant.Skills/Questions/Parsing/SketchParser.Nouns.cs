using Assistant.Skills.Questions.Linking;

namespace Assistant.Skills.Questions.Parsing;

internal sealed partial class SketchParser
{
    /// <summary>A chunk that names something: a table, a column, a value, a number, a period.</summary>
    private void StepNamed(Chunk chunk)
    {
        if (chunk.Number is not null && !chunk.Links.Any(l => !l.IsValue && l.Score > 0.8) || chunk.Period is not null)
        {
            StepNumber(chunk);
            return;
        }
        if (StepYear(chunk))
            return;
        var isValue = chunk.IsQuoted && chunk.BestName < 0.9 || chunk.BestValue > 0 && chunk.BestValue >= chunk.BestName - (chunk.IsCapitalized && chunk.Start > 0 ? 0.1 : -0.05) && chunk.Entries.All(e => e.Kind is "filler" or "lead" or "grain");
        if (isValue && chunk.BestName >= 0.88 && !chunk.IsQuoted)
            isValue = chunk.BestValue > chunk.BestName + 0.02 && chunk.IsCapitalized && chunk.Start > 0
                ? choices.Usually("value " + chunk.Text, 0.3) : !choices.Usually("name " + chunk.Text, 0.4);
        if (isValue)
        {
            StepValue(chunk);
            return;
        }
        var noun = ParseNoun();
        if (noun is null)
        {
            _at++;
            return;
        }
        // "banking industry": the value says it all
        if (noun.Described is { } said && noun.Chunk!.BestColumn > 0 && noun.Chunk.Columns.Any(c => c.Score > 0.5 && said.Values.Any(v => v.Column == c.Column)) && !IsConditionAhead(0))
        {
            AddCondition(new(ConditionKind.Value) { Right = said });
            return;
        }
        Place(noun);
    }

    /// <summary>One reference: what it is, and what it is of.</summary>
    private Noun? ParseNoun()
    {
        var distinct = false;
        Chunk? described = null;
        while (Here is { } skip && (IsFiller(skip) || skip.Is("distinct") || skip.Is("anyall") && !IsName(skip)))
        {
            distinct |= skip.Is("distinct");
            _at++;
        }
        if (Here is { } value && value.Entries.Count == 0 && value.BestValue > value.BestName && value.BestValue > 0.7 && Peek(1) is { } after && IsName(after))
        {
            described = value;
            _at++;
        }
        if (Here is not { } chunk || !(chunk.BestName > 0 || chunk.Is("grain")) || chunk.IsQuoted && chunk.BestName < 0.9)
        {
            if (described is not null)
                _at--;
            return null;
        }
        _at++;
        var noun = new Noun(chunk) { Distinct = distinct, Described = described, After = _lastThing };
        if (noun.MayBeTable && chunk.BestTable >= chunk.BestColumn)
            _lastThing = noun;
        if (chunk.As("grain") is { } grain && chunk.BestName < 0.75)
            noun.Grain = GrainOf(grain.Value);
        // "customer names", "employee salary": a table and then one of its columns
        while (Here is { } head && Peek(-1) == noun.Chunk && noun.MayBeTable && noun.Grain is null && IsName(head) && !head.IsQuoted && head.BestColumn > 0 && IsColumnOf(head, noun) && !IsEmptyVerb(head))
        {
            _at++;
            noun = new Noun(head) { Distinct = distinct, Owner = noun };
        }
        SkipNumberBehind(noun);
        return noun;
    }

    private static bool IsVerb(Chunk chunk) => chunk.Lower.Split(' ')[0] is var word && (word.EndsWith("ed", StringComparison.Ordinal) || word.EndsWith("ing", StringComparison.Ordinal));

    private static bool IsColumnOf(Chunk head, Noun owner) =>
        head.BestColumn >= head.BestTable && head.Columns.Any(c => c.Score > 0.5 && owner.Chunk!.Tables.Any(t => t.Table == c.Column!.Table && t.Score > owner.Chunk.BestTable - 0.2));

    private static Grain GrainOf(string value) => value switch
    {
        "year" => Grain.Year,
        "quarter" => Grain.Quarter,
        "month" => Grain.Month,
        "week" => Grain.Week,
        "hour" => Grain.Hour,
        "dayofweek" => Grain.DayOfWeek,
        "monthofyear" => Grain.MonthOfYear,
        _ => Grain.Day,
    };

    /// <summary>Puts a bare reference where it belongs by what is being read.</summary>
    private void Place(Noun noun)
    {
        var (of, preposition) = (_afterOf, _afterPreposition);
        if (noun.Described is { } value)
            AddCondition(new(ConditionKind.Value) { Right = value, Left = null });
        // What is only spoken of in passing, as in "made", is not what is asked for.
        if (noun.Chunk is { Length: 1 } passing && passing.BestName < 0.7 && noun.Owner is null && IsVerb(passing) && !IsConditionAhead(0))
        {
            _sketch.PassedOver.Add(passing.Text);
            return;
        }
        if (noun.Chunk is { } act && IsVerb(act) && noun.MayBeTable && noun.Owner is null && _mode == Mode.Select && _sketch.Targets.Count > 0 && !of)
        {
            AddCondition(new(ConditionKind.Exists) { Left = noun });
            return;
        }
        var left = LeftOfCondition(noun);
        (_afterOf, _afterPreposition) = (of, preposition);
        if (left)
        {
            if (_mode == Mode.Select && noun.MayBeTable && noun.Chunk!.BestTable >= noun.Chunk.BestColumn && noun.Owner is null)
                Bare(noun);
            _afterOf = _afterPreposition = false;
            return;
        }
        Bare(noun);
    }

    private void Bare(Noun noun)
    {
        _last = noun;
        if (_mode == Mode.Group)
        {
            _sketch.Groups.Add(noun);
            return;
        }
        if (noun.MayBeTable && noun.Owner is null && noun.Chunk!.BestTable >= noun.Chunk.BestColumn - 0.02)
        {
            BareTable(noun);
            return;
        }
        if (_mode == Mode.Condition)
        {
            BareColumnCondition(noun);
            return;
        }
        // "total sales of corporate customers": whose they are was said by the value before; they aren't shown one by one.
        if (_afterOf && noun.Described is not null && noun.Chunk!.Columns.FirstOrDefault()?.Column?.Thing is not null && _sketch.Targets.Any(t => t.Functions.Count > 0))
            return;
        if (_afterOf && _sketch.Targets.Count > 0 && noun.MayBeTable)
        {
            BareTable(noun);
            return;
        }
        if (_sketch.Targets.Count > 0 && !_afterOf && IsVerb(noun.Chunk!) && !Listed(noun))
        {
            _sketch.PassedOver.Add(noun.Chunk!.Text);
            return;
        }
        if (IsCircumstance(noun))
        {
            AddCondition(new(ConditionKind.Exists) { Left = noun });
            return;
        }
        // "the names of cities", where a city is only a column: the names are the column's values
        if (_afterOf && _sketch.Targets is [.., { Owner: null, Functions.Count: 0, Chunk.Lower: "name" or "names" or "title" or "titles" or "code" or "codes" } generic] && noun.Chunk!.BestColumn > 0.6)
            _sketch.Targets.Remove(generic);
        AddTarget(noun);
    }

    /// <summary>A column in a condition without anything to compare: a flag that is set, a value that is there, or not.</summary>
    private void BareColumnCondition(Noun noun)
    {
        var first = noun.Chunk!.Lower.Split(' ')[0];
        if (noun.Chunk.Length > 1 && first is "maximum" or "max" or "minimum" or "min" && _sketch.Top is null)
            _sketch.Top = new(noun, first.StartsWith("max", StringComparison.Ordinal));
        else
            AddCondition(new(ConditionKind.Flag) { Left = noun });
    }

    /// <summary>Whether the reference goes on a list: after "and", a comma, or a new request.</summary>
    private bool Listed(Noun noun)
    {
        var start = (noun.Described ?? noun.Owner?.Chunk ?? noun.Chunk)!.Start;
        for (var i = _at - 1; i >= 0; i--)
        {
            if (chunks[i].Start >= start || IsFiller(chunks[i]) && !chunks[i].Is("lead") || chunks[i].Is("distinct") || chunks[i].Is("both"))
                continue;
            return chunks[i].Is("and") || chunks[i].Is("also") || chunks[i].IsMark || chunks[i].Is("lead") && !IsName(chunks[i]) || chunks[i].Is("which") || chunks[i].Is("or") || chunks[i].Is("relative") && chunks[i].Lower is "with";
        }
        return true;
    }

    private void BareTable(Noun noun)
    {
        if (_mode == Mode.Condition)
        {
            AddCondition(new(ConditionKind.Exists) { Left = noun });
            return;
        }
        if (_afterPreposition && _sketch.Targets.Count == 0 && _sketch.Entities.Count == 0)
        {
            // "For all employees who ..., show ..."
            _sketch.Entities.Add(noun);
            _afterPreposition = false;
            return;
        }
        if ((_afterOf || _afterPreposition) && _sketch.Targets.Count > 0)
        {
            foreach (var target in _sketch.Targets.Where(t => t.Owner is null && t.Chunk is not null && t.Functions is not [MeasureFunction.Count] && t.Chunk.BestColumn >= t.Chunk.BestTable))
                target.Owner = noun;
            foreach (var target in _sketch.Targets.Where(t => t.Every || t.Hints is ["display"]))
                target.Owner ??= noun;
            _sketch.Entities.Add(noun);
            if (!_afterOf && Next().Chunk is { } next && !next.Is("and"))
                _mode = Mode.Condition;
            _afterOf = _afterPreposition = false;
            return;
        }
        if (_sketch.Targets.Count > 0 && _sketch.Groups.Count == 0 && !Listed(noun) && _sketch.Targets.All(t => t.Functions.Count > 0 || t.Chunk?.BestColumn > t.Chunk?.BestTable) && !_sketch.Targets.Any(t => t.Every))
        {
            foreach (var target in _sketch.Targets.Where(t => t.Owner is null && t.Chunk is not null && t.Functions is not [MeasureFunction.Count]))
                target.Owner = noun;
            _sketch.Entities.Add(noun);
            return;
        }
        if (_sketch.Targets is [{ Every: true, Owner: null } all])
        {
            all.Owner = noun;
            _sketch.Entities.Add(noun);
            return;
        }
        AddTarget(noun);
    }

    private void AddTarget(Noun noun)
    {
        // A later sentence that lists columns says what to show of what the first sentence described.
        if (_sketch.Targets.Count > 0 && _sentence > _sentenceOfTargets)
        {
            var names = _sketch.Targets.Where(t => t.Functions.Count == 0 && t.MayBeTable && t.Owner is null).ToList();
            if (noun.Owner is null && noun.MayBeTable && noun.Chunk!.BestTable > 0.8 && names.Any(n => n.Chunk!.Links.FirstOrDefault(l => l.IsTable)?.Table == noun.Chunk.Links.FirstOrDefault(l => l.IsTable)?.Table))
                return;
            _sketch.Entities.AddRange(names);
            if (noun.Owner is null && names.Count > 0 && noun.Functions.Count == 0)
                noun.Owner = names[0];
            _sketch.Targets.RemoveAll(t => names.Contains(t) || t.Chunk is null && !t.Every || t.Chunk is not null && t.Chunk.Lower == noun.Chunk?.Lower && t.Functions.Count == 0);
            _sentenceOfTargets = _sentence;
        }
        if (_sketch.Targets.Count == 0)
            _sentenceOfTargets = _sentence;
        noun.Distinct |= _sketch.Distinct && noun.Functions.Count > 0;
        _sketch.Targets.Add(noun);
        _sketch.AskedForList |= _lead;
        _last = noun;
        _afterOf = false;
    }

    /// <summary>"average and maximum price", "how many customers", "number of orders".</summary>
    private void ParseMeasures()
    {
        var functions = new List<MeasureFunction>();
        var distinct = false;
        var asked = false;
        var share = false;
        var listed = false;
        Noun? rate = null;
        for (; Here is { } chunk; _at++)
        {
            listed |= functions.Count > 0 && (chunk.Is("and") || chunk.Lower is ",");
            if (functions is [MeasureFunction.Average] && chunk.As("grain") is { } every && chunk.Lower.EndsWith("ly", StringComparison.Ordinal) && chunk.BestName < 0.75)
                rate = new(chunk) { Grain = GrainOf(every.Value) };
            else if (chunk.As("aggregate") is { } aggregate && !(functions.Count > 0 && PrefersName(chunk)))
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
        var noun = ParseNoun();
        if (noun is null && Here is { } unit && unit.Is("times") && functions.Contains(MeasureFunction.Count))
        {
            _at++;
            noun = new Noun(null) { Functions = functions };
            PlaceMeasure(noun);
            return;
        }
        if (noun is null)
        {
            if (functions.Count == 0)
                return;
            noun = new Noun(null);
        }
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
