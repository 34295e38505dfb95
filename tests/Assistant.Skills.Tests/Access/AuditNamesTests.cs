using Assistant.Skills.Access;
using Assistant.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Assistant.Skills.Tests.Access;

public sealed class AuditNamesTests
{
    [Fact]
    public async Task Ids_are_called_by_name_in_their_own_organization_only()
    {
        await using var database = await AssistantDatabase.CreateAsync();
        await using var services = database.Services();
        var (audit, names) = (services.GetRequiredService<Audit>(), services.GetRequiredService<AuditNames>());
        await audit.RecordAsync(database.Ours, "tried", database.Ours.UserId.ToString(), DateTimeOffset.UnixEpoch, new { other = database.Theirs.UserId }, default);

        var found = await names.OfAsync(database.Ours, await audit.ListAsync(database.Ours, 10, default), default);

        Assert.Equal([database.Ours.UserId], found.Keys);
        Assert.NotEmpty(found[database.Ours.UserId]);
    }

    [Fact]
    public async Task Who_may_not_read_the_trail_is_told_no_names()
    {
        await using var database = await AssistantDatabase.CreateAsync();
        await using var services = database.Services();
        var viewer = database.Ours with { Permissions = new HashSet<Permission>() };
        await Assert.ThrowsAsync<PermissionDeniedException>(() => services.GetRequiredService<AuditNames>().OfAsync(viewer, [], default));
    }
}
