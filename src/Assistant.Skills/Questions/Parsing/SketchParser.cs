using Assistant.Skills.Questions.Linking;

namespace Assistant.Skills.Questions.Parsing;

/// <summary>
/// Reads the chunks from left to right and sorts them into the parts of a question. Rules are tied to what words do (compare, group, order,
/// deny), not to whole phrases, so they combine freely.
/// </summary>
/// <param name="continuing">Whether the question goes on from an earlier one, so that "by region" groups what was asked before.</param>
internal sealed partial class SketchParser(IReadOnlyList<Chunk> chunks, Choices choices, bool continuing = false)
{
    private enum Mode { Select, Condition, Group }

    private readonly Sketch _sketch = new();
    private int _at;
    private Mode _mode = Mode.Select;
    private int _clause;
    private int _scope;
    private int _scopes;
    private bool _or;
    private bool _both;
    private bool _sentenceStart = true;
    private bool _afterPreposition;
    private bool _afterOf;
    private bool _lead;
    private int _sentence;
    private int _sentenceOfTargets;

    /// <summary>Whether the words before the first comma only say of what the question is: "For the records of A and each A's B, show ...".</summary>
    private bool _leading = chunks.Count > 0 && chunks[0].Is("prep") && chunks[0].Lower is "for" or "among" && chunks.Count > 1 && chunks[1].Lower is "those" or "these" or "all" or "all the" && chunks.Any(c => c.Lower is ",");
    private Noun? _last;
    private Noun? _lastThing;

    /// <summary>Denials of the whole, "never" or "without", which need a thing that is denied.</summary>
    private readonly List<int> _strong = [];

    private Chunk? Here => Peek(0);

    private Chunk? Peek(int ahead) => _at + ahead < chunks.Count && _at + ahead >= 0 ? chunks[_at + ahead] : null;

    /// <summary>The chunk so far before the cursor, fillers in between not counted: in ", just show" the comma stands before "show".</summary>
    private Chunk? Before(int back)
    {
        for (; Peek(-back) is { } chunk && chunk.Entries.Count > 0 && chunk.Entries.All(e => e.Kind is "filler") && chunk.Links.Count == 0; back++)
        {
        }
        return Peek(-back);
    }

    /// <summary>The next chunk that carries a meaning of its own, and how far it is.</summary>
    private (Chunk? Chunk, int Ahead) Next(int from = 0, Func<Chunk, bool>? skip = null)
    {
        for (var ahead = from; Peek(ahead) is { } chunk; ahead++)
        {
            if (!IsFiller(chunk) && !(skip?.Invoke(chunk) ?? false))
                return (chunk, ahead);
        }
        return (null, 0);
    }

    private static bool IsFiller(Chunk chunk) =>
        chunk.Entries.Count > 0 && chunk.Entries.All(e => e.Kind is "filler" or "possessive" or "lead" or "have") && chunk.BestName < 0.6 && chunk.BestValue < 0.8;

    private static bool IsName(Chunk chunk) => chunk.BestName > 0 && (chunk.Entries.Count == 0 || PrefersName(chunk));

    /// <summary>A word such as "order" or "number" that is also a name here.</summary>
    private static bool PrefersName(Chunk chunk) => chunk.Start > 0 && chunk.BestColumn >= 0.42 && chunk.Entries.All(e => e.Kind == "lead") && chunk.Length == 1 || chunk.BestName >= 0.75
        && chunk.Entries.All(e => e.Kind is "filler" or "lead" or "order" or "everything" or "grain" or "chart" or "times" or "same" or "possessive" or "aggregate" or "howmuch" or "like" or "direction" or "prep" or "by" or "superlative" or "null" or "change" or "group" or "inside" or "relative" or "also")
        && (chunk.BestName >= 0.9 || chunk.Entries.All(e => e.Kind is "filler" or "lead" or "grain" or "everything" or "chart" or "times"));

