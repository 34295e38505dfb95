namespace Assistant.Skills.Questions.Linking;

/// <summary>What a unit in a column's name measures: "kwh" is a consumption, "km_tot" a mileage, whatever the rest of the name says.</summary>
internal static class Quantities
{
    private static readonly HashSet<string> Totals = ["total", "sum", "reading", "current", "count", "odometer"];

    private static readonly Dictionary<string, string[]> Measured = new(StringComparer.Ordinal)
    {
        ["kwh"] = ["consumption", "energy", "energy consumption", "electricity", "usage"],
        ["mwh"] = ["consumption", "energy", "energy consumption", "electricity", "usage"],
        ["m3"] = ["consumption", "volume"],
        ["kilometer"] = ["mileage", "distance", "odometer"],
        ["mile"] = ["mileage", "distance", "odometer"],
        ["kilogram"] = ["weight"],
        ["sqm"] = ["area", "size", "floor area"],
        ["m2"] = ["area", "size", "floor area"],
        ["sqft"] = ["area", "size", "floor area"],
    };

    private static readonly Dictionary<string, string> Used = new(StringComparer.Ordinal) { ["l"] = "consumption", ["liter"] = "consumption", ["litre"] = "consumption", ["gal"] = "consumption", ["kwh"] = "consumption", ["m3"] = "consumption" };

    private static readonly HashSet<string> Fuels = ["fuel", "diesel", "petrol", "gasoline", "water", "gas", "energy", "power", "electricity", "heating", "oil"];

    /// <summary>Further names of an amount by its unit; none where another word says what it is.</summary>
    public static IEnumerable<NameForm> Of(SchemaColumn column)
    {
        if (!column.IsNumeric || column.IsIdentifier || column.Words is not { Count: > 0 } words)
            yield break;
        if (words is [{ } fuel, { } unit] && Fuels.Contains(fuel) && Used.TryGetValue(unit, out var used))
        {
            yield return new([fuel, used], 0.95);
            yield return new([used], 0.85);
            yield return new([fuel, "usage"], 0.9);
            yield return new([fuel], 0.85);
            yield break;
        }
        var measured = words.FirstOrDefault(Measured.ContainsKey);
        if (measured is null || words.Any(w => w != measured && !Totals.Contains(w) && !Measured[measured].Contains(w) && !column.Table.Words.Contains(w)))
            yield break;
        yield return new([measured], 0.97);
        foreach (var quantity in Measured[measured])
            yield return new(quantity.Split(' '), 0.85);
    }
}
