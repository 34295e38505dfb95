namespace Assistant.Samples;

/// <summary>An outdoor shop on the web, in shops and in an app: two years with seasons, and one bad week.</summary>
internal sealed class Shop(Chance chance, FaultKey faults, double scale)
{
    private const string Name = "shop";

    // The payment provider of the web channel in Germany was down.
    private static readonly DateOnly IncidentFrom = new(2026, 6, 8);
    private static readonly DateOnly IncidentTo = new(2026, 6, 14);

    private static readonly (string Department, string[] Categories, double Price, int Peak)[] Range =
    [
        ("Camping", ["Tents", "Sleeping bags", "Stoves", "Lamps"], 95, 6), ("Winter sports", ["Skis", "Boots", "Goggles", "Snowshoes"], 160, 12),
        ("Cycling", ["Bicycles", "Helmets", "Lights", "Bags"], 120, 5), ("Clothing", ["Jackets", "Trousers", "Base layers", "Gloves"], 70, 11),
        ("Water", ["Kayaks", "Life jackets", "Dry bags"], 140, 7), ("Climbing", ["Ropes", "Harnesses", "Carabiners"], 60, 8),
    ];

    private static readonly string[] Makes = ["Norrvind", "Altura", "Basecamp", "Kestrel", "Tarn", "Fjellby", "Oro", "Latitude"];
    private static readonly string[] Series = ["Light", "Pro", "Trek", "Classic", "Storm", "Summit", "Family", "Solo", "Air", "Trail"];

    private readonly Table _categories = new("categories",
        [new("category_id", ColumnType.Integer), new("name", ColumnType.Text, true), new("department", ColumnType.Text, true)]);

    private readonly Table _products = new("products",
    [
        new("product_id", ColumnType.Integer), new("sku", ColumnType.Text, true), new("name", ColumnType.Text, true), new("brand", ColumnType.Text),
        new("category_id", ColumnType.Integer, References: "categories.category_id"), new("price", ColumnType.Number), new("cost", ColumnType.Number),
        new("weight_kg", ColumnType.Number), new("launched_on", ColumnType.Date), new("discontinued_on", ColumnType.Date),
    ]);

    private readonly Table _customers = new("customers",
    [
        new("customer_id", ColumnType.Integer), new("name", ColumnType.Text), new("email", ColumnType.Text), new("city", ColumnType.Text), new("country", ColumnType.Text),
        new("birth_year", ColumnType.Integer), new("loyalty_level", ColumnType.Text), new("registered_on", ColumnType.Date), new("newsletter", ColumnType.Text),
    ]);

    private readonly Table _orders = new("orders",
    [
        new("order_id", ColumnType.Integer), new("order_number", ColumnType.Text, true), new("customer_id", ColumnType.Integer, true),
        new("ordered_at", ColumnType.Timestamp, true), new("shipped_on", ColumnType.Date), new("delivered_on", ColumnType.Date), new("channel", ColumnType.Text),
        new("status", ColumnType.Text), new("payment", ColumnType.Text), new("country", ColumnType.Text), new("discount", ColumnType.Number), new("total", ColumnType.Number),
    ]);

    private readonly Table _lines = new("order_lines",
    [
        new("line_id", ColumnType.Integer), new("order_id", ColumnType.Integer, true), new("product_id", ColumnType.Integer, true), new("quantity", ColumnType.Integer),
        new("unit_price", ColumnType.Number), new("line_total", ColumnType.Number),
    ]);

    private readonly Dictionary<int, List<object?[]>> _byDepartment = [];

    public Sample Make()
    {
        MakeRange();
        MakeCustomers();
        MakeOrders();
        Plant();
        return new(Name, "Shop", "An outdoor shop: customers, products by category, orders and their lines over two years.",
            [_categories, _products, _customers, _orders, _lines]);
    }

