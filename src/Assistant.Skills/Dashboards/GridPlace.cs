namespace Assistant.Skills.Dashboards;

/// <summary>Where a widget stands on a dashboard: columns and rows count from 0, of <see cref="GridLayout.Columns"/> columns; rows have one height.</summary>
public sealed record GridPlace(Guid WidgetId, int Column, int Row, int Width, int Height);

/// <summary>A step of a widget by button or arrow key.</summary>
public enum GridStep { Left, Right, Up, Down, Narrower, Wider, Shorter, Taller }
