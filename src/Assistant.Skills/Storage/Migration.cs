using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Assistant.Skills.Storage;

/// <summary>One numbered SQL file, <c>NNNN_capability_what.sql</c>. Once applied anywhere it never changes; the next change is the next file.</summary>
/// <param name="Checksum">SHA-256 over the text with line feeds, in hexadecimal.</param>
public sealed record Migration(string Name, string Sql, string Checksum)
{
    private const string Prefix = "migrations/";

    /// <summary>Those of the program, in the order of their numbers.</summary>
    public static IReadOnlyList<Migration> All { get; } = [.. Names().Order(StringComparer.Ordinal).Select(Read)];

    public static Migration Of(string name, string sql)
    {
        var text = sql.ReplaceLineEndings("\n");
        return new(name, text, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
    }

    private static IEnumerable<string> Names() =>
        Assembly.GetExecutingAssembly().GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal));

    private static Migration Read(string resource)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!);
        return Of(resource[Prefix.Length..], reader.ReadToEnd());
    }
}
