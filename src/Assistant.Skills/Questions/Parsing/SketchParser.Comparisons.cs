using Assistant.Skills.Questions.Linking;

namespace Assistant.Skills.Questions.Parsing;

internal sealed partial class SketchParser
{
    /// <summary>A comparison with what may stand on its left; the cursor is at the comparing word.</summary>
    private void ParseComparison(Noun? left)
    {
        var chunk = Here!;
        if (chunk.Is("null") || chunk.Is("notnull"))
        {
            _at++;
            if (left is not null)
                AddCondition(new(ConditionKind.Missing) { Left = left, Negated = chunk.Is("notnull") });
            return;
        }
        if (chunk.As("like") is { } like)
        {
            ParseText(left, like.Value);
            return;
        }
        if (chunk.Is("between"))
        {
            ParseRange(left);
            return;
        }
        if (chunk.Is("multiple") || chunk.Is("once"))
        {
            ParseRepeated(chunk);
            return;
        }
        if (chunk.Number is not null)
        {
            // "4 or more employees"
            var more = Peek(1)!.As("ormore")!;
            _at += 2;
            Counting(left, chunk, OperatorOf(more.Value), more.Hints);
            return;
        }
        var entry = chunk.As("compare")!;
        _at++;
        if (left is { IsCount: true } && _mode == Mode.Select)
            left = null;
        while (Here is { } skip && (IsFiller(skip) || skip.Is("than") || skip.Is("prep") && skip.Lower is "to" or "as" || skip.Is("and") && false))
            _at++;
        if (Here is { } thing && IsName(thing) && !thing.IsQuoted && Next(1, c => c.Is("distinct")) is ({ } than, var thanAt) && than.Is("than") && entry.Phrase.Split(' ').Length == 1)
        {
            // "more students than the average"
            left = thing.BestTable >= thing.BestColumn - 0.02 ? Counted(ParseNoun()) : ParseNoun();
            while (Here is { } skip && (IsFiller(skip) || skip.Is("than")))
                _at++;
            _ = thanAt;
        }
        ParseOperand(left, OperatorOf(entry.Value), entry.Hints, entry);
    }

    private static Comparison OperatorOf(string text) => text switch
    {
        ">" => Comparison.Greater,
        "<" => Comparison.Less,
        ">=" => Comparison.GreaterOrEqual,
        "<=" => Comparison.LessOrEqual,
        "!=" => Comparison.NotEqual,
        _ => Comparison.Equal,
    };

