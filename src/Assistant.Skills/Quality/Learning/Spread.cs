namespace Assistant.Skills.Quality.Learning;

/// <summary>Values with their counts in order of size, and what quantiles tell of them.</summary>
internal sealed class Spread
{
    private readonly List<(double Value, long Count)> _values;
    private readonly long[] _cumulated;

    public Spread(IEnumerable<(double Value, long Count)> values)
    {
        _values = [.. values.GroupBy(v => v.Value).Select(g => (g.Key, g.Sum(v => v.Count))).OrderBy(v => v.Key)];
        _cumulated = new long[_values.Count];
        long sum = 0;
        for (var i = 0; i < _values.Count; i++)
            _cumulated[i] = sum += _values[i].Count;
        Count = sum;
    }

    public long Count { get; }

    public IReadOnlyList<(double Value, long Count)> Values => _values;

    public double Least => _values[0].Value;

    public double Most => _values[^1].Value;

    /// <summary>The smallest value that so large a share is not above (the inverse of the empirical distribution).</summary>
    public double Quantile(double share)
    {
        var at = Array.BinarySearch(_cumulated, Math.Max(1, (long)Math.Ceiling(share * Count)));
        return _values[Math.Min(at < 0 ? ~at : at, _values.Count - 1)].Value;
    }

    /// <summary>The widest step from one value to the next where they stand close: among the middle nine tenths of the rows.</summary>
    public double WidestStep()
    {
        var (low, high) = (Quantile(0.05), Quantile(0.95));
        var middle = _values.Select(v => v.Value).Where(v => v >= low && v <= high).ToList();
        return middle.Zip(middle.Skip(1), (a, b) => b - a).DefaultIfEmpty(0).Max();
    }

    /// <summary>Half of the steps from one value to the next are smaller, among the lowest fifth of the values (at least five steps).</summary>
    public double LowStep()
    {
        var steps = _values.Take(Math.Max(6, _values.Count / 5)).Select(v => v.Value).ToList();
        var differences = steps.Zip(steps.Skip(1), (a, b) => b - a).Order().ToList();
        return differences.Count == 0 ? 0 : differences[differences.Count / 2];
    }
}