    public Sketch Parse()
    {
        while (Here is { } chunk)
        {
            var before = _at;
            Step(chunk);
            if (_at == before)
                _at++;
        }
        if (_sketch.Top is { By.Hints: ["*"] } && _sketch.Orders.Count > 0)
            _sketch.Top = null;
        foreach (var scope in _strong.Where(s => _sketch.Conditions.All(c => c.Scope != s)))
            _sketch.Conditions.Add(new(ConditionKind.Exists) { Scope = scope, Negated = true });
        PairWithPeriods();
        var both = _sketch.Conditions.Where(c => c.Both).ToList();
        if (both.Count != 2 || both[0].Kind != both[1].Kind || both[0].Kind is not (ConditionKind.Value or ConditionKind.Compare or ConditionKind.InPeriod) || both[0].Operator != both[1].Operator)
            both.ForEach(c => c.Both = false);
        if (_pendingOrder is { } ascending && _sketch.Orders.Count == 0)
            _sketch.Orders.Add(new(new(null) { Hints = ["alpha"] }, !ascending));
        if (_sketch.When && _sketch.Targets.Any(t => t is { Functions.Count: 0, Chunk: { } dated } && IsDateNamed(dated)))
            _sketch.Targets.RemoveAll(t => t.Chunk is null && t.Hints.Contains("date"));
        // "how long is the total time": the measure says it
        if (_sketch.Targets.Any(t => t.Functions.Count > 0 || t.Chunk is not null))
            _sketch.Targets.RemoveAll(t => t.Chunk is null && t.Functions.Count == 0 && !t.Every && t.Hints is not (["display"] or []) && _sketch.Targets.Any(o => o.Functions is [not MeasureFunction.Count, ..]));
        PassNew();
        return _sketch;
    }

    private void Step(Chunk chunk)
    {
        if (chunk.IsMark)
        {
            StepMark(chunk);
            return;
        }
        if (StepOrdinal(chunk))
            return;
        if (IsEmptyVerb(chunk))
        {
            _at++;
            return;
        }
        var start = _sentenceStart;
        if (!IsFiller(chunk))
            _sentenceStart = false;
        // "total revenue", where a column is called total as well: the measure, as a measure's name follows
        if (chunk is { Length: 1 } && chunk.As("aggregate") is { Value: not "count" } && _mode != Mode.Condition && Peek(1) is { } amount && amount.Columns.FirstOrDefault()?.Column is { IsMeasure: true } && amount.BestColumn > 0.6)
        {
            ParseMeasures();
            return;
        }
        if (chunk is { Lower: "amount", BestName: < 0.75 } && StepAmountOf())
            return;
        if (StepRange(chunk) || StepRate(chunk) || chunk.IsDenied && StepAbsent(chunk))
            return;
        if (chunk.IsQuoted || chunk.Number is not null || chunk.Period is not null || IsName(chunk) || chunk.Entries.Count == 0 && chunk.Links.Count > 0)
        {
            StepNamed(chunk);
            return;
        }
        if (chunk.Lower is "include" or "includes" or "including" && Peek(1) is { IsQuoted: true })
        {
            ParseText(_last, "contains");
            return;
        }
        if (chunk.IsUnknown)
        {
            if (chunk.Lower is "table" && _last is not null || chunk.Lower is "amount" && Peek(1)?.Is("of") == true)
            {
                _at += chunk.Lower is "amount" ? 2 : 1;
                return;
            }
            if (chunk.Lower.EndsWith("ed", StringComparison.Ordinal) && chunk.Lower.Length >= 4 || IsBareVerb(chunk))
                _sketch.PassedOver.Add(chunk.Text);
            else
                _sketch.Unused.Add(chunk);
            _at++;
            return;
        }
        StepWord(chunk, start);
    }

