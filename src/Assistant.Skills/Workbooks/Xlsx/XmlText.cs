using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Assistant.Skills.Workbooks.Xlsx;

/// <summary>Texts in a workbook's XML. What XML cannot hold the format writes as _xHHHH_, so what looks like that is escaped, too.</summary>
internal static partial class XmlText
{
    /// <summary>For a cell or an attribute.</summary>
    public static string Escaped(string text)
    {
        var safe = LooksEscaped().Replace(text, "_x005F_");
        var result = new StringBuilder(safe.Length + 16);
        for (var i = 0; i < safe.Length; i++)
        {
            var sign = safe[i];
            if (char.IsHighSurrogate(sign) && i + 1 < safe.Length && char.IsLowSurrogate(safe[i + 1]))
                result.Append(safe, i++, 2);
            else if (sign < ' ' && sign is not ('\t' or '\n') || char.IsSurrogate(sign) || sign is '\uFFFE' or '\uFFFF')
                result.Append(CultureInfo.InvariantCulture, $"_x{(int)sign:X4}_");
            else
                _ = sign switch { '&' => result.Append("&amp;"), '<' => result.Append("&lt;"), '>' => result.Append("&gt;"), '"' => result.Append("&quot;"), _ => result.Append(sign) };
        }
        return result.ToString();
    }

    /// <summary>What a cell's text means: _xHHHH_ is the sign with that number.</summary>
    public static string Meant(string text) => text.Contains("_x", StringComparison.Ordinal)
        ? Sign().Replace(text, m => ((char)int.Parse(m.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString()) : text;

    [GeneratedRegex("_(?=x[0-9A-Fa-f]{4}_)")] private static partial Regex LooksEscaped();

    [GeneratedRegex("_x([0-9A-Fa-f]{4})_")] private static partial Regex Sign();
}
