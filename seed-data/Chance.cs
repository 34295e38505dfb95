namespace Assistant.Samples;

/// <summary>Seeded chance: the same seed draws the same values on every machine.</summary>
internal sealed class Chance(int seed)
{
    private readonly Random _random = new(seed);

    public int Below(int limit) => _random.Next(limit);

    public int Between(int low, int high) => _random.Next(low, high + 1);

    public double Between(double low, double high) => low + _random.NextDouble() * (high - low);

    public bool Happens(double probability) => _random.NextDouble() < probability;

    public T From<T>(List<T> values) => values[_random.Next(values.Count)];

    public T Of<T>(params T[] values) => values[_random.Next(values.Length)];

    /// <summary>One of the values, by weight.</summary>
    public T Weighted<T>(params (T Value, double Weight)[] values)
    {
        var point = _random.NextDouble() * values.Sum(v => v.Weight);
        foreach (var (value, weight) in values)
            if ((point -= weight) < 0)
                return value;
        return values[^1].Value;
    }

    /// <summary>An index below the limit; small ones far more often, as with customers and products.</summary>
    public int Skewed(int limit, double power = 2.2) => (int)(Math.Pow(_random.NextDouble(), power) * limit);

    /// <summary>Box-Muller.</summary>
    public double Normal(double mean, double deviation) =>
        mean + deviation * Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());

    public double LogNormal(double median, double spread) => median * Math.Exp(Normal(0, spread));

    public static decimal Money(double value) => Math.Round((decimal)value, 2);

    public DateOnly Day(DateOnly from, DateOnly to) => from.AddDays(_random.Next(to.DayNumber - from.DayNumber + 1));

    public string Digits(int count) => string.Concat(Enumerable.Range(0, count).Select(_ => (char)('0' + _random.Next(10))));

    public string Letters(int count) => string.Concat(Enumerable.Range(0, count).Select(_ => "ABCDEFGHJKLMNPRSTUVWXYZ"[_random.Next(23)]));
}
