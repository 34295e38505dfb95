using Assistant.Skills.Dashboards;

namespace Assistant.Skills.Tests.Dashboards;

public class GridLayoutTests
{
    private static readonly Guid A = new("0000000a-0000-0000-0000-000000000000");
    private static readonly Guid B = new("0000000b-0000-0000-0000-000000000000");
    private static readonly Guid C = new("0000000c-0000-0000-0000-000000000000");

    private static readonly IReadOnlyList<GridPlace> Two = [new(A, 0, 0, 6, 4), new(B, 6, 0, 6, 4)];
    private static readonly IReadOnlyList<GridPlace> Stacked = [new(A, 0, 0, 12, 2), new(B, 0, 2, 12, 3)];

    [Fact]
    public void A_new_widget_takes_the_gap_beside_the_last_one_and_else_a_new_row()
    {
        var two = GridLayout.Add(GridLayout.Add([], A, 6, 4), B, 6, 4);
        Assert.Equal(Two, two);
        Assert.Equal(new GridPlace(C, 0, 4, 4, 2), GridLayout.Add(two, C, 4, 2).Single(p => p.WidgetId == C));
    }

    [Fact]
    public void A_widget_moved_down_past_another_lets_it_rise() =>
        Assert.Equal([new(B, 0, 0, 12, 3), new(A, 0, 3, 12, 2)], GridLayout.Move(Stacked, A, 0, 2));

    [Fact]
    public void A_widget_moved_up_pushes_the_one_in_its_way_down() =>
        Assert.Equal([new(B, 0, 0, 12, 3), new(A, 0, 3, 12, 2)], GridLayout.Move(Stacked, B, 0, 0));

    [Theory]
    [InlineData(GridStep.Down)]
    [InlineData(GridStep.Up)]
    public void One_step_up_or_down_passes_the_next_widget_whatever_its_height(GridStep step) =>
        Assert.Equal([new(B, 0, 0, 12, 3), new(A, 0, 3, 12, 2)], GridLayout.Step(Stacked, step == GridStep.Down ? A : B, step));

    [Fact]
    public void A_step_sideways_changes_places_with_the_neighbour() =>
        Assert.Equal([new(B, 0, 0, 6, 4), new(A, 6, 0, 6, 4)], GridLayout.Step(Two, B, GridStep.Left));

    [Fact]
    public void A_step_at_the_edge_changes_nothing()
    {
        Assert.Equal(Two, GridLayout.Step(Two, A, GridStep.Left));
        Assert.Equal(Two, GridLayout.Step(Two, A, GridStep.Up));
        Assert.Equal(Two, GridLayout.Step(Two, B, GridStep.Right));
    }

    [Fact]
    public void Growing_pushes_the_neighbour_below_and_shrinking_keeps_a_least_size()
    {
        Assert.Equal(4, GridLayout.Step(Two, A, GridStep.Wider).Single(p => p.WidgetId == B).Row);
        var small = GridLayout.Resize(Two, A, 0, -3).Single(p => p.WidgetId == A);
        Assert.Equal((GridLayout.SmallestWidth, GridLayout.SmallestHeight), (small.Width, small.Height));
    }

    [Fact]
    public void Whatever_is_done_nothing_overlaps_nothing_leaves_the_grid_and_nothing_is_lost()
    {
        var random = new Random(20261120);
        IReadOnlyList<GridPlace> places = [];
        for (var i = 0; i < 2000; i++)
        {
            if (places.Count < 12)
                places = GridLayout.Add(places, new Guid(i, 0, 0, new byte[8]), random.Next(1, 14), random.Next(1, 14));
            var one = places[random.Next(places.Count)].WidgetId;
            var count = places.Count;
            places = random.Next(4) switch
            {
                0 => GridLayout.Move(places, one, random.Next(-3, 15), random.Next(-3, 40)),
                1 => GridLayout.Resize(places, one, random.Next(-1, 15), random.Next(-1, 15)),
                2 => GridLayout.Step(places, one, (GridStep)random.Next(8)),
                _ => GridLayout.Settle(places.Select(p => p with { Row = random.Next(5), Column = random.Next(12) })),
            };
            Assert.Equal(count, places.Count);
            Assert.All(places, p => Assert.True(p.Column >= 0 && p.Row >= 0 && p.Column + p.Width <= GridLayout.Columns, p.ToString()));
            Assert.DoesNotContain(places, p => places.Any(q => q != p && p.Column < q.Column + q.Width && q.Column < p.Column + p.Width
                && p.Row < q.Row + q.Height && q.Row < p.Row + p.Height));
        }
    }
}
