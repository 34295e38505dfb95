using Assistant.Skills.Access;
using Assistant.Skills.Curation;
using Assistant.Skills.Semantics;
using Assistant.Skills.Sources;
using Assistant.Web.Resources;
using Assistant.Web.Shared;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace Assistant.Web.Semantics;

/// <summary>Changes the draft; the words tell the history what was done. Gives what is wrong with it, in words, or null.</summary>
public delegate Task<string?> ModelEdit(string what, Func<SemanticModel, SemanticModel> edit);

public sealed partial class ModelPage : IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private OpenedSource? _open;
    private SourceCatalog? _seen;
    private CatalogTable? _table;
    private SemanticModel _model = SemanticModel.Empty;
    private ModelDraft? _draft;
    private ModelReplay? _replay;
    private ImportDialog? _import;
    private bool _missing, _busy;
    private string? _problem;
    private string _said = "";
    private Guid? _loaded;

    [Inject] private DataSources Sources { get; set; } = null!;
    [Inject] private SemanticModels Models { get; set; } = null!;
    [Inject] private ModelCheck Check { get; set; } = null!;
    [Inject] private ModelFiles Files { get; set; } = null!;
    [Inject] private ModelReplays Replays { get; set; } = null!;
    [Inject] private CurrentCaller Me { get; set; } = null!;
    [Inject] private NotificationService Notifications { get; set; } = null!;

    [Parameter] public Guid Id { get; set; }

    /// <summary>The table shown, as "schema.name" or "name"; the first otherwise.</summary>
    [SupplyParameterFromQuery] private string? Table { get; set; }

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_loaded != Id)
            await LoadAsync();
        _table = _seen?.Tables.FirstOrDefault(t => t.Name.ToString() == Table) ?? (_seen is { Tables: [var first, ..] } ? first : null);
    }

    private string Address(CatalogTable table) => $"/sources/{Id}/model?table={Uri.EscapeDataString(table.Name.ToString())}";

    private async Task LoadAsync()
    {
        _loaded = Id;
        _open = Me.Caller.MayOn(Permission.ManageSources, Id) ? await Sources.OpenAsync(Me.Caller, Id, _gone.Token) : null;
        _missing = _open is null;
        if (_open is null)
            return;
        _seen = SeenCatalog.Of(_open.Catalog, _open.Policy);
        await TakeAsync();
    }

    private async Task TakeAsync()
    {
        _draft = await Models.DraftAsync(Me.Caller, Id, _gone.Token);
        _model = _draft?.Model ?? (await Models.CurrentAsync(Me.Caller, Id, _gone.Token)).Model;
    }

    private async Task<string?> EditAsync(string what, Func<SemanticModel, SemanticModel> edit)
    {
        var known = await Check.FindAsync(SeenCatalog.Of(_model, _seen!), _open!.Source, _seen!, _gone.Token);
        var problems = await Check.FindAsync(SeenCatalog.Of(edit(_model).Tidy(), _seen!), _open.Source, _seen!, _gone.Token);
        if (problems.Except(known).FirstOrDefault() is { } problem)
            return problem.Message;
        await Models.EditAsync(Me.Caller, Id, what, edit, _gone.Token);
        await TakeAsync();
        (_replay, _problem) = (null, null);
        _said = Say["Kept in the draft."];
        StateHasChanged();
        return null;
    }

    private async Task TryAsync()
    {
        (_busy, _problem) = (true, null);
        StateHasChanged();
        _replay = _draft is null ? null : await Replays.ReplayAsync(Me.Caller, Id, _draft.Model, _gone.Token);
        _busy = false;
        if (_replay is not null)
            _said = Say.Count(_replay.Changed.Count, "One answer changes.", "{0} answers change.");
    }

    private async Task PublishAsync()
    {
        switch (await Models.PublishAsync(Me.Caller, Id, "", _gone.Token))
        {
            case PublishOutcome.Published published:
                if (_replay is { Verified: > 0 } tried)
                    await KeepAsync(tried);
                (_replay, _problem) = (null, null);
                await TakeAsync();
                Notifications.Done(Say["Version {0} answers questions from now on.", published.Number]);
                break;
            case PublishOutcome.Refused refused:
                _problem = refused.Reason;
                break;
        }
    }

    private Task KeepAsync(ModelReplay tried) => Replays.KeepAsync(Me.Caller, Id, tried, _gone.Token);

    private async Task DiscardAsync()
    {
        await Models.DiscardAsync(Me.Caller, Id, _gone.Token);
        (_replay, _problem) = (null, null);
        await TakeAsync();
        _said = Say["The draft was discarded."];
    }

    private async Task<IReadOnlyList<YamlProblem>> ImportAsync(string yaml)
    {
        if (await Files.ImportAsync(Me.Caller, Id, yaml, _gone.Token) is ImportOutcome.Refused refused)
            return refused.Problems;
        _replay = null;
        await TakeAsync();
        StateHasChanged();
        return [];
    }
}
