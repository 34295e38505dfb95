using Assistant.Skills.Quality.Evidence;
using Assistant.Skills.Quality.Learning;

namespace Assistant.Skills.Quality.Batches;

/// <summary>What a column was like in earlier good batches.</summary>
internal sealed class ColumnHistory
{
    /// <summary>Values of which a list may still be closed.</summary>
    private const int MostKinds = 60;

    private readonly double _mostMissing, _leastDistinct, _mostApart, _mostMoved, _mostLengths;
    private readonly List<double> _numbers, _lengths;
    private readonly Dictionary<string, double> _kinds;
    private readonly Spread? _spread;
    private readonly ValueKind _kind;

    public ColumnHistory(IReadOnlyList<ColumnEvidence> batches)
    {
        _numbers = [.. batches.SelectMany(Numbers).Order()];
        _lengths = [.. batches.SelectMany(Lengths).Order()];
        _kinds = Shares(batches.SelectMany(b => b.Present.Select(v => (v.Value, v.Count))));
        _spread = _numbers.Count > 0 ? new(_numbers.Select(n => (n, 1L))) : null;
        _mostMissing = batches.Max(Missing);
        _leastDistinct = batches.Min(Distinct);
        _mostMoved = batches.Max(b => Moved(Numbers(b), _numbers));
        _mostLengths = batches.Max(b => Moved(Lengths(b), _lengths));
        _mostApart = _kinds.Count <= MostKinds ? batches.Max(Apart) : 1;
        // A number that never comes again numbers the rows: it grows, and says nothing.
        var grows = _numbers.Count > 20 && _numbers.Distinct().Count() == _numbers.Count && batches.All(b => b.Kind is ValueKind.WholeNumber);
        _kind = batches.All(b => Simple(b.Kind) == Simple(batches[0].Kind)) ? Simple(batches[0].Kind) : ValueKind.Text;
        IsNumber = !grows && batches.All(b => b.Kind is ValueKind.Number or ValueKind.WholeNumber && !ColumnKinds.IsCode(b));
    }

    public bool IsNumber { get; }

    /// <summary>Both are of one size: the middle of the one is within three times that of the other.</summary>
    public bool IsNear(ColumnHistory other) => _spread is not null && other._spread is not null && _spread.Quantile(0.5) > 0 && other._spread.Quantile(0.5) / _spread.Quantile(0.5) is > 0.33 and < 3;

    public IEnumerable<string> Judge(ColumnEvidence batch)
    {
        if (Missing(batch) is var missing && missing > 2 * _mostMissing + 0.02 && missing * batch.Rows >= 4)
            yield return $"{100 * missing:0.#} % are missing, before at most {100 * _mostMissing:0.#} %";
        if (batch.PresentRows >= 20 && _kind is not ValueKind.Text && Simple(batch.Kind) != _kind)
            yield return _kind is ValueKind.Date ? "the values are no dates any more, or are written in another way" : "the values are no numbers any more";
        if (batch.Rows >= 20 && Distinct(batch) < 0.4 * _leastDistinct)
            yield return $"only {batch.Present.Count()} different values";
        if (IsNumber && _spread is { Values.Count: > 3 } spread)
        {
            var now = Numbers(batch);
            var room = 0.25 * (spread.Most - spread.Least);
            var outside = now.Count(n => n < spread.Least - room || n > spread.Most + room);
            if (outside >= 3 && outside > 0.01 * now.Count)
                yield return $"{outside} values are far outside of {spread.Least:0.##} to {spread.Most:0.##}";
            if (now.Count >= 20 && Moved(now, _numbers) is var moved && moved > 1.3 * _mostMoved + 0.06)
                yield return $"the values have moved (Kolmogorov-Smirnov distance {moved:0.00}, before at most {_mostMoved:0.00})";
        }
        else if (Lengths(batch) is { Count: >= 20 } lengths && Moved(lengths, _lengths) is var longer && longer > 1.3 * _mostLengths + 0.06)
            yield return "the texts have other lengths";
        if (_mostApart < 1 && Apart(batch) is var apart && apart > 1.5 * _mostApart + 0.1)
            yield return "the values are shared out in another way";
    }

    private static ValueKind Simple(ValueKind kind) => kind is ValueKind.WholeNumber ? ValueKind.Number : kind;

    private static double Missing(ColumnEvidence batch) => 1 - (double)batch.PresentRows / Math.Max(1, batch.Rows);

    private static double Distinct(ColumnEvidence batch) => (double)batch.Present.Count() / Math.Max(1, batch.PresentRows);

    private static List<double> Numbers(ColumnEvidence batch) => [.. batch.Sample.OfType<string>().Where(v => !batch.Missing.Is(v)).Select(ValueText.Number).OfType<double>().Order()];

    private static List<double> Lengths(ColumnEvidence batch) => [.. batch.Sample.OfType<string>().Where(v => !batch.Missing.Is(v)).Select(v => (double)v.Length).Order()];

    private static Dictionary<string, double> Shares(IEnumerable<(string Value, long Count)> values)
    {
        var counts = values.GroupBy(v => v.Value, StringComparer.Ordinal).ToDictionary(g => g.Key, g => (double)g.Sum(v => v.Count));
        var all = Math.Max(1, counts.Values.Sum());
        return counts.ToDictionary(c => c.Key, c => c.Value / all);
    }

    /// <summary>Total variation distance of the shares of values.</summary>
    private double Apart(ColumnEvidence batch)
    {
        var now = Shares(batch.Present.Select(v => (v.Value, v.Count)));
        return now.Keys.Union(_kinds.Keys).Sum(v => Math.Abs(now.GetValueOrDefault(v) - _kinds.GetValueOrDefault(v))) / 2;
    }

    /// <summary>The two-sample statistic of Kolmogorov and Smirnov: the largest distance of the two cumulated shares. Both in order.</summary>
    private static double Moved(List<double> a, List<double> b)
    {
        if (a.Count == 0 || b.Count == 0)
            return 0;
        var (i, j, most) = (0, 0, 0.0);
        while (i < a.Count && j < b.Count)
        {
            var value = Math.Min(a[i], b[j]);
            while (i < a.Count && a[i] == value)
                i++;
            while (j < b.Count && b[j] == value)
                j++;
            most = Math.Max(most, Math.Abs((double)i / a.Count - (double)j / b.Count));
        }
        return most;
    }
}
