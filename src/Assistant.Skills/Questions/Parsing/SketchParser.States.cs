using Assistant.Skills.Questions.Linking;

namespace Assistant.Skills.Questions.Parsing;

/// <summary>Words that say in which state a thing is: "returned", "not paid", "still open", "estimated", "no-show rate".</summary>
internal sealed partial class SketchParser
{
    private static readonly HashSet<string> Rates = ["rate", "rates", "quota", "ratio"];

    /// <summary>A column that says by itself whether something is so: a flag, or a date that isn't there until it has happened.</summary>
    private static bool IsState(SchemaColumn column) => column.IsFlag || column.IsDate && column.Catalog.Statistics is { Nulls: > 0 };

    private static bool SaysState(Chunk chunk) => chunk.BestColumn > 0.45 && chunk.BestColumn >= chunk.BestTable
        && chunk.Columns.First().Column is { } column && IsState(column) && (column.IsFlag || IsVerb(chunk));

    /// <summary>"not returned", "are estimated": a participle that names a state is a condition, also a denied one.</summary>
    private bool StepState(Noun noun)
    {
        if (noun.Chunk is not { } chunk || noun.Owner is not null && !_sketch.Share || _mode == Mode.Group || !SaysState(chunk) || IsConditionAhead(0) || SpeaksOfTimeNext())
            return false;
        // "green tariffs", "active customers": the flag says which of the things
        if (_mode == Mode.Select && noun.Owner is null && chunk.Columns.First().Column!.IsFlag && Peek(-1) == chunk && Here is { } thing && IsName(thing) && thing.BestTable >= 0.8 && thing.BestTable >= thing.BestColumn)
        {
            AddCondition(new(ConditionKind.Flag) { Left = noun });
            return true;
        }
        var denied = _mode == Mode.Condition && _scope != 0;
        if (!denied && !(_sketch.Targets.Count > 0 && (IsVerb(chunk) || _sketch.Share) && !Listed(noun)))
            return false;
        AddCondition(new(ConditionKind.Flag) { Left = noun });
        return true;
    }

    private bool SpeaksOfTimeNext(int from = 0) => Next(from) is ({ } next, var ahead) && (SpeaksOfTime(next, ahead) || next.Is("prep") && Next(ahead + 1).Chunk is { } operand && (operand.Period is not null || operand.Number is not null));

    /// <summary>"what share of remote employees", "how many estimated readings": the flag limits, the thing is counted.</summary>
    private Noun StateBeforeThing(Noun noun, List<MeasureFunction> functions, bool share)
    {
        if (!(share || functions is [MeasureFunction.Count]) || noun.Chunk is not { } chunk || !SaysState(chunk) || !chunk.Columns.First().Column!.IsFlag
            || Here is not { } thing || !IsName(thing) || thing.BestTable < 0.8 || thing.BestTable < thing.BestColumn)
            return noun;
        AddCondition(new(ConditionKind.Flag) { Left = noun });
        return ParseNoun() ?? noun;
    }

    /// <summary>"percentage of tickets closed": the participle behind the thing limits it, where a share or a number is asked for.</summary>
    private Noun StateBehindThing(Noun noun, List<MeasureFunction> functions, bool share)
    {
        if (!(share || functions is [MeasureFunction.Count]) || noun is not { Chunk: { } chunk, Owner: { MayBeTable: true } thing } || !SaysState(chunk) || !IsVerb(chunk) || SpeaksOfTimeNext())
            return noun;
        AddCondition(new(ConditionKind.Flag) { Left = noun });
        return thing;
    }

    /// <summary>"unpaid", "non-returned": what the rest of the word says isn't so.</summary>
    private bool StepAbsent(Chunk chunk)
    {
        _at++;
        var noun = new Noun(chunk) { After = _lastThing };
        var (scope, mode) = (_scope, _mode);
        _scope = ++_scopes;
        AddCondition(new(ConditionKind.Flag) { Left = noun });
        (_scope, _mode) = (scope, mode);
        return true;
    }

    /// <summary>"out of stock": there are none, by the column that says how many there are.</summary>
    private void StepGone(Chunk chunk)
    {
        _at++;
        var mode = _mode;
        AddCondition(new(ConditionKind.Compare) { Left = new Noun(null) { Hints = ["quantity stock", "quantity hand", "unit stock", "stock level", "stock quantity", "quantity", "stock"] }, Operator = OperatorOf(chunk.As("gone")!.Value), Right = chunk.AsNothing() });
        _mode = mode;
    }

    /// <summary>"still open", "outstanding": what has not ended yet.</summary>
    private void StepOpen(Chunk chunk)
    {
        if (chunk.Is("gone"))
        {
            StepGone(chunk);
            return;
        }
        if (chunk.Columns.FirstOrDefault()?.Column is { IsDate: false })
        {
            StepNamed(chunk);
            return;
        }
        _at++;
        var mode = _mode;
        AddCondition(new(ConditionKind.Open) { Right = chunk });
        _mode = mode;
    }

    /// <summary>"no-show rate", "pass rate": the share of rows that are so.</summary>
    private bool StepRate(Chunk state)
    {
        if (_mode != Mode.Select || _sketch.Targets.Count > 0 || Peek(1) is not { } rate || !Rates.Contains(rate.Lower) || rate.Start != state.End)
            return false;
        var flag = state.Columns.FirstOrDefault(c => c.Column!.IsFlag);
        if (flag is null && state.BestValue < 0.6)
            return false;
        _at += 2;
        _sketch.Share = true;
        var counted = new Noun(null) { Functions = [MeasureFunction.Count] };
        AddTarget(counted);
        AddCondition(flag is not null && state.BestValue < 0.6 ? new(ConditionKind.Flag) { Left = new Noun(state) } : new(ConditionKind.Value) { Right = state });
        return true;
    }

    private void BeginRelative(Chunk chunk)
    {
        if (chunk.Lower is "with" or "having" && _scope == 0 && _mode == Mode.Select)
        {
            // "customers with their names" shows more; "customers with a name" asks for less
            var (next, ahead) = Next();
            if (next is not null && IsName(next) && !IsConditionAhead(ahead + 1) && (Peek(0)?.Is("possessive") == true || IsShownOf(next, ahead)))
                return;
        }
        if (chunk.Lower is "with" or "having" && _scope != 0 && _mode == Mode.Condition)
        {
            _clause++;
            return;
        }
        // A condition inside "not" goes on: "never ordered a product that ..."
        BeginCondition();
    }
}
