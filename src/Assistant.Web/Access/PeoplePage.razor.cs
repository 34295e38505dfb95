using Assistant.Skills.Access;
using Microsoft.AspNetCore.Components;

namespace Assistant.Web.Access;

public sealed partial class PeoplePage : IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private IReadOnlyList<User>? _people;
    private (string Whose, string Password)? _secret;
    private string? _problem, _refused;
    private string _said = "", _name = "", _email = "";
    private OrganizationRole _role = OrganizationRole.Viewer;
    private bool _running;
    private Shared.Dialog _dialog = null!;

    [Inject] private Users Users { get; set; } = null!;
    [Inject] private CurrentCaller Me { get; set; } = null!;

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    protected override Task OnInitializedAsync() => ReadAsync();

    private async Task ReadAsync() => _people = await Users.ListAsync(Me.Caller, _gone.Token);

    private void Invite()
    {
        (_name, _email, _role, _refused) = ("", "", OrganizationRole.Viewer, null);
        _dialog.Show();
    }

    private async Task AddAsync()
    {
        var password = Passwords.Draw();
        _running = true;
        _refused = await Users.AddAsync(Me.Caller, _email, _name, _role, password, _gone.Token);
        _running = false;
        if (_refused is not null)
            return;
        (_secret, _problem, _said) = ((_email.Trim(), password), null, Say["{0} was added.", _name]);
        await _dialog.CloseAsync();
        await ReadAsync();
    }

    private async Task ResetAsync(User person)
    {
        switch (await Users.ResetPasswordAsync(Me.Caller, person.Id, _gone.Token))
        {
            case NewPassword.Drawn drawn:
                (_secret, _problem) = ((person.Email, drawn.Password), null);
                break;
            case NewPassword.Refused refused:
                _problem = refused.Why;
                break;
        }
    }

    private Task RoleAsync(User person, ChangeEventArgs chosen) =>
        Enum.TryParse<OrganizationRole>(chosen.Value?.ToString(), out var role) ? ChangeAsync(person, role, person.Disabled) : Task.CompletedTask;

    private Task DisableAsync(User person) => ChangeAsync(person, person.Role, !person.Disabled);

    private async Task ChangeAsync(User person, OrganizationRole role, bool disabled)
    {
        _problem = await Users.ChangeAsync(Me.Caller, person.Id, role, disabled, _gone.Token);
        _said = _problem is null ? Say["{0} was changed.", person.Name] : "";
        await ReadAsync();
    }
}
