namespace Assistant.Skills.Questions.Parsing;

/// <summary>Clauses that say in which order the rows come.</summary>
internal sealed partial class SketchParser
{
    private void ParseOrder()
    {
        var chunk = Here!;
        if (chunk.As("direction") is { } direction)
        {
            _at++;
            var ordered = Here is { } by && (by.Is("of") || by.Is("by") || by.Is("order") || direction.Phrase.EndsWith(" of", StringComparison.Ordinal) || by.Is("prep") && by.Lower is "on" or "to" or "for") || direction.Phrase.EndsWith(" of", StringComparison.Ordinal);
            if (ordered)
            {
                ReadOrders(0, direction.Value is "asc" or "alpha");
                return;
            }
            if (_sketch.Orders.Count > 0)
            {
                _sketch.Orders[^1] = _sketch.Orders[^1] with { Descending = direction.Value is "desc" or "zeta" };
                return;
            }
            // "list in alphabetical order the names"
            if (_sketch.Targets.Count == 0 && !continuing)
            {
                _pendingOrder = direction.Value is "asc" or "alpha";
                return;
            }
            _sketch.Orders.Add(new(new(null) { Hints = [direction.Value is "alpha" or "zeta" ? "alpha" : "first"] }, direction.Value is "desc" or "zeta"));
            return;
        }
        if (!continuing && BeginsSorting(chunk))
            return;
        _at++;
        ReadOrders(0, null);
    }

    private bool? _pendingOrder;

    /// <summary>What to sort by, each with its direction; the cursor stands after "sorted by".</summary>
    private void ReadOrders(int skip, bool? ascending)
    {
        _at += skip;
        while (true)
        {
            bool? direction = ascending;
            var functions = new List<MeasureFunction>();
            var distinct = false;
            while (Here is { } chunk && (IsFiller(chunk) || chunk.IsUnknown && chunk.Lower is "amount" || chunk.Is("of") || chunk.Is("by") || chunk.Is("direction") || chunk.Is("order") && !IsName(chunk) || chunk.Is("aggregate") && !PrefersName(chunk) || chunk.Is("possessive") || chunk.Is("both") || chunk.Is("distinct") || chunk.Is("howmany")
                || chunk.Is("prep") && functions.Count == 0 && chunk.Lower is "on" or "in" or "to" or "from" or "for" or "about" or "at"))
            {
                if (chunk.As("direction") is { } said)
                    direction = said.Value is "asc" or "alpha";
                if (chunk.As("aggregate") is { } aggregate)
                    functions.Add(FunctionOf(aggregate.Value));
                if (chunk.Is("howmany"))
                    functions.Add(MeasureFunction.Count);
                distinct |= chunk.Is("distinct");
                _at++;
            }
            if (functions is [MeasureFunction.Sum, MeasureFunction.Count])
                functions = [MeasureFunction.Count];
            if (ReadExtremeFirst())
                break;
            if (Here?.As("axis") is { } axis && !IsName(Here!))
            {
                _at++;
                var shown = new Noun(null) { Hints = [axis.Value] };
                for (; Here is { } after && (after.Is("direction") || IsFiller(after)); _at++)
                    direction = after.As("direction")?.Value switch { null => direction, "asc" or "alpha" => true, _ => false };
                _sketch.Orders.Add(new(shown, direction == false));
                return;
            }
            var noun = Here is { } named && (IsName(named) || named.BestName > 0.5 || named.Is("grain")) && !named.IsQuoted ? ParseNoun() : null;
            if (noun is null && functions.Count == 0)
            {
                if (direction is { } only)
                    _sketch.Orders.Add(new(new(null) { Hints = ["first"] }, !only));
                return;
            }
            noun = noun is null ? new(null) : DatedBy(noun);
            noun.Functions = functions;
            noun.Distinct = distinct;
            AttachOwner(noun);
            for (; Here is { } after && (after.Is("direction") || IsFiller(after) && Peek(1)?.Is("direction") == true); _at++)
            {
                if (after.As("direction") is { } said)
                    direction = said.Value is "asc" or "alpha";
            }
            _sketch.Orders.Add(new(noun, direction == false));
            if (ReadThenByName())
                break;
            if (Here is not { } joint || !(joint.Is("and") || joint.Lower is "," || joint.Lower is "then") || Next(1, c => c.Is("and") || c.Lower is "then" || c.Is("by") || c.Is("direction")) is not ({ } next, _) || !IsName(next) && !next.Is("aggregate") || next.IsQuoted)
                break;
            if (Next(1).Chunk is { } lead && lead.Is("lead") && !IsName(lead))
                break;
            _at++;
            while (Here is { } skipJoint && (skipJoint.Is("and") || skipJoint.Lower is "then"))
                _at++;
        }
        _mode = Mode.Condition;
    }

    /// <summary>"sorted by the ones with the highest revenue first": what is named comes in that direction, and nothing is left out.</summary>
    private bool ReadExtremeFirst()
    {
        if (Here is not { } with || !with.Is("relative"))
            return false;
        var (extreme, ahead) = Next(1);
        if (extreme is null || extreme.As("superlative") is not { Hints: [] or ["#"] } entry || IsName(extreme))
            return false;
        var (named, at) = Next(ahead + 1);
        if (named is null || !IsName(named) || named.IsQuoted)
            return false;
        _at += at;
        if (ParseNoun() is not { } noun)
            return false;
        if (noun.MayBeTable && noun.Chunk!.BestTable >= noun.Chunk.BestColumn)
            noun.Functions = [MeasureFunction.Count];
        AttachOwner(noun);
        _sketch.Orders.Add(new(noun, entry.Value is "max"));
        if (Here is { Lower: "first" or "on top" or "at the top" })
            _at++;
        return true;
    }

    /// <summary>"by price, and then by name": the words that elsewhere say nothing are a second order here.</summary>
    private bool ReadThenByName()
    {
        var at = 0;
        while (Peek(at) is { } joint && (joint.Is("and") || joint.Lower is "," or "then"))
            at++;
        if (at == 0 || Peek(at) is not { Lower: "by name" })
            return false;
        _at += at + 1;
        var descending = false;
        for (; Here is { } after && (after.Is("direction") || IsFiller(after) && Peek(1)?.Is("direction") == true); _at++)
            descending = after.As("direction") is { } way ? way.Value is "desc" or "zeta" : descending;
        _sketch.Orders.Add(new(new(null) { Hints = ["alpha"] }, descending));
        return true;
    }
}