    private void StepMark(Chunk chunk)
    {
        _at++;
        // "the Comp. Sci. department": the mark belongs to the value before it
        if (chunk.Lower is "." && Here is not null && Peek(-2) is { IsQuoted: false } value && value.Values.Any(v => v.Value!.EndsWith('.') && v.Score > 0.8))
        {
            SkipDescribed(value);
            return;
        }
        if (chunk.Lower is "." or "?" or ";" or "!" or ":")
        {
            _sentence += chunk.Lower is ":" ? 0 : 1;
            _sentenceStart = true;
            _mode = chunk.Lower is ":" ? _mode : Mode.Select;
            _scope = 0;
            _clause++;
            _or = _both = _afterPreposition = _afterOf = false;
            _last = null;
        }
        else if (chunk.Lower is "," && _leading && Here is { } request && (request.Is("lead") || request.Is("which") || request.Is("howmany") || request.Is("aggregate")))
        {
            _leading = false;
            BeginSelect();
        }
        else if (chunk.Lower is "," && _mode == Mode.Group)
        {
            // "For each city, the number of ..." ends the group; "for each city, year and type" does not.
            if (!(Next().Chunk is { } next && IsName(next) && _sketch.Targets.Count > 0))
                _mode = Mode.Select;
        }
        else if (chunk.Lower is ",")
        {
            _afterPreposition = _afterOf = false;
        }
    }

    private void StepWord(Chunk chunk, bool start)
    {
        switch (chunk.Entries[0].Kind)
        {
            case "lead":
                _at++;
                if (start || _mode != Mode.Condition || Before(2) is { } before && (before.Is("and") || before.Lower is ","))
                    BeginSelect();
                break;
            case "which" when !start && _mode == Mode.Select && chunk.Is("relative") && _sketch.Targets.Count > 0 && Peek(-1) is { IsMark: false } described && IsName(described):
                _at++;
                BeginRelative(chunk);
                break;
            case "which":
                _at++;
                if (start || _mode != Mode.Condition)
                    BeginSelect();
                break;
            case "who":
                _at++;
                if (start || _mode == Mode.Select && _sketch.Targets.Count + _sketch.Entities.Count == 0 && _sketch.Groups.Count > 0)
                    (_sketch.Who, _mode) = (true, Mode.Select);
                else
                    BeginCondition();
                break;
            case "when" or "where" or "howold" or "howlong":
                StepQuestionWord(chunk, start);
                break;
            case "aggregate" when _mode == Mode.Condition && chunk.Is("superlative") && Next(1).Chunk is { } extreme && (IsName(extreme) || extreme.Is("aggregate")) && !IsConditionAhead(1, 2):
                ParseSuperlative(chunk);
                break;
            case "fullname":
                _at++;
                AddTarget(new(null) { Hints = ["display"] });
                break;
            case "howmany" or "aggregate" or "howmuch" or "ratio" or "running":
                ParseMeasures();
                break;
            case "superlative" when chunk.Is("compare") && IsThanAhead():
                ParseComparison(_last);
                break;
            case "superlative" or "frequent":
                ParseSuperlative(chunk);
                break;
            case "compare" or "between" or "like" or "null" or "notnull" or "multiple" or "once":
                ParseComparison(_last);
                break;
            case "not":
                _at++;
                BeginCondition();
                _scope = ++_scopes;
                if (chunk.Lower is "nobody" or "no one" or "never" or "without" or "have never" or "never have" or "without any" or "do not have" or "have no" or "do not have any" or "have not" or "not have" or "not have any" or "no" or "didn't" or "not been" or "lack" || chunk.Lower.EndsWith(" no", StringComparison.Ordinal) || chunk.Lower.Contains("never", StringComparison.Ordinal))
                    _strong.Add(_scope);
                _sketch.Denials.UnionWith(_strong);
                break;
            case "have":
                _at++;
                _sketch.Who |= start && chunk.Lower.StartsWith("who ", StringComparison.Ordinal);
                if (_mode == Mode.Select && _sketch.Targets.Count > 0 && Next().Chunk is { IsMark: false } had && !had.Is("and") && (!had.Is("aggregate") || IsMeasureCompared()))
                    BeginCondition();
                break;
            case "relative":
                _at++;
                if (start && chunk.Lower.EndsWith("which", StringComparison.Ordinal))
                    BeginSelect();
                else
                    BeginRelative(chunk);
                break;
            case "group" when _leading && _mode == Mode.Select && chunk.Lower is "each" or "every":
                _at++;
                break;
            case "group":
                ParseGroup(chunk);
                break;
            case "by":
                ParseBy();
                break;
            case "order" or "direction":
                ParseOrder();
                break;
            case "and" or "or" or "but" or "also":
                StepConnector(chunk);
                break;
            case "both":
                _at++;
                _both = true;
                break;
            case "distinct":
                _at++;
                if (_mode == Mode.Select && Next().Chunk is { } named && (IsName(named) || named.Is("aggregate")))
                    _sketch.Distinct = true;
                break;
            case "everything":
                _at++;
                if (_mode == Mode.Select && _sketch.Targets.Count == 0 && !_afterPreposition)
                    _sketch.Targets.Add(new(null) { Every = true });
                break;
            case "of":
                _at++;
                _afterOf = true;
                break;
            case "prep":
                _at++;
                _preposition = chunk.Lower;
                _afterPreposition = true;
                break;
            case "possessive":
                _at++;
                if (_mode == Mode.Condition && Next().Chunk is { } own && IsName(own) && own.BestColumn > 0 && !IsConditionAhead(1))
                    BeginSelect();
                break;
            case "open" or "gone":
                StepOpen(chunk);
                break;
            case "chart":
                _sketch.Chart ??= chunk.Entries[0].Value;
                _at++;
                break;
            case "sign":
                StepSign(chunk);
                break;
            case "difference":
                _sketch.Difference = true;
                _at++;
                break;
            case "change":
                _sketch.Change = true;
                _at++;
                break;
            case "same":
                ParseSame();
                break;
            case "grain":
                StepNamed(chunk);
                break;
            default:
                _at++;
                break;
        }
    }

