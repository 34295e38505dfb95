using System.Globalization;
using System.Text.RegularExpressions;

namespace Assistant.Skills.Sources.Files;

/// <summary>Where in a grid of cells the table is: its width, head, first row and last.</summary>
/// <param name="Skipped">Rows before the head: titles, blanks.</param>
/// <param name="Header">Cells of the head; null where the first row is data already.</param>
/// <param name="Ragged">Rows of another width than the table's.</param>
/// <param name="Footer">Rows left out at the end: totals, notes, blanks.</param>
/// <param name="Totals">One of them is a row of totals.</param>
internal sealed partial record TableShape(int Width, int Skipped, string[]? Header, int Ragged, int Footer, bool Totals, long Rows)
{
    private const int Top = 1000, Bottom = 6;

    /// <summary>Rows before the first row of data.</summary>
    public int FirstRow => Skipped + (Header is null ? 0 : 1);

    /// <summary>Reads all rows once; null when there is nothing but blanks.</summary>
    public static TableShape? Of(IEnumerable<string[]> rows)
    {
        var (top, bottom) = (new List<string[]>(), new Queue<string[]>());
        var widths = new Dictionary<int, int>();
        var sums = new List<double>();
        var count = 0L;
        foreach (var row in rows)
        {
            count++;
            if (top.Count < Top)
                top.Add(row);
            bottom.Enqueue(row);
            if (bottom.Count > Bottom)
                Add(sums, bottom.Dequeue());
            if (Filled(row) > 0)
                widths[row.Length] = widths.GetValueOrDefault(row.Length) + 1;
        }
        if (widths.Count == 0)
            return null;
        // The width that most rows have; a file of ragged rows is as wide as its widest row, so that no cell is lost.
        var usual = widths.MaxBy(w => (w.Value, w.Key)).Key;
        var (skipped, header) = Head(top, usual);
        var width = Math.Max(usual, widths.Keys.Max());
        var last = bottom.ToList();
        var (footer, totals) = Foot(last, sums, usual, count - skipped - (header is null ? 0 : 1));
        var body = count - skipped - (header is null ? 0 : 1) - footer;
        // A blank line counts as ragged: it is no record.
        var fitting = widths.GetValueOrDefault(width) - (header?.Length == width ? 1 : 0);
        var ragged = (int)Math.Clamp(body - Math.Min(fitting, body), 0, int.MaxValue);
        return new(width, skipped, header, ragged, footer, totals, Math.Max(0, body));
    }

    private static (int Skipped, string[]? Header) Head(List<string[]> top, int usual)
    {
        var first = top.FindIndex(row => row.Length >= Math.Min(usual, 2) && Filled(row) >= Math.Max(1, Math.Min(2, usual)) && Filled(row) * 2 >= Filled(top, usual));
        if (first < 0)
            first = top.FindIndex(row => Filled(row) > 0);
        var body = top.Skip(first + 1).Where(row => Filled(row) > 0).ToList();
        return IsHeader(top[first], body) ? (first, top[first]) : (first, null);
    }

    /// <summary>Cells that a usual row has filled, so that a title with two cells is not taken for a head of twelve.</summary>
    private static int Filled(List<string[]> rows, int usual)
    {
        var filled = rows.Where(r => r.Length == usual).Select(Filled).Order().ToList();
        return filled.Count == 0 ? usual : filled[filled.Count / 2];
    }

    private static bool IsHeader(string[] first, List<string[]> body)
    {
        var named = first.Where(cell => cell.Trim().Length > 0).ToList();
        if (body.Count == 0)
            return !named.Exists(IsValue);
        var values = named.Where(IsValue).ToList();
        if (values.Count > 0)   // years may be heads of columns, beside at least one name
            return values.Count < named.Count && values.TrueForAll(v => Year().IsMatch(v.Trim()));
        // A column of values under a word that is none: a head. Only words everywhere: a head unless its words come back below.
        for (var i = 0; i < first.Length; i++)
            if (body.Where(r => r.Length > i && r[i].Trim().Length > 0).Select(r => r[i]).ToList() is { Count: > 0 } column
                && column.Count(IsValue) * 5 >= column.Count * 4)
                return true;
        return first.Select((cell, i) => (cell, i)).Count(c => c.cell.Trim().Length > 0 && body.Any(r => r.Length > c.i && r[c.i] == c.cell)) * 2 <= named.Count
            && named.TrueForAll(cell => cell.Length <= 80);
    }

    private static (int Footer, bool Totals) Foot(List<string[]> last, List<double> sums, int usual, long body)
    {
        var (footer, totals) = (0, false);
        while (footer < last.Count && footer < body)
        {
            var row = last[last.Count - 1 - footer];
            var before = footer + 1 < last.Count ? last[last.Count - 2 - footer] : [];
            if (Filled(row) == 0)
                footer++;
            else if (usual > 2 && Filled(row) == 1 && (Filled(before) == 0 || totals) && !IsValue(row.First(c => c.Trim().Length > 0)))
                footer++;   // a note below the table
            else if (!totals && IsTotal(row, last.Take(last.Count - 1 - footer), sums))
                (footer, totals) = (footer + 1, true);
            else
                break;
        }
        return (footer, totals);
    }

    /// <summary>Says so in a word, and some number in it is the sum of those above or the row lacks cells that others have.</summary>
    private static bool IsTotal(string[] row, IEnumerable<string[]> above, List<double> sums)
    {
        if (!row.Where(c => c.Trim().Length > 0).Take(2).Any(c => TotalWord().IsMatch(c.Trim())))
            return false;
        var all = sums.ToList();
        var rows = above.ToList();
        rows.ForEach(r => Add(all, r));
        for (var i = 0; i < row.Length && i < all.Count; i++)
            if (Parse(row[i]) is { } told && told != 0 && Math.Abs(all[i] - told) <= Math.Abs(told) * 1e-6)
                return true;
        return Filled(row) < (rows.Count == 0 ? 2 : rows.TakeLast(3).Min(Filled));
    }

    private static void Add(List<double> sums, string[] row)
    {
        for (var i = 0; i < row.Length; i++)
        {
            if (sums.Count <= i)
                sums.Add(0);
            sums[i] += Parse(row[i]) ?? 0;
        }
    }

    private static double? Parse(string cell)
    {
        var text = cell.Trim();
        if (CommaNumber().IsMatch(text))
            text = text.Replace(".", "", StringComparison.Ordinal).Replace(',', '.');
        return double.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static int Filled(string[] row) => row.Count(cell => !string.IsNullOrWhiteSpace(cell));

    private static bool IsValue(string cell) => Value().IsMatch(cell.Trim());

    [GeneratedRegex(@"^[-+(]?\s*[€$£]?\s*[-+]?\d[\d.,\s]*\)?\s*[%€$£]?$|^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([ T].*)?$|^(true|false)$", RegexOptions.IgnoreCase)]
    private static partial Regex Value();

    [GeneratedRegex(@"^(19|20|21)\d\d$")] private static partial Regex Year();

    [GeneratedRegex(@"^(grand |sub)?(total|totals|sum|summe|gesamt|gesamtsumme|insgesamt|suma|totale|somme|somma|totaal|yhteensä|razem|itogo|итого)\b[ :]*", RegexOptions.IgnoreCase)]
    private static partial Regex TotalWord();

    [GeneratedRegex(@"^[-+]?(\d{1,3}(\.\d{3})+|\d+),\d+$")] private static partial Regex CommaNumber();
}
