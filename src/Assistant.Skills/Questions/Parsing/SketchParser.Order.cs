using Assistant.Skills.Questions.Language;
using Assistant.Skills.Questions.Linking;

namespace Assistant.Skills.Questions.Parsing;

internal sealed partial class SketchParser
{
    private void ParseSuperlative(Chunk chunk)
    {
        var entry = chunk.As("superlative") ?? chunk.As("frequent")!;
        var descending = entry.Value == "max";
        var topOf = _mode == Mode.Condition ? SaidOf() : null;
        ParseSuperlative(chunk, entry, descending, ref topOf);
        _sketch.TopOf ??= _sketch.Top is null ? null : topOf;
    }

    private void ParseSuperlative(Chunk chunk, LexiconEntry entry, bool descending, ref Noun? topOf)
    {
        _superlative = _mode == Mode.Select && Peek(-1) is { } joint && (joint.Is("and") || joint.Lower is "the" && Peek(-2)?.Is("and") == true) ? chunk : null;
        _at++;
        if (Here is { Number: { } count } && count == Math.Floor(count) && count is > 0 and <= 1000 && (Peek(1) is { IsMark: false } || continuing))
        {
            _sketch.Limit = (int)count;
            _at++;
        }
        if (entry.Kind == "frequent")
        {
            Frequent(descending);
            return;
        }
        // "the 3 most expensive", "the highest and lowest price"
        if (IsListOfExtremes() && entry.Hints is not ["#"] && _mode == Mode.Select)
        {
            _at--;
            MeasuresOfExtremes();
            return;
        }
        var start = _at;
        var functions = new List<MeasureFunction>();
        while (Here is { } skip && (IsFiller(skip) || skip.Is("of") || skip.Is("aggregate") && !PrefersName(skip) || skip.Is("distinct")))
        {
            if (skip.As("aggregate") is { } aggregate)
                functions.Add(FunctionOf(aggregate.Value));
            _at++;
        }
        if (functions is [MeasureFunction.Sum, MeasureFunction.Count])
            functions = [MeasureFunction.Count];
        if (Here is { } paid && paid.Is("superlative") && entry.Hints.Count == 0)
        {
            _at = start;
            return;
        }
        var noun = Here is { } named && (IsName(named) || named.BestName > 0.5 || named.Is("grain")) && !named.IsQuoted ? ParseNoun() : null;
        if (noun is { Described: { } value })
            AddCondition(new(ConditionKind.Value) { Right = value });
        if (noun is null)
        {
            // "costs the most", "which is the oldest"
            _at = Math.Max(start, _at);
            var by = entry.Hints is ["#"] or [] ? _last ?? new Noun(null) { Functions = [MeasureFunction.Count] } : new Noun(null) { Hints = entry.Hints };
            SetTop(by, descending, entry);
            return;
        }
        TakeStored(noun, functions);
        // "the oldest skipper's home town": ranked by age, the town is asked for
        if (functions.Count == 0 && entry.Hints.Count > 0 && entry.Hints is not ["#"] && OwnerIn(noun) is { } whose && !noun.Chunk!.Columns.Any(c => c.Score > 0.6 && entry.Hints.Concat(entry.Against).Any(h => h.Split(' ').All(c.Column!.Words.Contains))))
        {
            SetTop(new Noun(null) { Hints = entry.Hints, Owner = whose }, descending, entry);
            if (_mode == Mode.Select)
                AddTarget(noun);
            return;
        }
        noun.Functions = functions;
        if (RanksBest(noun, entry, descending))
            return;
        var isTable = noun.MayBeTable && noun.Chunk!.BestTable >= noun.Chunk.BestColumn - (entry.Hints is ["#"] ? 0.12 : 0) && noun.Owner is null;
        if (entry.Hints is ["#"] || functions is [MeasureFunction.Count])
        {
            if (isTable && functions.Count == 0)
                noun.Functions = [MeasureFunction.Count];
            SetTop(noun, descending, entry);
            if (_mode == Mode.Select && _sketch.Targets.Count > 0)
                BeginCondition();
            return;
        }
        if (isTable && functions.Count == 0)
        {
            if (_mode == Mode.Condition)
                AddCondition(new(ConditionKind.Exists) { Left = noun });
            else
                BareThing(noun);
            topOf = noun;
            if (entry.Hints.Count > 0)
                SetTop(new Noun(null) { Hints = entry.Hints, Owner = noun }, descending, entry);
            else
                _sketch.Top = new(new Noun(null) { Hints = ["*"], Owner = noun }, descending);
            return;
        }
        // "best selling category in each region": a kind of things, ranked by what the word speaks of
        if (_mode == Mode.Select && entry.Hints.Count > 0 && entry.Hints is not ["#"] && functions.Count == 0 && noun.Owner is null && noun.Chunk!.Columns.FirstOrDefault()?.Column is { IsText: true, IsIdentifier: false } kind
            && kind.Words[^1] is not ("name" or "title") && !noun.Chunk.Columns.Any(c => c.Score > 0.6 && entry.Hints.Concat(entry.Against).Any(h => h.Split(' ').All(c.Column!.Words.Contains))))
        {
            BareThing(noun);
            SetTop(new Noun(null) { Hints = entry.Hints }, descending, entry);
            return;
        }
        // "the top 3 days with the largest gusts": so many, ranked by what is named after them
        if (noun.Grain is not null && _sketch.Limit is not null && functions.Count == 0 && entry.Hints.Count == 0 && _sketch.Targets.Count > 0 && Here is { } said && said.Is("relative"))
        {
            _sketch.Top ??= new(new Noun(null) { Hints = ["*"] }, descending);
            return;
        }
        if (entry.Phrase is "top" or "bottom" or "best" or "worst" or "highest" or "lowest" && _sketch.Limit is not null && functions.Count == 0 && noun.Chunk!.Columns.FirstOrDefault()?.Column is { IsNumeric: false, IsDate: false })
        {
            Bare(noun);
            _sketch.Top ??= new(new Noun(null) { Hints = ["*"], Owner = noun }, descending);
            return;
        }
        AttachOwner(noun);
        var asMeasure = _mode == Mode.Select && !_afterOf && functions.Count == 0 && !_sketch.Who && _sketch.Limit is null
            && (_sketch.Targets.Count == 0 || _sketch.Targets.All(t => t.Functions.Count > 0 && !t.IsCount))
            && (_lead || _sentence > 0 || _at < 8) && noun.Chunk!.Columns.Any(c => c.Column!.IsNumeric || c.Column.IsDate);
        if (asMeasure)
        {
            noun.Functions = [descending ? MeasureFunction.Max : MeasureFunction.Min];
            if (!LeftOfCondition(noun))
                AddTarget(noun);
            return;
        }
        SetTop(noun, descending, entry);
        if (_mode == Mode.Select && _sketch.Targets.Count > 0)
            BeginCondition();
    }

