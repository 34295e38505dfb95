using Assistant.Skills.Quality;
using Assistant.Skills.Quality.Checking;

namespace Assistant.Skills.Tests.Quality;

public class RuleProposerTests
{
    private const int Number = 0, Arrived = 1, Left = 2, Zone = 4, Goods = 5, Boxes = 6, WeightAll = 8, Seal = 9;

    [Theory]
    [InlineData("csv")]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Planted_faults_are_found_where_they_are(string engine)
    {
        var rows = Warehouse.Rows();
        rows[11][Goods] = null;
        rows[23][Goods] = "n/a";
        rows[31][Goods] = "cabels";
        rows[42][Left] = "2024-12-24";
        rows[57][Zone] = rows[57][Zone] == "east" ? "west" : "east";
        rows[64][Boxes] = "900";
        rows[78][WeightAll] = "1.5";
        rows[85][Seal] = "77";
        rows[99][Number] = rows[98][Number];
        await using var warehouse = await Warehouse.OpenAsync(engine, rows);
        var findings = await new RuleProposer(warehouse.Reader).ProposeAsync(warehouse.Table, default);
        var broken = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var rule in findings!.Rules)
            foreach (var (row, column) in await new RuleRunner(warehouse.Reader).CellsAsync(warehouse.Table, rule.Body, default) ?? throw new Xunit.Sdk.XunitException(rule.Title))
                broken.Add($"{row} {column}");
        Assert.Equal(["11 goods", "23 goods", "31 goods", "42 arrived_on", "42 left_on", "57 zone", "64 boxes", "64 weight_all", "78 weight_all", "85 seal", "98 pallet_no", "99 pallet_no"],
            broken.OrderBy(b => int.Parse(b.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture)).ThenBy(b => b, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_clean_table_breaks_none_of_its_rules(string engine)
    {
        await using var warehouse = await Warehouse.OpenAsync(engine, Warehouse.Rows());
        var findings = await new RuleProposer(warehouse.Reader).ProposeAsync(warehouse.Table, default);
        Assert.Contains(findings!.Rules, r => r.Body is RuleBody.Determined { By: "hall", Column: "zone" });
        Assert.Contains(findings.Rules, r => r.Body is RuleBody.Computed { Column: "weight_all", Formula: Formula.Product });
        Assert.Contains(findings.Rules, r => r.Body is RuleBody.Ordered { Lower: "arrived_on", Upper: "left_on" });
        Assert.DoesNotContain(findings.Rules, r => r.Violations > 0);
    }

    [Fact]
    public async Task All_rules_that_judge_each_row_alone_run_in_one_scan()
    {
        await using var warehouse = await Warehouse.OpenAsync("postgres", Warehouse.Rows());
        var rules = Enumerable.Range(0, 30).Select(i => (RuleBody)new RuleBody.Within("boxes", "0", $"{i}")).ToList();
        var reader = warehouse.Reader;
        var counts = await new RuleRunner(reader).CountAsync(warehouse.Table, rules, default);
        Assert.Equal(1, reader.Queries);
        Assert.Equal((400, 0), (counts[29]!.Judged, counts[29]!.Broken));
        Assert.Equal((400, 400), (counts[0]!.Judged, counts[0]!.Broken));
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Rules_merged_into_few_scans_count_the_same_as_rules_run_one_by_one(string engine)
    {
        var rows = Warehouse.Rows();
        rows[3][Goods] = rows[4][Goods] = null;
        rows[5][Zone] = " ";
        rows[57][Zone] = rows[57][Zone] == "east" ? "west" : "east";
        rows[99][Number] = rows[98][Number];
        rows[140] = [.. rows[139]];
        await using var warehouse = await Warehouse.OpenAsync(engine, rows);
        RuleBody[] rules =
        [
            new RuleBody.Unique(["pallet_no"]), new RuleBody.Unique(["hall", "goods"]), new RuleBody.Unique(["seal"]), new RuleBody.Determined("hall", "zone"), new RuleBody.Determined("zone", "hall"),
            new RuleBody.Determined("goods", "zone", FromMany: true), new RuleBody.Filled("goods", []), new RuleBody.Filled("zone", ["west"]), new RuleBody.OneOf("hall", ["H1", "H2"]), new RuleBody.Within("boxes", "5", "9"),
            new RuleBody.Within("weight_each", "11", null), new RuleBody.Long("goods", 6, 7), new RuleBody.Ordered("arrived_on", "left_on", Dates: true, Strictly: true), new RuleBody.Volume(500, null), new RuleBody.Recent("left_on", 3),
            new RuleBody.Distinct([.. warehouse.Table.Columns.Select(c => c.Name)]), new RuleBody.Unlike(["goods"]), new RuleBody.OneOf("goods", ["bolts"]) { When = new("zone", ["north"]) }, new RuleBody.Unique(["seal"]) { When = new("hall", ["H3"]) },
            new RuleBody.Trimmed("zone"), new RuleBody.Typed("seal", ValueKind.Number), new RuleBody.NotSpelled("goods", new Dictionary<string, string> { ["hoses"] = "hose" }),
        ];
        var reader = warehouse.Reader;
        var together = await new RuleRunner(reader).CountAsync(warehouse.Table, rules, default);
        if (engine != "sqlite")
            Assert.True(reader.Queries <= 4, $"{reader.Queries} queries");
        // The table without statistics: every rule by itself and row by row.
        var bare = warehouse.Table with { Columns = [.. warehouse.Table.Columns.Select(c => c with { Statistics = null })] };
        for (var i = 0; i < rules.Length; i++)
        {
            // A condition that always holds keeps a rule out of what is merged.
            var alone = (await new RuleRunner(warehouse.Reader).CountAsync(bare, [rules[i].When is null && rules[i] is not (RuleBody.Volume or RuleBody.Recent) ? rules[i] with { When = new("pallet_no", null) } : rules[i]], default))[0];
            Assert.Equal((RuleWords.Title(rules[i]), alone), (RuleWords.Title(rules[i]), together[i]));
        }
    }

    [Fact]
    public async Task A_rule_that_cannot_run_does_not_stop_the_others()
    {
        await using var warehouse = await Warehouse.OpenAsync("postgres", Warehouse.Rows());
        var counts = await new RuleRunner(warehouse.Reader).CountAsync(
            warehouse.Table, [new RuleBody.Filled("goods", []), new RuleBody.Known("goods", "", "no_such_table", "id"), new RuleBody.Filled("no_such_column", [])], default);
        Assert.Equal([400, null, null], counts.Select(c => c?.Judged));
    }
}
