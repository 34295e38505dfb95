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
        while (Here is { } head && Peek(-1) == noun.Chunk && noun.MayBeTable && noun.Grain is null && IsName(head) && !head.IsQuoted && head.BestColumn > 0 && IsColumnOf(head, noun) && !IsEmptyVerb(head) && !(IsVerb(head) && IsDateNamed(head) && SpeaksOfTimeNext(1))
            && !(head.Entries.Any(e => e.Kind is "filler") && head.BestColumn < 0.9))
        {
            _at++;
            noun = new Noun(head) { Distinct = distinct, Owner = noun };
        }
        SkipNumberBehind(noun);
        // "director names", where a director is only a column: its values
        if (Here is { Lower: "name" or "names" } name && Peek(-1) == noun.Chunk && noun.Chunk!.BestColumn > 0.9 && noun.Chunk.BestColumn > noun.Chunk.BestTable + 0.02 && noun.Grain is null
            && noun.Chunk.Columns.First().Column is { IsText: true, IsIdentifier: false } && !IsConditionAhead(1) && Peek(1)?.Is("of") != true && !name.Columns.Any(c => c.Score > 0.9 && c.Column!.Words.Any(noun.Chunk.Columns.First().Column!.Words.Contains)))
            _at++;
        return noun;
    }

    private static bool IsVerb(Chunk chunk) => chunk.Lower.Split(' ')[0] is var word && (Participles.Contains(word) || word.EndsWith("ed", StringComparison.Ordinal) || word.EndsWith("ing", StringComparison.Ordinal));

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
        noun = IdentifierOf(noun);
        var (of, preposition) = (_afterOf, _afterPreposition);
        if (noun.Described is { } value)
            AddCondition(new(ConditionKind.Value) { Right = value, Left = null });
        if (StepState(noun) || IsRhythm(noun))
            return;
        if (noun.Chunk is { Length: 1 } weak && noun.Owner is null && weak.BestName < 0.9 && weak.Entries.Any(e => e.Kind is "filler") && (IsVerb(weak) || Participles.Contains(weak.Lower)) && !IsConditionAhead(0))
            return;
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
        var left = IsDoneBy(noun) || LeftOfCondition(noun);
        (_afterOf, _afterPreposition) = (of, preposition);
        if (left)
        {
            if (_mode == Mode.Select && noun.MayBeTable && noun.Chunk!.BestTable >= noun.Chunk.BestColumn && noun.Owner is null)
                BareThing(noun);
            _afterOf = _afterPreposition = false;
            return;
        }
        if (_leading && _mode == Mode.Select && noun.Chunk is { BestTable: > 0.6 } about && _sketch.Targets.Count == 0)
        {
            if (noun.Owner is { } whose)
                _sketch.Entities.Add(whose);
            _sketch.Entities.Add(new Noun(about));
            _afterOf = _afterPreposition = false;
            return;
        }
        // "For the records of pickings and each picking's grower, show ...": which rows are joined, nothing to show
        if (_leading && _mode == Mode.Select && noun.Chunk?.Columns.FirstOrDefault()?.Column is { References: not null } && _sketch.Targets.Count == 0)
            return;
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
        // "the highest capacity among rooms": said once more, not asked for
        if (_sketch.Targets.Any(t => t.Functions.Count > 0) && !Listed(noun) && chunks.LastOrDefault(c => c.End <= noun.Chunk!.Start && c.Lower is not ("the" or "all" or "its" or "their")) is { } among
            && among.Lower.Split(' ')[0] is "among" or "amongst" or "across")
        {
            AddCondition(new(ConditionKind.Exists) { Left = noun });
            return;
        }
        // "total sales of corporate customers": whose they are was said by the value before; they aren't shown one by one.
        if (_sketch.Conditions.Any(c => c.Kind == ConditionKind.Value && c.Right?.End == noun.Chunk!.Start) && noun.Chunk!.Columns.FirstOrDefault()?.Column?.Thing is not null && _sketch.Targets.Any(t => t.Functions.Count > 0))
            return;
        if (_afterOf && _sketch.Targets.Count > 0 && noun.MayBeTable)
        {
            BareTable(noun);
            return;
        }
        // "Which boats are insured", where a column says so
        if (_sketch.Targets.Count > 0 && !_afterOf && !Listed(noun) && noun.Owner is null && noun.Chunk!.Columns.FirstOrDefault()?.Column is { IsFlag: true } or { Yes: not null })
        {
            AddCondition(new(ConditionKind.Flag) { Left = noun });
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
        if ((_afterPreposition || _afterOf) && _sketch.Targets.Count == 0 && _sketch.Entities.Count == 0)
        {
            // "For all employees who ..., show ...", "Of all employees who ..., how many ..."
            _sketch.Entities.Add(noun);
            _afterPreposition = false;
            return;
        }
        if (_afterOf && IsSameOf(noun))
            return;
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
        if (_sketch.Targets.Count > 0 && _sketch.Groups.Count > 0 && !Listed(noun) && _sketch.Targets.All(t => t.Functions.Count > 0 && !t.IsCount && t.Chunk is not null))
        {
            // "for each city, the highest price among its shops"
            foreach (var target in _sketch.Targets)
                target.Owner ??= noun;
            _sketch.Entities.Add(noun);
            return;
        }
        if (_sketch.Targets.Count > 0 && _sketch.Groups.Count == 0 && !Listed(noun) && _sketch.Targets.All(t => t.Functions.Count > 0 || t.Chunk?.BestColumn > t.Chunk?.BestTable) && !_sketch.Targets.Any(t => t.Every))
        {
            foreach (var target in _sketch.Targets.Where(t => t.Owner is null && t.Chunk is not null && t.Functions is not [MeasureFunction.Count]))
                target.Owner = noun;
            _sketch.Entities.Add(noun);
            return;
        }
        if (IsFurtherOwner(noun))
        {
            _sketch.Others.Add(noun);
            return;
        }
        if (_sketch.Targets is [{ Every: true, Owner: null } all])
        {
            all.Owner = noun;
            _sketch.Entities.Add(noun);
            return;
        }
        if (_sketch.Targets.Count > 0 && _sketch.Groups.Count == 0 && !Listed(noun) && choices.Usually("passing " + noun.Chunk!.Text, 0.3))
        {
            AddCondition(new(ConditionKind.Exists) { Left = noun });
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
            _described = names.Count > 0 ? names[0] : null;
        }
        else if (_described is not null && noun.Owner is null && noun.Functions.Count == 0 && !noun.MayBeTable)
            noun.Owner = _described;
        if (_sketch.Targets.Count == 0)
            _sentenceOfTargets = _sentence;
        noun.Distinct |= _sketch.Distinct && noun.Functions.Count > 0;
        _sketch.Targets.Add(noun);
        _sketch.AskedForList |= _lead;
        _last = noun;
        _afterOf = false;
    }
}
