using System.Globalization;
using System.Text.Json;
using Assistant.Samples;

if (args.Length == 0 || args[0].StartsWith('-'))
{
    Console.Error.WriteLine("usage: Assistant.Samples FOLDER [--postgres CONNECTION] [--scale 0.05]   writes the sample sources and the key of their faults");
    return 2;
}

var folder = Directory.CreateDirectory(args[0]).FullName;
var postgres = After("--postgres");
var scale = double.Parse(After("--scale") ?? "1", CultureInfo.InvariantCulture);

// Each sample has a seed of its own, so that a change in one leaves the others as they are.
var faults = new FaultKey();
var maintenance = new Maintenance(new Chance(1701), faults, scale).Make();
var bank = new Bank(new Chance(1848), faults, scale).Make();
var shop = new Shop(new Chance(1912), faults, scale).Make();

var sources = new List<object>();
foreach (var sample in new[] { maintenance, bank, shop })
{
    // Maintenance lives on a server, as it would in a company; where none lets us, it is a file like the others.
    if (sample == maintenance && postgres is not null && await PostgresLoader.LoadAsync(postgres, sample, default) is { } reader)
    {
        sources.Add(new { name = sample.Title, description = sample.Description, kind = "postgresql", connection = reader });
        continue;
    }
    var path = Path.Combine(folder, sample.Name + ".sqlite");
    SqliteFile.Write(path, sample);
    sources.Add(new { name = sample.Title, description = sample.Description, kind = "sqlite", path });
}
CsvFiles.Write(folder, bank, shop);
faults.Write(Path.Combine(folder, "faults.json"));
await File.WriteAllTextAsync(Path.Combine(folder, "sources.json"), JsonSerializer.Serialize(sources, CsvFiles.Indented) + "\n");

foreach (var sample in new[] { maintenance, bank, shop })
    Console.WriteLine($"{sample.Name}: {string.Join(", ", sample.Tables.Select(t => $"{t.Name} {t.Rows.Count}"))}");
Console.WriteLine($"{faults.Faults.Count} faults planted");
return 0;

string? After(string option) => Array.IndexOf(args, option) is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : null;
