using System.Globalization;
using System.Text;
using Assistant.Skills.Access;
using Assistant.Skills.Reconciliation;
using Assistant.Skills.Sources;
using Assistant.Skills.Tests.MissingData;
using Assistant.Testing;

namespace Assistant.Skills.Tests.Reconciliation;

/// <summary>The same 5,000 orders in PostgreSQL, SQLite and CSV, with planted differences: all are found, none is invented.</summary>
public sealed class ReconcilerTests : IAsyncLifetime
{
    private const int Rows = 5_000;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("assistant-compare-");
    private ConnectedSources _sources = null!;

    public async Task InitializeAsync() => _sources = await ConnectedSources.StartAsync(null, _folder.FullName);

    public async Task DisposeAsync()
    {
        await _sources.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("postgres", "postgres")]
    [InlineData("postgres", "sqlite")]
    [InlineData("postgres", "csv")]
    [InlineData("sqlite", "csv")]
    [InlineData("csv", "csv")]
    public async Task Every_planted_difference_is_found_and_none_invented(string left, string right)
    {
        var clean = Orders();
        var changed = Orders();
        changed.RemoveAll(o => o.Id is 17 or 4_200);
        changed.Add(new(9_001, "N-9001", 12.5m, new(2025, 3, 4), "new", true));
        Change(changed, 250, o => o with { Amount = o.Amount + 0.01m });
        Change(changed, 251, o => o with { Name = "Ünïcode 𝄞" });
        Change(changed, 4_999, o => o with { Day = o.Day.AddDays(1), Paid = !o.Paid });

        var comparison = await CompareAsync(left, clean, right, changed);
        Assert.Equal((5_000L, 4_999L, 4_998L, 2L, 1L, 3L), (comparison.LeftRows, comparison.RightRows, comparison.Matched, comparison.OnlyLeft, comparison.OnlyRight, comparison.Different));
        Assert.Equal(["17", "250:amount", "251:name", "4200", "4999:day", "4999:paid", "9001"], comparison.Examples.Select(e => e.Key[0] + (e.Column is null ? "" : ":" + e.Column)));
        Assert.Equal(clean.Sum(o => o.Amount), comparison.Columns.Single(c => c.Pair.Left == "amount").LeftSum!.Value, 4);
        if ((left, right) is ("postgres", "postgres"))
            Assert.InRange(comparison.SameBuckets, 240, 255);
    }

    [Theory]
    [InlineData("postgres", "sqlite")]
    [InlineData("postgres", "csv")]
    [InlineData("sqlite", "csv")]
    public async Task The_same_rows_are_the_same_whatever_the_engine_keeps_them_as(string left, string right)
    {
        var comparison = await CompareAsync(left, Orders(), right, Orders());
        Assert.True(comparison.IsSame, string.Join('\n', comparison.Examples));
        Assert.Equal(Rows, comparison.Matched);
    }

    [Fact]
    public async Task A_tolerance_lets_small_differences_pass_and_no_larger_ones()
    {
        var changed = Orders();
        Change(changed, 5, o => o with { Amount = o.Amount + 0.02m });
        Change(changed, 6, o => o with { Amount = o.Amount + 3 });
        Change(changed, 7, o => o with { Name = o.Name.ToUpperInvariant() + " " });
        var (left, right) = (await SideAsync("postgres", Orders(), "One"), await SideAsync("csv", changed, "Two"));
        var found = await CompareAsync(left, right, [], new(Absolute: 0.05m, IgnoreCase: true, IgnoreSpaces: true));
        Assert.Equal(["6:amount"], found.Examples.Select(e => $"{e.Key[0]}:{e.Column}"));
    }

