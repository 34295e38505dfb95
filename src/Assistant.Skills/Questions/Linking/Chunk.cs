using System.Globalization;
using Assistant.Skills.Questions.Language;

namespace Assistant.Skills.Questions.Linking;

/// <summary>Some neighbouring words of the question with all that they may mean; the parser decides by what stands around.</summary>
internal sealed class Chunk(IReadOnlyList<Token> tokens, int start, int length)
{
    public int Start { get; } = start;
    public int Length { get; } = length;
    public int End => Start + Length;
    public string Text { get; } = string.Join(' ', tokens.Skip(start).Take(length).Select(t => t.Text));
    public string Lower { get; } = string.Join(' ', tokens.Skip(start).Take(length).Select(t => t.Lower));
    public bool IsQuoted { get; } = length == 1 && tokens[start].Kind == TokenKind.Quoted;
    public bool IsMark { get; } = length == 1 && tokens[start].Kind == TokenKind.Mark;
    public bool IsCapitalized { get; } = tokens[start].IsCapitalized;

    /// <summary>Readings as words of the question language.</summary>
    public IReadOnlyList<LexiconEntry> Entries { get; init; } = [];

    /// <summary>Readings as names and values of the source, best first.</summary>
    public IReadOnlyList<Link> Links { get; init; } = [];

    /// <summary>Whether the word denies what its links name, as "unpaid" does.</summary>
    public bool IsDenied { get; init; }

    public decimal? Number { get; init; }

    /// <summary>What "third" or "3rd" counts to.</summary>
    public int? Ordinal { get; init; }

    /// <summary>The ordinal as a number to compare with.</summary>
    public Chunk AsPlace() => new(tokens, Start, Length) { Number = Ordinal };

    /// <summary>The word as zero to compare with.</summary>
    public Chunk AsNothing() => new(tokens, Start, Length) { Number = 0 };

    public Period? Period { get; init; }
    public double Score { get; init; }

    /// <summary>The last word by itself, as the name of a table.</summary>
    public Chunk LastAs(SchemaTable table) => new(tokens, End - 1, 1) { Links = [new(table, null, null, 0.97)] };

    public IEnumerable<Link> Tables => Links.Where(l => l.IsTable);
    public IEnumerable<Link> Columns => Links.Where(l => l.IsColumn);
    public IEnumerable<Link> Values => Links.Where(l => l.IsValue);
    public double BestName => Links.Where(l => !l.IsValue).Select(l => l.Score).DefaultIfEmpty(0).Max();
    public double BestTable => Tables.Select(l => l.Score).DefaultIfEmpty(0).Max();
    public double BestColumn => Columns.Select(l => l.Score).DefaultIfEmpty(0).Max();
    public double BestValue => Values.Select(l => l.Score).DefaultIfEmpty(0).Max();
    public bool IsUnknown => Entries.Count == 0 && Links.Count == 0 && Number is null && Period is null && !IsQuoted && !IsMark;

    public LexiconEntry? As(string kind) => Entries.FirstOrDefault(e => e.Kind == kind);

    public bool Is(string kind) => As(kind) is not null;

    public string NumberText => Number!.Value.ToString(CultureInfo.InvariantCulture);

    public override string ToString() =>
        $"[{Text}: {string.Join(", ", Entries.Select(e => e.Kind + (e.Value.Length > 0 ? "=" + e.Value : "")).Concat(Links.Take(4).Select(l => l.ToString())).Concat(Number is null ? [] : ["number"]).Concat(Period is null ? [] : [$"{Period.From:yyyy-MM-dd}..{Period.Before:yyyy-MM-dd}"]))}]";
}
