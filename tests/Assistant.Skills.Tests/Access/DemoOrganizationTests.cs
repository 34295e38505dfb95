using Assistant.Skills.Access;
using Assistant.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Assistant.Skills.Tests.Access;

public class DemoOrganizationTests
{
    [Fact]
    public async Task Five_accounts_one_for_each_role_are_made_once_even_by_two_processes_at_the_same_time()
    {
        await using var database = await AssistantDatabase.CreateAsync();
        await using var one = database.Services();
        await using var two = database.Services();
        await Task.WhenAll(
            one.GetRequiredService<DemoOrganization>().EnsureAsync(default), two.GetRequiredService<DemoOrganization>().EnsureAsync(default));
        var admin = await one.GetRequiredService<DemoOrganization>().EnsureAsync(default);
        Assert.True(admin.Caller.May(Permission.ManageOrganization));
        Assert.Equal(AnswerRole.Engineer, admin.Caller.Preferences.Role);
        Assert.Equal(5, (await one.GetRequiredService<Users>().ListAsync(admin.Caller, default)).Count);
        foreach (var account in DemoOrganization.Accounts)
            Assert.IsType<SignInOutcome.SignedIn>(await one.GetRequiredService<SignIn>().VerifyAsync(account.Email, "demo-assistant", default));
    }
}