    private void ParseOperand(Noun? left, Comparison comparison, IReadOnlyList<string> hints, Language.LexiconEntry entry)
    {
        if (hints.Contains("date") && Here is { } year && (year.Is("grain") || year.Columns.Any(c => c.Column!.IsYear)) && Next(1, c => c.Is("of")) is ({ Number: not null }, var yearAt))
            _at += yearAt;
        if (Here is not { } operand)
            return;
        if (operand.Number is not null && hints.Contains("date") && Language.DateWords.YearOf(operand.NumberText) is not null && !(left is { MayBeTable: false, Chunk: { } c } && c.Columns.First().Column!.IsMeasure && Peek(-2) is { } before && before.Is("filler")))
        {
            _at++;
            var dated = left is { MayBeTable: false, Chunk: { } said } && said.Columns.Any(l => l.Column!.IsDate || l.Column.IsYear) ? left : null;
            AddCondition(new(ConditionKind.InPeriod) { Left = dated, Operator = comparison, Right = operand });
            return;
        }
        if (operand is { Period: not null, Number: null } && left is not null && !MayBeDated(left))
            left = null;
        if (operand.Number is not null && operand.Period is null || operand.Number is not null && left is not null)
        {
            _at++;
            Counting(left, operand, comparison, hints);
            return;
        }
        if (operand.Number is not null || operand.Period is not null || operand.Number is not null && hints.Contains("date"))
        {
            _at++;
            Or(AddCondition(new(ConditionKind.InPeriod) { Left = left is { MayBeTable: false } ? left : null, Operator = comparison, Right = operand }));
            return;
        }
        if (operand.As("once") is { } once)
        {
            _at++;
            AddCondition(new(ConditionKind.Compare) { Left = new(null) { Functions = [MeasureFunction.Count] }, Operator = comparison, Right = operand, Match = TextMatchKind.Contains });
            _ = once;
            return;
        }
        if (operand.As("aggregate") is { Value: not "count" } or { Value: "sum" } || operand.Is("superlative") && (operand.As("superlative")!.Hints.Count == 0 || operand.As("superlative")!.Hints is not ["#"] && Next(1).Chunk is { } amount && amount.BestColumn > 0.6 && amount.BestColumn >= amount.BestTable))
        {
            var function = operand.As("aggregate") is { } aggregate ? FunctionOf(aggregate.Value) : operand.As("superlative")!.Value == "max" ? MeasureFunction.Max : MeasureFunction.Min;
            _at++;
            Against(left, comparison, hints, function);
            return;
        }
        if (operand.Is("anyall") && !IsName(operand) || operand.Lower is "that" or "those" or "that of")
        {
            var all = operand.As("anyall")?.Value != "some";
            _at++;
            // "than that of some manager"
            for (; Here is { } whose && (whose.Is("of") || whose.Is("anyall") && !IsName(whose)); _at++)
                all &= whose.As("anyall")?.Value != "some";
            Against(left, comparison, hints, Above(comparison) == all ? MeasureFunction.Max : MeasureFunction.Min);
            return;
        }
        if (operand.IsQuoted || operand.BestValue > operand.BestName && operand.Entries.Count == 0)
        {
            var at = _sketch.Conditions.Count;
            ReadValues(left);
            foreach (var condition in _sketch.Conditions.Skip(at))
                condition.Operator = comparison;
            return;
        }
        if (operand.BestColumn > 0 && left is not null && operand.BestColumn >= operand.BestTable && Peek(1)?.Is("of") == true && left.Chunk is not null && operand.Columns.Any(c => left.Chunk.Columns.Any(l => l.Column == c.Column)))
        {
            Against(left, comparison, hints, Above(comparison) ? MeasureFunction.Max : MeasureFunction.Min);
            return;
        }
        if (operand.BestColumn > 0 && left is not null && operand.BestColumn >= operand.BestTable)
        {
            var right = ParseNoun();
            Or(AddCondition(new(ConditionKind.Compare) { Left = left, Operator = comparison, RightNoun = right }));
            return;
        }
        if (operand.BestTable > 0)
        {
            // "more expensive than the products of X", "more orders than customers": not told apart further
            Against(left, comparison, hints, Above(comparison) ? MeasureFunction.Max : MeasureFunction.Min);
            return;
        }
        if (operand.IsUnknown)
            _sketch.Unused.Add(operand);
        _ = entry;
    }

    private static bool Above(Comparison comparison) => comparison is Comparison.Greater or Comparison.GreaterOrEqual;

    private static void Or(Condition condition) => _ = condition;

