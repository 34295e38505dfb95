using System.Globalization;
using Assistant.Skills.Access;
using Assistant.Skills.Quality;
using Assistant.Skills.Sources;
using Microsoft.AspNetCore.Components;

namespace Assistant.Web.Quality;

/// <summary>What a table holds, column by column, read when the page is opened and with the rights of who looks.</summary>
public sealed partial class ProfilePage : IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private TableProfile? _profile;
    private bool _loaded;
    private CultureInfo _culture = CultureInfo.CurrentCulture;

    [Inject] private DataSources Sources { get; set; } = null!;
    [Inject] private QualityChecks Checks { get; set; } = null!;
    [Inject] private CurrentCaller Me { get; set; } = null!;

    [Parameter] public Guid Id { get; set; }
    [Parameter] public string Table { get; set; } = "";

    private string Short => Table[(Table.LastIndexOf('.') + 1)..];

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        _culture = CultureInfo.GetCultureInfo(Me.Caller.Preferences.Culture);
        if (await Sources.OpenAsync(Me.Caller, Id, _gone.Token) is { } opened
            && opened.Catalog.Tables.FirstOrDefault(t => !opened.Policy.HiddenTables.Contains(t.Name) && string.Equals(t.Name.ToString(), Table, StringComparison.OrdinalIgnoreCase)) is { } table)
            _profile = await Checks.ProfileAsync(Me.Caller, opened, table, _gone.Token);
        _loaded = true;
        StateHasChanged();
    }

    private string Number(long number) => number.ToString("#,0", _culture);
}
