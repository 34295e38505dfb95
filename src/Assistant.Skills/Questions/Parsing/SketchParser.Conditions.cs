using Assistant.Skills.Questions.Language;
using Assistant.Skills.Questions.Linking;

namespace Assistant.Skills.Questions.Parsing;

internal sealed partial class SketchParser
{
    private static bool IsComparison(Chunk? chunk) =>
        chunk is not null && (chunk.Is("compare") || chunk.Is("between") || chunk.Is("like") || chunk.Is("null") || chunk.Is("notnull")) && !IsName(chunk);

    private Condition AddCondition(Condition condition)
    {
        condition.Or = _or;
        condition.Both = _both && condition.Kind is ConditionKind.Value or ConditionKind.Compare or ConditionKind.InPeriod && _both;
        condition.Scope = _scope;
        condition.Clause = _clause;
        if (condition.Kind is not ConditionKind.Exists)
            _or = false;
        else
            condition.Or = false;
        _sketch.Conditions.Add(condition);
        _afterPreposition = _afterOf = false;
        return condition;
    }

    /// <summary>Whether the reference begins a condition such as "price over 10"; if so, reads it.</summary>
    private bool LeftOfCondition(Noun noun)
    {
        // "whose name is not X", "salary is no more than": the words between
        var ahead = 0;
        var negated = false;
        var (passedOf, placed) = (false, false);
        for (; Peek(ahead) is { } chunk; ahead++)
        {
            if (chunk.Is("not") && !IsName(chunk))
                negated = true;
            else if (chunk.Is("of") && _mode == Mode.Condition)
                passedOf = true;
            else if (chunk.Is("of") && _afterPreposition && IsPlaceOf(noun, ahead))
                placed = true;
            else if (!IsFiller(chunk) && !(chunk.Is("relative") && Peek(ahead + 1) is { } follows && follows.Is("compare") && chunk.Lower is "that" or "which" && noun.MayBeColumn && !noun.MayBeTable)
                && !(chunk.Is("prep") && chunk.Lower is "as" or "at" or "in" or "on" && noun.MayBeColumn && !noun.MayBeTable && _mode == Mode.Condition) && !(chunk.Is("either") || chunk.Lower is "either") && !(chunk.Is("both") && noun.MayBeColumn && !noun.MayBeTable)
                && !(chunk.Is("aggregate") && chunk.Lower is "number" && Peek(ahead + 1)?.Number is not null) && !(chunk.Is("possessive") && false))
                break;
            if (chunk.Is("both") || chunk.Lower is "both")
                _both = true;
        }
        if (Peek(ahead) is not { } next || SpeaksOfTime(next, ahead) && !MayBeDated(noun))
            return false;
        // "published in 1989", where a column names the publisher
        if (ahead > 0 && Peek(ahead - 1)!.Is("prep") && next.Number is not null && DateWords.YearOf(next.NumberText) is not null && noun.Chunk is { Length: 1 } done && IsVerb(done) && done.Columns.FirstOrDefault()?.Column is { IsText: true, IsYear: false })
            return false;
        if (ahead == 0 && IsYearBehind(noun, next))
            return false;
        var isTable = noun.MayBeTable && noun.Owner is null && noun.Functions.Count == 0 && noun.Chunk!.BestTable >= noun.Chunk.BestColumn;
        if (IsComparison(next) && !(negated && isTable))
        {
            // "customers over 30" has nothing on the left but who is meant; "with a price over 30" has
            if (isTable && next.Is("compare"))
                return false;
            if (next.Is("compare") && next.As("compare")!.Hints.Count > 0 && noun.Functions.Count == 0 && _mode == Mode.Select && !passedOf && Peek(ahead + 1)?.Period is null && noun.Chunk?.Columns.FirstOrDefault()?.Column is { IsDate: false, IsYear: false })
                return false;
            _at += ahead;
            if (negated)
                _scope = ++_scopes;
            ParseComparison(noun);
            return true;
        }
        if (noun.Functions.Count > 0 && (_mode == Mode.Select || next.Number is null))
            return false;
        // A quoted value that other columns hold, and this one doesn't, says something else.
        if (next.IsQuoted && next.Values.Any() && noun.MayBeColumn && !noun.MayBeTable && !next.Values.Any(v => noun.Chunk!.Columns.Any(c => c.Column == v.Column)))
            return false;
        var value = next.IsQuoted && next.BestName < 0.9 || next.Number is not null && !(next.Links.Any(l => !l.IsValue)) || next.Period is not null || next.Entries.All(e => e.Kind is "filler" or "lead") && next.BestValue > next.BestName;
        // "whose brand is Zed", which nobody has seen in the data so far
        if (!value && next.IsUnknown && next.IsCapitalized && !isTable && _mode == Mode.Condition && noun.Chunk?.Columns.FirstOrDefault()?.Column is { IsText: true } && noun.Chunk.BestColumn > 0.6)
        {
            _at += ahead + 1;
            if (negated)
                _scope = ++_scopes;
            AddCondition(new(ConditionKind.Compare) { Left = noun, Right = next });
            _sketch.PassedOver.Add(next.Text);
            return true;
        }
        if (!value || ahead > 0 && isTable && !negated && Between(ahead))
            return false;
        if (next.Number is not null && next.Period is null && Next(ahead + 1).Chunk is { } counted && counted.Start == next.End && IsName(counted) && counted.BestTable > 0.7 && isTable)
            return false;
        if (_mode == Mode.Select && passedOf || _mode == Mode.Select && !placed && ahead > 0 && Peek(ahead - 1)!.Is("prep"))
            return false;
        if (next.Number is not null && Peek(ahead + 1) is { } more && more.Is("ormore"))
        {
            _at += ahead;
            ParseComparison(noun);
            return true;
        }
        if (!next.IsQuoted && next.Number is null && next.Period is null && !isTable && next.Values.Any() && !next.Values.Any(v => noun.Chunk!.Columns.Any(c => c.Column == v.Column)))
            return false;
        // A value that cannot be in the column belongs to something else.
        if (!next.IsQuoted && next.Number is null && next.Period is null && isTable && !next.Values.Any(v => noun.Chunk!.Tables.Any(t => t.Table == v.Column!.Table)))
            return false;
        _at += ahead;
        if (negated)
            _scope = ++_scopes;
        ReadValues(noun);
        if (isTable)
        {
            var bare = noun;
            if (_mode != Mode.Select)
                AddCondition(new(ConditionKind.Exists) { Left = bare });
        }
        return true;
    }

