using System.Text.RegularExpressions;

namespace Assistant.Skills.Sources.Profiling;

/// <summary>Tells from a column's name and some of its values whether they are secrets or about a person.</summary>
public static partial class SensitivityRules
{
    private const double Most = 0.8;

    public static Sensitivity Of(string name, IReadOnlyCollection<string> values)
    {
        var words = NameWords.Joined(name);
        if (SecretName().IsMatch(words))
            return Sensitivity.Secret;
        return PersonalName().IsMatch(words) || Mostly(values, v => Email().IsMatch(v)) || Mostly(values, IsIban) || Mostly(values, IsCard)
            ? Sensitivity.Personal : Sensitivity.None;
    }

    /// <summary>ISO 13616: the number rearranged and read as digits leaves 1 when divided by 97.</summary>
    public static bool IsIban(string text)
    {
        var compact = text.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
        return IbanForm().IsMatch(compact)
            && (compact[4..] + compact[..4]).Aggregate(0, (rest, c) => char.IsDigit(c) ? (rest * 10 + c - '0') % 97 : (rest * 100 + c - 'A' + 10) % 97) == 1;
    }

    /// <summary>Thirteen to nineteen digits with Luhn's check digit (ISO/IEC 7812-1).</summary>
    public static bool IsCard(string text)
    {
        var digits = text.Where(char.IsDigit).Select(c => c - '0').Reverse().ToList();
        return digits.Count is >= 13 and <= 19 && CardForm().IsMatch(text)
            && digits.Select((d, i) => i % 2 == 0 ? d : d * 2 > 9 ? d * 2 - 9 : d * 2).Sum() % 10 == 0;
    }

    private static bool Mostly(IReadOnlyCollection<string> values, Func<string, bool> fits) =>
        values.Count > 0 && values.Count(fits) >= values.Count * Most;

    [GeneratedRegex(@"(^| )(password|passwd|pwd|passphrase|secret|api key|apikey|access key|private key|auth token|access token|refresh token|token|credential|credentials|cvv|cvc|pin code|security code|password hash|salt)( |$)")]
    private static partial Regex SecretName();

    [GeneratedRegex(@"(^| )(e mail|email|mail address|phone|telephone|mobile|cell phone|fax|iban|bic account|bank account number|ssn|social security|passport|national id|tax id|tax number|birth date|date of birth|dob|birthday|birthdate|first name|last name|surname|family name|given name|middle name|maiden name|firstname|lastname|home address|street|credit card|card number|card no|ip address|licence plate|license plate)( |$)")]
    private static partial Regex PersonalName();

    [GeneratedRegex(@"^[^@\s]+@[^@\s]+\.[a-zA-Z]{2,}$")] private static partial Regex Email();
    [GeneratedRegex(@"^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$")] private static partial Regex IbanForm();
    [GeneratedRegex(@"^\d[\d -]+\d$")] private static partial Regex CardForm();
}
