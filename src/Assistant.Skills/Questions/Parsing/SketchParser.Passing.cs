using Assistant.Skills.Questions.Language;
using Assistant.Skills.Questions.Linking;

namespace Assistant.Skills.Questions.Parsing;

/// <summary>Words that are read past because they only say under what circumstances something is asked, or repeat what a name says already.</summary>
internal sealed partial class SketchParser
{
    private static readonly HashSet<string> Participles =
        ["taken", "made", "done", "given", "taught", "written", "sold", "bought", "held", "run", "won", "led", "built", "grown", "driven", "flown", "sung", "born", "caught", "paid", "sent", "begun", "chosen", "drawn", "kept", "lent", "read", "ridden", "said", "seen", "shown", "spent", "thrown"];

    /// <summary>A second superlative beside a first one.</summary>
    private Chunk? _superlative;

    private bool _sorting;
    private string? _preposition;

    /// <summary>What the first sentence described, when a later one lists what to show of it.</summary>
    private Noun? _described;

    /// <summary>"Sort the customers by age": what follows is what to show, and "by" tells the order.</summary>
    private bool BeginsSorting(Chunk chunk)
    {
        if (continuing || chunk.Lower.EndsWith(" by", StringComparison.Ordinal) || chunk.Lower.EndsWith(" of", StringComparison.Ordinal) || _sketch.Targets.Count + _sketch.Entities.Count > 0 || _sorting || Next(1).Chunk is not { IsMark: false } next || next.Is("direction"))
            return false;
        _at++;
        _sorting = chunk.Is("order");
        BeginSelect();
        return true;
    }

    /// <summary>"the average fee on a campus in 2005": a column behind a preposition says where, and isn't asked for.</summary>
    private bool IsCircumstance(Noun noun) => _afterPreposition && _mode == Mode.Select && _sketch.Targets.Any(t => t.Functions.Count > 0 || t.Chunk is not null) && noun.Functions.Count == 0
        && noun.Owner is null && _preposition is not "by" && !Listed(noun) && choices.Usually("circumstance " + noun.Chunk!.Text, 0.4);

    /// <summary>"in the year of 2002", "in year 1956": the number says it all, the column at most which year is meant.</summary>
    private bool StepYear(Chunk chunk)
    {
        var named = chunk.Columns.FirstOrDefault()?.Column is { IsYear: true } && chunk.BestColumn > 0.5;
        if (_both || !(named || chunk.As("grain")?.Value == "year" && chunk.BestName < 0.5) || _mode == Mode.Group || !chunk.Lower.Contains("year", StringComparison.Ordinal))
            return false;
        if (Next(1, c => c.Is("of") || c.Is("prep")) is not ({ Number: not null } number, var ahead) || DateWords.YearOf(number.NumberText) is null || Next(ahead + 1).Chunk is { } more && more.Is("ormore"))
            return false;
        _at += ahead + 1;
        AddCondition(new(ConditionKind.InPeriod) { Left = named ? new Noun(chunk) { After = _lastThing } : null, Right = number });
        while (Here is { } joint && (joint.Is("or") || joint.Is("and") || joint.Lower is ",") && Next(1, c => c.Is("prep") || c.Is("or") || c.Is("and") || c.Is("grain")) is ({ Number: not null } further, var skip)
            && DateWords.YearOf(further.NumberText) is not null)
        {
            _at += skip + 1;
            AddCondition(new(ConditionKind.InPeriod) { Left = named ? new Noun(chunk) { After = _lastThing } : null, Right = further }).Or = true;
        }
        return true;
    }

    /// <summary>"the enrollment number", where the enrollment is a number already.</summary>
    private void SkipNumberBehind(Noun noun)
    {
        if (Here is { Lower: "number" or "numbers" or "count" or "amount" } word && !IsName(word) && noun.Chunk is { } chunk && chunk.BestColumn >= chunk.BestTable
            && chunk.Columns.FirstOrDefault()?.Column is { IsMeasure: true } && Peek(1) is not { Number: not null })
            _at++;
        else if (Here is { Lower: "number of" } && noun.Chunk is { } amount && amount.BestColumn >= amount.BestTable && amount.Columns.FirstOrDefault()?.Column is { IsMeasure: true }
            && Next(1, c => c.Is("anyall")) is ({ } table, var ahead) && IsName(table) && table.BestTable > 0.7)
        {
            _at += ahead;
            noun.Owner = ParseNoun();
        }
    }