    private void StepConnector(Chunk chunk)
    {
        _at++;
        switch (chunk.Entries[0].Kind)
        {
            case "or":
                _or = true;
                break;
            case "but":
                BeginCondition();
                _scope = 0;
                break;
            case "also":
                if (_mode != Mode.Condition || Next() is ({ } next, var nextAt) && (next.Is("possessive") || next.Is("aggregate") || IsName(next) && !next.IsQuoted && next.BestColumn > 0.6 && !IsConditionAhead(nextAt + 1)))
                    BeginSelect();
                break;
            default:
                _or = chunk.Lower is "vs" or "versus";
                var (following, ahead) = Next();
                if (_mode == Mode.Condition && following is not null && (following.Is("aggregate") || following.Is("howmany")) && !IsConditionAhead(ahead + 1, 3))
                    BeginSelect();
                break;
        }
    }

    private void BeginSelect()
    {
        _mode = Mode.Select;
        _lead = true;
        _scope = 0;
        _or = _both = _afterPreposition = _afterOf = false;
    }

    private void BeginCondition()
    {
        _mode = Mode.Condition;
        _clause++;
        _last = null;
        _afterPreposition = _afterOf = false;
    }

    private void StepQuestionWord(Chunk chunk, bool start)
    {
        var entry = chunk.Entries[0];
        _at++;
        if (entry.Kind is "howlong" && ParseSpan(null))
            return;
        if (!start && entry.Kind is "when" or "where" && _sketch.Targets.Count + _sketch.Entities.Count > 0 && _mode != Mode.Select)
        {
            BeginCondition();
            return;
        }
        if (!start && entry.Kind is "when" or "where" && _sketch.Targets.Count > 0)
        {
            BeginCondition();
            return;
        }
        if (Next().Chunk is { } next && entry.Kind is "when" or "where" && Peek(0) == next && IsName(next))
        {
            // "where the price is ..." without a question before it
            BeginCondition();
            return;
        }
        _sketch.Targets.Add(new(null) { Hints = entry.Hints });
        _sketch.When |= entry.Kind is "when";
        _sketch.Where |= entry.Kind is "where";
        BeginCondition();
    }
}
