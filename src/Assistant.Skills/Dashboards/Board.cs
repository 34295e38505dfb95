namespace Assistant.Skills.Dashboards;

/// <summary>A dashboard as one person sees it.</summary>
/// <param name="MayChange">The person made it, or may manage the organization.</param>
/// <param name="Refresh">How often the page reads the widgets again; null: only when asked.</param>
public sealed record Board(
    Guid Id, string Name, bool Shared, bool MayChange, string MadeBy, TimeSpan? Refresh, DateTimeOffset ChangedAt,
    IReadOnlyList<Widget> Widgets, IReadOnlyList<GridPlace> Places);

/// <summary>A dashboard in a list.</summary>
public sealed record BoardSummary(
    Guid Id, string Name, bool Shared, bool MayChange, string MadeBy, int WidgetCount, DateTimeOffset ChangedAt);
