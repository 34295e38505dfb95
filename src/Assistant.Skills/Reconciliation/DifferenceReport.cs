using Assistant.Skills.Access;
using Assistant.Skills.Sources.Export;

namespace Assistant.Skills.Reconciliation;

/// <summary>Every difference as CSV, written while the tables are compared: nothing is gathered in memory.</summary>
public sealed class DifferenceReport(Reconciler reconciler)
{
    /// <returns>Why there is no report, in words; null where it was written.</returns>
    public async Task<string?> WriteAsync(Caller caller, ComparisonPlan plan, TextWriter writer, CancellationToken cancellationToken)
    {
        await LineAsync(["difference", .. plan.Keys.Select(k => k.Left), "column", "left", "right"]);
        var outcome = await reconciler.CompareAsync(caller, plan, difference => LineAsync(
            [difference.Kind switch { DifferenceKind.OnlyLeft => "only left", DifferenceKind.OnlyRight => "only right", _ => "different" }, .. difference.Key, difference.Column, difference.Left, difference.Right]), cancellationToken);
        return (outcome as CompareOutcome.Refused)?.Why;

        Task LineAsync(IEnumerable<string?> cells) => writer.WriteAsync((string.Join(',', cells.Select(CsvExport.Cell)) + "\r\n").AsMemory(), cancellationToken);
    }
}
