using System.Globalization;
using Assistant.Skills.Questions.Linking;

namespace Assistant.Skills.Questions.Parsing;

internal sealed partial class SketchParser
{
    private static readonly HashSet<string> EmptyVerbs = ["make", "place", "take", "get", "have", "do"];

    /// <summary>"five star reviews", "3 bedroom flats": the number says which, as the singular between it and the things shows.</summary>
    private static bool IsAttribute(Chunk? attribute, Chunk? things) =>
        attribute is { Length: 1, BestColumn: > 0.6 } && !attribute.Lower.EndsWith('s') && things is { BestTable: > 0.8 }
        && attribute.Columns.Any(c => c.Column is { IsNumeric: true, IsIdentifier: false } column && things.Tables.Any(t => t.Table == column.Table));

    /// <summary>The same where attribute and things were read as one name, "bedroom flats" as the flats' bedrooms. Gives whether it was one.</summary>
    private bool StepAttribute(Chunk number)
    {
        if (Peek(1) is not { Length: 2 } named || named.Lower.Split(' ')[0].EndsWith('s')
            || named.Columns.FirstOrDefault(c => c.Column is { IsNumeric: true, IsIdentifier: false } column && column.Table.Words[^1] == Language.Lemmas.Of(named.Lower.Split(' ')[1])) is not { Column: { } attribute })
            return false;
        AddCondition(new(ConditionKind.Compare) { Left = new(named), Right = number });
        _at += 2;
        Place(new Noun(named.LastAs(attribute.Table)));
        return true;
    }

    /// <summary>"5 star hotels", "grade 3 pupils", where the column is written with such numbers: not a count of stars. Gives whether it was one.</summary>
    private bool StepCoded(Chunk number)
    {
        if (Peek(1) is not { IsQuoted: false } named || named.Start != number.End || !IsName(named) || IsConditionAhead(2)
            || named.Columns.FirstOrDefault(c => c.Score > 0.5 && c.Column is { IsMeasure: false, IsDate: false, IsWholeKey: false } && number.Values.Any(v => v.Column == c.Column)) is not { Column: { } coded })
            return false;
        var things = named.Length > 1 && Language.Lemmas.Of(named.Lower.Split(' ')[^1]) == coded.Table.Words[^1] && coded.ShortWords.Contains(Language.Lemmas.Of(named.Lower.Split(' ')[0]));
        if (!things && named.BestTable > Math.Max(0.85, named.Columns.First(c => c.Column == coded).Score + 0.1))
            return false;
        AddCondition(new(ConditionKind.Compare) { Left = new(named), Right = number });
        _at += 2;
        if (things)
            Place(new Noun(named.LastAs(coded.Table)));
        return true;
    }

    /// <summary>"on the third floor": a place in a small row of numbers. Gives whether it was one.</summary>
    private bool StepOrdinal(Chunk chunk)
    {
        if (chunk.Ordinal is not { } place || Peek(1) is not { } counted || counted.BestColumn < 0.75 || counted.BestColumn < counted.BestTable
            || !counted.Columns.Any(c => c.Column is { IsNumeric: true, IsIdentifier: false, IsYear: false, Type: Sources.DataType.Integer } column && Reaches(column, place)))
            return false;
        AddCondition(new(ConditionKind.Compare) { Left = new(counted), Right = chunk.AsPlace() });
        _at += 2;
        return true;
    }

    private static bool Reaches(SchemaColumn column, int place) =>
        decimal.TryParse(column.Catalog.Statistics?.Max, CultureInfo.InvariantCulture, out var most) && most >= place && most <= 200;

    /// <summary>"how many trips did they make": the verb that only ends the question, though a column may be called so.</summary>
    private bool IsEmptyVerb(Chunk chunk) =>
        chunk is { Length: 1 } && EmptyVerbs.Contains(chunk.Lower) && (Peek(1) is null or { IsMark: true })
        && chunks.Take(_at).Any(c => c.Lower.Split(' ').Any(w => w is "did" or "does" or "do"));
}