    /// <summary>"in the county of Kent": the value behind stands in the column named.</summary>
    private bool IsPlaceOf(Noun noun, int of) => Peek(of + 1) is { } value && noun is { Owner: null, Functions.Count: 0, Chunk: { } kind } && value.BestValue > 0.8 && value.BestValue > value.BestName
        && kind.Columns.Any(c => c.Score > 0.8 && value.Values.Any(v => v.Column == c.Column));

    /// <summary>"last year", "since March": a period, or a comparison with one.</summary>
    private bool SpeaksOfTime(Chunk next, int ahead) => next is { Period: not null, Number: null }
        || next.As("compare") is { } entry && entry.Hints.Contains("date") && Peek(ahead + 1) is { } operand
            && (operand.Period is not null || operand.Number is not null && DateWords.YearOf(operand.NumberText) is not null);

    /// <summary>What a period may be said of: a date, a year, or a thing that has one. "Total sales since March" are no date.</summary>
    private static bool MayBeDated(Noun noun) => noun.Grain is not null || noun.Functions is not [not MeasureFunction.Count, ..] && noun.Chunk is { } chunk
        && (chunk.Columns.Any(l => l.Score > chunk.BestColumn - 0.2 && (l.Column!.IsDate || l.Column.IsYear)) || noun.Functions.Count == 0 && noun.MayBeTable);

    /// <summary>Whether more than "named" or "called" stands between a table and a value.</summary>
    private bool Between(int ahead)
    {
        for (var i = 0; i < ahead; i++)
        {
            if (Peek(i) is { } chunk && chunk.Lower is not ("named" or "called" or "by name" or "name be" or "number" or "id" or "either" or "is" or "be" or "are"))
                return true;
        }
        return false;
    }

