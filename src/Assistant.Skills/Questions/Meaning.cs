using Assistant.Skills.Questions.Language;
using Assistant.Skills.Questions.Linking;

namespace Assistant.Skills.Questions;

/// <summary>What a person said a phrase means in a source, where it could mean several things.</summary>
/// <param name="Phrase">The kind of choice and the words in base form, e.g. "column date".</param>
/// <param name="Element">What is meant: "orders", "orders.ship_date", or "customers.city=Paris".</param>
public sealed record Meaning(string Phrase, string Element)
{
    /// <summary>The words alone.</summary>
    public string Words => Phrase.Contains(' ', StringComparison.Ordinal) ? Phrase[(Phrase.IndexOf(' ', StringComparison.Ordinal) + 1)..] : Phrase;

    /// <summary>"column Dates" and "column date" are one phrase.</summary>
    internal static string PhraseOf(string what)
    {
        var words = what.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return string.Join(' ', words.Take(1).Concat(words.Skip(1).Select(Lemmas.Of)));
    }

    /// <summary>Null for what has no name, e.g. yes or no.</summary>
    internal static string? ElementOf(object? option) => option switch
    {
        Link { IsValue: true } value => $"{value.Column}={value.Value}",
        Link { IsColumn: true } link => link.Column!.ToString(),
        Link link => link.Table!.ToString(),
        SchemaColumn column => column.ToString(),
        SchemaTable table => table.ToString(),
        _ => null,
    };
}