    /// <summary>"how many students and teachers": one number of each.</summary>
    private void CountFurther()
    {
        while (_mode == Mode.Select && _sketch.Targets is [.., { IsCount: true, MayBeTable: true }] && Here is { } joint && (joint.Is("and") || joint.Lower is ",") && Next(1, c => c.Is("and") || c.Is("distinct")) is ({ } next, var ahead)
            && IsName(next) && !next.IsQuoted && next.Entries.All(e => e.Kind is "filler") && next.BestTable > 0.8 && next.BestTable >= next.BestColumn && next.BestTable > next.BestValue
            && !(Peek(ahead + 1) is { } behind && IsName(behind)) && !IsConditionAhead(ahead + 1))
        {
            _at += ahead;
            var further = ParseNoun()!;
            further.Functions = [MeasureFunction.Count];
            AddTarget(further);
        }
    }

    /// <summary>"the buildings managed by Smith", where a column says who manages them: Smith is its value.</summary>
    private bool IsDoneBy(Noun noun)
    {
        if (noun.Chunk is not { } done || noun.Functions.Count > 0 || !IsVerb(done) && !done.Lower.Split(' ')[^1].EndsWith("ed", StringComparison.Ordinal) || Here?.Is("by") != true
            || Next(1) is not ({ } value, var ahead) || !value.Values.Any(v => v.Score > 0.8 && done.Columns.Any(c => c.Column == v.Column)) || value.BestName > value.BestValue)
            return false;
        _at += ahead;
        ReadValues(noun);
        return true;
    }

    /// <summary>"who have 'senior' in their titles": the text stands somewhere in the column.</summary>
    private bool IsTextInside(Chunk text)
    {
        if (!text.IsQuoted || Peek(1) is not { } inside || !(inside.Is("prep") && inside.Lower is "in" or "within" or "inside" || inside.Is("inside") && inside.Lower.EndsWith("name", StringComparison.Ordinal)))
            return false;
        var (column, ahead) = inside.Is("inside") ? (null, 1) : Next(2, c => c.Is("possessive"));
        if (inside.Is("prep") && (column is null || column.IsQuoted || column.BestColumn < 0.6 || column.BestColumn < column.BestTable || !(Peek(2)?.Is("possessive") == true)))
            return false;
        _at += inside.Is("inside") ? 2 : ahead;
        AddCondition(new(ConditionKind.Text) { Left = column is null ? null : ParseNoun(), Right = text, Match = TextMatchKind.Contains });
        return true;
    }

    /// <summary>"names of companies and of employees", "... and that of employees": the same of something else.</summary>
    private bool IsSameOf(Noun noun)
    {
        var at = _at - 1;
        while (at > 0 && chunks[at].Start >= noun.Chunk!.Start || at > 0 && IsFiller(chunks[at]))
            at--;
        if (at < 1 || !chunks[at].Is("of") || _sketch.Targets is not [.., { Owner: not null, Chunk: { } same, Functions.Count: 0 }])
            return false;
        var joint = chunks[at - 1].Lower is "that" or "those" && at > 1 ? chunks[at - 2] : chunks[at - 1];
        if (!joint.Is("and"))
            return false;
        AddTarget(new(same) { Owner = noun });
        return true;
    }

    /// <summary>"which customer is associated with the latest order": the order isn't asked for, as it goes on no list.</summary>
    private void BareThing(Noun noun)
    {
        if (_mode == Mode.Select && _sketch.Targets.Count > 0 && !_afterOf && !_afterPreposition && !Listed(noun))
            AddCondition(new(ConditionKind.Exists) { Left = noun });
        else
            Bare(noun);
    }

