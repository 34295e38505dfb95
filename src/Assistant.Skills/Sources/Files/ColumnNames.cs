using System.Globalization;
using System.Text;

namespace Assistant.Skills.Sources.Files;

/// <summary>Names that a query can use, made from what stands in a head.</summary>
internal static class ColumnNames
{
    private const int Longest = 100;

    /// <summary>One name a column, all different; empty ones are numbered. Says what was changed.</summary>
    public static (IReadOnlyList<string> Names, int Empty, int Repeated) Of(string[]? header, int width)
    {
        var names = new List<string>();
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var (empty, repeated) = (0, 0);
        for (var i = 0; i < width; i++)
        {
            var given = header is not null && i < header.Length ? Clean(header[i]) : "";
            if (given.Length == 0)
            {
                given = $"column_{i + 1}";
                empty += header is null ? 0 : 1;
            }
            var name = given;
            for (var n = 2; !taken.Add(name); n++)
                name = $"{given}_{n}";
            repeated += name != given ? 1 : 0;
            names.Add(name);
        }
        return (names, empty, repeated);
    }

    /// <summary>A table's name from a file's or sheet's.</summary>
    public static string Table(string name, ISet<string> taken)
    {
        var word = new StringBuilder();
        foreach (var c in name.Trim())
            if (char.IsLetterOrDigit(c))
                word.Append(c);
            else if (word.Length > 0 && word[^1] != '_')
                word.Append('_');
        var given = word.ToString().Trim('_') is { Length: > 0 } some ? some.Length > Longest ? some[..Longest] : some : "data";
        if (char.IsDigit(given[0]))
            given = "t_" + given;
        var unique = given;
        for (var n = 2; !taken.Add(unique); n++)
            unique = $"{given}_{n}";
        return unique;
    }

    /// <summary>Without line breaks, control signs and signs that cannot be seen: they could not be typed in a query.</summary>
    private static string Clean(string name)
    {
        var clean = new StringBuilder();
        foreach (var c in name.Normalize(NormalizationForm.FormC))
            if (char.IsWhiteSpace(c) || char.IsControl(c))
            {
                if (clean.Length > 0 && clean[^1] != ' ')
                    clean.Append(' ');
            }
            else if (char.GetUnicodeCategory(c) is not (UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse))
                clean.Append(c);
        var text = clean.ToString().Trim();
        return text.Length > Longest ? text[..Longest] : text;
    }
}
