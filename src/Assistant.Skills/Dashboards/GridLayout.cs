namespace Assistant.Skills.Dashboards;

/// <summary>
/// Lays widgets out on a grid so that none overlaps another and none hangs in the air: each falls up to the one above it (skyline
/// packing in reading order). All methods give a new layout in reading order.
/// </summary>
public static class GridLayout
{
    public const int Columns = 12;
    public const int SmallestWidth = 2, SmallestHeight = 2, GreatestHeight = 12;

    /// <summary>Puts a widget where it first fits below all others, or beside the last ones where a whole gap is left.</summary>
    public static IReadOnlyList<GridPlace> Add(IReadOnlyList<GridPlace> places, Guid widgetId, int width, int height)
    {
        var added = Sized(new GridPlace(widgetId, 0, 0, width, height));
        var lowest = Enumerable.Range(0, Columns - added.Width + 1)
            .MinBy(column => (Bottom(places, column, added.Width), column));
        return Settle([.. places, added with { Column = lowest, Row = Bottom(places, lowest, added.Width) }]);
    }

    public static IReadOnlyList<GridPlace> Remove(IReadOnlyList<GridPlace> places, Guid widgetId) =>
        Settle(places.Where(p => p.WidgetId != widgetId));

    /// <summary>Moves a widget to a cell; those in its way make room below, or above when it moves down past them.</summary>
    public static IReadOnlyList<GridPlace> Move(IReadOnlyList<GridPlace> places, Guid widgetId, int column, int row)
    {
        if (Find(places, widgetId) is not { } old)
            return places;
        var moved = old with { Column = Math.Clamp(column, 0, Columns - old.Width), Row = Math.Max(0, row) };
        return Settle(places.Where(p => p.WidgetId != widgetId), moved, last: moved.Row > old.Row);
    }

    public static IReadOnlyList<GridPlace> Resize(IReadOnlyList<GridPlace> places, Guid widgetId, int width, int height) =>
        Find(places, widgetId) is not { } old
            ? places
            : Settle(places.Where(p => p.WidgetId != widgetId), Sized(old with { Width = width, Height = height }), last: false);

    /// <summary>One step by button or key. Up and down pass the next widget; left and right change places with a neighbour in the way.</summary>
    public static IReadOnlyList<GridPlace> Step(IReadOnlyList<GridPlace> places, Guid widgetId, GridStep step)
    {
        if (Find(places, widgetId) is not { } at)
            return places;
        return step switch
        {
            GridStep.Left or GridStep.Right => Sideways(places, at, step == GridStep.Left ? -1 : 1),
            GridStep.Up => places.Where(p => p.Row < at.Row && Beside(p, at)).MaxBy(p => p.Row) is { } above
                ? Move(places, widgetId, at.Column, above.Row) : places,
            GridStep.Down => places.Where(p => p.Row > at.Row && Beside(p, at)).MinBy(p => p.Row) is { } below
                ? Move(places, widgetId, at.Column, below.Row) : places,
            GridStep.Narrower => Resize(places, widgetId, at.Width - 1, at.Height),
            GridStep.Wider => Resize(places, widgetId, at.Width + 1, at.Height),
            GridStep.Shorter => Resize(places, widgetId, at.Width, at.Height - 1),
            _ => Resize(places, widgetId, at.Width, at.Height + 1),
        };
    }

    /// <summary>Makes any set of places a layout that holds together: inside the grid, nothing over another.</summary>
    public static IReadOnlyList<GridPlace> Settle(IEnumerable<GridPlace> places) => Fall(places.Select(Sized).OrderBy(p => (p.Row, p.Column)));

    private static IReadOnlyList<GridPlace> Settle(IEnumerable<GridPlace> others, GridPlace moved, bool last) => Fall(others
        .Append(moved)
        .OrderBy(p => p.Row)
        .ThenBy(p => ReferenceEquals(p, moved) ? (last ? 1 : -1) : 0)
        .ThenBy(p => p.Column));

    private static IReadOnlyList<GridPlace> Sideways(IReadOnlyList<GridPlace> places, GridPlace at, int by)
    {
        var next = at with { Column = at.Column + by };
        if (next.Column < 0 || next.Column + next.Width > Columns)
            return places;
        if (places.Where(p => p.WidgetId != at.WidgetId && Overlap(p, next)).OrderBy(p => p.Row).FirstOrDefault() is not { } neighbour)
            return Move(places, at.WidgetId, next.Column, at.Row);
        var (moved, pushed) = by < 0
            ? (at with { Column = neighbour.Column }, neighbour with { Column = neighbour.Column + at.Width })
            : (at with { Column = neighbour.Column + neighbour.Width - at.Width }, neighbour with { Column = at.Column });
        return Settle([.. places.Where(p => p.WidgetId != at.WidgetId && p.WidgetId != neighbour.WidgetId), Sized(pushed)], Sized(moved), last: false);
    }

    private static IReadOnlyList<GridPlace> Fall(IEnumerable<GridPlace> inOrder)
    {
        var placed = new List<GridPlace>();
        foreach (var place in inOrder)
            placed.Add(place with { Row = Bottom(placed, place.Column, place.Width) });
        return [.. placed.OrderBy(p => (p.Row, p.Column))];
    }

    private static int Bottom(IEnumerable<GridPlace> places, int column, int width) => places
        .Where(p => p.Column < column + width && column < p.Column + p.Width)
        .Select(p => p.Row + p.Height).DefaultIfEmpty(0).Max();

    private static GridPlace Sized(GridPlace place)
    {
        var width = Math.Clamp(place.Width, SmallestWidth, Columns);
        return place with
        {
            Width = width,
            Height = Math.Clamp(place.Height, SmallestHeight, GreatestHeight),
            Column = Math.Clamp(place.Column, 0, Columns - width),
            Row = Math.Max(0, place.Row),
        };
    }

    private static GridPlace? Find(IReadOnlyList<GridPlace> places, Guid widgetId) => places.FirstOrDefault(p => p.WidgetId == widgetId);

    private static bool Beside(GridPlace a, GridPlace b) => a.Column < b.Column + b.Width && b.Column < a.Column + a.Width;

    private static bool Overlap(GridPlace a, GridPlace b) => Beside(a, b) && a.Row < b.Row + b.Height && b.Row < a.Row + a.Height;
}
