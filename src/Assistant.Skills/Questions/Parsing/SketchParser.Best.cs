using Assistant.Skills.Questions.Language;

namespace Assistant.Skills.Questions.Parsing;

/// <summary>"our best customers", "top cancel reasons", "the best month": ranked without saying by what.</summary>
internal sealed partial class SketchParser
{
    private static readonly HashSet<string> Best = ["best", "top", "worst", "bottom", "strongest", "weakest"];

    /// <summary>How many of them are shown where the question speaks of several.</summary>
    private const int Several = 10;

    /// <summary>Gives whether a kind of things or a period is ranked as a whole, not by an order of its own.</summary>
    private bool RanksBest(Noun noun, LexiconEntry entry, bool descending)
    {
        if (!Best.Contains(entry.Phrase) || _mode != Mode.Select || noun is not { Functions.Count: 0, Owner: null, Chunk: { } said } || _sketch.Targets.Count > 0)
            return false;
        var period = noun.Grain is not null && said.BestName < 0.75;
        var things = said.BestTable >= 0.8 && said.BestTable >= said.BestColumn;
        var kinds = !things && said.Columns.FirstOrDefault()?.Column is { IsText: true, IsDate: false, IsNumeric: false, IsWholeKey: false } column && column.Catalog.Statistics is { Distinct: > 1 } seen && seen.Distinct * 2 <= seen.Rows;
        if (!period && !things && !kinds)
            return false;
        if (!period && _sketch.Limit is null && Lemmas.Of(said.Lower.Split(' ')[^1]) != said.Lower.Split(' ')[^1])
            _sketch.Limit = Several;
        if (things)
            return false;
        AddTarget(noun);
        _sketch.Top ??= new(new Noun(null) { Hints = ["*"], Owner = period ? null : noun }, descending);
        return true;
    }
}
