using Assistant.Skills.Questions.Language;
using Assistant.Skills.Questions.Linking;
using Assistant.Skills.Questions.Ranking;

namespace Assistant.Skills.Questions.Telling;

/// <summary>What the data have that comes nearest to a word they don't have.</summary>
internal static class Nearest
{
    private const int Shown = 4;

    /// <summary>Tables that the question speaks of, the one it is about first.</summary>
    public static IReadOnlyList<SchemaTable> Tables(IReadOnlyList<Candidate> ranked) =>
        [.. ranked.Take(1).SelectMany(c => new[] { c.Entity }.Concat(c.Chunks.SelectMany(x => x.Links.Where(l => l.Score > 0.7).Take(2).Select(l => (SchemaTable?)l.Owner)))).OfType<SchemaTable>().Distinct()];

    /// <summary>Columns by which rows can be told apart or grouped: those whose names look like the word first, then categories, then dates.</summary>
    public static IReadOnlyList<SchemaColumn> Columns(string word, IReadOnlyList<SchemaTable> tables, Vocabulary vocabulary)
    {
        var lower = word.ToLowerInvariant();
        var alike = vocabulary.Tables.SelectMany(t => t.Columns).Where(c => c.Words.Any(w => w.Length > 3 && lower.Length > 3 && (w.StartsWith(lower[..4], StringComparison.Ordinal) || EditDistance.AtMost(w, lower, 2))));
        var own = tables.SelectMany(t => t.Columns).Where(c => !c.IsIdentifier && (c.IsText || c.IsDate)).OrderBy(c => c.IsText && c.Catalog.Statistics is { Distinct: > 1 and <= 50 } ? 0 : c.IsDate ? 1 : 2);
        return [.. alike.Concat(own).Distinct().Take(Shown)];
    }

    /// <summary>E.g. "Nearest: city, segment, order date.", or nothing.</summary>
    public static string Sentence(string word, IReadOnlyList<Candidate> ranked, Vocabulary vocabulary)
    {
        var names = Columns(word, Tables(ranked), vocabulary).Select(c => NameWords.Spoken(c.Name)).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        return names.Count == 0 ? "" : $" Nearest in the data: {string.Join(", ", names)}.";
    }
}