    [Fact]
    public async Task Composite_and_text_keys_are_compared_in_the_same_order_by_all_engines()
    {
        string[] texts = ["a", "B", "b", "Z", "ä", "ß", "é", "zz", "_x", "10", "9", "𝄞", "\uFFFD"];
        string Setup(int skip) => "CREATE TABLE parts (code text, place int, amount numeric);" + string.Concat(texts.SelectMany((t, i) => Enumerable.Range(1, 4).Where(p => i * 4 + p != skip).Select(p => $"INSERT INTO parts VALUES ('{t}', {p}, {i * p});")));
        var (one, _) = await _sources.PostgresAsync("One", Setup(0));
        using var file = new SqliteFile(Setup(11));
        File.Copy(file.Path, Path.Combine(_folder.FullName, "parts.sqlite"));
        var two = await _sources.FileAsync("Two", Path.Combine(_folder.FullName, "parts.sqlite"));
        var found = await CompareAsync(new(one, new("public", "parts")), new(two, (await _sources.OpenAsync(two)).Catalog.Tables[0].Name), ["code", "place"], new());
        var difference = Assert.Single(found.Examples);
        Assert.Equal((DifferenceKind.OnlyLeft, "b", "3"), (difference.Kind, difference.Key[0], difference.Key[1]));
        Assert.Equal(51, found.Matched);
    }

    [Fact]
    public async Task Repeated_keys_are_held_against_each_other_one_by_one()
    {
        var (one, _) = await _sources.PostgresAsync("One", "CREATE TABLE parts (code int, amount int); INSERT INTO parts SELECT i / 3, i FROM generate_series(0, 59999) AS i;");
        var (two, _) = await _sources.PostgresAsync("Two", "CREATE TABLE parts (code int, amount int); INSERT INTO parts SELECT i / 3, i FROM generate_series(0, 59999) AS i WHERE i <> 40001;");
        var found = await CompareAsync(new(one, new("public", "parts")), new(two, new("public", "parts")), ["code"], new());
        Assert.Equal((59_999L, 1L, 0L), (found.Matched, found.OnlyLeft, found.OnlyRight));
    }

