namespace Assistant.Samples;

/// <summary>What is wrong in the maintenance data.</summary>
internal sealed class MaintenanceFaults(Chance chance, FaultKey faults, double scale)
{
    public void Plant(string sample, Table locations, Table equipment, Table orders, Table measurements)
    {
        var planter = new Planter(sample, chance, faults, scale);
        planter.Each(equipment, 40, row => (string)row[10]! == "running", "location_id", _ => null, "missing");
        planter.Each(equipment, 60, "serial_number", _ => null, "missing");
        planter.Each(orders, 120, row => (string)row[5]! == "completed", "actual_hours", _ => null, "missing");
        planter.Each(equipment, 35, "manufacturer", _ => chance.Of("N/A", "-", "unknown", "tbd"), "disguised_missing");
        planter.Each(equipment, 20, "installed_on", _ => new DateOnly(1900, 1, 1), "disguised_missing");
        planter.Each(equipment, 15, "weight_kg", _ => 9999m, "disguised_missing");
        planter.Each(measurements, 50, "value", _ => -999m, "disguised_missing");
        planter.Each(equipment, 18, "status", value => chance.Of("Runing", "RUNNING", "defekt", "running "), "domain");
        planter.Each(orders, 12, "priority", _ => chance.Of(0, 7, 9), "domain");
        planter.Each(equipment, 10, "currency", _ => "EURO", "domain");
        planter.Each(measurements, 40, "value", value => (decimal)value! * 100, "outlier");
        planter.Each(orders, 6, row => row[11] is not null, "labor_cost", value => (decimal)value! * 1000, "outlier");
        planter.Each(orders, 30, row => row[8] is not null, "finished_at", (row, _) => ((DateTime)row[7]!).AddHours(-chance.Between(3, 60)), "order");
        planter.Each(equipment, 20, "warranty_until", (row, _) => ((DateOnly)row[8]!).AddDays(-chance.Between(30, 900)), "order");
        planter.Each(equipment, 12, "manufacturer", value => value is "Velta" ? "Hydralis" : "Velta", "dependency");
        planter.Each(orders, 25, "technician_id", _ => 9000 + chance.Below(50), "orphan");
        planter.Each(measurements, 40, "equipment_id", _ => 99000 + chance.Below(900), "orphan");
        planter.Each(locations, 3, row => (string)row[3]! == "system", "parent_id", _ => "ZZZ-99", "orphan");
        planter.Each(measurements, 30, row => (string)row[3]! == "temperature", "value", value => Math.Round((decimal)value! * 9 / 5 + 32, 2), "unit");
        planter.Copies(measurements, 60, "duplicate", row => row[0] = measurements.Rows.Count + 1);
        planter.Copies(equipment, 15, "near_duplicate", row =>
        {
            row[0] = 20000 + equipment.Rows.Count;
            row[2] = ((string)row[2]!).ToUpperInvariant().Replace(' ', '-');
            row[6] = ((string?)row[6])?.ToLowerInvariant();
        });
        Gaps(sample, planter, orders, measurements, equipment);
    }

    private void Gaps(string sample, Planter planter, Table orders, Table measurements, Table equipment)
    {
        var first = orders.Rows.Count / 3;
        planter.Remove(orders, orders.Rows[first..(first + 12)], $"{orders.Rows[first][1]} to {orders.Rows[first + 11][1]}", "gap", "12 consecutive orders");

        var silent = new DateTime(2025, 8, 12);
        var lost = measurements.Rows.Where(m => (DateTime)m[2]! >= silent && (DateTime)m[2]! < silent.AddDays(3)).ToList();
        planter.Remove(measurements, lost, "measured_at 2025-08-12 to 2025-08-14", "gap", $"{lost.Count} measurements of three days");

        // One site stopped sending three weeks before the end.
        var site = equipment.Rows.Where(e => e[7] is string location && location.StartsWith("KLM", StringComparison.Ordinal)).Select(e => (int)e[0]!).ToHashSet();
        var last = Period.Last.AddDays(-21).ToDateTime(default);
        var late = measurements.Rows.Where(m => site.Contains((int)m[1]!) && (DateTime)m[2]! >= last).ToList();
        planter.Remove(measurements, late, "equipment at KLM after 2026-10-10", "stale", $"{late.Count} measurements of the last 21 days");
        faults.Name(sample, measurements, "equipment at KLM", "stale_load", "a load every day until 2026-10-31");
    }
}
