using Assistant.Skills.Questions;

namespace Assistant.Skills.Tests.Questions;

/// <summary>Questions as people say them in passing: no prepositions, no measure named, units instead of names.</summary>
public sealed class EverydayWordingTests
{
    private const string Invoices = """
        CREATE TABLE bookkeeping ("Invoice No" TEXT, "Invoice Date" DATE, "Payment Date" DATE, "Buyer" TEXT, "Settled" TEXT, "Discount" REAL, "Net Amount" REAL);
        INSERT INTO bookkeeping VALUES ('R1', '2024-03-01', '2024-03-05', 'Ada', 'yes', 0, 30), ('R2', '2025-03-02', NULL, 'Bo', 'no', 5, 500), ('R3', '2025-03-09', '2025-04-01', 'Ada', 'yes', 0, 70),
            ('R4', '2025-10-03', '2025-10-04', 'Cy', 'yes', 2, 90), ('R5', '2025-09-04', NULL, 'Ada', 'no', 0, 10), ('R6', '2025-09-08', '2025-10-04', 'Bo', 'yes', 1, 20);
        """;

    private const string Depot = """
        CREATE TABLE drv (drv_id INTEGER PRIMARY KEY, drv_nm TEXT NOT NULL);
        CREATE TABLE veh (veh_no TEXT PRIMARY KEY, in_svc_dt DATE, km_tot INTEGER, drv_id INTEGER REFERENCES drv);
        CREATE TABLE trip (trip_id INTEGER PRIMARY KEY, veh_no TEXT NOT NULL REFERENCES veh, start_dt DATE NOT NULL, dist_km REAL NOT NULL, fuel_l REAL NOT NULL, cargo_kg INTEGER NOT NULL);
        INSERT INTO drv VALUES (1, 'Kim'), (2, 'Lou');
        INSERT INTO veh VALUES ('V1', '2020-01-01', 9000, 1), ('V2', '2021-01-01', 400, 2), ('V3', '2025-03-01', 7000, 2);
        INSERT INTO trip VALUES (1, 'V1', '2025-03-03', 10, 1, 0), (2, 'V1', '2025-04-03', 20, 2, 50), (3, 'V2', '2025-04-05', 600, 40, 0);
        """;

    [Theory]
    [InlineData("revenue 2025 vs 2024", "2024|30; 2025|690")]
    [InlineData("revenue per month 2024", "2024-03|30")]
    [InlineData("how's revenue last month?", "90")]
    [InlineData("invoices last month vs the month before", "2025-09|2; 2025-10|1")]
    [InlineData("unsettled invoices", "R2; R5")]
    [InlineData("how often did Ada order?", "3")]
    [InlineData("best month ever", "2025-03|570")]
    [InlineData("who are our best buyers?", "Bo|520; Ada|110; Cy|90")]
    [InlineData("invoices without discount", "R1; R3; R5")]
    public async Task A_file_of_invoices_is_asked_in_passing(string question, string rows)
    {
        await using var source = await SmallSource.OpenAsync(Invoices);
        Assert.Equal(rows, await source.RowsAsync(question));
    }

    [Theory]
    [InlineData("total distance driven this year", "630")]
    [InlineData("fuel consumption per vehicle", "V1|3; V2|40")]
    [InlineData("vehicles with more than 5000 km", "V1; V3")]
    [InlineData("trips longer than 500 km", "3")]
    [InlineData("trips without cargo", "1; 3")]
    [InlineData("which vehicles haven't moved in March 2025?", "V2; V3")]
    [InlineData("nr of vehicles per driver", "Kim|1; Lou|2")]
    public async Task Units_and_short_names_are_read(string question, string rows)
    {
        await using var source = await SmallSource.OpenAsync(Depot);
        Assert.Equal(rows, await source.RowsAsync(question));
    }

    [Theory]
    [InlineData("which vehicles were stolen?")]
    [InlineData("NPS by driver")]
    public async Task What_nothing_tells_of_is_not_answered_with_everything(string question)
    {
        await using var source = await SmallSource.OpenAsync(Depot);
        Assert.IsType<QuestionOutcome.Declined>(await source.AskAsync(question));
    }
}
