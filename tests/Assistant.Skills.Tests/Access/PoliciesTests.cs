using Assistant.Skills.Access;
using Assistant.Skills.Sources;
using Assistant.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Assistant.Skills.Tests.Access;

public class PoliciesTests
{
    private static readonly Guid Source = Guid.Parse("11111111-1111-1111-1111-111111111111");
    private static readonly TableName Customers = new("public", "customers");
    private static readonly TableName Salaries = new(null, "salaries");

    [Fact]
    public async Task Without_rules_a_person_sees_everything()
    {
        await using var database = await AssistantDatabase.CreateAsync();
        await using var services = database.Services();
        var policy = await services.GetRequiredService<Policies>().ForAsync(database.Ours, Source, default);
        Assert.Empty(policy.HiddenTables);
        Assert.Empty(policy.RowFilters);
        Assert.Empty(policy.Masks);
    }

    [Fact]
    public async Task Rules_hold_for_their_role_source_and_organization_only()
    {
        await using var database = await AssistantDatabase.CreateAsync();
        await using var services = database.Services();
        var policies = services.GetRequiredService<Policies>();
        var viewer = await database.ColleagueAsync(database.Ours, Permission.ReadData);
        PolicyRule[] rules =
        [
            new(OrganizationRole.Viewer, Salaries),
            new(OrganizationRole.Viewer, Customers, RowFilter: "region = 'North'"),
            new(OrganizationRole.Viewer, Customers, "email", ColumnMask.Partial),
        ];
        Assert.Null(await policies.SaveAsync(database.Ours, Source, rules, default));

        var seen = await policies.ForAsync(viewer, Source, default);
        Assert.Contains(Salaries, seen.HiddenTables);
        Assert.Equal("region = 'North'", seen.RowFilters[Customers]);
        Assert.Equal(ColumnMask.Partial, seen.Masks[(Customers, "email")]);
        Assert.Empty((await policies.ForAsync(database.Ours, Source, default)).HiddenTables);
        Assert.Empty((await policies.ForAsync(viewer, Guid.NewGuid(), default)).HiddenTables);
        Assert.Empty(await policies.ListAsync(database.Theirs, Source, default));
        Assert.Equal(3, (await policies.ListAsync(database.Ours, Source, default)).Count);

        Assert.Null(await policies.SaveAsync(database.Theirs, Source, [], default));
        Assert.Equal(3, (await policies.ListAsync(database.Ours, Source, default)).Count);
    }

    [Fact]
    public void Several_filters_must_all_hold_and_the_strictest_mask_counts()
    {
        var policy = Policies.Combine(
        [
            new(OrganizationRole.Viewer, Customers, RowFilter: "a = 1 OR b = 2"), new(OrganizationRole.Viewer, Customers, RowFilter: "c = 3"),
            new(OrganizationRole.Viewer, Customers, "email", ColumnMask.Hash), new(OrganizationRole.Viewer, Customers, "EMAIL", ColumnMask.Hidden),
        ]);
        Assert.Equal("(a = 1 OR b = 2) AND (c = 3)", policy.RowFilters[Customers]);
        Assert.Equal([ColumnMask.Hidden], policy.Masks.Values);
    }

    [Fact]
    public async Task Only_administrators_change_rules_and_odd_rules_are_refused()
    {
        await using var database = await AssistantDatabase.CreateAsync();
        await using var services = database.Services();
        var policies = services.GetRequiredService<Policies>();
        var viewer = await database.ColleagueAsync(database.Ours, Permission.ReadData);
        await Assert.ThrowsAsync<PermissionDeniedException>(() => policies.SaveAsync(viewer, Source, [], default));
        Assert.NotNull(await policies.SaveAsync(database.Ours, Source, [new(OrganizationRole.Viewer, Customers, "email")], default));
        Assert.NotNull(await policies.SaveAsync(database.Ours, Source, [new(OrganizationRole.Viewer, Customers, RowFilter: " ")], default));
    }
}