    private void MeasuresOfExtremes()
    {
        var functions = new List<MeasureFunction>();
        for (; Here is { } chunk && !(functions.Count > 0 && PrefersName(chunk)) && (chunk.Is("superlative") || chunk.Is("and") || chunk.Lower is "," || IsFiller(chunk) || chunk.Is("aggregate")); _at++)
        {
            if (chunk.As("superlative") is { } extreme)
                functions.Add(extreme.Value == "max" ? MeasureFunction.Max : MeasureFunction.Min);
            else if (chunk.As("aggregate") is { } aggregate)
                functions.Add(FunctionOf(aggregate.Value));
        }
        if (ParseNoun() is not { } noun)
            return;
        noun.Functions = [.. functions.Distinct()];
        AttachOwner(noun);
        AddTarget(noun);
    }

    /// <summary>"the most common X", "used the most".</summary>
    private void Frequent(bool descending)
    {
        while (Here is { } skip && (IsFiller(skip) || skip.Is("of")))
            _at++;
        var noun = Here is { } named && IsName(named) && !named.IsQuoted ? ParseNoun() : null;
        if (noun is not null)
        {
            if (_mode == Mode.Condition)
                _sketch.Conditions.Add(new(ConditionKind.Superlative) { Left = noun, Descending = descending, Clause = _clause, Scope = _scope });
            else
                Bare(noun);
            if (_mode == Mode.Condition)
                return;
        }
        _sketch.Top ??= new(new Noun(null) { Functions = [MeasureFunction.Count] }, descending);
    }

    private void SetTop(Noun by, bool descending, LexiconEntry entry)
    {
        by.Hints = by.Chunk is null && by.Functions.Count == 0 ? [.. entry.Hints, .. entry.Against.Select(a => "-" + a)] : by.Hints;
        if (_sketch.Top is { By.Hints: ["*"] })
        {
            _sketch.Top = new(by, descending);
            return;
        }
        // "the cheapest and the dearest": only one of them is told
        if (_sketch.Top is not null && _superlative is not null)
            _sketch.Unused.Add(_superlative);
        if (_sketch.Top is not null && _sketch.Top.By.Chunk is not null)
        {
            _sketch.Conditions.Add(new(ConditionKind.Superlative) { Left = by, Descending = descending, Clause = _clause, Scope = _scope });
            return;
        }
        _sketch.Top = new(by, descending);
    }

