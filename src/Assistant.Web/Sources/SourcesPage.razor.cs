using Assistant.Skills.Access;
using Assistant.Skills.Curation;
using Assistant.Skills.Questions;
using Assistant.Skills.Sources;
using Assistant.Web.Resources;
using Assistant.Web.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Assistant.Web.Sources;

public sealed partial class SourcesPage : IDisposable
{
    // While statistics are being gathered the page looks again this often.
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _gone = new();
    private IReadOnlyList<DataSource>? _sources;
    private IReadOnlyList<string> _questions = [];
    private Guid? _asked;
    private OpenedSource? _open;
    private SourceReadiness? _readiness;
    private SourceCatalog? _visible;
    private CatalogTable? _table;
    private bool _missing, _refreshing, _watching;
    private IReadOnlyList<Project> _projects = [];
    private string? _problem;
    private string _said = "";
    private ConnectDialog? _connect;
    private ConfirmDialog? _delete;

    [Inject] private DataSources Sources { get; set; } = null!;
    [Inject] private Projects Projects { get; set; } = null!;
    [Inject] private Readiness Readiness { get; set; } = null!;
    [Inject] private StartingQuestions Starting { get; set; } = null!;
    [Inject] private CurrentCaller Me { get; set; } = null!;
    [Inject] private NavigationManager Navigation { get; set; } = null!;
    [Inject] private IOptions<SourceOptions> Options { get; set; } = null!;
    [Inject] private TimeProvider Time { get; set; } = null!;
    [Inject] private ILogger<SourcesPage> Logger { get; set; } = null!;

    [Parameter] public Guid? Id { get; set; }

    /// <summary>The table shown, as "schema.name" or "name".</summary>
    [SupplyParameterFromQuery] private string? Table { get; set; }

    private bool MayManage => _open is { } open && Me.Caller.MayOn(Permission.ManageSources, open.Info.Id);

    private bool MayConnect => Me.Caller.MaySomewhere(Permission.ManageSources);

    // Into these the person may connect databases; the one of the source that is open, or that the person works in, is offered first.
    private List<Project> Connectable => [.. _projects.Where(p => Me.Caller.MayIn(Permission.ManageSources, p.Id)).OrderByDescending(p => p.Id == (_open?.Info.ProjectId ?? Me.Caller.ProjectId))];

    private long Largest => Options.Value.MaxUploadMegabytes * 1_000_000L;

    private string Title => _table?.Name.Name ?? _open?.Info.Name ?? Say["Sources"];

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        await LoadAsync();
        if (!RendererInfo.IsInteractive)
            return;
        if (!_watching)
            _ = WatchAsync();
        if (_asked != Id)
            _ = SuggestAsync();
    }

    internal static string Address(Guid source, CatalogTable? table = null) =>
        table is null ? $"/sources/{source}" : $"/sources/{source}?table={Uri.EscapeDataString(table.Name.ToString())}";

    private async Task LoadAsync()
    {
        _sources = await Sources.ListAsync(Me.Caller, _gone.Token);
        _projects = await Projects.ListAsync(Me.Caller, _gone.Token);
        _open = Id is { } id ? await Sources.OpenAsync(Me.Caller, id, _gone.Token) : null;
        _missing = Id is not null && _open is null;
        _visible = _open is null ? null : VisibleCatalog.Of(_open.Catalog, _open.Policy);
        _table = Table is null ? null : _visible?.Tables.FirstOrDefault(t => t.Name.ToString() == Table);
        _readiness = _open is { Info.State: not SourceState.Profiling } ready && MayManage ? await Readiness.OfAsync(Me.Caller, ready.Info.Id, _gone.Token) : null;
        _problem = _open is { Info.State: SourceState.Failing } ? _open.Info.Note : null;
    }

    // Each was run before it is shown, so they come when they are ready.
    private async Task SuggestAsync()
    {
        (_asked, _questions) = (Id, []);
        if (_open is null)
            return;
        try
        {
            var questions = await Starting.ForAsync(Me.Caller, Id, _gone.Token);
            if (_asked == _open?.Info.Id)
                _questions = questions;
            await InvokeAsync(StateHasChanged);
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
        catch (System.Data.Common.DbException failure)
        {
            LogSuggesting(Logger, failure);   // the page works without them
        }
    }

    private async Task WatchAsync()
    {
        _watching = true;
        using var timer = new PeriodicTimer(Glance, Time);
        try
        {
            while (_sources?.Any(s => s.State is SourceState.Profiling) == true && await timer.WaitForNextTickAsync(_gone.Token))
            {
                await LoadAsync();
                await InvokeAsync(StateHasChanged);
            }
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
        finally
        {
            _watching = false;
        }
    }

    private async Task<string?> ConnectAsync(NewSource wanted, CancellationToken cancellationToken) =>
        Connected(await Sources.ConnectAsync(Me.Caller, wanted, cancellationToken));

    private async Task<string?> UploadAsync(string name, Stream content, CancellationToken cancellationToken) =>
        Connected(await Sources.UploadAsync(Me.Caller, name, content, Me.Caller.ProjectId, cancellationToken));

    private async Task<string?> UploadIntoAsync(string name, Stream content, Guid? project, CancellationToken cancellationToken) =>
        Connected(await Sources.UploadAsync(Me.Caller, name, content, project, cancellationToken));

    private string? Connected(ConnectOutcome outcome)
    {
        if (outcome is not ConnectOutcome.Connected connected)
            return ((ConnectOutcome.Refused)outcome).Reason;
        _said = Say["{0} is connected. Its statistics are being read.", connected.Source.Name];
        Navigation.NavigateTo(Address(connected.Source.Id));
        return null;
    }

    private async Task RefreshAsync()
    {
        if (_open is null)
            return;
        _refreshing = true;
        var outcome = await Sources.RefreshAsync(Me.Caller, _open.Info.Id, _gone.Token);
        _refreshing = false;
        await LoadAsync();
        if (outcome is RefreshOutcome.Refused refused)
            _problem = refused.Reason;
        _said = outcome is RefreshOutcome.Refreshed done
            ? done.Changes.Count == 0 ? Say["The schema was read again; nothing changed."] : Say.Count(done.Changes.Count, "One change was found.", "{0} changes were found.")
            : Say["The schema could not be read."];
        if (!_watching)
            _ = WatchAsync();
    }

    private async Task<string?> DeleteAsync()
    {
        await Sources.DeleteAsync(Me.Caller, _open!.Info.Id, _gone.Token);
        Navigation.NavigateTo("/sources");
        return null;
    }

    [LoggerMessage(LogLevel.Warning, "Questions for a source could not be suggested.")]
    private static partial void LogSuggesting(ILogger logger, Exception failure);
}
