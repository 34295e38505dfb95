using Assistant.Skills.Access;
using Assistant.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Assistant.Skills.Tests.Access;

/// <summary>Projects: made, changed, restricted, deleted, and who is in them.</summary>
public sealed class ProjectsTests : IAsyncLifetime
{
    private AssistantDatabase _database = null!;
    private ServiceProvider _services = null!;

    private Projects Projects => _services.GetRequiredService<Projects>();
    private ProjectMembers Members => _services.GetRequiredService<ProjectMembers>();
    private Caller Ours => _database.Ours;
    private Caller Theirs => _database.Theirs;

    public async Task InitializeAsync()
    {
        _database = await AssistantDatabase.CreateAsync();
        _services = _database.Services();
    }

    public async Task DisposeAsync()
    {
        await _services.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task An_organization_begins_with_one_project_that_is_open_to_everybody_and_stays()
    {
        var general = Assert.Single(await Projects.ListAsync(Ours, default));
        Assert.Equal(("General", false, true), (general.Name, general.Restricted, general.General));
        Assert.Contains("stays open", await Projects.ChangeAsync(Ours, general.Id, null, true, default), StringComparison.Ordinal);
        Assert.Contains("cannot be deleted", await Projects.DeleteAsync(Ours, general.Id, default), StringComparison.Ordinal);
        Assert.Null(await Projects.ChangeAsync(Ours, general.Id, "Everything", false, default));
        Assert.Equal("Everything", Assert.Single(await Projects.ListAsync(Ours, default)).Name);
    }

    [Fact]
    public async Task A_project_is_made_once_renamed_restricted_and_deleted_and_each_change_is_in_the_trail()
    {
        var made = await MadeAsync("Pay", restricted: true);
        Assert.Contains("already", Assert.IsType<NewProject.Refused>(await Projects.CreateAsync(Ours, " pay ", false, default)).Why, StringComparison.Ordinal);
        Assert.IsType<NewProject.Refused>(await Projects.CreateAsync(Ours, "  ", false, default));
        Assert.IsType<NewProject.Refused>(await Projects.CreateAsync(Ours, new string('x', 201), false, default));
        var other = await MadeAsync("Stock");
        Assert.Contains("already", await Projects.ChangeAsync(Ours, other.Id, "PAY", null, default), StringComparison.Ordinal);

        var person = await PersonAsync("viewer");
        Assert.Null(await Projects.ChangeAsync(Ours, made.Id, "Payroll", null, default));
        Assert.Null(await Members.SetAsync(Ours, made.Id, person.UserId, OrganizationRole.Viewer, default));
        Assert.Null(await Members.SetAsync(Ours, made.Id, person.UserId, OrganizationRole.Viewer, default));
        Assert.Null(await Members.SetAsync(Ours, made.Id, person.UserId, OrganizationRole.Analyst, default));
        Assert.Equal((person.UserId, OrganizationRole.Analyst, OrganizationRole.Viewer), Assert.Single((await Members.ListAsync(Ours, made.Id, default))!) is var m ? (m.UserId, m.Role, m.Elsewhere) : default);
        Assert.True(await Members.RemoveAsync(Ours, made.Id, person.UserId, default));
        Assert.False(await Members.RemoveAsync(Ours, made.Id, person.UserId, default));
        Assert.Null(await Projects.DeleteAsync(Ours, made.Id, default));
        Assert.Contains("no such project", await Projects.DeleteAsync(Ours, made.Id, default), StringComparison.Ordinal);

        var trail = (await _services.GetRequiredService<Audit>().ListAsync(Ours, 50, default)).Where(e => e.Subject == made.Id.ToString()).Select(e => e.Action).Reverse();
        Assert.Equal(["project made", "project changed", "project member added", "project member changed", "project member removed", "project deleted"], trail);
    }

    [Fact]
    public async Task Only_administrators_decide_and_a_restricted_project_is_not_there_for_who_is_no_member()
    {
        var project = await MadeAsync("Pay", restricted: true);
        var (outside, inside) = (await PersonAsync("analyst"), await PersonAsync("viewer"));
        Assert.Null(await Members.SetAsync(Ours, project.Id, inside.UserId, OrganizationRole.Viewer, default));

        Assert.Equal(["General"], (await Projects.ListAsync(outside, default)).Select(p => p.Name));
        Assert.Null(await Projects.FindAsync(outside, project.Id, default));
        Assert.Null(await Members.ListAsync(outside, project.Id, default));
        Assert.Equal(["General", "Pay"], (await Projects.ListAsync(inside, default)).Select(p => p.Name));
        Assert.Single((await Members.ListAsync(inside, project.Id, default))!);
        foreach (var caller in new[] { outside, inside })
        {
            await Assert.ThrowsAsync<PermissionDeniedException>(() => Projects.CreateAsync(caller, "Mine", false, default));
            await Assert.ThrowsAsync<PermissionDeniedException>(() => Projects.ChangeAsync(caller, project.Id, "Mine", false, default));
            await Assert.ThrowsAsync<PermissionDeniedException>(() => Projects.DeleteAsync(caller, project.Id, default));
            await Assert.ThrowsAsync<PermissionDeniedException>(() => Projects.MoveAsync(caller, Guid.NewGuid(), project.Id, default));
            await Assert.ThrowsAsync<PermissionDeniedException>(() => Members.SetAsync(caller, project.Id, caller.UserId, OrganizationRole.Analyst, default));
            await Assert.ThrowsAsync<PermissionDeniedException>(() => Members.RemoveAsync(caller, project.Id, inside.UserId, default));
        }
        Assert.Null(await Projects.ChangeAsync(Ours, project.Id, null, false, default));
        Assert.Equal(2, (await Projects.ListAsync(outside, default)).Count);
    }

    [Fact]
    public async Task Administrators_are_no_members_and_the_last_one_is_never_locked_out()
    {
        var project = await MadeAsync("Pay", restricted: true);
        Assert.Contains("is an administrator", await Members.SetAsync(Ours, project.Id, Ours.UserId, OrganizationRole.Viewer, default), StringComparison.Ordinal);
        var later = await PersonAsync("viewer");
        Assert.Contains("whole organization", await Members.SetAsync(Ours, project.Id, later.UserId, OrganizationRole.Admin, default), StringComparison.Ordinal);

        // A membership of who becomes an administrator later counts for nothing until they are none any more.
        Assert.Null(await Members.SetAsync(Ours, project.Id, later.UserId, OrganizationRole.Viewer, default));
        await _database.RunAsync($"UPDATE users SET role = 'admin' WHERE id = '{later.UserId}'; DELETE FROM users WHERE id = '{Ours.UserId}'");
        var last = (await _services.GetRequiredService<Callers>().FindAccountAsync(Ours.OrganizationId, later.UserId, default))!.Caller;
        Assert.True(last.MayIn(Permission.ManageSources, project.Id));
        Assert.Equal(OrganizationRole.Admin, (await Projects.FindAsync(last, project.Id, default))!.Role);
        Assert.Null(await Projects.ChangeAsync(last, project.Id, "Payroll", null, default));
        Assert.NotNull(await _services.GetRequiredService<Users>().ChangeAsync(last, last.UserId, OrganizationRole.Viewer, false, default));
    }

    [Fact]
    public async Task A_role_in_a_project_counts_there_for_more_or_for_less_and_a_key_never_for_more_than_it_was_given()
    {
        var project = await MadeAsync("Pay");
        var (less, more) = (await PersonAsync("analyst"), await PersonAsync("viewer"));
        Assert.Null(await Members.SetAsync(Ours, project.Id, less.UserId, OrganizationRole.Viewer, default));
        Assert.Null(await Members.SetAsync(Ours, project.Id, more.UserId, OrganizationRole.Analyst, default));
        (less, more) = (await NowAsync(less), await NowAsync(more));

        Assert.False(less.MayIn(Permission.ManageSources, project.Id));
        Assert.True(less.MayIn(Permission.ManageSources, Projects.General(less.OrganizationId)));
        Assert.True(more.MayIn(Permission.ManageSources, project.Id));
        Assert.False(more.May(Permission.ManageSources));
        Assert.True(more.MaySomewhere(Permission.ManageSources));
        Assert.False(more.MaySomewhere(Permission.ManageOrganization));

        var key = Assert.IsType<NewApiKey.Made>(await _services.GetRequiredService<ApiKeys>().CreateAsync(more, "reads", [Permission.ReadData], null, default)).Secret;
        var by = (await _services.GetRequiredService<Callers>().FindAsync(key, default))!.Caller;
        Assert.False(by.MaySomewhere(Permission.ManageSources));
        Assert.True(by.MayIn(Permission.ReadData, project.Id));
    }

    [Fact]
    public async Task Nobody_reaches_over_into_the_projects_and_memberships_of_another_organization()
    {
        var project = await MadeAsync("Pay", restricted: true);
        var person = await PersonAsync("viewer");
        Assert.Null(await Members.SetAsync(Ours, project.Id, person.UserId, OrganizationRole.Viewer, default));

        Assert.Equal(Theirs.OrganizationId, Assert.Single(await Projects.ListAsync(Theirs, default)).Id);
        Assert.Null(await Projects.FindAsync(Theirs, project.Id, default));
        Assert.Null(await Members.ListAsync(Theirs, project.Id, default));
        Assert.NotNull(await Projects.ChangeAsync(Theirs, project.Id, "Mine", false, default));
        Assert.NotNull(await Projects.DeleteAsync(Theirs, project.Id, default));
        Assert.NotNull(await Members.SetAsync(Theirs, project.Id, Theirs.UserId, OrganizationRole.Viewer, default));
        Assert.NotNull(await Members.SetAsync(Theirs, Theirs.OrganizationId, person.UserId, OrganizationRole.Viewer, default));
        Assert.False(await Members.RemoveAsync(Theirs, project.Id, person.UserId, default));
        Assert.IsType<NewProject.Made>(await Projects.CreateAsync(Theirs, "Pay", false, default));

        // And with all of our code's own filters gone.
        await using var tenant = await _database.Storage.OpenAsync(Theirs.OrganizationId, default);
        foreach (var sql in new[]
        {
            $"SELECT count(*) FROM projects WHERE organization_id = '{Ours.OrganizationId}'", $"SELECT count(*) FROM memberships WHERE user_id = '{person.UserId}'",
            "WITH u AS (UPDATE projects SET restricted = false WHERE restricted RETURNING 1) SELECT count(*) FROM u", "WITH d AS (DELETE FROM memberships RETURNING 1) SELECT count(*) FROM d",
        })
        {
            await using var command = new Npgsql.NpgsqlCommand(sql, tenant.Connection);
            Assert.Equal(0L, await command.ExecuteScalarAsync());
        }
        Assert.Equal("Pay", (await Projects.FindAsync(Ours, project.Id, default))!.Name);
        Assert.Single((await Members.ListAsync(Ours, project.Id, default))!);
    }

    private async Task<Project> MadeAsync(string name, bool restricted = false) => Assert.IsType<NewProject.Made>(await Projects.CreateAsync(Ours, name, restricted, default)).Project;

    private async Task<Caller> PersonAsync(string role)
    {
        var person = await _database.ColleagueAsync(Ours, Permission.ReadData);
        await _database.RunAsync($"UPDATE users SET role = '{role}' WHERE id = '{person.UserId}'");
        return await NowAsync(person);
    }

    private async Task<Caller> NowAsync(Caller person) => (await _services.GetRequiredService<Callers>().FindAccountAsync(person.OrganizationId, person.UserId, default))!.Caller;
}
