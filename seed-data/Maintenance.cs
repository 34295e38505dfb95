namespace Assistant.Samples;

/// <summary>An operator of eight invented plants: where machines stand, what was done to them, what they measure.</summary>
internal sealed class Maintenance(Chance chance, FaultKey faults, double scale)
{
    private const string Name = "maintenance";

    private static readonly (string Code, string Name, string Region)[] Sites =
    [
        ("NRD", "Nordhaven", "North"), ("KLM", "Kilmarra", "West"), ("VSL", "Vaslund", "North"), ("OST", "Osterbrook", "East"),
        ("PRT", "Port Avelin", "South"), ("GLN", "Glenhollow", "West"), ("SRM", "Saint-Remond", "South"), ("BRG", "Bergfurt", "East"),
    ];

    private static readonly string[] Areas = ["Intake", "Processing", "Utilities", "Packaging", "Storage"];
    private static readonly string[] Systems = ["Cooling", "Transport", "Drive", "Compressed air", "Power", "Mixing"];

    // Category, makers with their models, weight in kg, price, what it measures with mean and deviation.
    private static readonly (string Category, (string Maker, string[] Models)[] Makers, double Weight, double Price, (string Kind, string Unit, double Mean, double Deviation)[] Measures)[] Kinds =
    [
        ("Pump", [("Hydralis", ["HX-200", "HX-320"]), ("Velta", ["P40", "P65"])], 180, 6500, [("temperature", "°C", 58, 5), ("vibration", "mm/s", 2.4, 0.5), ("pressure", "bar", 6.2, 0.4)]),
        ("Motor", [("Ardent Drives", ["M7", "M9"]), ("Koronet", ["KE-15"])], 240, 8200, [("temperature", "°C", 66, 6), ("vibration", "mm/s", 1.9, 0.4)]),
        ("Valve", [("Velta", ["V8", "V12"]), ("Ostmann", ["OV-3"])], 35, 900, [("pressure", "bar", 5.8, 0.3)]),
        ("Compressor", [("Pneumatica", ["C110", "C250"]), ("Hydralis", ["KX-90"])], 950, 41000, [("temperature", "°C", 84, 7), ("pressure", "bar", 8.1, 0.5)]),
        ("Conveyor", [("Linea", ["L2", "L6"])], 1200, 23000, [("vibration", "mm/s", 3.1, 0.6)]),
        ("Heat exchanger", [("Thermon Werke", ["TW-5", "TW-8"])], 620, 17500, [("temperature", "°C", 72, 6), ("flow", "m³/h", 44, 4)]),
        ("Transformer", [("Koronet", ["T400"]), ("Ardent Drives", ["TR-2"])], 2100, 58000, [("temperature", "°C", 61, 5)]),
        ("Fan", [("Aerolis", ["A3", "A5"])], 75, 2400, [("vibration", "mm/s", 2.2, 0.5), ("flow", "m³/h", 120, 10)]),
    ];

    private readonly Table _locations = new("functional_locations",
    [
        new("location_id", ColumnType.Text), new("parent_id", ColumnType.Text), new("name", ColumnType.Text, true), new("level", ColumnType.Text, true),
        new("site", ColumnType.Text, true), new("region", ColumnType.Text, true), new("criticality", ColumnType.Text), new("commissioned_on", ColumnType.Date),
    ]);

    private readonly Table _technicians = new("technicians",
    [
        new("technician_id", ColumnType.Integer), new("name", ColumnType.Text, true), new("team", ColumnType.Text, true),
        new("hourly_rate", ColumnType.Number), new("hired_on", ColumnType.Date),
    ]);

    private readonly Table _codes = new("failure_codes", [new("code", ColumnType.Text), new("description", ColumnType.Text, true), new("category", ColumnType.Text, true)]);

    private readonly Table _equipment = new("equipment",
    [
        new("equipment_id", ColumnType.Integer), new("tag", ColumnType.Text, true), new("name", ColumnType.Text, true), new("category", ColumnType.Text, true),
        new("manufacturer", ColumnType.Text), new("model", ColumnType.Text), new("serial_number", ColumnType.Text),
        new("location_id", ColumnType.Text, References: "functional_locations.location_id"), new("installed_on", ColumnType.Date),
        new("warranty_until", ColumnType.Date), new("status", ColumnType.Text), new("purchase_cost", ColumnType.Number), new("currency", ColumnType.Text),
        new("weight_kg", ColumnType.Number),
    ]);

