using System.Globalization;

namespace Assistant.Samples;

/// <summary>A retail bank. Its dates are text as DD/MM/YYYY, as an old export writes them.</summary>
internal sealed class Bank(Chance chance, FaultKey faults, double scale)
{
    private const string Name = "bank";

    private readonly Table _branches = new("branches",
        [new("branch_id", ColumnType.Integer), new("name", ColumnType.Text, true), new("city", ColumnType.Text, true), new("country", ColumnType.Text, true)]);

    private readonly Table _customers = new("customers",
    [
        new("customer_id", ColumnType.Integer), new("first_name", ColumnType.Text), new("last_name", ColumnType.Text), new("date_of_birth", ColumnType.Text),
        new("email", ColumnType.Text), new("phone", ColumnType.Text), new("street", ColumnType.Text), new("city", ColumnType.Text), new("postcode", ColumnType.Text),
        new("country", ColumnType.Text), new("segment", ColumnType.Text), new("joined_on", ColumnType.Text),
    ]);

    private readonly Table _accounts = new("accounts",
    [
        new("account_id", ColumnType.Integer), new("customer_id", ColumnType.Integer, true), new("branch_id", ColumnType.Integer, References: "branches.branch_id"),
        new("iban", ColumnType.Text), new("account_type", ColumnType.Text, true), new("currency", ColumnType.Text), new("opened_on", ColumnType.Text),
        new("closed_on", ColumnType.Text), new("status", ColumnType.Text), new("balance", ColumnType.Number), new("credit_limit", ColumnType.Number),
    ]);

    private readonly Table _transactions = new("transactions",
    [
        new("transaction_id", ColumnType.Integer), new("account_id", ColumnType.Integer, true), new("booked_on", ColumnType.Text), new("value_on", ColumnType.Text),
        new("amount", ColumnType.Number), new("currency", ColumnType.Text), new("kind", ColumnType.Text), new("channel", ColumnType.Text),
        new("counterparty", ColumnType.Text), new("category", ColumnType.Text), new("reference", ColumnType.Text),
    ]);

    public Sample Make()
    {
        MakeBranches();
        MakeCustomers();
        MakeAccounts();
        MakeTransactions();
        Plant();
        return new(Name, "Bank", "Customers of a retail bank, their accounts and two years of transactions.", [_branches, _customers, _accounts, _transactions]);
    }