    /// <summary>One value, or several joined by "or", "and", commas.</summary>
    private void ReadValues(Noun? left)
    {
        var negated = _scope;
        var (first, and) = (true, false);
        while (Here is { } chunk && (chunk.IsQuoted || chunk.Number is not null || chunk.Period is not null || chunk.BestValue > 0))
        {
            _at++;
            var kind = chunk.Period is not null && chunk.Number is null || chunk.Period is { Time: not null } ? ConditionKind.InPeriod : left is null ? ConditionKind.Value : ConditionKind.Compare;
            var condition = AddCondition(new(kind) { Left = left, Right = chunk });
            if (!first && !condition.Both && !condition.Or && left is not null && negated == 0)
                condition.Or = true;
            condition.And = and;
            first = false;
            if (Here is not { } joint || !(joint.Is("and") || joint.Is("or") || joint.Lower is ","))
                break;
            var (next, ahead) = Next(1, c => c.Is("and") || c.Is("or") || c.Is("prep"));
            if (next is null || !(next.IsQuoted || next.Number is not null && chunk.Number is not null || next.BestValue > next.BestName && next.Entries.All(e => e.Kind == "filler")) || left is null && !ShareColumn(chunk, next)
                || next.Number is not null && Next(ahead + 1).Chunk is { } unit && unit.BestTable > 0.7 && IsName(unit))
                break;
            _or = !_both;
            and = joint.Is("and");
            _at += ahead;
        }
        _last = left;
    }

    private static bool ShareColumn(Chunk a, Chunk b) => a.Values.Any(v => b.Values.Any(w => w.Column == v.Column)) || a.IsQuoted && b.IsQuoted;

    /// <summary>A value by itself: "in Germany", "Finance employees".</summary>
    private void StepValue(Chunk chunk)
    {
        if (_last is { } last && _mode == Mode.Condition && _sketch.Conditions.LastOrDefault() is { Kind: ConditionKind.Exists } exists && exists.Left == last && !_afterPreposition
            && chunk.Values.Any(v => last.Chunk?.Tables.Any(t => t.Table == v.Column!.Table) == true))
        {
            ReadValues(null);
            return;
        }
        if (IsTextInside(chunk))
            return;
        // "in Los Angeles county": the kind behind the value says which column it stands in
        if (Peek(1) is { } kind && kind.Start == chunk.End && IsName(kind) && !kind.IsQuoted && kind.Columns.Any(c => c.Score > 0.6 && chunk.Values.Any(v => v.Column == c.Column)) && chunk.Values.Select(v => v.Column).Distinct().Skip(1).Any())
        {
            _at++;
            var noun = new Noun(kind) { After = _lastThing };
            _at++;
            AddCondition(new(ConditionKind.Compare) { Left = noun, Right = chunk });
            return;
        }
        ReadValues(null);
        SkipDescribed(chunk);
    }

    /// <summary>"the banking industry", "the Acme company": what follows a value only says what kind of thing it is.</summary>
    private void SkipDescribed(Chunk value)
    {
        if (Here is not { } noun || !IsName(noun) || noun.IsQuoted || noun.Start != Peek(-1)!.End || IsConditionAhead(1))
            return;
        if (noun.Columns.Any(c => c.Score > 0.5 && value.Values.Any(v => v.Column == c.Column)))
            _at++;
        else if (noun.BestTable > 0.8 && noun.Tables.Any(t => value.Values.Any(v => v.Column!.Table == t.Table)) && _mode != Mode.Group)
        {
            var owner = ParseNoun()!;
            if (_sketch.Targets.Count == 0)
                AddTarget(owner);
            else
                AddCondition(new(ConditionKind.Exists) { Left = owner });
        }
    }

