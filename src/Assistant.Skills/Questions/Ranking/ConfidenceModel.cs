using System.Globalization;
using YamlDotNet.Serialization;

namespace Assistant.Skills.Questions.Ranking;

/// <summary>
/// Chance that a reading is right: boosted trees of two levels (Friedman 2001, logistic loss) over facts, then a calibration that only rises
/// (isotonic). Read from Ranking/confidence.yaml, one tree a line: fact limit | fact limit below above | fact limit below above.
/// </summary>
internal sealed record ConfidenceModel
{
    public required double Base { get; init; }
    public required IReadOnlyList<Tree> Trees { get; init; }

    /// <summary>Sums of the trees, rising, and the share of right answers from there on.</summary>
    public required IReadOnlyList<(double From, double Right)> Steps { get; init; }

    public sealed record Split(string Fact, double Limit, double Below, double Above)
    {
        public double Of(IReadOnlyDictionary<string, double> facts) => facts.GetValueOrDefault(Fact) <= Limit ? Below : Above;
    }

    public sealed record Tree(string Fact, double Limit, Split Below, Split Above)
    {
        public double Of(IReadOnlyDictionary<string, double> facts) => (facts.GetValueOrDefault(Fact) <= Limit ? Below : Above).Of(facts);
    }

    public double Sum(IReadOnlyDictionary<string, double> facts) => Base + Trees.Sum(t => t.Of(facts));

    /// <summary>0 to 1; between two steps in proportion.</summary>
    public double Chance(IReadOnlyDictionary<string, double> facts)
    {
        var sum = Sum(facts);
        var above = 0;
        while (above < Steps.Count && Steps[above].From <= sum)
            above++;
        if (above == 0 || above == Steps.Count)
            return Steps.Count == 0 ? 1 / (1 + Math.Exp(-sum)) : Steps[above == 0 ? 0 : above - 1].Right;
        var (low, high) = (Steps[above - 1], Steps[above]);
        return low.Right + (high.Right - low.Right) * (sum - low.From) / (high.From - low.From);
    }

    private sealed class Written
    {
        public double Base { get; set; }
        public List<string> Trees { get; set; } = [];
        public List<string> Steps { get; set; } = [];
    }

    public static ConfidenceModel Parse(string yaml)
    {
        var written = new DeserializerBuilder().WithCaseInsensitivePropertyMatching().Build().Deserialize<Written>(yaml);
        return new()
        {
            Base = written.Base,
            Trees = [.. written.Trees.Select(TreeOf)],
            Steps = [.. written.Steps.Select(s => s.Split(' ')).Select(s => (Number(s[0]), Number(s[1])))],
        };
    }

    private static Tree TreeOf(string line)
    {
        var parts = line.Split(" | ").Select(p => p.Split(' ')).ToArray();
        return new(parts[0][0], Number(parts[0][1]), SplitOf(parts[1]), SplitOf(parts[2]));
    }

    private static Split SplitOf(string[] words) => new(words[0], Number(words[1]), Number(words[2]), Number(words[3]));

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    public string ToYaml()
    {
        static string Say(double n) => n.ToString("0.####", CultureInfo.InvariantCulture);
        static string Told(Split s) => $"{s.Fact} {Say(s.Limit)} {Say(s.Below)} {Say(s.Above)}";
        return $"base: {Say(Base)}\ntrees:\n{string.Concat(Trees.Select(t => $"- {t.Fact} {Say(t.Limit)} | {Told(t.Below)} | {Told(t.Above)}\n"))}steps:\n{string.Concat(Steps.Select(s => $"- {Say(s.From)} {Say(s.Right)}\n"))}";
    }
}