    private static string Day(DateOnly day) => day.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);

    private void MakeBranches()
    {
        foreach (var country in Names.Countries)
            foreach (var city in country.Cities.Take(4))
                _branches.Add(_branches.Rows.Count + 1, $"{city} {chance.Of("Centre", "Station", "Harbour", "Old Town")}", city, country.Name);
    }

    private void MakeCustomers()
    {
        for (var id = 1; id <= Scaled(6000); id++)
        {
            var country = chance.Weighted((Names.Countries[0], 34.0), (Names.Countries[1], 20), (Names.Countries[2], 16), (Names.Countries[3], 12), (Names.Countries[4], 10), (Names.Countries[5], 8));
            var (first, last) = (chance.Of(country.First), chance.Of(country.Last));
            var joined = chance.Day(new(2009, 1, 1), new(2026, 6, 30));
            _customers.Add(100000 + id, first, last, Day(chance.Day(new(1944, 1, 1), new(2006, 12, 31))),
                $"{Names.Ascii($"{first}.{last}")}{chance.Digits(2)}@example.{chance.Of("com", "org", "net")}", $"{country.Dialling} {chance.Digits(3)} {chance.Digits(6)}",
                $"{chance.Of(country.Streets)} {chance.Between(1, 180)}", chance.Of(country.Cities), chance.Digits(5), country.Name,
                chance.Weighted(("retail", 78.0), ("premium", 15), ("business", 7)), Day(joined));
        }
    }

    private void MakeAccounts()
    {
        for (var id = 1; id <= Scaled(9000); id++)
        {
            var customer = chance.From(_customers.Rows);
            var country = Names.Countries.First(c => c.Name == (string)customer[9]!);
            var branch = chance.From(_branches.Rows.Where(b => (string)b[3]! == country.Name).ToList());
            var joined = DateOnly.ParseExact((string)customer[11]!, "dd/MM/yyyy", CultureInfo.InvariantCulture);
            var opened = chance.Day(joined, Period.Last.AddDays(-60));
            var closed = chance.Happens(0.06) ? chance.Day(opened.AddDays(30), Period.Last) : (DateOnly?)null;
            var type = chance.Weighted(("current", 62.0), ("savings", 26), ("credit card", 12));
            _accounts.Add(500000 + id, customer[0], branch[0], $"{country.Code}{chance.Digits(2)}{chance.Digits(18)}", type, country.Currency, Day(opened),
                closed is { } day ? Day(day) : null, closed is null ? chance.Weighted(("active", 96.0), ("dormant", 3), ("blocked", 1)) : "closed",
                closed is null ? Chance.Money(type == "savings" ? chance.LogNormal(7800, 1.1) : type == "current" ? chance.LogNormal(1900, 1) : -chance.LogNormal(420, 0.8)) : 0m,
                type == "credit card" ? chance.Of(1000m, 2500m, 5000m) : type == "current" ? chance.Of(0m, 500m, 1000m) : (decimal?)null);
        }
    }

    private void MakeTransactions()
    {
        var open = _accounts.Rows.Where(a => (string)a[8]! == "active").ToList();
        var count = Scaled(250000);
        var days = Period.Last.DayNumber - Period.First.DayNumber + 1;
        for (var id = 1; id <= count; id++)
        {
            var account = open[chance.Skewed(open.Count, 1.4)];
            var booked = Period.First.AddDays((int)((long)id * days / (count + 1)));
            // December buys presents.
            if (booked.Month != 12 && chance.Happens(0.03))
                booked = new(booked.Year == 2024 ? 2024 : 2025, 12, chance.Between(1, 24));
            var (kind, category, counterparty, amount) = Booking();
            _transactions.Add(id, account[0], Day(booked), Day(booked.AddDays(chance.Weighted((0, 70.0), (1, 22), (2, 8)))), Chance.Money(amount), account[5], kind,
                kind is "card payment" ? chance.Of("terminal", "online") : kind is "cash withdrawal" ? "machine" : chance.Of("online", "app", "branch"),
                counterparty, category, $"R{chance.Digits(9)}");
        }
    }

    private (string Kind, string Category, string? Counterparty, double Amount) Booking() =>
        chance.Weighted(("card", 52.0), ("transfer", 20), ("salary", 7), ("cash", 8), ("direct", 11), ("fee", 2)) switch
        {
            "card" => ("card payment", chance.Weighted(("groceries", 40.0), ("restaurants", 18), ("fuel", 12), ("clothing", 12), ("travel", 8), ("electronics", 10)) is var category ? category : "",
                chance.Of("Marktfrisch", "Bistro Lune", "Orbit Fuel", "Velvet & Co", "Nordrail", "Voltix", "Casa Verde", "Grain & Salt"), -chance.LogNormal(34, 0.9)),
            "transfer" => ("transfer", "transfers", $"{chance.Of(chance.Of(Names.Countries).Last)}", chance.Happens(0.4) ? chance.LogNormal(220, 1) : -chance.LogNormal(180, 1)),
            "salary" => ("salary", "income", chance.Of("Ardent Drives", "Thermon Werke", "City Council", "Linea Logistics"), chance.LogNormal(2650, 0.35)),
            "cash" => ("cash withdrawal", "cash", null, -chance.Of(20, 50, 100, 150, 200)),
            "direct" => ("direct debit", chance.Of("rent", "energy", "telecom", "insurance"), chance.Of("Stadtwerke", "Lumen Energy", "Teleon", "Securita", "Wohnbau Nord"), -chance.LogNormal(110, 0.8)),
            _ => ("fee", "fees", "Bank", -chance.Of(2.5, 4.9, 9.9)),
        };

    private void Plant()
    {
        var planter = new Planter(Name, chance, faults, scale);
        planter.Each(_customers, 80, "email", _ => null, "missing");
        planter.Each(_customers, 40, "phone", _ => chance.Of("N/A", "0000000000", "-", "?"), "disguised_missing");
        planter.Each(_customers, 30, "date_of_birth", _ => "01/01/1900", "disguised_missing");
        planter.Each(_customers, 20, "email", value => ((string)value!).Replace("@", chance.Of(" at ", "@@", ""), StringComparison.Ordinal), "format");
        planter.Each(_customers, 15, "country", value => value is "Germany" ? "Deutschland" : chance.Of("Utopia", "XX"), "domain");
        planter.Each(_customers, 8, "date_of_birth", _ => Day(chance.Day(new(2027, 1, 1), new(2035, 12, 31))), "future");
        planter.Each(_accounts, 25, "customer_id", _ => 900000 + chance.Below(99), "orphan");
        planter.Each(_accounts, 20, row => row[7] is not null, "closed_on",
            (row, _) => Day(DateOnly.ParseExact((string)row[6]!, "dd/MM/yyyy", CultureInfo.InvariantCulture).AddDays(-chance.Between(5, 400))), "order");
        planter.Each(_accounts, 12, "currency", _ => chance.Of("EURO", "usd", "€"), "domain");
        planter.Each(_accounts, 10, "iban", value => ((string)value!)[..^3], "length");
        planter.Each(_accounts, 6, "balance", value => (decimal)value! * 1000 + 77, "outlier");
        planter.Each(_transactions, 60, "account_id", _ => 990000 + chance.Below(500), "orphan");
        planter.Each(_transactions, 50, "amount", _ => null, "missing");
        planter.Each(_transactions, 25, "amount", value => (decimal)value! * 100, "outlier");
        planter.Each(_transactions, 40, "booked_on", value => Swapped((string)value!), "format");
        planter.Each(_transactions, 12, "booked_on", _ => chance.Of("31/02/2026", "00/00/0000", "30/13/2025"), "invalid_date");
        planter.Each(_transactions, 30, "category", value => ((string)value!).ToUpperInvariant() + " ", "domain");
        planter.Copies(_transactions, 90, "duplicate", row => row[0] = 2000000 + _transactions.Rows.Count);
        planter.Copies(_customers, 60, "near_duplicate", row =>
        {
            row[0] = 190000 + _customers.Rows.Count;
            row[1] = Mistyped((string)row[1]!);
            row[6] = ((string)row[6]!).Replace("straße", "str.", StringComparison.Ordinal).Replace("Road", "Rd", StringComparison.Ordinal).ToUpperInvariant();
        });
        var silent = _transactions.Rows.Where(t => t[2] is "17/05/2025" or "18/05/2025").ToList();
        planter.Remove(_transactions, silent, "booked_on 17/05/2025 to 18/05/2025", "gap", $"{silent.Count} transactions of two days");
        var first = _transactions.Rows.Count / 2;
        var lost = _transactions.Rows[first..(first + 25)];
        planter.Remove(_transactions, lost, $"transaction_id {lost[0][0]} to {lost[^1][0]}", "gap", "25 consecutive transactions");
    }

    /// <summary>The American order, which only shows where the day is above 12.</summary>
    private static string Swapped(string day) => day[3..5] == day[..2] ? day.Replace('/', '-') : $"{day[3..5]}/{day[..2]}/{day[6..]}";

    private string Mistyped(string name)
    {
        var at = chance.Below(name.Length - 1);
        return name[..at] + name[at + 1] + name[at] + name[(at + 2)..];
    }

    private int Scaled(int count) => Math.Max(20, (int)(count * scale));
}