    /// <summary>"the names of customers and suppliers": the same is asked of both.</summary>
    private bool IsFurtherOwner(Noun noun)
    {
        if (_mode != Mode.Select || _sketch.Groups.Count + _sketch.Conditions.Count > 0 || noun.Chunk is not { } thing || noun.Described is not null || thing.BestTable < 0.8
            || _sketch.Targets.Count == 0 || _sketch.Targets.Any(t => t.Functions.Count > 0 || t.Every || t.Chunk is null || t.Owner?.Chunk is null))
            return false;
        var at = _at - 1;
        while (at > 0 && (chunks[at].Start >= thing.Start || IsFiller(chunks[at]) && !chunks[at].Is("possessive")))
            at--;
        return at > 0 && chunks[at].Is("and") && chunks[at - 1] == _sketch.Targets[^1].Owner!.Chunk && (Here is null || Here.IsMark || Here.Is("order") || Here.Is("direction"));
    }

    /// <summary>
    /// "who filed a complaint", "students taking a course", "rooms that can seat 50": an unknown verb between two known things says no more than
    /// that they belong together. Without something behind it, it says all there is, and isn't read past.
    /// </summary>
    private bool IsBareVerb(Chunk verb)
    {
        if (Next(1).Chunk is not { IsMark: false } thing || thing.IsUnknown || thing.Is("and") || thing.Is("or") || thing.Is("order") || thing.Is("prep") && Next(2).Chunk is not { IsMark: false })
            return false;
        if (Peek(-1) is not { } before)
            return false;
        if (verb.Lower.EndsWith("ing", StringComparison.Ordinal) && verb.Lower.Length >= 6)
            return IsName(before) && !before.Is("lead") || before.Lower is "is" or "are" or "was" or "were" or "be" or "been";
        return _mode == Mode.Condition && (before.Is("relative") && before.Lower is "who" or "that" or "which" || before.Lower is "can" or "could" or "will" or "would" or "did" or "does" or "do");
    }

    /// <summary>"each order with the name of its customer": shown beside, not asked to be there.</summary>
    private bool IsShownOf(Chunk column, int at) =>
        column.BestColumn > 0.6 && column.BestColumn >= column.BestTable && Peek(at + 1)?.Is("of") == true && Peek(at + 2)?.Is("possessive") == true && Next(at + 2, c => c.Is("possessive")) is ({ } owner, var behind) && IsName(owner) && !IsConditionAhead(behind + 1);

    /// <summary>The thing that a column is said to be of, also where both are one name: "skipper's home town".</summary>
    private static Noun? OwnerIn(Noun noun)
    {
        if (noun.Owner is not null || noun.Chunk is not { Length: > 1 } chunk || chunk.BestColumn < chunk.BestTable || chunk.Columns.FirstOrDefault()?.Column is not { } column)
            return noun.Owner;
        var words = chunk.Lower.Split(' ').Select(w => Lemmas.Of(w.Replace("'s", "", StringComparison.Ordinal).Replace("’s", "", StringComparison.Ordinal))).ToList();
        return column.Table.Words.All(words.Contains) ? new Noun(null) { Link = new(column.Table, null, null, 1) } : null;
    }

    /// <summary>"the date they were formed": which date is said by what happened then.</summary>
    private Noun DatedBy(Noun noun)
    {
        if (noun.Chunk is not { Length: 1, Lower: "date" or "dates" or "day" or "year" or "time" } || Next(0, c => c.Is("relative") || c.Is("possessive") || c.Is("of")) is not ({ } happened, var ahead)
            || ahead == 0 || !IsVerb(happened) || !IsDateNamed(happened))
            return noun;
        _at += ahead + 1;
        return new Noun(happened) { After = noun.After };
    }

