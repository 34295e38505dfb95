using System.Security.Cryptography;

namespace Assistant.Skills.Access;

/// <summary>PBKDF2 with HMAC-SHA-512 and a salt of its own for each password; 210,000 rounds as OWASP's password storage sheet asks.</summary>
public static class Passwords
{
    public const int MinLength = 10;
    public const int MaxLength = 256;   // hashing is work that a stranger orders: bound it

    private const int Rounds = 210_000;

    /// <summary>What an unknown e-mail address is checked against, so that it costs the same time as a known one.</summary>
    internal static string OfNobody { get; } = Hash(Convert.ToHexString(RandomNumberGenerator.GetBytes(32)));

    /// <summary>Why a new password is refused, or null.</summary>
    public static string? Problem(string password) => password.Length switch
    {
        < MinLength => $"The password is too short: use at least {MinLength} characters.",
        > MaxLength => $"The password is too long: use at most {MaxLength} characters.",
        _ => password.Distinct().Count() < 5 ? "The password repeats too few characters: use a longer phrase." : null,
    };

    /// <summary>A password that nobody thought of, easy to read out: four groups of letters and digits, without those that look alike; 77 bits.</summary>
    public static string Draw() => string.Join('-', RandomNumberGenerator.GetItems<char>("abcdefghjkmnpqrstuvwxyz23456789", 16).Chunk(4).Select(group => new string(group)));

    /// <returns>Algorithm, rounds, salt and hash, in one text, so that rounds can grow later.</returns>
    public static string Hash(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        var hash = Rfc2898DeriveBytes.Pbkdf2(password, salt, Rounds, HashAlgorithmName.SHA512, 32);
        return $"pbkdf2-sha512${Rounds}${Convert.ToBase64String(salt)}${Convert.ToBase64String(hash)}";
    }

    /// <summary>Compares in constant time.</summary>
    public static bool Verify(string password, string stored)
    {
        if (password.Length > MaxLength || stored.Split('$') is not ["pbkdf2-sha512", var rounds, var salt, var hash])
            return false;
        var expected = Convert.FromBase64String(hash);
        var actual = Rfc2898DeriveBytes.Pbkdf2(
            password, Convert.FromBase64String(salt), int.Parse(rounds, System.Globalization.CultureInfo.InvariantCulture),
            HashAlgorithmName.SHA512, expected.Length);
        return CryptographicOperations.FixedTimeEquals(actual, expected);
    }
}
