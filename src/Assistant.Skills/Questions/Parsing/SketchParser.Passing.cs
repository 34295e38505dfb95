using Assistant.Skills.Questions.Language;
using Assistant.Skills.Questions.Linking;

namespace Assistant.Skills.Questions.Parsing;

/// <summary>Words that are read past because they only say under what circumstances something is asked, or repeat what a name says already.</summary>
internal sealed partial class SketchParser
{
    private bool _sorting;
    private string? _preposition;

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
}
