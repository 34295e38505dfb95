using AngleSharp.Html.Dom;
using Assistant.Skills.Access;
using Assistant.Web.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Assistant.Web.Tests.Access;

public class SignInPageTests
{
    [Theory]
    [InlineData("/dashboards?x=1#a", "/dashboards?x=1#a")]
    [InlineData("https://evil.example/", "/")]
    [InlineData("//evil.example/", "/")]
    [InlineData("/\\evil.example/", "/")]
    [InlineData("/\t/evil.example/", "/")]
    [InlineData("/sign-in?returnUrl=/", "/")]
    [InlineData("", "/")]
    [InlineData(null, "/")]
    public void After_signing_in_one_stays_on_this_site(string? address, string goes) => Assert.Equal(goes, SignInPaths.Local(address));

    [Fact]
    public async Task A_wrong_password_is_told_in_words_tied_to_the_field_and_names_no_account()
    {
        var page = await PageAsync("?problem=wrong&email=ana@example.org&returnUrl=/sources");
        var field = page.QuerySelector("input[name=password]")!;
        Assert.Equal("true", field.GetAttribute("aria-invalid"));
        Assert.Contains("do not match", page.GetElementById(field.GetAttribute("aria-describedby")!)!.TextContent);
        Assert.Equal("ana@example.org", page.QuerySelector("input[name=email]")!.GetAttribute("value"));
        Assert.Equal("/sources", page.QuerySelector("input[name=returnUrl]")!.GetAttribute("value"));
    }

    [Fact]
    public async Task An_ended_session_is_told_and_nothing_is_marked_as_wrong()
    {
        var page = await PageAsync("?problem=ended");
        Assert.Contains("Your session has ended", page.QuerySelector("[role=status]")!.TextContent);
        Assert.Null(page.QuerySelector("[aria-invalid], [role=alert]"));
    }

    [Fact]
    public async Task A_script_in_the_address_stays_text()
    {
        var page = await PageAsync("?problem=%3Cscript%3E&email=%22%3E%3Cscript%3Ealert(1)%3C/script%3E");
        Assert.Null(page.QuerySelector("script"));
    }

    private static Task<IHtmlDocument> PageAsync(string query) => Rendered.DocumentAsync<SignInPage>([], services =>
    {
        services.AddSingleton<NavigationManager>(new At("http://localhost/sign-in" + query));
        services.AddSupplyValueFromQueryProvider();
        services.AddSingleton<AntiforgeryStateProvider, NoToken>();
        services.AddSingleton(new DemoOrganization(null!, null!, Options.Create(new DemoOptions { ShowSignIns = false }), TimeProvider.System));
    });

    private sealed class At : NavigationManager
    {
        public At(string address) => Initialize("http://localhost/", address);
    }

    private sealed class NoToken : AntiforgeryStateProvider
    {
        public override AntiforgeryRequestToken? GetAntiforgeryToken() => null;
    }
}
