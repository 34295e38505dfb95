namespace Assistant.Skills.Curation;

/// <summary>What a source can be made better by.</summary>
public enum ReadinessAspect { Descriptions, Keys, Joins, Measures, Verified, Fresh, Accuracy }

/// <param name="Score">0 to 1.</param>
/// <param name="Have">How many of <paramref name="Of"/> have it, for words.</param>
public sealed record ReadinessPart(ReadinessAspect Aspect, double Score, int Weight, int Have, int Of);

/// <summary>How ready a source is for questions, 0 to 100, and of what that is made.</summary>
public sealed record SourceReadiness(int Score, IReadOnlyList<ReadinessPart> Parts)
{
    public static SourceReadiness Of(IReadOnlyList<ReadinessPart> parts) =>
        new((int)Math.Round(100 * parts.Sum(p => p.Score * p.Weight) / parts.Sum(p => p.Weight)), parts);

    /// <summary>What would raise the score most, first.</summary>
    public IReadOnlyList<ReadinessPart> Next => [.. Parts.Where(p => p.Score < 1).OrderByDescending(p => (1 - p.Score) * p.Weight)];
}
