namespace Assistant.Skills.Workbooks.Xlsx;

internal static class NumberFormat
{
    /// <summary>Whether a format shows numbers as dates or times: it has a letter of them outside quotes, brackets and escapes.</summary>
    public static bool IsDay(string code)
    {
        var (quoted, bracket) = (false, false);
        for (var i = 0; i < code.Length; i++)
        {
            switch (code[i])
            {
                case '\\' or '_' or '*' when !quoted: i++; break;
                case '"': quoted = !quoted; break;
                case '[' when !quoted:
                    // [h] counts hours; [Red] and [$-407] do not.
                    bracket = !(i + 2 < code.Length && code[i + 1] is 'h' or 'H' or 'm' or 'M' or 's' or 'S' && code[i + 2] is ']' or 'h' or 'H' or 'm' or 'M' or 's' or 'S');
                    break;
                case ']': bracket = false; break;
                case 'G' or 'g' when !quoted && !bracket && code.AsSpan(i).StartsWith("General", StringComparison.OrdinalIgnoreCase): i += 6; break;
                case 'y' or 'Y' or 'd' or 'D' or 'h' or 'H' or 's' or 'S' or 'm' or 'M' when !quoted && !bracket: return true;
            }
        }
        return false;
    }
}