    private void MakeRange()
    {
        for (var d = 0; d < Range.Length; d++)
        {
            _byDepartment[d] = [];
            foreach (var category in Range[d].Categories)
            {
                _categories.Add(_categories.Rows.Count + 1, category, Range[d].Department);
                for (var i = 0; i < 26; i++)
                {
                    var price = Math.Round(chance.LogNormal(Range[d].Price, 0.6)) - 0.05;
                    var (make, id) = (chance.Of(Makes), _products.Rows.Count + 1);
                    _products.Add(id, $"{make[..2].ToUpperInvariant()}-{category[..2].ToUpperInvariant()}-{id:0000}", $"{make} {Singular(category)} {chance.Of(Series)} {chance.Between(1, 9)}0",
                        make, _categories.Rows.Count, Chance.Money(price), Chance.Money(price * chance.Between(0.42, 0.68)), Chance.Money(chance.LogNormal(1.4, 0.8)),
                        chance.Day(new(2019, 1, 1), new(2024, 9, 30)), chance.Happens(0.05) ? chance.Day(new(2026, 2, 1), new(2026, 9, 30)) : null);
                    _byDepartment[d].Add(_products.Rows[^1]);
                }
            }
        }
    }

    private static string Singular(string category) => category.EndsWith('s') && category != "Trousers" ? category[..^1] : category;

    private void MakeCustomers()
    {
        for (var id = 1; id <= Scaled(12000); id++)
        {
            var country = chance.Weighted((Names.Countries[0], 38.0), (Names.Countries[1], 18), (Names.Countries[2], 17), (Names.Countries[3], 10), (Names.Countries[4], 9), (Names.Countries[5], 8));
            var (first, last) = (chance.Of(country.First), chance.Of(country.Last));
            _customers.Add(id, $"{first} {last}", $"{Names.Ascii($"{first}.{last}")}{id}@example.com", chance.Of(country.Cities), country.Name, chance.Between(1948, 2007),
                chance.Weighted(("none", 55.0), ("bronze", 25), ("silver", 14), ("gold", 6)), chance.Day(new(2018, 1, 1), new(2026, 8, 31)), chance.Weighted(("yes", 45.0), ("no", 55)));
        }
    }

    private void MakeOrders()
    {
        var perDay = Scaled(60000) / 730.0;
        for (var day = Period.First; day <= Period.Last; day = day.AddDays(1))
        {
            // Grows by a quarter a year; weekends and the weeks before Christmas are strong.
            var years = (day.DayNumber - Period.First.DayNumber) / 365.0;
            var level = perDay * (0.88 + 0.25 * years / 2) * (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 1.25 : 0.9)
                * (day is { Month: 12, Day: < 22 } ? 1.7 : day.Month is 11 ? 1.25 : day.Month is 2 ? 0.8 : 1);
            var orders = (int)Math.Round(Math.Max(1, chance.Normal(level, Math.Sqrt(level))));
            for (var i = 0; i < orders; i++)
                MakeOrder(day);
        }
    }

    private void MakeOrder(DateOnly day)
    {
        var customer = _customers.Rows[chance.Skewed(_customers.Rows.Count, 1.6)];
        var channel = chance.Weighted(("web", 62.0), ("app", 23), ("store", 15));
        var broken = day >= IncidentFrom && day <= IncidentTo && channel == "web" && (string)customer[4]! == "Germany";
        if (broken && chance.Happens(0.92))
            return;
        var id = _orders.Rows.Count + 1;
        var shipped = day.AddDays(chance.Between(0, 3));
        var status = chance.Weighted(("delivered", 88.0), ("returned", 6), ("cancelled", 4), ("shipped", 2));
        if (status is "delivered" or "returned" && shipped.AddDays(6) > Period.Last)
            status = "shipped";
        var total = 0m;
        var count = chance.Weighted((1, 42.0), (2, 28), (3, 16), (4, 9), (5, 5));
        for (var line = 0; line < count; line++)
            total += MakeLine(id, day);
        var discount = chance.Happens(0.2) ? Math.Round(total * chance.Of(0.05m, 0.1m, 0.15m), 2) : 0m;
        _orders.Add(id, $"SO-{100000 + id}", customer[0], day.ToDateTime(new(chance.Between(6, 22), chance.Below(60), chance.Below(60))),
            status == "cancelled" ? null : shipped, status is "delivered" or "returned" ? shipped.AddDays(chance.Between(1, 6)) : null, channel, status,
            chance.Weighted(("card", 52.0), ("invoice", 22), ("wallet", 26)), customer[4], discount, total - discount);
    }

