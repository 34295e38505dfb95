using System.Globalization;

namespace Assistant.Skills.MissingData;

/// <summary>How much a column matters to the business.</summary>
public enum Criticality { Low, Normal, High, Critical }

public enum PriorityLevel { Low, Medium, High, Critical }

/// <summary>How often a column is used: answers of the last 90 days, widgets, verified questions, active rules.</summary>
public sealed record ColumnUses(int Answers, int Widgets, int Verified, int Rules)
{
    public static ColumnUses None { get; } = new(0, 0, 0, 0);

    /// <summary>A widget and a verified question are looked at again and again: they count as three answers, a rule as two.</summary>
    public int Weight => Answers + 3 * Widgets + 3 * Verified + 2 * Rules;
}

/// <summary>
/// The business impact of a gap: 100 × √share × use × criticality × certainty, at most 100. The root, so that one percent of a column is a tenth and
/// not a hundredth; use runs from 0.5 (never asked for) to 1; criticality is 0.5, 1, 2 or 4; certainty is less where the value may be meant to be missing.
/// </summary>
/// <param name="Share">Missing out of judged, 0 to 1.</param>
public sealed record Priority(double Share, ColumnUses Uses, Criticality Criticality, bool CriticalitySaid, double Certainty)
{
    public double UseFactor => 0.5 + 0.5 * Uses.Weight / (Uses.Weight + 5.0);

    public double CriticalityFactor => Criticality switch { Criticality.Low => 0.5, Criticality.High => 2, Criticality.Critical => 4, _ => 1 };

    public double Score => Math.Min(100, 100 * Math.Sqrt(Share) * UseFactor * CriticalityFactor * Certainty);

    public PriorityLevel Level => Score switch { >= 30 => PriorityLevel.Critical, >= 10 => PriorityLevel.High, >= 4 => PriorityLevel.Medium, _ => PriorityLevel.Low };

    /// <summary>The formula with its figures, e.g. "100 × √1 % × 0.82 × 2 = 16.4".</summary>
    public string Formula(CultureInfo culture) => string.Create(culture,
        $"100 × √{100 * Share:0.##} % × {UseFactor:0.##} × {CriticalityFactor:0.##}{(Certainty < 1 ? string.Create(culture, $" × {Certainty:0.##}") : "")} = {Score:0.#}");
}