    /// <summary>The thing of which a relative clause says the superlative: "district" in "the district that has the most inhabitants".</summary>
    private Noun? SaidOf()
    {
        if (_lastThing?.Chunk is not { } thing)
            return null;
        var between = chunks.Take(_at).Where(c => c.Start >= thing.End).ToList();
        return between.Any(c => c.Is("relative")) && between.All(c => c.Is("relative") || IsFiller(c) || c.IsUnknown || IsVerb(c)) ? _lastThing : null;
    }

    /// <summary>"higher than 5", "a higher salary than": compared, not ranked.</summary>
    private bool IsThanAhead()
    {
        var (chunk, ahead) = Next(1, c => c.Is("distinct"));
        return chunk is not null && (chunk.Is("than") || IsName(chunk) && !chunk.IsQuoted && Next(ahead + 1).Chunk is { } after && after.Is("than"));
    }

    /// <summary>"have an average price of over 10": the measure is compared, not asked for.</summary>
    private bool IsMeasureCompared()
    {
        var (chunk, ahead) = Next(0, c => c.Is("aggregate") && !IsName(c) || c.Is("distinct"));
        return chunk is not null && IsName(chunk) && Next(ahead + 1, c => c.Is("of")).Chunk is { } next && (next.Is("compare") || next.Is("between") || next.Number is not null);
    }

    /// <summary>"the max temperature", where a column of that name is kept: it is read rather than computed.</summary>
    private void TakeStored(Noun noun, List<MeasureFunction> functions)
    {
        if (noun.Chunk is not { } chunk || noun.Owner is not null)
            return;
        foreach (var function in functions.AsEnumerable().Reverse().Where(f => f is not MeasureFunction.Count))
        {
            if (!chunk.Columns.Any(c => c.Score > chunk.BestColumn - 0.1 && MeasureNames.Says(c.Column!, function)))
                continue;
            if (functions.Count > 1 || choices.Usually("stored " + chunk.Text, 0.3))
            {
                functions.Remove(function);
                noun.Stored = function;
            }
            return;
        }
    }

    /// <summary>"the highest and lowest price", "the lowest, average and highest price".</summary>
    private bool IsListOfExtremes()
    {
        if (Here is not { } joint || !(joint.Is("and") || joint.Lower is ","))
            return false;
        return Next(1, c => c.Is("and")).Chunk is { } other && (other.Is("superlative") && other.As("superlative")!.Hints.Count == 0 || other.As("aggregate") is { Value: not "count" });
    }

    /// <summary>Whether a comparison, value or number follows, which makes what stands before it the left side of a condition.</summary>
    private bool IsConditionAhead(int from, int reach = 1)
    {
        for (var (chunk, ahead) = Next(from); chunk is not null && reach > 0; reach--, (chunk, ahead) = Next(ahead + 1))
        {
            if (chunk.Is("compare") && !PrefersName(chunk) || chunk.Is("between") || chunk.Is("like") && !PrefersName(chunk) || chunk.Is("null") || chunk.Is("notnull")
                || chunk.IsQuoted || chunk.Number is not null && chunk.Links.All(l => l.IsValue) || chunk.Period is not null || chunk.Entries.Count == 0 && chunk.BestValue > chunk.BestName)
                return true;
            if (chunk.Lower is "either")
                reach++;
            if (chunk.IsMark && chunk.Lower is not "," || chunk.Is("relative") || chunk.Is("lead"))
                return false;
        }
        return false;
    }

    /// <summary>"classes with wardens that have ids above 5", where a warden is only a column that holds such an id: the column is compared.</summary>
    private Noun IdentifierOf(Noun noun)
    {
        if (_mode != Mode.Condition || noun is not { Owner: null, Functions.Count: 0, Chunk: { Length: 1 } said } || Lemmas.Of(said.Lower) is not ("id" or "number" or "code")
            || _sketch.Conditions.LastOrDefault() is not { Kind: ConditionKind.Flag, Left: { Chunk: { } named } holder } last || named.Columns.FirstOrDefault()?.Column is not { References: not null } column
            || column.Words[^1] != Lemmas.Of(said.Lower))
            return noun;
        _sketch.Conditions.Remove(last);
        return new Noun(named) { After = holder.After };
    }
}
