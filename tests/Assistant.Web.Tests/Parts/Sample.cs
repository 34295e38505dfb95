using Assistant.Skills.Conversation;
using Assistant.Skills.Sources;

namespace Assistant.Web.Tests.Parts;

/// <summary>An answer with every kind of part, as a skill would make it.</summary>
internal static class Sample
{
    public static readonly Guid Result = Guid.Parse("5f0c2b1e-6a0d-4f6b-9d5e-0d1f2a3b4c5d");
    public static readonly Guid Source = Guid.Parse("1a2b3c4d-0000-4000-8000-000000000001");

    public static ResultTable Rows { get; } = Table(
        [("plant", DataType.Text), ("orders", DataType.Integer), ("cost", DataType.Number), ("share", DataType.Number)],
        [
            ["Tarn", 231L, 912480.5m, 0.2137], ["Alderbeck", 178L, 655120m, 0.1534], ["Quayside", 163L, 548260m, 0.1284],
            ["Westfell", 127L, 430915.25m, 0.1009], ["Highmere", 118L, 388040m, 0.0909], [null, 3L, null, null],
        ]);

    public static ResultTable Table((string Name, DataType Type)[] columns, object?[][] rows, Completeness completeness = Completeness.Complete) =>
        new([.. columns.Select(c => new ResultColumn(c.Name, c.Type))], rows, completeness, "hash", TimeSpan.FromMilliseconds(12));

    public static string Figure(int row, int column, string text) => FigureLink.To(Result, row, column, text);

    public static IReadOnlyList<MessagePart> Parts { get; } =
    [
        new StepPart("read", "Read the question: one measure, by plant", StepState.Done, 38),
        new StepPart("run", "Ran 1 query on 2 tables, 1,184 rows", StepState.Done, 912),
        new HeadlinePart($"Tarn cost the most: {Figure(0, 2, "€912,000")} in {Figure(0, 1, "231")} orders."),
        new TextPart($"It makes up {Figure(0, 3, "21.4%")} of the total. **Alderbeck** follows with {Figure(1, 2, "€655,000")}."),
        new ResultPart(Result, Source, "Maintenance ERP", "Cost by plant", 94, ["Matches a verified question", "All joins run along declared keys"],
            [new Kpi("Cost of Tarn", 0, 2, "€912K"), new Kpi("Orders of Tarn", 0, 1, "231"), new Kpi("Share", 0, 3, "21.4%")]),
        new ChartPart(Result, ChartType.Bar, "Cost by plant", "plant", ["cost"], null, [ChartType.Bar, ChartType.Line, ChartType.Pie], "Bars fall from Tarn, 912 thousand, to Highmere, 388 thousand."),
        new TablePart(Result, "Cost by plant",
            [new("plant", "Plant", DataType.Text), new("orders", "Orders", DataType.Integer), new("cost", "Cost", DataType.Number, "€"), new("share", "Share", DataType.Number)],
            6, Completeness.Complete, "hash"),
        new CalculationPart(Result, "Sum of actual cost over work orders, by plant", ["status is not cancelled"], "1 Jan to 19 Nov 2026, Europe/Berlin",
            "1,184 of 61,940 work orders", Completeness.Complete, ["38 orders without a cost"], "14 of 14 plants", "94%: matches a verified question", ["group work orders by plant", "sum cost"]),
        new SqlPart(Result, Source, """
            SELECT p.plant_name AS plant, count(*) AS orders, -- all of them
                   sum(w.actual_cost) AS cost
            FROM work_orders w
            JOIN plants p ON p.plant_id = w.plant_id
            WHERE w.status <> 'CNCL' AND w.year = 2026
            GROUP BY p.plant_name
            ORDER BY cost DESC
            """, "PostgreSQL", "Takes all work orders that were not cancelled, adds up their cost per plant and puts the dearest first."),
        new CaveatPart("3.1% of the amounts are missing.", "38 of 1,222 orders have no cost yet; the total would be about €0.14M higher."),
        new SuggestionsPart(["Why did Tarn go up?", "By equipment class", "As a line by month"]),
    ];

    public static TurnView Turn(IReadOnlyList<MessagePart>? parts = null, ClosingState? state = ClosingState.Answered, bool? rated = null) => new(
        Guid.Parse("00000000-0000-4000-8000-000000000009"), "What has maintenance cost us per plant this year?", null, state, parts ?? Parts, 12,
        new DateTimeOffset(2026, 11, 20, 9, 41, 0, TimeSpan.Zero), state is null ? null : 1400, rated, null);
}
