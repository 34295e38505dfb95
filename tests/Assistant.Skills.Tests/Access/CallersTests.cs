using Assistant.Skills.Access;
using Assistant.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Assistant.Skills.Tests.Access;

public class CallersTests
{
    private readonly SetClock _clock = new();

    [Fact]
    public async Task A_session_token_makes_its_person_with_role_and_preferences()
    {
        await using var database = await AssistantDatabase.CreateAsync();
        await using var services = database.Services(_clock);
        var preferences = new UserPreferences(AnswerRole.Steward, Expertise.Expert, Theme.Dark, "de-DE", "Europe/Berlin");
        Assert.Null(await services.GetRequiredService<Preferences>().SaveAsync(database.Ours, preferences, default));
        var entry = await FindAsync(services, await BeginAsync(services, database.Ours));
        Assert.Equal(database.Ours.UserId, entry!.Caller.UserId);
        Assert.Equal(preferences, entry.Caller.Preferences);
        Assert.Equal(OrganizationRole.Owner.Permissions(), entry.Caller.Permissions);
    }

    [Fact]
    public async Task A_session_slides_while_it_is_used_and_ends_when_it_is_not()
    {
        await using var database = await AssistantDatabase.CreateAsync();
        await using var services = database.Services(_clock);
        var token = await BeginAsync(services, database.Ours);
        for (var i = 0; i < 5; i++)
        {
            _clock.Advance(TimeSpan.FromHours(71));
            Assert.NotNull(await FindAsync(services, token));
        }
        _clock.Advance(TimeSpan.FromHours(72));
        Assert.Null(await FindAsync(services, token));
        Assert.Empty(await services.GetRequiredService<Sessions>().ListAsync(database.Ours, default));
    }

    [Fact]
    public async Task A_session_ends_after_thirty_days_even_in_use()
    {
        await using var database = await AssistantDatabase.CreateAsync();
        await using var services = database.Services(_clock);
        var token = await BeginAsync(services, database.Ours);
        for (var day = 1; day < 30; day++)
        {
            _clock.Advance(TimeSpan.FromDays(1));
            Assert.NotNull(await FindAsync(services, token));
        }
        _clock.Advance(TimeSpan.FromDays(1));
        Assert.Null(await FindAsync(services, token));
    }

    [Fact]
    public async Task A_person_lists_and_ends_sessions_of_their_own_only()
    {
        await using var database = await AssistantDatabase.CreateAsync();
        await using var services = database.Services(_clock);
        var sessions = services.GetRequiredService<Sessions>();
        var colleague = await database.ColleagueAsync(database.Ours);
        var (mine, second) = (await BeginAsync(services, database.Ours), await BeginAsync(services, database.Ours));
        var id = (await FindAsync(services, mine))!.SessionId!.Value;
        Assert.Equal(2, (await sessions.ListAsync(database.Ours, default)).Count);
        Assert.False(await sessions.RevokeAsync(colleague, id, default));
        Assert.False(await sessions.RevokeAsync(database.Theirs, id, default));
        Assert.NotNull(await FindAsync(services, mine));

        Assert.True(await sessions.RevokeAsync(database.Ours, id, default));
        Assert.Null(await FindAsync(services, mine));
        Assert.NotNull(await FindAsync(services, second));
        await sessions.RevokeOthersAsync(database.Ours, null, default);
        Assert.Null(await FindAsync(services, second));
    }

    [Fact]
    public async Task A_session_ends_with_its_account_and_a_role_taken_away_is_gone_at_once()
    {
        await using var database = await AssistantDatabase.CreateAsync();
        await using var services = database.Services(_clock);
        var entry = await FindAsync(services, await BeginAsync(services, database.Ours));
        await database.RunAsync("UPDATE users SET role = 'viewer'");
        var renewed = await services.GetRequiredService<Callers>().RenewAsync(entry!, default);
        Assert.False(renewed!.Caller.May(Permission.ManageOrganization));
        await database.RunAsync("UPDATE users SET disabled = true");
        Assert.Null(await services.GetRequiredService<Callers>().RenewAsync(entry!, default));
    }

    [Fact]
    public async Task A_token_for_another_organization_finds_nobody()
    {
        await using var database = await AssistantDatabase.CreateAsync();
        await using var services = database.Services(_clock);
        var token = await BeginAsync(services, database.Ours);
        var body = System.Buffers.Text.Base64Url.DecodeFromChars(token.AsSpan(4));
        database.Theirs.OrganizationId.TryWriteBytes(body);
        Assert.Null(await FindAsync(services, "ses_" + System.Buffers.Text.Base64Url.EncodeToString(body)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ses_")]
    [InlineData("ses_AAAA")]
    [InlineData("key_'; DROP TABLE users; --")]
    [InlineData("root_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("ses_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task What_is_no_token_finds_nobody(string token)
    {
        await using var database = await AssistantDatabase.CreateAsync();
        await using var services = database.Services(_clock);
        Assert.Null(await FindAsync(services, token));
    }

    [Fact]
    public async Task The_database_holds_no_token_that_could_be_used()
    {
        await using var database = await AssistantDatabase.CreateAsync();
        await using var services = database.Services(_clock);
        var token = await BeginAsync(services, database.Ours);
        Assert.Equal("0", await database.ScalarAsync($"SELECT count(*) FROM user_sessions s WHERE s::text LIKE '%{token[4..]}%'"));
    }

    private static Task<Entry?> FindAsync(ServiceProvider services, string token) =>
        services.GetRequiredService<Callers>().FindAsync(token, default);

    private static Task<string> BeginAsync(ServiceProvider services, Caller caller) => services.GetRequiredService<Sessions>().BeginAsync(
        new(caller.OrganizationId, caller.UserId, caller.Name), "a browser", "127.0.0.1", default);
}
