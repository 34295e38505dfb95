using Assistant.Skills.Access;
using Assistant.Skills.Sources;
using Assistant.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace Assistant.Web.Access;

/// <summary>For administrators: what belongs together, who sees it, and who is what in it.</summary>
public sealed partial class ProjectsPage : IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private IReadOnlyList<Project>? _projects;
    private IReadOnlyList<DataSource> _sources = [];
    private IReadOnlyList<User> _people = [];
    private Dictionary<Guid, IReadOnlyList<ProjectMember>> _members = [];
    private Project? _chosen;
    private string? _problem, _refused;
    private string _said = "", _name = "";
    private bool _restricted = true, _running;
    private Shared.Dialog _new = null!;
    private NameDialog? _rename;
    private ConfirmDialog? _open;

    [Inject] private Projects Projects { get; set; } = null!;
    [Inject] private ProjectMembers Members { get; set; } = null!;
    [Inject] private Users Users { get; set; } = null!;
    [Inject] private DataSources Sources { get; set; } = null!;
    [Inject] private CurrentCaller Me { get; set; } = null!;

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    protected override Task OnInitializedAsync() => ReadAsync();

    private async Task ReadAsync()
    {
        _people = await Users.ListAsync(Me.Caller, _gone.Token);
        _sources = await Sources.ListAsync(Me.Caller, _gone.Token);
        var projects = await Projects.ListAsync(Me.Caller, _gone.Token);
        var members = new Dictionary<Guid, IReadOnlyList<ProjectMember>>();
        foreach (var project in projects)
            members[project.Id] = await Members.ListAsync(Me.Caller, project.Id, _gone.Token) ?? [];
        (_members, _projects) = (members, projects);
    }

    private void Begin()
    {
        (_name, _restricted, _refused) = ("", true, null);
        _new.Show();
    }

    private async Task MakeAsync()
    {
        _running = true;
        var made = await Projects.CreateAsync(Me.Caller, _name, _restricted, _gone.Token);
        _running = false;
        _refused = (made as NewProject.Refused)?.Why;
        if (_refused is not null)
            return;
        await _new.CloseAsync();
        await DoneAsync(null, Say["{0} was made.", _name.Trim()]);
    }

    private void Rename(Project project)
    {
        _chosen = project;
        _rename!.Show(project.Name);
    }

    private async Task<string?> RenameAsync(string name)
    {
        if (await Projects.ChangeAsync(Me.Caller, _chosen!.Id, name, null, _gone.Token) is { } problem)
            return Say[problem];
        await DoneAsync(null, Say["{0} was changed.", name]);
        return null;
    }

    // Closing a door may be done at once, opening one is asked first.
    private async Task RestrictAsync(Project project, bool restricted)
    {
        _chosen = project;
        if (restricted)
            await DoneAsync(await Projects.ChangeAsync(Me.Caller, project.Id, null, true, _gone.Token), Say["{0} was changed.", project.Name]);
        else
            _open!.Show();
    }

    private async Task<string?> OpenAsync()
    {
        if (await Projects.ChangeAsync(Me.Caller, _chosen!.Id, null, false, _gone.Token) is { } problem)
            return Say[problem];
        await DoneAsync(null, Say["{0} was changed.", _chosen.Name]);
        return null;
    }

    private async Task DeleteAsync(Project project) => await DoneAsync(await Projects.DeleteAsync(Me.Caller, project.Id, _gone.Token), Say["{0} was deleted.", project.Name]);

    private async Task SetAsync(Project project, Guid userId, OrganizationRole role) =>
        await DoneAsync(await Members.SetAsync(Me.Caller, project.Id, userId, role, _gone.Token), Say["{0} was changed.", project.Name]);

    private async Task RemoveAsync(Project project, Guid userId)
    {
        await Members.RemoveAsync(Me.Caller, project.Id, userId, _gone.Token);
        await DoneAsync(null, Say["{0} was changed.", project.Name]);
    }

    private async Task DoneAsync(string? problem, string said)
    {
        (_problem, _said) = (problem, problem is null ? said : "");
        await ReadAsync();
    }
}
