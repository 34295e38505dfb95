namespace Assistant.Skills.Questions.Language;

/// <summary>What a question says about the picture, and the question without it.</summary>
/// <param name="Kind">The kind of chart, "any" where a chart is wanted without a kind; null where none is.</param>
internal sealed record ChartWish(string? Kind, IReadOnlyList<Token> Tokens)
{
    /// <summary>"sort the x axis from high to low": an order told by axis instead of by name.</summary>
    public AxisSort? Sort { get; init; }

    /// <summary>Reads the whole of it: the kind, what is drawn against what, the order.</summary>
    public static ChartWish Read(IReadOnlyList<Token> tokens, Lexicon lexicon)
    {
        var (kind, rest) = ChartWords.Extract(tokens, lexicon);
        (kind, rest) = ChartRelations.Rewrite(kind, rest);
        (var sort, rest) = ChartSorting.Extract(rest, drawn: kind is not null);
        return new(kind, rest) { Sort = sort };
    }

    /// <summary>A word put in the place of others.</summary>
    public static Token Word(string word, Token at) => new(TokenKind.Word, word, word, Lemmas.Of(word), at.Start, 0);
}

/// <param name="ByAmount">By the y axis, the amounts; else by the x axis, what they are of.</param>
internal sealed record AxisSort(bool ByAmount, bool Descending);
