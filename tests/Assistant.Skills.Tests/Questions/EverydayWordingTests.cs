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
    [InlineData("fuel consumption per vehicle", "V2|40; V1|3")]
    [InlineData("vehicles with more than 5000 km", "V1; V3")]
    [InlineData("trips longer than 500 km", "3")]
    [InlineData("trips without cargo", "1; 3")]
    [InlineData("which vehicles haven't moved in March 2025?", "V2; V3")]
    [InlineData("nr of vehicles per driver", "Lou|2; Kim|1")]
    public async Task Units_and_short_names_are_read(string question, string rows)
    {
        await using var source = await SmallSource.OpenAsync(Depot);
        Assert.Equal(rows, await source.RowsAsync(question));
    }

    private const string Pharmacy = """
        CREATE TABLE pharmacy (article_no TEXT, article TEXT, maker TEXT, branch TEXT, units_in_stock INTEGER, minimum_stock INTEGER, purchase_price REAL, retail_price REAL, expiry_date DATE, last_delivery DATE);
        INSERT INTO pharmacy VALUES ('A1', 'Zinc', 'Hexa', 'Center', 0, 5, 2, 3, '2026-01-01', '2025-01-01'), ('A1', 'Zinc', 'Hexa', 'Airport', 10, 5, 2, 3, '2026-02-01', '2025-01-02'), ('A2', 'Iron', 'Stad', 'Center', 4, 5, 10, 16, '2026-03-01', '2025-01-01'),
            ('A2', 'Iron', 'Stad', 'Airport', 5, 5, 10, 16, '2026-03-01', '2025-01-05'), ('A3', 'Gauze', 'Hexa', 'Center', 7, 5, 1, 2, '2027-03-01', '2025-01-01'), ('A3', 'Gauze', 'Hexa', 'Airport', 9, 5, 1, 2, '2027-03-01', '2025-01-01');
        """;

    [Theory]
    [InlineData("stock value per branch", "Airport|79; Center|47")]
    [InlineData("which articles are below their minimum stock?", "A1; A2")]
    [InlineData("which articles are out of stock?", "Zinc")]
    [InlineData("average margin per maker", "Stad|6; Hexa|1")]
    [InlineData("maker with the most articles", "Hexa|2")]
    public async Task A_list_of_stock_is_asked_in_passing(string question, string rows)
    {
        await using var source = await SmallSource.OpenAsync(Pharmacy);
        Assert.Equal(rows, await source.RowsAsync(question));
    }

    [Fact]
    public async Task What_has_happened_by_now_is_not_answered_with_everything()
    {
        await using var source = await SmallSource.OpenAsync(Pharmacy);
        Assert.IsType<QuestionOutcome.Declined>(await source.AskAsync("expired articles"));
    }

    private const string Utility = """
        CREATE TABLE clients (client_id INTEGER PRIMARY KEY, name TEXT NOT NULL);
        CREATE TABLE payments (payment_id INTEGER PRIMARY KEY, client_id INTEGER REFERENCES clients, paid_on DATE NOT NULL, amount REAL NOT NULL);
        CREATE TABLE outages (outage_id INTEGER PRIMARY KEY, cause TEXT NOT NULL, begun_on DATE NOT NULL, clients_affected INTEGER NOT NULL);
        CREATE TABLE meters (meter_id INTEGER PRIMARY KEY, client_id INTEGER REFERENCES clients, installed_on DATE NOT NULL);
        INSERT INTO clients VALUES (1, 'Ada'), (2, 'Bo');
        INSERT INTO payments VALUES (1, 1, '2025-01-01', 10), (2, 2, '2025-02-01', 90);
        INSERT INTO outages VALUES (1, 'storm', '2025-01-01', 300), (2, 'animal', '2025-01-02', 20), (3, 'storm', '2025-02-02', 50);
        INSERT INTO meters VALUES (1, 1, '2020-01-01'), (2, 2, '2012-01-01');
        """;

    [Theory]
    [InlineData("largest payment", "2|90|Bo|02/01/2025")]
    [InlineData("oldest meter", "2|01/01/2012|Bo")]
    [InlineData("how many clients were affected by storms?", "350")]
    public async Task A_row_without_a_name_tells_whose_it_is(string question, string rows)
    {
        await using var source = await SmallSource.OpenAsync(Utility);
        Assert.Equal(rows, await source.RowsAsync(question, names: true));
    }

    [Fact]
    public async Task A_share_is_told_in_percent()
    {
        await using var source = await SmallSource.OpenAsync(Invoices);
        var answer = Assert.IsType<QuestionOutcome.Answered>(await source.AskAsync("share of unsettled invoices"));
        Assert.Equal("33.3 %", Assistant.Skills.Questions.Telling.FigureText.Of(answer.Table!, 0, 0, System.Globalization.CultureInfo.GetCultureInfo("en-GB")));
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
