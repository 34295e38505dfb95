using Assistant.Skills.Access;
using Microsoft.AspNetCore.SignalR;

namespace Assistant.Server.Access;

/// <summary>A hub's connection outlives requests: each call looks whether the caller may still be here, and fills the call's scope.</summary>
public sealed class CallerHubFilter(Callers callers, TimeProvider time) : IHubFilter
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(10);

    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        if (invocationContext.Context.User.Entry() is not { } entry)
            return await next(invocationContext);
        var now = time.GetUtcNow();
        var (known, seen) = invocationContext.Context.Items.TryGetValue(typeof(Entry), out var kept) ? ((Entry, DateTimeOffset))kept! : (entry, default);
        if (now - seen > LookAgain)
        {
            if (await callers.RenewAsync(known, invocationContext.Context.ConnectionAborted) is not { } renewed)
            {
                invocationContext.Context.Abort();
                throw new HubException("Your session has ended. Sign in again.");
            }
            invocationContext.Context.Items[typeof(Entry)] = (known = renewed, now);
        }
        invocationContext.ServiceProvider.GetRequiredService<CurrentCaller>().Set(known);
        return await next(invocationContext);
    }
}
