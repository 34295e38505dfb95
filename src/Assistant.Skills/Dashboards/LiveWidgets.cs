using Assistant.Skills.Access;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Dashboards;

/// <summary>Reads what a widget shows, now, through the gate with the rights of whoever looks at it: who saved it does not matter.</summary>
public sealed class LiveWidgets(DataSources sources, QueryGate gate)
{
    public async Task<QueryOutcome> ReadAsync(Caller caller, Widget widget, CancellationToken cancellationToken) =>
        await sources.OpenAsync(caller, widget.SourceId, cancellationToken) is { } open
            ? await gate.ReadAsync(open.Source, widget.Sql, new GateScope(open.Catalog, open.Policy, new GateLimits()), cancellationToken)
            : new QueryOutcome.EngineFailed("The source that it read is not connected any more.");
}
