using System.Text;
using System.Text.RegularExpressions;
using Assistant.Skills.Quality.Checking;
using Assistant.Skills.Quality.Evidence;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Quality.Learning;

/// <summary>Shapes of codes: a few sequences of digits, letters and signs that nearly all values have. Plain words have none.</summary>
internal static class ShapeLearner
{
    private const int FewestRows = 40, MostShapes = 8, LongestText = 60;
    private const double Rare = 0.01, Common = 0.03, Covered = 0.93;

    public static Draft? Learn(TableEvidence table, ColumnEvidence column)
    {
        if (column.Column.Type is not (DataType.Text or DataType.Integer) || column.Kind is ValueKind.Date or ValueKind.Number || column.Kind is ValueKind.WholeNumber && !ColumnKinds.IsCode(column))
            return null;
        var values = Enumerable.Range(0, table.SampledRows).Where(row => !TableEvidence.IsHeldOut(row)).Select(column.Value).OfType<string>().ToList();
        if (values.Count < FewestRows || values.Exists(v => v.Length > LongestText))
            return null;
        var shapes = Shapes(values, mergeLetters: false) ?? Shapes(values, mergeLetters: true);
        if (shapes is null)
            return null;
        var test = new Regex($"^(?:{string.Join('|', shapes.Select(s => ShapeSql.Pattern(s)))})$", RegexOptions.None, TimeSpan.FromSeconds(1));
        var kept = Draft.OnHeldOut(table, row => column.Value(row) is { } value ? test.IsMatch(value) : null);
        if (kept.All < 10 || kept.Good < 0.9 * kept.All)
            return null;
        return new(new RuleBody.Shaped(column.Name, shapes), Severity.Medium, 0.96, kept, $"Nearly all values are written like {Pictured(shapes[0])} (9 a digit, A a capital, a a small letter).");
    }

    private static List<TextShape>? Shapes(List<string> values, bool mergeLetters)
    {
        var groups = values.GroupBy(v => Key(v, mergeLetters)).Select(g => (g.Key, Values: g.ToList())).OrderByDescending(g => g.Values.Count).ToList();
        var common = groups.Where(g => g.Values.Count >= Common * values.Count).ToList();
        var covered = common.Sum(g => g.Values.Count);
        var rarest = groups.Count > common.Count ? groups[common.Count].Values.Count : 0;
        if (common.Count is 0 or > MostShapes || covered < Covered * values.Count || !common.TrueForAll(g => IsStructured(g.Key))
            || rarest * 4 > common[^1].Values.Count && covered < 0.985 * values.Count)
            return null;
        return [.. common.Select(g => Shape(g.Key, g.Values, mergeLetters))];
    }

    /// <summary>Digits or signs give structure; words and blanks alone are language.</summary>
    private static bool IsStructured(string key) => key.Any(c => c == '9') || key.Any(c => !char.IsLetterOrDigit(c) && c is not (' ' or '\'' or '.' or '-' or ',' or '&'));

    private static TextShape Shape(string key, List<string> values, bool mergeLetters)
    {
        var lengths = key.Select(_ => new Dictionary<int, int>()).ToArray();
        foreach (var value in values)
        {
            var runs = Runs(value, mergeLetters);
            for (var i = 0; i < runs.Count; i++)
                lengths[i][runs[i].Length] = lengths[i].GetValueOrDefault(runs[i].Length) + 1;
        }
        return new([.. key.Select((kind, i) => Run(kind, lengths[i], values.Count))]);
    }

    private static TextRun Run(char kind, Dictionary<int, int> lengths, int all)
    {
        var usual = lengths.Where(l => l.Value >= Math.Max(2, Rare * all)).Select(l => l.Key).ToList();
        if (usual.Count == 0)
            return new(kind, lengths.Keys.Min(), null);
        var (least, most) = (usual.Min(), usual.Max());
        var tight = most - least <= 3 && lengths.Where(l => l.Key >= least && l.Key <= most).Sum(l => l.Value) >= 0.93 * all;
        // Words are as long as they are.
        // Digits in different numbers are counted: 9 comes before 10.
        if (tight && kind is '9' && least != most)
            return new(kind, 1, most);
        return tight && (kind is '9' || least == most || !char.IsLetterOrDigit(kind)) ? new(kind, least, most) : new(kind, Math.Min(least, 1), null);
    }

    private static string Key(string text, bool mergeLetters) => string.Concat(Runs(text, mergeLetters).Select(r => r.Kind));

    private static List<(char Kind, int Length)> Runs(string text, bool mergeLetters)
    {
        var runs = new List<(char Kind, int Length)>();
        foreach (var c in text)
        {
            var kind = char.IsAsciiDigit(c) ? '9' : !char.IsLetter(c) ? c : mergeLetters ? 'w' : char.IsUpper(c) ? 'A' : char.IsLower(c) ? 'a' : 'w';
            if (runs.Count > 0 && runs[^1].Kind == kind)
                runs[^1] = (kind, runs[^1].Length + 1);
            else
                runs.Add((kind, 1));
        }
        return runs;
    }

    /// <summary>"AAA-9999": the shape with a sign for every place.</summary>
    public static string Pictured(TextShape shape)
    {
        var text = new StringBuilder();
        foreach (var run in shape.Runs)
            text.Append(run.Kind == 'w' ? 'a' : run.Kind, Math.Clamp(run.Least, 1, 12)).Append(run.Most is null ? "…" : "");
        return text.ToString();
    }
}