    /// <summary>Compared with a number: of a column, or how many of something there are.</summary>
    private void Counting(Noun? left, Chunk number, Comparison comparison, IReadOnlyList<string> hints)
    {
        if (Here is { } more && more.As("ormore") is { } orMore && comparison == Comparison.Equal)
        {
            comparison = OperatorOf(orMore.Value);
            _at++;
        }
        if (CompareTotal(number, comparison) || CompareSpan(left, number, comparison, hints))
            return;
        if (Here is { } times && times.Is("times") && !IsName(times))
        {
            _at++;
            AddCondition(new(ConditionKind.Compare) { Left = new(null) { Functions = [MeasureFunction.Count] }, Operator = comparison, Right = number });
            return;
        }
        var (next, ahead) = Next(0, c => c.Is("distinct") || c.Is("of") && left is null);
        var names = next is not null && IsName(next) && !next.IsMark && (ahead == 0 || Peek(ahead - 1) is { } b && (b.Is("distinct") || IsFiller(b) || b.Is("of")));
        var unit = left is { MayBeColumn: true, MayBeTable: false } && !(names && left.Functions.Count == 0 && left.Chunk!.Columns.First().Column is { IsNumeric: false, IsDate: false }) || left?.Functions.Count > 0;
        if (names && !unit && !(hints.Count > 0 && next!.BestTable < 0.9))
        {
            if (left is { MayBeTable: false } && _mode == Mode.Select)
                Bare(left);
            var noun = ParseNoun();
            if (noun is { Described: { } value })
                AddCondition(new(ConditionKind.Value) { Right = value });
            var counted = Counted(noun)!;
            AddCondition(new(ConditionKind.Compare) { Left = counted, Operator = comparison, Right = number });
            if (_mode == Mode.Select)
                BeginCondition();
            _last = counted;
            return;
        }
        if (left is null || left.MayBeTable && left.Functions.Count == 0 && left.Owner is null && left.Chunk!.BestTable >= left.Chunk.BestColumn)
            left = new(null) { Hints = hints, Owner = left };
        AddCondition(new(ConditionKind.Compare) { Left = left, Operator = comparison, Right = number });
        _last = left;
        if (Here is { } or && or.Is("or") && Next(1) is ({ } further, var skip) && further.Is("compare") && Next(skip + 1).Chunk?.Number is not null)
        {
            // "above 50000 or below 30000": the same column again
            _at += skip;
            _or = true;
            ParseComparison(left);
        }
        else if (Here is { } and && and.Is("and") && Next(1) is ({ } second, var skipAnd) && second.Is("compare") && Next(skipAnd + 1) is ({ Number: not null }, var numberAt) && !(Next(numberAt + 1).Chunk is { } own && IsName(own)))
        {
            _at += skipAnd;
            ParseComparison(left);
        }
    }

    /// <summary>Compared with the average, the highest, ... of something.</summary>
    private void Against(Noun? left, Comparison comparison, IReadOnlyList<string> hints, MeasureFunction function)
    {
        while (Here is { } skip && (IsFiller(skip) || skip.Is("of") || skip.Is("distinct") || skip.Is("anyall")))
            _at++;
        if (left is null || left.MayBeTable && left.Functions.Count == 0 && left.Owner is null && left.Chunk!.BestTable >= left.Chunk.BestColumn)
            left = new(null) { Hints = hints, Owner = left };
        var condition = AddCondition(new(ConditionKind.Compare) { Left = left, Operator = comparison, RightFunction = function });
        if (Here is { } named && IsName(named))
        {
            var noun = ParseNoun();
            if (noun is not null)
                AttachOwner(noun);
            if (noun is { MayBeTable: true } && noun.Chunk!.BestTable >= noun.Chunk.BestColumn && noun.Owner is null)
            {
                // "more expensive than the average product", "older than any employee of ..."
                if (left.Chunk is null && left.Owner is null)
                    left.Owner = noun;
                condition.Within.Add(new(ConditionKind.Exists) { Left = noun });
            }
            else
            {
                condition.RightNoun = noun;
                if (left.Chunk is null && hints.Count == 0 && noun is not null && left.Functions.Count == 0)
                {
                    // "above the average price"
                    condition.Left = new Noun(noun.Chunk);
                }
            }
        }
        if (Here is { } on && (on.Is("prep") || on.Is("relative") || on.Is("of")) && choices.Usually("condition of the compared", 0.4))
            ReadWithin(condition);
        _last = left;
    }

    private void ParseText(Noun? left, string kind)
    {
        var letter = Here!.Lower.EndsWith("letter", StringComparison.Ordinal) || Here.Lower.EndsWith("letters", StringComparison.Ordinal);
        _at++;
        while (Here is { } skip && !(letter && skip.Lower.Length == 1) && (IsFiller(skip) || skip.Is("of") || skip.Is("like") && !IsName(skip) || skip.Lower is "letter" or "word" or "substring" or "string" or "phrase" or "letters" or "text" || skip.Is("prep") || skip.Is("either") || skip.Is("anyall")))
            _at++;
        if (Here is not { } text || text.IsMark || text.Is("inside"))
            return;
        // "trips that end in San Francisco": a place, not letters
        if (kind is "starts" or "ends" && !letter && text is { IsQuoted: false, BestValue: > 0.85 } && text.Lower.Length > 2 && left is not { MayBeTable: false })
        {
            if (_mode == Mode.Select)
                BeginCondition();
            _afterPreposition = true;
            return;
        }
        if (text.Is("compare") || text.Is("superlative") || text.Is("multiple") || text.Is("not") || text.Is("aggregate"))
        {
            BeginCondition();
            return;
        }
        if (text.IsQuoted || text.Number is not null || !IsName(text) || text.BestValue > 0.5 || text.Length == 1)
        {
            do
            {
                AddCondition(new(ConditionKind.Text)
                {
                    Left = left,
                    Right = Here,
                    Match = kind switch { "starts" => TextMatchKind.StartsWith, "ends" => TextMatchKind.EndsWith, _ => TextMatchKind.Contains },
                });
                _at++;
                if (Here is { } joint && joint.Is("or") && Next(1, c => c.Is("like")) is ({ } other, var ahead) && (other.IsQuoted || letter && other.Lower.Length == 1))
                {
                    _or = true;
                    _at += ahead;
                    continue;
                }
                break;
            }
            while (true);
            TextIn();
            return;
        }
        // "boxes that contain apples": no text but a thing
        BeginCondition();
    }

