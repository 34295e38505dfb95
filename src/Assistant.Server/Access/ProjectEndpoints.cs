using Assistant.Skills.Access;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Assistant.Server.Access;

/// <summary>/api/v1/projects. A restricted project in which the caller is no member is told as not there.</summary>
internal static class ProjectEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/projects").WithTags("Projects").Require(Permission.ReadData);
        group.MapGet("/", async (CurrentCaller current, Projects projects, CancellationToken cancelled) => TypedResults.Ok(await projects.ListAsync(current.Caller, cancelled)))
            .WithName("ListProjects").WithSummary("The projects that you may see, and what you are in each.");
        group.MapGet("/{id:guid}", GetAsync).WithName("GetProject").WithSummary("One project.");
        group.MapGet("/{id:guid}/members", MembersAsync).WithName("ListProjectMembers").WithSummary("Who has a role of their own in a project.");

        api.MapPut("/me/project", async (WorkedIn chosen, CurrentCaller current, Projects projects, CancellationToken cancelled) =>
                Done(await projects.WorkInAsync(current.Caller, chosen.ProjectId, cancelled)))
            .WithName("WorkInProject").WithSummary("Says which project you work in: new conversations begin there, and its sources are preferred. Without one, in all.");

        var ruled = group.MapGroup("").Require(Permission.ManageOrganization);
        ruled.MapPost("/", CreateAsync).WithName("CreateProject").WithSummary("Makes a project, open to everybody of the organization or restricted to its members. Names are unique: sent twice, it is made once.");
        ruled.MapPatch("/{id:guid}", async (Guid id, ProjectChange change, CurrentCaller current, Projects projects, CancellationToken cancelled) =>
                Done(await projects.ChangeAsync(current.Caller, id, change.Name, change.Restricted, cancelled)))
            .WithName("ChangeProject").WithSummary("Renames a project, opens it to everybody or restricts it to its members.");
        ruled.MapDelete("/{id:guid}", async (Guid id, CurrentCaller current, Projects projects, CancellationToken cancelled) =>
                Done(await projects.DeleteAsync(current.Caller, id, cancelled)))
            .WithName("DeleteProject").WithSummary("Deletes a project that has no sources.");
        ruled.MapPut("/{id:guid}/members/{userId:guid}", async (Guid id, Guid userId, MemberRole member, CurrentCaller current, ProjectMembers members, CancellationToken cancelled) =>
                Done(await members.SetAsync(current.Caller, id, userId, member.Role, cancelled)))
            .WithName("SetProjectMember").WithSummary("Gives a person a role in a project, which counts there instead of their role in the organization.");
        ruled.MapDelete("/{id:guid}/members/{userId:guid}", RemoveAsync).WithName("RemoveProjectMember").WithSummary("Takes a person's role in a project away.");
    }

    private static async Task<Results<Ok<Project>, NotFound>> GetAsync(Guid id, CurrentCaller current, Projects projects, CancellationToken cancelled) =>
        await projects.FindAsync(current.Caller, id, cancelled) is { } project ? TypedResults.Ok(project) : TypedResults.NotFound();

    private static async Task<Results<Ok<IReadOnlyList<ProjectMember>>, NotFound>> MembersAsync(Guid id, CurrentCaller current, ProjectMembers members, CancellationToken cancelled) =>
        await members.ListAsync(current.Caller, id, cancelled) is { } all ? TypedResults.Ok(all) : TypedResults.NotFound();

    private static async Task<Results<Created<Project>, ProblemHttpResult>> CreateAsync(WantedProject wanted, CurrentCaller current, Projects projects, CancellationToken cancelled) =>
        await projects.CreateAsync(current.Caller, wanted.Name ?? "", wanted.Restricted, cancelled) switch
        {
            NewProject.Made made => TypedResults.Created($"/api/v1/projects/{made.Project.Id}", made.Project),
            NewProject.Refused refused => Refused(refused.Why),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private static async Task<Results<NoContent, NotFound>> RemoveAsync(Guid id, Guid userId, CurrentCaller current, ProjectMembers members, CancellationToken cancelled) =>
        await members.RemoveAsync(current.Caller, id, userId, cancelled) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static Results<NoContent, ProblemHttpResult> Done(string? problem) => problem is null ? TypedResults.NoContent() : Refused(problem);

    private static ProblemHttpResult Refused(string why) =>
        TypedResults.Problem(statusCode: StatusCodes.Status422UnprocessableEntity, title: "That cannot be done.", detail: why);
}

/// <param name="Restricted">For its members and administrators only.</param>
public sealed record WantedProject(string? Name, bool Restricted = false);

/// <summary>What is left out stays as it is.</summary>
public sealed record ProjectChange(string? Name = null, bool? Restricted = null);

/// <param name="ProjectId">Null for all.</param>
public sealed record WorkedIn(Guid? ProjectId = null);

/// <param name="Role">Analyst or Viewer.</param>
public sealed record MemberRole(OrganizationRole Role);
