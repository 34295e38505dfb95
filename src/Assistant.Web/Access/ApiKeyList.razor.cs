using Assistant.Skills.Access;
using Microsoft.AspNetCore.Components;

namespace Assistant.Web.Access;

public sealed partial class ApiKeyList : IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private readonly HashSet<Permission> _permissions = [Permission.ReadData];
    private IReadOnlyList<ApiKey>? _keys;
    private string _name = "", _said = "";
    private int _days = 90;
    private string? _secret, _problem;

    [Inject] private ApiKeys Keys { get; set; } = null!;
    [Inject] private CurrentCaller Me { get; set; } = null!;
    [Inject] private TimeProvider Time { get; set; } = null!;

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    protected override Task OnInitializedAsync() => ReadAsync();

    private async Task ReadAsync() => _keys = await Keys.ListAsync(Me.Caller, _gone.Token);

    private void Toggle(Permission permission, bool on)
    {
        if (on)
            _permissions.Add(permission);
        else
            _permissions.Remove(permission);
    }

    private async Task MakeAsync()
    {
        (_problem, _secret) = (null, null);
        switch (await Keys.CreateAsync(Me.Caller, _name, _permissions, _days == 0 ? null : Time.GetUtcNow().AddDays(_days), _gone.Token))
        {
            case NewApiKey.Made made:
                (_secret, _name) = (made.Secret, "");
                await ReadAsync();
                break;
            case NewApiKey.Refused refused:
                _problem = refused.Why;
                break;
        }
    }

    private async Task RevokeAsync(ApiKey key)
    {
        await Keys.RevokeAsync(Me.Caller, key.Id, _gone.Token);
        (_secret, _said) = (null, Say["The key {0} no longer works.", key.Name]);
        await ReadAsync();
    }

    private string Words(Permission permission) => permission switch
    {
        Permission.ReadData => Say["Ask and read data"],
        Permission.WriteSql => Say["Write SQL"],
        Permission.ManageSources => Say["Connect sources"],
        Permission.ManageDashboards => Say["Change dashboards"],
        Permission.ApproveChanges => Say["Approve changes of data"],
        _ => Say["Manage the organization"],
    };
}
