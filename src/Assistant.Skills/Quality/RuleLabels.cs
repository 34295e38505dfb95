using Assistant.Skills.Access;
using Assistant.Skills.Quality.Trials;
using Assistant.Skills.Sources;
using Assistant.Skills.Storage;
using Dapper;

namespace Assistant.Skills.Quality;

/// <summary>What people said of rows that rules flag: rightly, or not. All is kept; of a row the latest counts.</summary>
public sealed class RuleLabels(Database database, TimeProvider time)
{
    /// <summary>Keeps that the row, which the rule judged, is a fault or is none.</summary>
    /// <param name="row">Cells by column: at least those of the table's key and those that the rule judges.</param>
    /// <returns>False where the row cannot be told from others by these cells, or the rule's table is gone.</returns>
    /// <exception cref="PermissionDeniedException">The caller may not manage sources.</exception>
    public async Task<bool> LabelAsync(
        Caller caller, OpenedSource source, QualityRule rule, IReadOnlyDictionary<string, object?> row, bool isFault, string note, CancellationToken cancellationToken)
    {
        caller.RequireOn(Permission.ManageSources, rule.SourceId);
        return Prints(source, rule) is { } prints && prints.Of(row) is { } print && await KeepAsync(caller, rule, [(print.Key, (string?)print.Judged, isFault)], note, cancellationToken);
    }

    /// <summary>Keeps what is known of rows by their key alone, whatever their values are.</summary>
    /// <returns>How many rows were known by the columns given.</returns>
    public async Task<int> LearnAsync(
        Caller caller, OpenedSource source, QualityRule rule, IReadOnlyList<(IReadOnlyDictionary<string, object?> Key, bool IsFault)> known, CancellationToken cancellationToken)
    {
        caller.RequireOn(Permission.ManageSources, rule.SourceId);
        if (Prints(source, rule) is not { } prints)
            return 0;
        var labels = known.Where(k => prints.Identity.All(k.Key.ContainsKey)).Select(k => (prints.KeyOf(k.Key), (string?)null, k.IsFault)).ToList();
        return labels.Count > 0 && await KeepAsync(caller, rule, labels, "known", cancellationToken) ? labels.Count : 0;
    }

    /// <summary>Per row given, what was said of it as it is now; null where nothing was.</summary>
    public async Task<IReadOnlyList<bool?>> OfAsync(
        Caller caller, OpenedSource source, QualityRule rule, IReadOnlyList<IReadOnlyDictionary<string, object?>> rows, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ReadData);
        if (Prints(source, rule) is not { } prints)
            return [.. rows.Select(_ => (bool?)null)];
        var said = await SaidAsync(caller, rule.Id, cancellationToken);
        return [.. rows.Select(row => said.Of(prints.Of(row)))];
    }

    /// <summary>How many rows were found to be faults, and how many not.</summary>
    public async Task<(int Confirmed, int Rejected)> CountAsync(Caller caller, Guid ruleId, CancellationToken cancellationToken)
    {
        var said = await SaidAsync(caller, ruleId, cancellationToken);
        return (said.All.Count(l => l.IsFault), said.All.Count(l => !l.IsFault));
    }

    internal async Task<Said> SaidAsync(Caller caller, Guid ruleId, CancellationToken cancellationToken)
    {
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        return new((await tenant.Connection.QueryAsync<Label>(new(
            """
            SELECT DISTINCT ON (row_key, judged) row_key, judged, is_fault FROM quality_labels
            WHERE organization_id = @OrganizationId AND rule_id = @ruleId ORDER BY row_key, judged, made_at DESC, id DESC
            """, new { caller.OrganizationId, ruleId }, cancellationToken: cancellationToken))).AsList());
    }

    private static RowPrint? Prints(OpenedSource source, QualityRule rule) => source.Visible(rule.Rule.Table) is { } table ? new(source.Info.Id, table, rule.Rule.Body) : null;

    private async Task<bool> KeepAsync(Caller caller, QualityRule rule, List<(string Key, string? Judged, bool IsFault)> labels, string note, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        await tenant.Connection.ExecuteAsync(new(
            """
            INSERT INTO quality_labels (organization_id, id, rule_id, version, row_key, judged, is_fault, note, made_by, made_at)
            SELECT @OrganizationId, l.id, @Rule, @Version, l.key, l.judged, l.fault, @note, @UserId, @now FROM unnest(@ids, @keys, @judged, @faults) AS l (id, key, judged, fault)
            """,
            new
            {
                caller.OrganizationId, caller.UserId, Rule = rule.Id, rule.Version, note = note.Length > 500 ? note[..500] : note, now, ids = labels.Select(_ => Guid.CreateVersion7(now)).ToArray(),
                keys = labels.Select(l => l.Key).ToArray(), judged = labels.Select(l => l.Judged).ToArray(), faults = labels.Select(l => l.IsFault).ToArray(),
            }, cancellationToken: cancellationToken));
        await Audit.RecordAsync(tenant, caller.UserId, "quality.rows.labelled", rule.Id.ToString(), now, cancellationToken, new { rows = labels.Count, rule = rule.Number });
        await tenant.CommitAsync(cancellationToken);
        return true;
    }

    internal sealed record Label(string RowKey, string? Judged, bool IsFault);

    /// <summary>Labels of a rule, to be asked by row.</summary>
    internal sealed class Said(IReadOnlyList<Label> labels)
    {
        private readonly ILookup<string, Label> _byKey = labels.ToLookup(l => l.RowKey);

        public IReadOnlyList<Label> All => labels;

        /// <summary>What was said of the row as it is; of the row whatever its values, where nothing was.</summary>
        public bool? Of((string Key, string Judged)? print) => print is not { } known ? null
            : (_byKey[known.Key].FirstOrDefault(l => l.Judged == known.Judged) ?? _byKey[known.Key].FirstOrDefault(l => l.Judged is null))?.IsFault;
    }
}
