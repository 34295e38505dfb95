using Assistant.Skills.Access;
using Assistant.Web.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace Assistant.Server.Access;

/// <summary>
/// Tells an interactive page whose it is, and looks again while it is open: a page whose session was ended leads to sign-in at the next
/// click, and rights taken away are gone.
/// </summary>
public sealed class CallerCircuit(
    CurrentCaller current, AuthenticationStateProvider authentication, Callers callers, NavigationManager navigation, TimeProvider time) : CircuitHandler
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(10);

    private long _looked;

    public override async Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        current.Set((await authentication.GetAuthenticationStateAsync()).User.Entry());
        _looked = time.GetTimestamp();
    }

    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) =>
        async activity =>
        {
            if (current.IsSignedIn && time.GetElapsedTime(_looked) > LookAgain)
            {
                _looked = time.GetTimestamp();
                current.Set(await callers.RenewAsync(current.Entry, CancellationToken.None));
                if (!current.IsSignedIn)
                {
                    var back = Uri.EscapeDataString($"/{navigation.ToBaseRelativePath(navigation.Uri)}");
                    navigation.NavigateTo($"{SignInPaths.Page}?problem={SignInPaths.Ended}&returnUrl={back}", forceLoad: true);
                    return;
                }
            }
            await next(activity);
        };
}
