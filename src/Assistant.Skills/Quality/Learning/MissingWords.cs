using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Assistant.Skills.Quality.Learning;

/// <summary>What people and programs write where there is no value, and which zeros are real.</summary>
internal static partial class MissingWords
{
    private static readonly FrozenSet<string> Words = """
        n/a|#n/a|n.a.|n.a|n/d|n.d.|#null!|#value!|not available|not recorded|not known|not specified|not given|not provided|not stated|not set|not applicable|not entered
        unknown|unkown|unspecified|undefined|undetermined|unassigned|missing|blank|empty|(blank)|(empty)|(none)|(null)|(unknown)|(missing)|<null>|<none>|[null]|[none]|null value
        tbd|t.b.d.|tba|tbc|to be determined|to be defined|to be confirmed|no data|nodata|no value|no answer|no entry|no information|void|nil|placeholder|dummy|asdf|test
        unbekannt|keine angabe|k.a.|k. a.|ohne|fehlt|inconnu|non renseigné|desconocido|sin datos|sconosciuto|onbekend|okänd|desconhecido
        """.Split(['|', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Days = """
        1900-01-01 1900-01-00 1899-12-30 1899-12-31 1901-01-01 1753-01-01 1800-01-01 1600-01-01 1000-01-01 0001-01-01 1111-11-11 1970-01-01 1980-01-01
        9999-12-31 9999-01-01 9999-12-30 2999-12-31 2999-01-01 2099-12-31 2100-01-01 2199-12-31 3000-01-01 3000-12-31 5000-01-01
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Words for "no value", and texts of nothing but signs or x-es.</summary>
    public static bool IsWord(string text)
    {
        var plain = text.Trim().ToLowerInvariant();
        return Words.Contains(plain) || plain.Length is > 0 and <= 8 && !plain.Any(c => char.IsLetterOrDigit(c) || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.CurrencySymbol) || Crosses().IsMatch(plain);
    }

    /// <summary>Two letters that mean "not available", or Namibia, or sodium.</summary>
    public static bool IsDoubtfulWord(string text) => text.Trim().ToLowerInvariant() is "na" or "nd" or "x";

    public static bool IsDay(string text) => Days.Contains(text.Length > 10 && text[10..].Trim('T', ' ', 'Z', '0', ':', '.').Length == 0 ? text[..10] : text);

    /// <summary>999, -99, 99.9: nines and nothing else, or a minus one.</summary>
    public static bool IsNines(string number) => Nines().IsMatch(number);

    public static bool IsMinusOne(string number) => MinusOne().IsMatch(number);

    /// <summary>"(000) 000-0000", "11111": one digit or letter again and again.</summary>
    public static bool IsOneSignRepeated(string text)
    {
        var signs = text.Where(char.IsLetterOrDigit).ToList();
        return signs.Count >= 3 && signs.TrueForAll(c => c == signs[0]);
    }

    /// <summary>Amounts, counts and differences may really be zero; a weight, a pressure or a temperature of zero was not measured.</summary>
    public static bool MayBeZero(string column) => Zeros().IsMatch(column.Replace('_', ' '));

    /// <summary>The year that programs begin with, in a column of years.</summary>
    public static bool IsFirstYear(string number) => number is "1900" or "1901" or "1899" or "1800" or "1111" or "9999" or "2999" or "3000";

    public static bool IsSex(string column) => Sex().IsMatch(column.Replace('_', ' '));

    [GeneratedRegex("^x{2,}$")]
    private static partial Regex Crosses();

    [GeneratedRegex(@"^-?(99+(\.9+|\.0+)?|9\.9+|9\.9)$|^-9(\.0+)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Nines();

    [GeneratedRegex(@"^-1(\.0+)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex MinusOne();

    [GeneratedRegex(@"cost|price|amount|total|sum|fee|tax|discount|rebate|paid|payment|balance|revenue|sales|profit|margin|salary|bonus|budget|credit|debit|charge|value|count|number|num|qty|quantity|stock|units|score|points|rating|rate|percent|pct|share|delay|change|diff|delta|growth|error|defect|child|pregnan|year|level|rank|index|lat|lon|flag|^is |^has ", RegexOptions.IgnoreCase)]
    private static partial Regex Zeros();

    [GeneratedRegex(@"\b(sex|gender|geschlecht|sexe|sexo)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Sex();
}