    private readonly Table _orders = new("maintenance_orders",
    [
        new("order_id", ColumnType.Integer), new("order_number", ColumnType.Text, true), new("equipment_id", ColumnType.Integer, References: "equipment.equipment_id"),
        new("order_type", ColumnType.Text, true), new("priority", ColumnType.Integer), new("status", ColumnType.Text, true), new("reported_at", ColumnType.Timestamp, true),
        new("started_at", ColumnType.Timestamp), new("finished_at", ColumnType.Timestamp), new("planned_hours", ColumnType.Number), new("actual_hours", ColumnType.Number),
        new("labor_cost", ColumnType.Number), new("material_cost", ColumnType.Number), new("failure_code", ColumnType.Text, References: "failure_codes.code"),
        new("technician_id", ColumnType.Integer), new("description", ColumnType.Text),
    ]);

    private readonly Table _measurements = new("measurements",
    [
        new("measurement_id", ColumnType.Integer), new("equipment_id", ColumnType.Integer, true), new("measured_at", ColumnType.Timestamp, true),
        new("kind", ColumnType.Text, true), new("value", ColumnType.Number), new("unit", ColumnType.Text),
    ]);

    public Sample Make()
    {
        MakeLocations();
        MakeTechnicians();
        MakeCodes();
        MakeEquipment();
        MakeOrders();
        MakeMeasurements();
        new MaintenanceFaults(chance, faults, scale).Plant(Name, _locations, _equipment, _orders, _measurements);
        return new(Name, "Maintenance", "Machines of eight plants: where they stand, maintenance orders, and what sensors measured.",
            [_locations, _technicians, _codes, _equipment, _orders, _measurements]);
    }

    private void MakeLocations()
    {
        foreach (var (code, site, region) in Sites)
        {
            var opened = chance.Day(new(1988, 1, 1), new(2012, 12, 31));
            _locations.Add(code, null, site, "site", site, region, "A", opened);
            for (var a = 0; a < Areas.Length; a++)
            {
                var area = $"{code}-{a + 1:00}";
                _locations.Add(area, code, Areas[a], "area", site, region, chance.Weighted(("A", 2.0), ("B", 5), ("C", 3)), opened.AddDays(chance.Below(400)));
                for (var s = 0; s < Systems.Length; s++)
                {
                    var system = $"{area}-{s + 1:00}";
                    _locations.Add(system, area, $"{Systems[s]} {Areas[a].ToLowerInvariant()}", "system", site, region, chance.Weighted(("A", 2.0), ("B", 5), ("C", 3)), opened.AddDays(chance.Below(900)));
                    for (var p = 1; p <= 3; p++)
                        _locations.Add($"{system}-P{p}", system, $"Position {p}", "position", site, region, chance.Weighted(("A", 1.0), ("B", 4), ("C", 5)), opened.AddDays(chance.Below(1500)));
                }
            }
        }
    }

    private void MakeTechnicians()
    {
        for (var id = 1; id <= 120; id++)
        {
            var country = chance.Of(Names.Countries);
            _technicians.Add(id, $"{chance.Of(country.First)} {chance.Of(country.Last)}", chance.Of("Mechanics", "Electrics", "Instrumentation", "Contractors"),
                Chance.Money(chance.Between(32.0, 74.0)), chance.Day(new(2005, 1, 1), new(2025, 6, 30)));
        }
    }

    private void MakeCodes()
    {
        var codes = new (string Category, string[] Descriptions)[]
        {
            ("Mechanical", ["Bearing worn", "Shaft misaligned", "Seal leaking", "Belt torn", "Imbalance", "Coupling broken"]),
            ("Electrical", ["Winding short", "Contactor stuck", "Cable damaged", "Overload trip"]),
            ("Instrumentation", ["Sensor drift", "Sensor dead", "Transmitter frozen", "Loose terminal"]),
            ("Process", ["Blockage", "Cavitation", "Overheating", "Contamination"]),
            ("Operator", ["Wrong setting", "Started dry"]),
        };
        foreach (var (category, descriptions) in codes)
            for (var i = 0; i < descriptions.Length; i++)
                _codes.Add($"{category[0]}{i + 1:00}", descriptions[i], category);
    }

