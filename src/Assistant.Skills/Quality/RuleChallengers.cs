using Assistant.Skills.Access;
using Assistant.Skills.Quality.Checking;
using Assistant.Skills.Quality.Evidence;
using Assistant.Skills.Quality.Learning;
using Assistant.Skills.Quality.Trials;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Quality;

/// <summary>A version of a rule to be tested.</summary>
/// <param name="Why">Where it comes from, in words.</param>
public sealed record ProposedVersion(RuleBody Body, string Title, string Why);

/// <summary>Finds versions of a rule that may be better: of what people said of its rows, or stricter and looser by the data.</summary>
public sealed class RuleChallengers(RuleLabels labels, QueryGate gate)
{
    private const int MostColumns = 30;

    /// <summary>What the confirmed and rejected rows suggest; null where nothing was rejected, or nothing follows from it.</summary>
    public async Task<ProposedVersion?> FromFeedbackAsync(Caller caller, OpenedSource source, QualityRule rule, CancellationToken cancellationToken)
    {
        if (source.Visible(rule.Rule.Table) is not { } table)
            return null;
        var said = await labels.SaidAsync(caller, rule.Id, cancellationToken);
        if (said.All.Count == 0)
            return null;
        var print = new RowPrint(source.Info.Id, table, rule.Rule.Body);
        var columns = print.Identity.Concat(print.Judged).Concat(table.Columns.Select(c => c.Name)).Distinct(StringComparer.OrdinalIgnoreCase).Take(MostColumns).ToList();
        var rows = await new RuleRunner(Reader(source)).ExamplesAsync(table, rule.Rule.Body, columns, 50_000, cancellationToken);
        var (rejected, confirmed) = (new List<IReadOnlyDictionary<string, string?>>(), new List<IReadOnlyDictionary<string, string?>>());
        foreach (var cells in rows)
        {
            var row = columns.Select((c, i) => (c, cells[i])).ToDictionary(c => c.c, c => c.Item2, StringComparer.OrdinalIgnoreCase);
            if (said.Of(print.Of(row)) is { } fault)
                (fault ? confirmed : rejected).Add(row.ToDictionary(c => c.Key, c => CellText.Invariant(c.Value), StringComparer.OrdinalIgnoreCase));
        }
        return Version(Optimizer.Improve(rule.Rule.Body, table, rejected, confirmed));
    }

    /// <summary>Null where this kind of rule has no stricter version that the data suggest.</summary>
    public async Task<ProposedVersion?> StricterAsync(OpenedSource source, QualityRule rule, CancellationToken cancellationToken) =>
        await EvidenceAsync(source, rule, cancellationToken) is { } evidence ? Version(Stricter.Of(rule.Rule.Body, evidence)) : null;

    public async Task<ProposedVersion?> LooserAsync(OpenedSource source, QualityRule rule, CancellationToken cancellationToken) =>
        await EvidenceAsync(source, rule, cancellationToken) is { } evidence ? Version(Stricter.Looser(rule.Rule.Body, evidence)) : null;

    private async Task<TableEvidence?> EvidenceAsync(OpenedSource source, QualityRule rule, CancellationToken cancellationToken)
    {
        if (source.Visible(rule.Rule.Table) is not { } table)
            return null;
        var own = RuleColumns.Of(rule.Rule.Body).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var evidence = await new EvidenceReader(Reader(source)).ReadAsync(table with { Columns = [.. table.Columns.Where(c => own.Contains(c.Name))] }, cancellationToken);
        return evidence is null ? null : evidence with { Columns = [.. evidence.Columns.Select(MissingLearner.Learn)] };
    }

    private QualityReader Reader(OpenedSource source) => new(gate, source.Source, source.Catalog, source.Policy);

    private static ProposedVersion? Version(Challenger? challenger) => challenger is null ? null : new(challenger.Body, RuleWords.Title(challenger.Body), challenger.Reason);
}
