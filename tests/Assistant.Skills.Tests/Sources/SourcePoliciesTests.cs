using Assistant.Skills.Access;
using Assistant.Skills.Sources;
using Assistant.Skills.Tests.Sources.Connections;
using Assistant.Testing;

namespace Assistant.Skills.Tests.Sources;

public sealed class SourcePoliciesTests : IAsyncLifetime
{
    private readonly SqliteFile _file = new(
        """
        CREATE TABLE Customers (id INTEGER PRIMARY KEY, region TEXT, email TEXT);
        INSERT INTO Customers VALUES (1, 'North', 'ann@example.org'), (2, 'South', 'bob@example.org'), (3, 'North', 'cy@example.org');
        CREATE TABLE salaries (id INTEGER, amount INTEGER); INSERT INTO salaries VALUES (1, 100);
        """);

    private readonly QueryGate _gate = new();
    private SourceRoom _room = null!;
    private DataSource _source = null!;
    private SourcePolicies _rules = null!;
    private Policies _policies = null!;

    public async Task InitializeAsync()
    {
        _room = await SourceRoom.CreateAsync();
        _source = await _room.ConnectedAsync(new NewSource.ServerFile("customers", _file.Path));
        _policies = new(_room.Database.Storage, TimeProvider.System);
        _rules = new(_room.Sources, _policies, _gate);
    }

    public async Task DisposeAsync()
    {
        await _room.DisposeAsync();
        _file.Dispose();
    }

    [Fact]
    public async Task What_was_saved_holds_in_every_query_of_that_role_however_the_names_were_written()
    {
        Assert.Null(await SaveAsync(
            new(OrganizationRole.Viewer, new(null, "CUSTOMERS"), RowFilter: "region = 'North'"),
            new(OrganizationRole.Viewer, new(null, "customers"), "EMAIL", ColumnMask.Partial),
            new(OrganizationRole.Viewer, new(null, "Salaries"))));
        var viewer = await _room.Database.ColleagueAsync(_room.Database.Ours, Permission.ReadData);
        Assert.Equal("1 a***, 3 c***", await ReadAsync(viewer, "SELECT id, email FROM customers ORDER BY id"));
        Assert.Equal("3 ann@example.org", await ReadAsync(_room.Database.Ours, "SELECT count(*), min(email) FROM customers"));
        Assert.StartsWith("NotModelled", await ReadAsync(viewer, "SELECT amount FROM salaries"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("customer", null, null, "no table")]
    [InlineData("customers", "phone", null, "no column")]
    [InlineData("customers", null, "regio = 'North'", "regio")]
    [InlineData("customers", null, "region = ", "not one condition")]
    [InlineData("customers", null, "1 = 1) OR (1 = 1", "not one condition")]
    [InlineData("customers", null, "load_extension('x') IS NULL", "load_extension")]
    public async Task A_rule_that_would_protect_nothing_or_hide_everything_is_refused(string table, string? column, string? filter, string why)
    {
        var refusal = await SaveAsync(new PolicyRule(OrganizationRole.Viewer, new(null, table), column, column is null ? null : ColumnMask.Null, filter));
        Assert.Contains(why, refusal, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(await _policies.ListAsync(_room.Database.Ours, _source.Id, default));
    }

    [Fact]
    public async Task The_other_organization_makes_no_rules_for_our_source() =>
        Assert.Contains("no such source", await _rules.SaveAsync(_room.Database.Theirs, _source.Id, [], default), StringComparison.Ordinal);

    [Fact]
    public async Task The_policy_is_one_object_until_a_rule_changes()
    {
        var caller = _room.Database.Ours;
        Assert.Same(DataPolicy.Everything, await _policies.ForAsync(caller, _source.Id, default));
        await SaveAsync(new PolicyRule(OrganizationRole.Owner, new(null, "salaries")));
        var policy = await _policies.ForAsync(caller, _source.Id, default);
        Assert.Same(policy, await _policies.ForAsync(caller, _source.Id, default));
        await SaveAsync(new PolicyRule(OrganizationRole.Owner, new(null, "customers")));
        Assert.NotSame(policy, await _policies.ForAsync(caller, _source.Id, default));
    }

    private Task<string?> SaveAsync(params PolicyRule[] rules) => _rules.SaveAsync(_room.Database.Ours, _source.Id, rules, default);

    private async Task<string> ReadAsync(Caller caller, string sql)
    {
        var opened = (await _room.Sources.OpenAsync(caller, _source.Id, default))!;
        return await _gate.ReadAsync(opened.Source, sql, new(opened.Catalog, opened.Policy, new()), default) is QueryOutcome.Rows rows
            ? string.Join(", ", rows.Table.Rows.Select(r => string.Join(' ', r)))
            : (await _gate.ReadAsync(opened.Source, sql, new(opened.Catalog, opened.Policy, new()), default)).ToString();
    }
}