    private void StepNumber(Chunk chunk)
    {
        if (Peek(1) is { } more && more.Is("ormore"))
        {
            ParseComparison(null);
            return;
        }
        if (chunk.Period is not null && (chunk.Number is null || chunk.Period.Time is not null))
        {
            _at++;
            AddCondition(new(ConditionKind.InPeriod) { Right = chunk, Left = _last is { Chunk: { } c } && c.Columns.Any(l => l.Column!.IsDate || l.Column.IsYear) && _mode == Mode.Condition ? _last : null });
            return;
        }
        if (chunk.Number is { } number && number == Math.Floor(number) && DateWords.YearOf(chunk.NumberText) is not null && (_afterPreposition || Peek(-1) is { } said && (said.Is("grain") || said.Is("of") || said.Values.Any() && said.Number is null) || Next(1).Chunk is null or { IsMark: true } || Next(1).Chunk!.Is("and")))
        {
            _at++;
            AddCondition(new(ConditionKind.InPeriod) { Right = chunk });
            if (Here is { } or && (or.Is("or") || or.Is("and")) && Next(1, c => c.Is("prep")) is ({ Number: not null } second, var ahead) && DateWords.YearOf(second.NumberText) is not null)
            {
                _at += ahead + 1;
                AddCondition(new(ConditionKind.InPeriod) { Right = second, Or = true }).Or = !_both;
            }
            return;
        }
        // "have 2 to 4 rooms"
        if (chunk.Number is not null && Peek(1)?.Lower is "to" or "-" && Peek(2) is { Number: not null, Period: null } && _mode == Mode.Condition)
        {
            _at--;
            ParseRange(_last is { MayBeTable: false } ? _last : null);
            return;
        }
        var (next, _) = Next(1, c => c.Is("distinct"));
        if (StepAttribute(chunk) || StepCoded(chunk))
            return;
        if (IsAttribute(Peek(1), Peek(2)))
        {
            AddCondition(new(ConditionKind.Compare) { Left = new(Peek(1)), Right = chunk });
            _at += 2;
            return;
        }
        // "the three cheapest products", "3 customers with the most orders"
        if (next is not null && (next.Is("superlative") || next.Is("frequent")) && !IsName(next) && chunk.Number is > 0 and <= 1000)
        {
            _sketch.Limit = (int)chunk.Number;
            _at++;
            return;
        }
        if (next is not null && IsName(next) && chunk.Number is > 0 and <= 1000 && (_mode == Mode.Select && _sketch.Conditions.Count == 0 || Peek(-1)?.Is("superlative") == true))
        {
            _sketch.Limit = (int)chunk.Number;
            _at++;
            return;
        }
        // "two beds", "7 seats free", where the number is kept
        if (next is not null && IsName(next) && !next.IsQuoted && _mode == Mode.Condition && next.BestColumn > 0.8 && next.BestColumn >= next.BestTable && next.Columns.First().Column is { IsMeasure: true } && chunk.Period is null
            && !IsConditionAhead(2))
        {
            _at++;
            AddCondition(new(ConditionKind.Compare) { Left = ParseNoun(), Right = chunk });
            return;
        }
        if (next is not null && IsName(next) && next.BestTable > 0.6 && _mode == Mode.Condition)
        {
            _at++;
            var noun = ParseNoun();
            AddCondition(new(ConditionKind.Compare) { Left = Counted(noun), Right = chunk });
            return;
        }
        if (next is not null && next.Is("times") && !IsName(next))
        {
            _at += 2;
            AddCondition(new(ConditionKind.Compare) { Left = new(null) { Functions = [MeasureFunction.Count] }, Right = chunk });
            return;
        }
        if (_last is not null && !_last.MayBeTable || _last?.Chunk is not null && Peek(-1) == _last.Chunk)
        {
            ReadValues(_last);
            return;
        }
        if (chunk.Values.Any())
        {
            ReadValues(null);
            return;
        }
        _sketch.Unused.Add(chunk);
        _at++;
    }

    private static Noun? Counted(Noun? noun)
    {
        if (noun is { Functions.Count: 0 })
            noun.Functions = noun.MayBeTable || noun.Chunk?.Columns.FirstOrDefault()?.Column is { IsMeasure: false } ? [MeasureFunction.Count] : [];
        return noun;
    }

    /// <summary>"in the same department as X".</summary>
    private void ParseSame()
    {
        _at++;
        var noun = ParseNoun();
        if (noun is null)
            return;
        var condition = AddCondition(new(ConditionKind.SameAs) { Left = noun });
        if (Here?.Lower is "as")
            _at++;
        ReadWithin(condition);
    }

    /// <summary>Conditions that belong to the thing compared with, up to the end of the clause.</summary>
    private void ReadWithin(Condition outer)
    {
        var start = _sketch.Conditions.Count;
        var mode = _mode;
        _mode = Mode.Condition;
        while (Here is { } chunk && !chunk.IsMark && !chunk.Is("order") && !chunk.Is("direction") && !chunk.Is("but") && !chunk.Is("group") && !(chunk.Is("not") && chunk.Lower.StartsWith("exc", StringComparison.Ordinal))
            && !(chunk.Is("and") && Next(1).Chunk is { } next && (next.Is("relative") || next.Is("not") || next.Is("compare") || IsConditionAhead(1, 2) && next.BestColumn > next.BestValue)))
        {
            var before = _at;
            Step(chunk);
            if (_at == before)
                _at++;
        }
        outer.Within.AddRange(_sketch.Conditions.Skip(start));
        _sketch.Conditions.RemoveRange(start, _sketch.Conditions.Count - start);
        _mode = mode;
    }
}