    private void MakeEquipment()
    {
        var positions = _locations.Rows.Where(l => (string)l[3]! == "position").ToList();
        for (var id = 1; id <= Scaled(4000); id++)
        {
            var position = chance.From(positions);
            var kind = chance.Of(Kinds);
            var (maker, models) = chance.Of(kind.Makers);
            var installed = chance.Day(new(2006, 1, 1), new(2025, 12, 31));
            _equipment.Add(10000 + id, $"{position[0]}-{kind.Category[..2].ToUpperInvariant()}{id:0000}", $"{kind.Category} {id}", kind.Category, maker, chance.Of(models),
                $"{chance.Letters(2)}{chance.Digits(7)}", position[0], installed, installed.AddYears(chance.Between(2, 5)),
                chance.Weighted(("running", 82.0), ("standby", 9), ("in repair", 5), ("retired", 4)), Chance.Money(chance.LogNormal(kind.Price, 0.25)), "EUR",
                Chance.Money(chance.LogNormal(kind.Weight, 0.2)));
        }
    }

    private void MakeOrders()
    {
        var number = 700000;
        var at = Period.First.ToDateTime(new(6, 0));
        var count = Scaled(40000);
        var step = (Period.Last.ToDateTime(new(22, 0)) - at) / count;
        for (var id = 1; id <= count; id++)
        {
            at += step * chance.Between(0.2, 1.8);
            var equipment = _equipment.Rows[chance.Skewed(_equipment.Rows.Count, 1.5)];
            var type = chance.Weighted(("corrective", 42.0), ("preventive", 38), ("inspection", 14), ("calibration", 6));
            var priority = type == "corrective" ? chance.Weighted((1, 12.0), (2, 30), (3, 40), (4, 18)) : chance.Weighted((2, 5.0), (3, 45), (4, 50));
            var planned = Math.Round(Math.Clamp(chance.LogNormal(type == "corrective" ? 5 : 3, 0.6), 0.5, 60), 1);
            var reported = Whole(at);
            var started = Whole(reported.AddHours(chance.LogNormal(priority * priority * 5, 0.7)));
            var hours = Math.Round(Math.Clamp(planned * chance.LogNormal(1.08, 0.3), 0.3, 120), 1);
            var done = started.AddHours(hours) < Period.Last.ToDateTime(new(23, 59));
            var technician = chance.From(_technicians.Rows);
            _orders.Add(id, $"WO-{number + id}", equipment[0], type, priority, done ? "completed" : started < Period.Last.ToDateTime(new(23, 59)) ? "in progress" : "open",
                reported, done || started < Period.Last.ToDateTime(new(23, 59)) ? started : null, done ? Whole(started.AddHours(hours)) : null, Chance.Money(planned),
                done ? Chance.Money(hours) : null, done ? Chance.Money(hours * (double)(decimal)technician[3]!) : null, done ? Chance.Money(chance.LogNormal(type == "corrective" ? 260 : 60, 1)) : null,
                type == "corrective" ? chance.From(_codes.Rows)[0] : null, technician[0], $"{char.ToUpperInvariant(type[0])}{type[1..]} work on {equipment[2]}");
        }
    }

    private void MakeMeasurements()
    {
        var watched = _equipment.Rows.Where(e => (string)e[10]! != "retired").Take(Scaled(110)).ToList();
        var id = 0;
        for (var day = Period.First; day <= Period.Last; day = day.AddDays(1))
            foreach (var equipment in watched)
                foreach (var (kind, unit, mean, deviation) in Kinds.First(k => k.Category == (string)equipment[3]!).Measures)
                {
                    // Warm in summer by a tenth of what the machine runs at.
                    var season = kind == "temperature" ? mean * 0.1 * Math.Sin(2 * Math.PI * (day.DayOfYear - 110) / 365) : 0;
                    _measurements.Add(++id, equipment[0], day.ToDateTime(new(chance.Between(6, 9), chance.Below(60))), kind,
                        Chance.Money(Math.Max(0.1, chance.Normal(mean + season, deviation))), unit);
                }
    }

    private int Scaled(int count) => Math.Max(20, (int)(count * scale));

    private static DateTime Whole(DateTime time) => new(time.Year, time.Month, time.Day, time.Hour, time.Minute, 0, DateTimeKind.Unspecified);
}