    [Fact]
    public async Task It_is_asked_for_in_the_chat_kept_once_and_downloaded_whole()
    {
        var changed = Orders();
        changed.RemoveAll(o => o.Id is 3);
        Change(changed, 8, o => o with { Name = "=1+1" });
        var (left, right) = (await SideAsync("postgres", Orders(), "Shop"), await SideAsync("csv", changed, "warehouse"));
        var told = await _sources.TextAsync("compare orders in shop with warehouse");
        Assert.Contains("only in orders in Shop: **1** rows", told, StringComparison.Ordinal);
        Assert.Contains("name: 1 values differ", told, StringComparison.Ordinal);
        await _sources.AskAsync("reconcile orders in shop with warehouse by order_id");
        var kept = Assert.Single(await _sources.Get<Comparisons>().ListAsync(_sources.Ours, default));
        Assert.Equal([1L, 1L], kept.Runs.Select(r => r.Different));

        var report = new StringWriter();
        Assert.Null(await _sources.Get<DifferenceReport>().WriteAsync(_sources.Ours, kept.Plan, report, default));
        var lines = report.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["difference,order_id,column,left,right", "only left,3,,,"], lines[..2]);
        Assert.Equal("different,8,name,Name 8,'=1+1", lines[2]);
        Assert.Equal((left.SourceId, right.SourceId), (kept.Plan.Left.SourceId, kept.Plan.Right.SourceId));
    }

    [Fact]
    public async Task A_person_compares_only_what_they_may_see_and_never_masked_columns()
    {
        var changed = Orders();
        Change(changed, 8, o => o with { Name = "other" });
        var (left, right) = (await SideAsync("postgres", Orders(), "Shop"), await SideAsync("csv", changed, "warehouse"));
        await _sources.AskAsync("reconcile orders in shop with warehouse");
        var viewer = await _sources.Database.ColleagueAsync(_sources.Ours, Permission.ReadData);
        Assert.Null(await _sources.Get<SourcePolicies>().SaveAsync(_sources.Ours, left.SourceId, [new(OrganizationRole.Viewer, left.Table, Column: "name", Mask: ColumnMask.Full), new(OrganizationRole.Viewer, left.Table, RowFilter: "order_id <= 100")], default));
        Assert.Empty(await _sources.Get<Comparisons>().ListAsync(viewer, default));
        var plan = (await _sources.Get<Reconciler>().PlanAsync(viewer, left, right, [], new(), default)).Plan!;
        Assert.DoesNotContain(plan.Columns, c => c.Left == "name");
        var found = Assert.IsType<CompareOutcome.Compared>(await _sources.Get<Reconciler>().CompareAsync(viewer, plan, null, default)).Comparison;
        Assert.Equal((100L, true, 0L), (found.LeftRows, found.Partly, found.Different));
        Assert.Null(await _sources.Get<Comparisons>().KeepAsync(viewer, found, default));
        Assert.Null((await _sources.Get<Reconciler>().PlanAsync(_sources.Database.Theirs, left, right, [], new(), default)).Plan);
    }

    private async Task<Comparison> CompareAsync(string left, List<Order> lefts, string right, List<Order> rights) =>
        await CompareAsync(await SideAsync(left, lefts, "One"), await SideAsync(right, rights, "Two"), ["order_id"], new());

    private async Task<Comparison> CompareAsync(ComparedTable left, ComparedTable right, IReadOnlyList<string> keys, Tolerance tolerance)
    {
        var (plan, why) = await _sources.Get<Reconciler>().PlanAsync(_sources.Ours, left, right, keys, tolerance, default);
        Assert.True(plan is not null, why);
        var outcome = await _sources.Get<Reconciler>().CompareAsync(_sources.Ours, plan, null, default);
        Assert.True(outcome is CompareOutcome.Compared, (outcome as CompareOutcome.Refused)?.Why);
        return ((CompareOutcome.Compared)outcome).Comparison;
    }

    private async Task<ComparedTable> SideAsync(string engine, List<Order> orders, string name)
    {
        Guid source;
        switch (engine)
        {
            case "postgres":
                (source, _) = await _sources.PostgresAsync(name, "CREATE TABLE orders (order_id int PRIMARY KEY, name text, amount numeric(12,2), day date, status text, paid boolean);" + Inserts(orders, "true", "false"));
                break;
            case "sqlite":
                using (var file = new SqliteFile("CREATE TABLE orders (order_id INTEGER PRIMARY KEY, name TEXT, amount REAL, day TEXT, status TEXT, paid INTEGER);" + Inserts(orders, "1", "0")))
                    File.Copy(file.Path, Path.Combine(_folder.FullName, name + ".sqlite"));
                source = await _sources.FileAsync(name, Path.Combine(_folder.FullName, name + ".sqlite"));
                break;
            default:
                source = await _sources.UploadAsync($"{name}.csv", "order_id,name,amount,day,status,paid\n" + string.Concat(orders.Select(o => string.Create(CultureInfo.InvariantCulture, $"{o.Id},{o.Name},{o.Amount},{o.Day:dd/MM/yyyy},{o.Status},{(o.Paid ? "yes" : "no")}\n"))));
                break;
        }
        var table = (await _sources.OpenAsync(source)).Catalog.Tables[0].Name;
        // An upload is one table, named as its file.
        return new(source, table);
    }

    private static string Inserts(List<Order> orders, string yes, string no)
    {
        var sql = new StringBuilder();
        foreach (var some in orders.Chunk(500))
            sql.Append("INSERT INTO orders VALUES ").AppendJoin(',', some.Select(o => string.Create(CultureInfo.InvariantCulture, $"({o.Id}, '{o.Name}', {o.Amount}, '{o.Day:yyyy-MM-dd}', {(o.Status.Length == 0 ? "NULL" : $"'{o.Status}'")}, {(o.Paid ? yes : no)})"))).Append(';');
        return sql.ToString();
    }

    private static List<Order> Orders() => [.. Enumerable.Range(1, Rows).Select(i => new Order(i, $"Name {i}", i * 7 % 1000 + i % 100 / 100m, new DateOnly(2024, 1, 1).AddDays(i % 700), i % 13 == 0 ? "" : i % 2 == 0 ? "open" : "closed", i % 3 == 0))];

    private static void Change(List<Order> orders, int id, Func<Order, Order> change)
    {
        var at = orders.FindIndex(o => o.Id == id);
        orders[at] = change(orders[at]);
    }

    private sealed record Order(int Id, string Name, decimal Amount, DateOnly Day, string Status, bool Paid);
}
