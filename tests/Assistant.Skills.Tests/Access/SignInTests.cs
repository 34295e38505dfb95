using Assistant.Skills.Access;
using Assistant.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Assistant.Skills.Tests.Access;

public class SignInTests
{
    private const string Right = "correct horse battery";
    private readonly SetClock _clock = new();

    [Fact]
    public async Task The_right_password_signs_in_whatever_the_case_of_the_address()
    {
        await using var database = await WithAccountAsync();
        await using var services = database.Services(_clock);
        var outcome = await services.GetRequiredService<SignIn>().VerifyAsync(" New@Example.ORG ", Right, default);
        Assert.Equal(database.Ours.OrganizationId, Assert.IsType<SignInOutcome.SignedIn>(outcome).OrganizationId);
    }

    [Theory]
    [InlineData("new@example.org", "wrong password")]
    [InlineData("nobody@example.org", Right)]
    [InlineData("ours@example.org", Right)]      // an account without a password
    [InlineData("", "")]
    [InlineData("' OR 1=1 --", "x")]
    public async Task Anything_else_is_refused_alike(string email, string password)
    {
        await using var database = await WithAccountAsync();
        await using var services = database.Services(_clock);
        Assert.IsType<SignInOutcome.Refused>(await services.GetRequiredService<SignIn>().VerifyAsync(email, password, default));
    }

    [Fact]
    public async Task Five_wrong_passwords_pause_the_account_even_for_the_right_one_until_the_time_is_over()
    {
        await using var database = await WithAccountAsync();
        await using var services = database.Services(_clock);
        var signIn = services.GetRequiredService<SignIn>();
        for (var i = 0; i < 5; i++)
            Assert.IsType<SignInOutcome.Refused>(await signIn.VerifyAsync("new@example.org", "wrong", default));
        var paused = Assert.IsType<SignInOutcome.Paused>(await signIn.VerifyAsync("new@example.org", Right, default));
        Assert.Equal(_clock.GetUtcNow().AddMinutes(15), paused.Until);

        _clock.Advance(TimeSpan.FromMinutes(15));
        Assert.IsType<SignInOutcome.Refused>(await signIn.VerifyAsync("new@example.org", "wrong", default));
        Assert.IsType<SignInOutcome.SignedIn>(await signIn.VerifyAsync("new@example.org", Right, default));
    }

    [Fact]
    public async Task Guesses_sent_at_the_same_moment_are_counted_one_by_one()
    {
        await using var database = await WithAccountAsync();
        await using var services = database.Services(_clock);
        var signIn = services.GetRequiredService<SignIn>();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => signIn.VerifyAsync("new@example.org", $"guess {i}", default)));
        Assert.Equal(5, outcomes.Count(o => o is SignInOutcome.Refused));
        Assert.Equal(7, outcomes.Count(o => o is SignInOutcome.Paused));
    }

    [Fact]
    public async Task A_right_password_clears_the_count()
    {
        await using var database = await WithAccountAsync();
        await using var services = database.Services(_clock);
        var signIn = services.GetRequiredService<SignIn>();
        for (var i = 0; i < 3; i++)
        {
            for (var j = 0; j < 4; j++)
                await signIn.VerifyAsync("new@example.org", "wrong", default);
            Assert.IsType<SignInOutcome.SignedIn>(await signIn.VerifyAsync("new@example.org", Right, default));
        }
    }

    [Fact]
    public async Task A_disabled_account_is_refused()
    {
        await using var database = await WithAccountAsync();
        await using var services = database.Services(_clock);
        await database.RunAsync("UPDATE users SET disabled = true");
        Assert.IsType<SignInOutcome.Refused>(await services.GetRequiredService<SignIn>().VerifyAsync("new@example.org", Right, default));
    }

    [Fact]
    public void Passwords_are_hashed_each_with_a_salt_of_its_own_and_compared_whole()
    {
        var (one, two) = (Passwords.Hash(Right), Passwords.Hash(Right));
        Assert.NotEqual(one, two);
        Assert.DoesNotContain(Right, one, StringComparison.Ordinal);
        Assert.True(Passwords.Verify(Right, one));
        Assert.False(Passwords.Verify(Right[..^1], one));
        Assert.False(Passwords.Verify(Right, "plain$" + Right));
        Assert.NotNull(Passwords.Problem("short"));
        Assert.NotNull(Passwords.Problem(new string('a', 40)));
        Assert.Null(Passwords.Problem(Right));
    }

    [Fact]
    public async Task Each_attempt_is_on_record()
    {
        await using var database = await WithAccountAsync();
        await using var services = database.Services(_clock);
        await services.GetRequiredService<SignIn>().VerifyAsync("new@example.org", "wrong", default);
        await services.GetRequiredService<SignIn>().VerifyAsync("new@example.org", Right, default);
        var entries = await services.GetRequiredService<Audit>().ListAsync(database.Ours, 10, default);
        Assert.Equal(["signed in", "sign-in refused", "user added"], entries.Select(e => e.Action));
    }

    private async Task<AssistantDatabase> WithAccountAsync()
    {
        var database = await AssistantDatabase.CreateAsync();
        await using var services = database.Services(_clock);
        Assert.Null(await services.GetRequiredService<Users>().AddAsync(
            database.Ours, "new@example.org", "Nia New", OrganizationRole.Analyst, Right, default));
        return database;
    }
}