    private decimal MakeLine(int order, DateOnly day)
    {
        // A department sells four times as much in its season as half a year away from it.
        var department = chance.Weighted([.. Range.Select((r, i) => (i, 1 + 0.6 * Math.Cos(2 * Math.PI * (day.Month - r.Peak) / 12)))]);
        var products = _byDepartment[department];
        var product = products[chance.Skewed(products.Count, 1.8)];
        var quantity = chance.Weighted((1, 78.0), (2, 15), (3, 4), (4, 3));
        var price = Math.Round((decimal)product[5]! * (day.Month is 1 or 7 ? 0.85m : 1m), 2);
        _lines.Add(_lines.Rows.Count + 1, order, product[0], quantity, price, price * quantity);
        return price * quantity;
    }

    private void Plant()
    {
        var planter = new Planter(Name, chance, faults, scale);
        planter.Each(_customers, 90, "email", _ => null, "missing");
        planter.Each(_customers, 45, "city", _ => chance.Of("N/A", "unknown", "xxx", "-"), "disguised_missing");
        planter.Each(_customers, 25, "birth_year", _ => 1900, "disguised_missing");
        planter.Each(_customers, 15, "newsletter", _ => chance.Of("Y", "maybe", "1"), "domain");
        planter.Each(_products, 8, "price", value => (decimal)value! * 10, "outlier");
        planter.Each(_products, 6, "cost", (row, _) => Math.Round((decimal)row[5]! * 1.4m, 2), "order");
        planter.Each(_products, 10, "weight_kg", _ => 0m, "disguised_missing");
        planter.Each(_products, 5, "category_id", _ => null, "missing");
        planter.Each(_orders, 40, row => row[5] is not null, "delivered_on", (row, _) => ((DateOnly)row[4]!).AddDays(-chance.Between(1, 20)), "order");
        planter.Each(_orders, 35, "customer_id", _ => 800000 + chance.Below(200), "orphan");
        planter.Each(_orders, 20, "channel", _ => chance.Of("WEB", "web ", "fax", "wbe"), "domain");
        planter.Each(_orders, 30, "total", value => Math.Round((decimal)value! * 1.19m, 2), "sum");
        planter.Each(_orders, 50, "payment", _ => null, "missing");
        planter.Each(_lines, 40, "product_id", _ => 7000 + chance.Below(300), "orphan");
        planter.Each(_lines, 20, "quantity", _ => chance.Of(-1, 0, 999), "outlier");
        planter.Each(_lines, 50, "line_total", value => (decimal)value! + 10, "sum");
        planter.Copies(_lines, 70, "duplicate", row => row[0] = 900000 + _lines.Rows.Count);
        planter.Copies(_customers, 80, "near_duplicate", row =>
        {
            row[0] = 50000 + _customers.Rows.Count;
            var words = ((string)row[1]!).Split(' ', 2);
            row[1] = chance.Of($"{words[1]} {words[0]}", $"{words[0][0]}. {words[1]}", $"{words[0]}  {words[1].ToUpperInvariant()}");
            row[2] = ((string?)row[2])?.Replace("@example.com", "@example.org", StringComparison.Ordinal);
        });
        var first = _orders.Rows.Count / 4;
        planter.Remove(_orders, _orders.Rows[first..(first + 15)], $"{_orders.Rows[first][1]} to {_orders.Rows[first + 14][1]}", "gap", "15 consecutive orders, whose lines are still there");
        faults.Name(Name, _orders, "ordered_at 2026-06-08 to 2026-06-14, channel web, country Germany", "incident",
            "payment provider down: about one in twelve of the usual orders came through");
    }

    private int Scaled(int count) => Math.Max(20, (int)(count * scale));
}