    private void ParseGroup(Chunk chunk)
    {
        _at++;
        if (_sorting && chunk.Lower is "according to")
        {
            ReadOrders(0, null);
            return;
        }
        // "the total across all accounts" is one number, "the total across regions" one of each
        if (chunk.Lower.StartsWith("across", StringComparison.Ordinal) && (Next().Chunk is not { BestColumn: > 0.6 } along || along.BestTable >= along.BestColumn))
        {
            _afterPreposition = true;
            return;
        }
        if (chunk.Lower is "for all" && !(_sketch.Targets.Any(t => t.Functions.Count > 0) && false))
        {
            _afterPreposition = true;
            return;
        }
        var plain = chunk.Lower is "each" or "every" or "each of" or "of each" or "for each" or "for every" or "of every" or "for different" or "in different" or "of different";
        // "the names of each student" groups nothing
        if (plain && _sketch.Targets.Count > 0 && _sketch.Targets.All(t => t.Functions.Count == 0) && _sketch.Top is null && _mode == Mode.Select)
        {
            _afterOf = true;
            return;
        }
        var mode = _mode;
        if (mode == Mode.Condition && plain && chunk.Lower is not ("for each" or "for every" or "in each"))
        {
            // "how many products does each supplier have": still the group
            mode = Mode.Select;
        }
        _mode = Mode.Group;
        var noun = ParseNoun();
        if (noun is null)
        {
            if (chunk.Lower is "per" or "for each" or "for every" or "by each" || chunk.Lower.EndsWith(" by", StringComparison.Ordinal))
                NoteUnknownGroup();
            _mode = mode;
            return;
        }
        AttachOwner(noun);
        if (Divides(chunk, noun))
        {
            _sketch.Per = noun;
            _mode = Mode.Condition;
            return;
        }
        if (LeftOfCondition(noun))
        {
            _mode = Mode.Condition;
            return;
        }
        _sketch.Groups.Add(noun);
        _last = noun;
        if (Here is { } and && (and.Is("and") || and.Lower is ",") && Next(1).Chunk is { } next && (IsName(next) || next.Is("grain")) && !next.IsQuoted && next.BestValue <= next.BestName && (_sketch.Targets.Any(t => t.Functions.Count > 0) || chunk.Lower is "per" && _sketch.Targets.Count == 1))
            return;
        _mode = Here is { } stop && stop.Lower is "," ? Mode.Group : _sketch.Targets.Count > 0 ? Mode.Condition : Mode.Select;
        if (_mode == Mode.Select && Here is { } follow && follow.Is("prep"))
            _mode = Mode.Condition;
    }

    /// <summary>"top 5 customers by total", where a column is called total and nothing follows that it could be the total of.</summary>
    private bool NamesItsColumn(Chunk chunk) => chunk is { Length: 1 } && chunk.Columns.FirstOrDefault() is { Score: > 0.95, Column.IsMeasure: true }
        && (_at + 2 >= chunks.Count || Peek(2) is { } after && !IsName(after) && !after.Is("of") && !after.Is("howmany") && !after.Is("aggregate") && !after.IsUnknown);

    private void ParseBy()
    {
        var (next, _) = Next(1, c => c.Is("distinct") || c.Is("direction"));
        if (_sketch.Top is { By.Hints: ["*"] } ranked && next is not null && (next.Is("aggregate") || next.Is("howmany")) && !NamesItsColumn(next))
        {
            RankByMeasure(ranked);
            return;
        }
        var passive = _at > 0 && Peek(-1) is { } verb && (verb.Lower.EndsWith("ed", StringComparison.Ordinal) && verb.Lower is not ("need" or "shared") || Participles.Contains(verb.Lower))
            && !(verb.BestValue > verb.BestName && next is not null && (next.Is("grain") || next.BestColumn > next.BestTable && _sketch.Targets.Any(t => t.Functions.Count > 0)));
        if (_sorting && _sketch.Orders.Count == 0)
        {
            ReadOrders(1, null);
            return;
        }
        if (next is not null && !passive && RanksHeading(next))
            return;
        if (next is null || next.IsQuoted || !(IsName(next) || next.Is("grain")) || passive || next.BestValue > next.BestName)
        {
            if (next is { IsUnknown: true } && !passive && Peek(1) == next && _sketch.Targets.Count > 0 && _mode == Mode.Select)
            {
                _at++;
                NoteUnknownGroup();
                return;
            }
            if (next is not null && (next.Is("order") || next.Is("direction") || next.Is("aggregate")) && _sketch.Top is null && !passive)
            {
                ReadOrders(1, true);
                return;
            }
            _at++;
            (_afterPreposition, _preposition) = (true, "by");
            return;
        }
        if (_sketch.Top is { By.Hints: ["*"] } top)
        {
            // "top 10 customers by revenue"
            _at++;
            if (ParseNoun() is { } by)
            {
                var counts = by.MayBeTable && by.Chunk!.BestTable >= by.Chunk.BestColumn;
                by.Functions = counts ? [MeasureFunction.Count] : by.Chunk?.Columns.FirstOrDefault()?.Column is { } amount && PlanBuilder.UsualFunction(amount) is MeasureFunction.Average ? [] : [MeasureFunction.Sum];
                _sketch.Top = new(by, top.Descending) { IsShown = true };
            }
            return;
        }
        if (_sketch.Targets.Any(t => t.Functions.Count > 0 || t.Chunk?.Columns.FirstOrDefault()?.Column is { Formula: not null } or { IsRevenue: true }) || next.Is("grain") || _sketch.Share || continuing || SplitsBareThing(next))
        {
            _at++;
            _mode = Mode.Group;
            return;
        }
        _at++;
        (_afterPreposition, _preposition) = (true, "by");
        if (_mode == Mode.Select && _sketch.Targets.Count > 0)
            BeginCondition();
    }
}
