using Assistant.Skills.Access;
using Assistant.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Assistant.Skills.Tests.Access;

public class ApiKeysTests
{
    private readonly SetClock _clock = new();

    [Fact]
    public async Task A_key_does_what_it_was_given_and_not_more()
    {
        await using var database = await AssistantDatabase.CreateAsync();
        await using var services = database.Services(_clock);
        var entry = await FindAsync(services, await MakeAsync(services, database.Ours, Permission.ReadData));
        Assert.Equal([Permission.ReadData], entry!.Caller.Permissions);
        Assert.NotNull(entry.ApiKeyId);
    }

    [Fact]
    public async Task A_key_loses_what_its_person_loses()
    {
        await using var database = await AssistantDatabase.CreateAsync();
        await using var services = database.Services(_clock);
        var secret = await MakeAsync(services, database.Ours, Permission.ReadData, Permission.ManageSources);
        await database.RunAsync("UPDATE users SET role = 'viewer'");
        Assert.Equal([Permission.ReadData], (await FindAsync(services, secret))!.Caller.Permissions);
        await database.RunAsync("UPDATE users SET disabled = true");
        Assert.Null(await FindAsync(services, secret));
    }

    [Fact]
    public async Task Nobody_gives_a_key_what_they_may_not_do()
    {
        await using var database = await AssistantDatabase.CreateAsync();
        await using var services = database.Services(_clock);
        var colleague = await database.ColleagueAsync(database.Ours, Permission.ReadData);
        Assert.IsType<NewApiKey.Refused>(await services.GetRequiredService<ApiKeys>().CreateAsync(
            colleague, "too much", [Permission.ReadData, Permission.WriteSql], null, default));
        Assert.IsType<NewApiKey.Refused>(await services.GetRequiredService<ApiKeys>().CreateAsync(colleague, "nothing", [], null, default));
        Assert.IsType<NewApiKey.Refused>(await services.GetRequiredService<ApiKeys>().CreateAsync(colleague, " ", [Permission.ReadData], null, default));
    }

    [Fact]
    public async Task A_key_ends_on_its_day_and_when_it_is_revoked_and_shows_when_it_was_used()
    {
        await using var database = await AssistantDatabase.CreateAsync();
        await using var services = database.Services(_clock);
        var keys = services.GetRequiredService<ApiKeys>();
        var made = Assert.IsType<NewApiKey.Made>(await keys.CreateAsync(
            database.Ours, "nightly", [Permission.ReadData], _clock.GetUtcNow().AddDays(7), default));
        Assert.Null(Assert.Single(await keys.ListAsync(database.Ours, default)).UsedAt);
        Assert.NotNull(await FindAsync(services, made.Secret));
        Assert.Equal(_clock.GetUtcNow(), Assert.Single(await keys.ListAsync(database.Ours, default)).UsedAt);

        _clock.Advance(TimeSpan.FromDays(7));
        Assert.Null(await FindAsync(services, made.Secret));

        var second = await MakeAsync(services, database.Ours, Permission.ReadData);
        var id = (await FindAsync(services, second))!.ApiKeyId!.Value;
        Assert.False(await keys.RevokeAsync(database.Theirs, id, default));
        Assert.NotNull(await FindAsync(services, second));
        Assert.True(await keys.RevokeAsync(database.Ours, id, default));
        Assert.Null(await FindAsync(services, second));
    }

    private static Task<Entry?> FindAsync(ServiceProvider services, string secret) =>
        services.GetRequiredService<Callers>().FindAsync(secret, default);

    private static async Task<string> MakeAsync(ServiceProvider services, Caller caller, params Permission[] permissions) =>
        Assert.IsType<NewApiKey.Made>(await services.GetRequiredService<ApiKeys>().CreateAsync(caller, "test", permissions, null, default)).Secret;
}
