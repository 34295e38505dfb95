using System.Globalization;
using Assistant.Skills.Quality;
using Assistant.Skills.Quality.Checking;

namespace Assistant.Skills.Tests.Quality;

public class RuleFamiliesTests
{
    private const string Columns = "visit_day date, shelf integer, shop_name text, mark text, remark text, status text, closed_on date, entered_on date";
    private const int Mark = 3, ShopName = 2, Remark = 4, EnteredOn = 7;

    [Theory]
    [InlineData("csv")]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Length_freshness_volume_pairs_near_duplicates_blanks_and_conditions_are_learnt_and_all_run(string engine)
    {
        var rows = Rows();
        rows[40][ShopName] = "corner  shop no. 17 OSLO";
        rows[17][ShopName] = "Corner Shop No 17 Oslo";
        rows[60][Remark] = " door open";
        rows[71][Mark] = "zzqq";
        await using var table = await Warehouse.OpenAsync(engine, "visits", Columns, rows);
        var findings = (await new RuleProposer(table.Reader).ProposeAsync(table.Table, default))!;
        var said = string.Join("\n", findings.Rules.Select(r => r.Title));
        Assert.True(findings.Rules.Any(r => r.Body is RuleBody.Unique { Columns: ["visit_day" or "shelf", "visit_day" or "shelf"] }), said);
        Assert.True(findings.Rules.Any(r => r.Body is RuleBody.Filled { Column: "closed_on", When.Column: "status" }), said);
        Assert.True(findings.Rules.Any(r => r.Body is RuleBody.Volume { Least: 320 }), said);
        Assert.True(findings.Rules.Any(r => r.Body is RuleBody.Recent { Column: "entered_on" or "visit_day", Days: 2 }), said);
        Assert.Equal([17L, 40], await BrokenAsync(table, findings, r => r is RuleBody.Unlike { Columns: ["shop_name"] }));
        Assert.Equal([60L], await BrokenAsync(table, findings, r => r is RuleBody.Trimmed { Column: "remark" }));
        Assert.Equal([71L], await BrokenAsync(table, findings, r => r is RuleBody.Long { Column: "mark", Least: 8, Most: 8 }));
        foreach (var rule in findings.Rules)
            Assert.NotNull((await new RuleRunner(table.Reader).CountAsync(table.Table, [rule.Body], default))[0]);
        Assert.Equal(findings.Rules.Count, findings.Rules.Select(r => r.Title).Distinct().Count());
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task An_old_table_is_not_asked_to_be_fresh_and_a_clean_one_breaks_nothing(string engine)
    {
        var rows = Rows();
        foreach (var row in rows)
            row[EnteredOn] = DateOnly.Parse(row[EnteredOn]!, CultureInfo.InvariantCulture).AddYears(-6).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        await using var table = await Warehouse.OpenAsync(engine, "visits", Columns, rows);
        var findings = (await new RuleProposer(table.Reader).ProposeAsync(table.Table, default))!;
        Assert.DoesNotContain(findings.Rules, r => r.Body is RuleBody.Recent { Column: "entered_on" } || r.Violations > 0);
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task An_exception_takes_rows_out_and_a_written_condition_judges_them(string engine)
    {
        await using var table = await Warehouse.OpenAsync(engine, "visits", Columns, Rows());
        var dialect = table.Source.Dialect;
        var written = WrittenCondition.Read("shelf > 8 AND status = 'closed'", table.Table, dialect)!;
        Assert.Equal(["shelf", "status"], written.Columns);
        var counts = await new RuleRunner(table.Reader).CountAsync(table.Table,
            [new RuleBody.Within("shelf", null, "8"), new RuleBody.Within("shelf", null, "8") { Except = new("status", ["closed"]) }, written], default);
        Assert.Equal((400L, 80L), (counts[0]!.Judged, counts[0]!.Broken));
        Assert.Equal(counts[0]!.Broken, counts[1]!.Broken + counts[2]!.Broken);
        Assert.True(counts[1]!.Judged < 400 && counts[2]!.Broken > 0);
    }

    [Theory]
    [InlineData("1 = 1")]
    [InlineData("shelf > (SELECT 1)")]
    [InlineData("shelf > 1; DROP TABLE visits")]
    [InlineData("shelf > 1) OR (1 = 1")]
    [InlineData("shelf IN (SELECT shelf FROM visits)")]
    [InlineData("")]
    public async Task What_is_no_condition_over_the_columns_is_not_taken(string condition)
    {
        await using var table = await Warehouse.OpenAsync("sqlite", "visits", Columns, Rows());
        Assert.Null(WrittenCondition.Read(condition, table.Table, table.Source.Dialect));
    }

    private static async Task<IEnumerable<long>> BrokenAsync(Warehouse table, TableFindings findings, Func<RuleBody, bool> which) =>
        (await new RuleRunner(table.Reader).CellsAsync(table.Table, (findings.Rules.SingleOrDefault(r => which(r.Body)) ?? throw new Xunit.Sdk.XunitException(string.Join("\n", findings.Rules.Select(r => r.Title)))).Body, default))!.Select(c => c.Row).Distinct().Order();

    /// <summary>Ten shelves visited on each of 40 days, the last of them today.</summary>
    private static List<string?[]> Rows()
    {
        string[] towns = ["Oslo", "Bergen", "Tromso", "Bodo", "Moss"], notes = ["all in place", "door open", "lamp broken", "price missing", "swept"],
            things = ["rack", "crate", "lid", "scale", "ladder", "hook", "belt", "fan", "tap", "bin", "cart"], ends = ["seen", "moved", "mended", "ordered", "gone", "new", "old", "clean", "wet", "bent", "lent", "sold", "kept"];
        var random = new Random(5);
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        return [.. Enumerable.Range(0, 400).Select(i =>
        {
            var day = today.AddDays(i / 10 - 39);
            var closed = i * 7 % 3 == 0;
            return new[]
            {
                Text(day), (1 + i % 10).ToString(CultureInfo.InvariantCulture), $"Corner Shop No {i} {towns[i % 5]}",
                string.Concat(Enumerable.Range(0, 8).Select(_ => (char)('a' + random.Next(26)))), $"{notes[i * 3 % 5]} {things[i * 7 % 11]} {ends[i * 5 % 13]}",
                closed ? "closed" : "open", closed ? Text(day.AddDays(2)) : null, Text(day),
            };
        })];
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
