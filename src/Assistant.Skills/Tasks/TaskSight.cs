using Assistant.Skills.Access;
using Assistant.Skills.MissingData;
using Assistant.Skills.Quality;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Tasks;

/// <summary>Which tasks exist for whom: those about data only for who may see its table and columns; figures only for who may see the finding or rule.</summary>
public sealed class TaskSight(DataSources sources, MissingFindings findings, QualityRules rules)
{
    internal async Task<IReadOnlyList<WorkTask>> OfAsync(Caller caller, IReadOnlyList<TaskRows.Row> rows, CancellationToken cancellationToken)
    {
        var opened = new Dictionary<Guid, OpenedSource?>();
        foreach (var id in rows.Select(r => r.SourceId).OfType<Guid>().Distinct())
            opened[id] = await sources.OpenAsync(caller, id, cancellationToken);
        var missing = new Dictionary<Guid, long>();
        foreach (var id in rows.Where(r => r.FindingId is not null).Select(r => r.SourceId).OfType<Guid>().Distinct())
            if (opened[id] is { } source)
                foreach (var finding in await findings.ListAsync(caller, source, cancellationToken))
                    missing[finding.Id] = finding.Gap.Missing;
        if (rows.Any(r => r.RuleId is not null))
            foreach (var rule in await rules.ListAsync(caller, null, cancellationToken))
                missing[rule.Id] = rule.Rule.Violations;
        var seen = new List<WorkTask>();
        foreach (var row in rows)
        {
            TaskPlace? place = null;
            if (row.SourceId is { } id)
            {
                var table = new TableName(row.TableSchema, row.TableName!);
                if (opened[id] is not { } source || !MaySee(source, table, row.Columns))
                    continue;
                place = new(id, source.Info.Name, table, row.Columns);
            }
            long? lacks = (row.FindingId ?? row.RuleId) is { } from && missing.TryGetValue(from, out var count) ? count : null;
            seen.Add(row.ToTask(place, lacks));
        }
        return seen;
    }

    internal async Task<bool> MaySeeAsync(Caller caller, Guid sourceId, TableName table, IReadOnlyList<string> columns, CancellationToken cancellationToken) =>
        await sources.OpenAsync(caller, sourceId, cancellationToken) is { } source && source.Catalog.Find(table) is { } known && columns.All(c => known.Find(c) is not null) && MaySee(source, table, columns);

    private static bool MaySee(OpenedSource source, TableName table, IReadOnlyList<string> columns) => !source.Policy.HiddenTables.Contains(table)
        && !source.Policy.Masks.Any(m => m.Key.Table == table && m.Value is ColumnMask.Hidden && columns.Contains(m.Key.Column, StringComparer.OrdinalIgnoreCase));
}
