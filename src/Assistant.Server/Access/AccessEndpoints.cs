using Assistant.Skills.Access;
using Assistant.Skills.Sources;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Assistant.Server.Access;

/// <summary>/api/v1: me, sessions, api-keys, users, policies, projects, audit.</summary>
internal static class AccessEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/v1").WithTags("Access");
        MapMe(api);
        MapSessions(api);
        MapApiKeys(api);
        MapOrganization(api);
        ProjectEndpoints.Map(api);
    }

    private static void MapMe(RouteGroupBuilder api)
    {
        api.MapGet("/me", (HttpContext http) => Me.Of(http.User.Entry()!))
            .WithName("GetMe").WithSummary("Who you are and what you may do.");
        api.MapPut("/me/preferences", async (UserPreferences preferences, HttpContext http, Preferences store, CancellationToken cancellationToken) =>
            Done(await store.SaveAsync(http.User.Caller(), preferences, cancellationToken)))
            .WithName("SetPreferences").WithSummary("How you are told answers: role, expertise, theme, culture, time zone.");
        api.MapPut("/me/password", async Task<IResult> (PasswordChange change, HttpContext http, Users users, CancellationToken cancellationToken) =>
            http.User.Entry() is { ApiKeyId: null } entry
                ? Done(await users.ChangePasswordAsync(entry.Caller, entry.SessionId, change.Current, change.New, cancellationToken))
                : OnlyInPerson())
            .WithName("ChangePassword").WithSummary("Changes your password and ends your other sessions.");
    }

    private static void MapSessions(RouteGroupBuilder api)
    {
        api.MapPost("/sessions", async Task<Results<Ok<NewSession>, ProblemHttpResult>> (
            Credentials credentials, HttpContext http, SignIn signIn, Sessions sessions, CancellationToken cancellationToken) =>
            await signIn.VerifyAsync(credentials.Email, credentials.Password, cancellationToken) is SignInOutcome.SignedIn user
                ? TypedResults.Ok(new NewSession(await SignInEndpoints.BeginAsync(http, sessions, user, cancellationToken)))
                : TypedResults.Problem(
                    statusCode: StatusCodes.Status401Unauthorized, title: "That e-mail and password do not match.",
                    detail: "Check both. After several wrong tries an account pauses for some minutes."))
            .AllowAnonymous().RequireRateLimiting(SignInLimit.Policy).WithName("BeginSession").WithSummary("Signs in by e-mail and password; the token goes into Authorization: Bearer.");
        api.MapGet("/sessions", (HttpContext http, Sessions sessions, CancellationToken cancellationToken) =>
            sessions.ListAsync(http.User.Caller(), cancellationToken))
            .WithName("ListSessions").WithSummary("Where you are signed in.");
        api.MapDelete("/sessions/{id:guid}", async (Guid id, HttpContext http, Sessions sessions, CancellationToken cancellationToken) =>
            Found(await sessions.RevokeAsync(http.User.Caller(), id, cancellationToken), "session"))
            .WithName("EndSession").WithSummary("Ends one of your sessions.");
        api.MapDelete("/sessions", async (HttpContext http, Sessions sessions, CancellationToken cancellationToken) =>
        {
            await sessions.RevokeOthersAsync(http.User.Caller(), http.User.Entry()!.SessionId, cancellationToken);
            return TypedResults.NoContent();
        })
            .WithName("EndOtherSessions").WithSummary("Ends all of your sessions but this one.");
    }

    private static void MapApiKeys(RouteGroupBuilder api)
    {
        api.MapGet("/api-keys", (HttpContext http, ApiKeys keys, CancellationToken cancellationToken) =>
            keys.ListAsync(http.User.Caller(), cancellationToken))
            .WithName("ListApiKeys").WithSummary("Your API keys, without their secrets.");
        // A key that made keys could outlive its own revocation.
        api.MapPost("/api-keys", async Task<IResult> (KeyWish wish, HttpContext http, ApiKeys keys, CancellationToken cancellationToken) =>
            http.User.Entry() is not { ApiKeyId: null } entry
                ? OnlyInPerson()
                : await keys.CreateAsync(entry.Caller, wish.Name, wish.Permissions, wish.ExpiresAt, cancellationToken) switch
                {
                    NewApiKey.Made made => TypedResults.Created($"/api/v1/api-keys/{made.Key.Id}", made),
                    NewApiKey.Refused refused => Refused(refused.Why),
                    _ => throw new System.Diagnostics.UnreachableException(),
                })
            .WithName("CreateApiKey").WithSummary("Makes an API key; its secret is in the answer and never shown again.");
        api.MapDelete("/api-keys/{id:guid}", async (Guid id, HttpContext http, ApiKeys keys, CancellationToken cancellationToken) =>
            Found(await keys.RevokeAsync(http.User.Caller(), id, cancellationToken), "API key"))
            .WithName("RevokeApiKey").WithSummary("Ends an API key at once.");
    }

    private static void MapOrganization(RouteGroupBuilder api)
    {
        var ruled = api.MapGroup("").Require(Permission.ManageOrganization);
        ruled.MapGet("/users", (HttpContext http, Users users, CancellationToken cancellationToken) =>
            users.ListAsync(http.User.Caller(), cancellationToken))
            .WithName("ListUsers").WithSummary("The people of your organization.");
        ruled.MapPost("/users", async (NewUser user, HttpContext http, Users users, CancellationToken cancellationToken) =>
            Done(await users.AddAsync(http.User.Caller(), user.Email, user.Name, user.Role, user.Password, cancellationToken)))
            .WithName("AddUser").WithSummary("Adds a person.");
        ruled.MapPut("/users/{id:guid}", async (Guid id, UserChange change, HttpContext http, Users users, CancellationToken cancellationToken) =>
            Done(await users.ChangeAsync(http.User.Caller(), id, change.Role, change.Disabled, cancellationToken)))
            .WithName("ChangeUser").WithSummary("Changes a person's role, or disables the account.");
        ruled.MapGet("/sources/{id:guid}/policies", (Guid id, HttpContext http, Policies policies, CancellationToken cancellationToken) =>
            policies.ListAsync(http.User.Caller(), id, cancellationToken))
            .WithName("ListPolicies").WithSummary("What each role may see of a source.");
        ruled.MapPut("/sources/{id:guid}/policies", async (
            Guid id, IReadOnlyList<PolicyRule> rules, HttpContext http, SourcePolicies policies, CancellationToken cancellationToken) =>
            Done(await policies.SaveAsync(http.User.Caller(), id, rules, cancellationToken)))
            .WithName("SetPolicies").WithSummary("Replaces the rules of a source: hidden tables, row filters, masks.");
        ruled.MapPost("/users/{id:guid}/password", async Task<IResult> (Guid id, HttpContext http, Users users, CancellationToken cancellationToken) =>
            await users.ResetPasswordAsync(http.User.Caller(), id, cancellationToken) switch
            {
                NewPassword.Drawn drawn => TypedResults.Ok(drawn),
                NewPassword.Refused refused => Refused(refused.Why),
                _ => throw new System.Diagnostics.UnreachableException(),
            })
            .WithName("ResetPassword").WithSummary("Gives a person a new password, in the answer and never shown again, and ends their sessions and keys.");
        ruled.MapGet("/sources/{id:guid}/people", (Guid id, HttpContext http, SourcePeople people, CancellationToken cancellationToken) =>
            people.OfAsync(http.User.Caller(), id, cancellationToken))
            .WithName("GetSourcePeople").WithSummary("Who may use a source: everybody when both lists are empty.");
        ruled.MapPut("/sources/{id:guid}/people", async (Guid id, SourceUse use, HttpContext http, SourcePeople people, CancellationToken cancellationToken) =>
            Done(await people.SaveAsync(http.User.Caller(), id, new(use.Roles ?? [], use.People ?? []), cancellationToken)))
            .WithName("SetSourcePeople").WithSummary("Says who may use a source.");
        AuditEndpoints.Map(ruled);
    }

    private static IResult Done(string? problem) => problem is null ? TypedResults.NoContent() : Refused(problem);

    private static ProblemHttpResult Refused(string why) =>
        TypedResults.Problem(statusCode: StatusCodes.Status422UnprocessableEntity, title: "That cannot be done.", detail: why);

    private static IResult Found(bool found, string what) => found
        ? TypedResults.NoContent()
        : TypedResults.Problem(statusCode: StatusCodes.Status404NotFound, title: $"You have no such {what}.");

    private static ProblemHttpResult OnlyInPerson() => TypedResults.Problem(
        statusCode: StatusCodes.Status403Forbidden, title: "An API key may not do this.", detail: "Sign in with e-mail and password.");
}

public sealed record Credentials(string Email, string Password);

public sealed record NewSession(string Token);

public sealed record PasswordChange(string Current, string New);

public sealed record KeyWish(string Name, IReadOnlyList<Permission> Permissions, DateTimeOffset? ExpiresAt = null);

public sealed record NewUser(string Email, string Name, OrganizationRole Role, string Password);

public sealed record UserChange(OrganizationRole Role, bool Disabled);

/// <summary>Who the caller is and what they may do.</summary>
public sealed record Me(
    Guid UserId, string Name, string Email, Guid OrganizationId, string Organization, OrganizationRole Role,
    IReadOnlyList<Permission> Permissions, UserPreferences Preferences, Guid? ProjectId)
{
    internal static Me Of(Entry entry) => new(
        entry.Caller.UserId, entry.Caller.Name, entry.Email, entry.Caller.OrganizationId, entry.OrganizationName, entry.Role,
        [.. entry.Caller.Permissions.Order()], entry.Caller.Preferences, entry.Caller.ProjectId);
}