    /// <summary>"the letter M in their first name": the column stands behind.</summary>
    private void TextIn()
    {
        if (_sketch.Conditions is not [.., { Kind: ConditionKind.Text } text] || text.Left is { MayBeTable: false })
            return;
        var (next, ahead) = Next(0, c => c.Is("prep") || c.Is("inside") || c.Is("possessive"));
        if (next is null || ahead == 0 || !IsName(next) || next.BestColumn < 0.6 || next.BestColumn < next.BestTable)
            return;
        _at += ahead;
        text.Left = ParseNoun();
    }

    private void ParseRange(Noun? left)
    {
        _at++;
        while (Here is { } skip && (IsFiller(skip) || skip.Is("of") || skip.Is("prep")))
            _at++;
        var from = Here;
        if (from is null || !(from.Number is not null || from.Period is not null || from.IsQuoted || from.BestValue > 0))
            return;
        _at++;
        while (Here is { } skip && (skip.Is("and") || skip.Is("prep") || IsFiller(skip) || skip.Lower is "to" or "-" or "through" || skip.Is("compare") && skip.Lower is "up to" or "through" or "till" or "until"))
            _at++;
        var to = Here;
        if (to is null || !(to.Number is not null || to.Period is not null || to.IsQuoted || to.BestValue > 0))
        {
            _sketch.Unused.Add(from);
            return;
        }
        _at++;
        if (left is null || left.MayBeTable && left.Functions.Count == 0 && left.Owner is null && left.Chunk!.BestTable >= left.Chunk.BestColumn)
        {
            left = Here is { } named && IsName(named) && named.BestName > 0.5 ? ParseNoun() : null;
            if (left is { MayBeTable: true } && left.Chunk!.BestTable >= left.Chunk.BestColumn)
                left = Counted(left);
        }
        var years = Language.DateWords.YearOf(from.Lower) is not null && Language.DateWords.YearOf(to.Lower) is not null || from.Period is not null;
        if (years && left is not null && (left.Functions.Count > 0 || left.Chunk?.Columns.FirstOrDefault()?.Column is { IsDate: false, IsYear: false }))
        {
            if (left.Functions.Count > 0 && _mode == Mode.Select)
                AddTarget(left);
            left = null;
        }
        AddCondition(new(ConditionKind.Between) { Left = left, Right = from, RightEnd = to });
        _last = left;
    }

    /// <summary>"multiple orders", "more than once", "exactly twice".</summary>
    private void ParseRepeated(Chunk chunk)
    {
        _at++;
        Noun? noun = null;
        if (chunk.Is("multiple") && Next(0, c => c.Is("distinct")) is ({ } named, _) && IsName(named) && chunk.Lower is not "more than once")
        {
            if (_mode == Mode.Select && chunk.Lower is "many" or "several")
                return;
            noun = Counted(ParseNoun());
        }
        if (noun is null && _mode == Mode.Select && _sketch.Targets.Count == 0)
            return;
        AddCondition(new(ConditionKind.Compare)
        {
            Left = noun ?? new Noun(null) { Functions = [MeasureFunction.Count] },
            Operator = chunk.Is("multiple") ? Comparison.Greater : Comparison.Equal,
            Right = chunk,
        });
    }
}
