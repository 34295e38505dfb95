using System.Globalization;
using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Questions;
using Assistant.Skills.Sources;
using Assistant.Skills.Workbooks;
using Assistant.Web.Parts;
using Assistant.Web.Resources;
using Assistant.Web.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using Microsoft.JSInterop;
using Radzen;

namespace Assistant.Web.Chat;

public sealed partial class ChatPage : IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private ChatSession _session = null!;
    private CultureInfo _culture = CultureInfo.InvariantCulture;
    private TimeZoneInfo _zone = TimeZoneInfo.Utc;
    private IReadOnlyList<SourceChoice> _sources = [];
    private IReadOnlyList<string> _starters = [];
    private Guid? _sourceId;
    private Guid? _shown;
    private bool _opened;
    private Composer? _composer;
    private string? _asked;
    private RenameDialog? _rename;
    private SaveWidgetDialog? _save;
    private Semantics.VerifyDialog? _verify;
    private SqlDesk? _desk;

    [Parameter] public Guid? Id { get; set; }

    /// <summary>The source to ask, for links from its page.</summary>
    [SupplyParameterFromQuery] public Guid? Source { get; set; }

    /// <summary>A question to begin with: written into the composer, sent by the person alone.</summary>
    [SupplyParameterFromQuery] public string? Ask { get; set; }

    [Inject] private CurrentCaller Current { get; set; } = null!;
    [Inject] private Turns TurnStore { get; set; } = null!;
    [Inject] private Conversations Conversations { get; set; } = null!;
    [Inject] private StartingQuestions Starting { get; set; } = null!;
    [Inject] private WrittenQueries Written { get; set; } = null!;
    [Inject] private Results Results { get; set; } = null!;
    [Inject] private DataSources DataSources { get; set; } = null!;
    [Inject] private WorkbookUploads Uploads { get; set; } = null!;
    [Inject] private Meanings Meanings { get; set; } = null!;
    [Inject] private ConversationList List { get; set; } = null!;
    [Inject] private TimeProvider Time { get; set; } = null!;
    [Inject] private ILogger<ChatSession> Logger { get; set; } = null!;
    [Inject] private NavigationManager Navigation { get; set; } = null!;
    [Inject] private NotificationService Notifications { get; set; } = null!;
    [Inject] private IJSRuntime Script { get; set; } = null!;

    private string Title => _session.Conversation is { Title.Length: > 0 } open ? open.Title : Say["New conversation"];

    private bool Mine => _session.Conversation is null or { Mine: true };

    private string Status => _session.Running is { } turn
        ? turn.Parts.OfType<StepPart>().LastOrDefault()?.Label is { } step ? Spoken.Of(Say, step) : Say["Reading the question"]
        : _session.Turns.Count == 0 ? "" : Say["Answer ready"];

    // An answer reads one source, whose project decides what the person may do with it.
    private bool MayOn(TurnView turn, Permission permission) => Current.IsSignedIn && turn.Parts.OfType<SqlPart>().FirstOrDefault() is { } part && Current.Caller.MayOn(permission, part.SourceId);

    private SqlDesk? DeskOf(TurnView turn) => MayOn(turn, Permission.WriteSql)
        ? _desk ??= new(RunSqlAsync, (part, sql, words, cancellationToken) => Written.RefineAsync(Current.Caller, part.SourceId, sql, words, Today, cancellationToken), (part, cancellationToken) => NoteAsync(part, null, cancellationToken))
        : null;

    private DateOnly Today => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(Time.GetUtcNow(), _zone).DateTime);

    private EventCallback<ResultParts> Save => Current.IsSignedIn && Current.Caller.Permissions.Contains(Permission.ManageDashboards)
        ? EventCallback.Factory.Create<ResultParts>(this, parts => _save!.ShowAsync(parts, _session.Conversation?.Id))
        : default;

    private EventCallback<SqlPart> VerifyOf(TurnView turn) => MayOn(turn, Permission.ManageSources)
        ? EventCallback.Factory.Create<SqlPart>(this, part => _verify!.Show(turn.Question, part))
        : default;

    public void Dispose()
    {
        List.Changed -= ListChanged;
        _session.Dispose();
        _gone.Cancel();
        _gone.Dispose();
    }

    protected override void OnInitialized()
    {
        _session = new ChatSession(TurnStore, Conversations, Time, Logger);
        _session.Changed += () => _ = InvokeAsync(StateHasChanged);
        _session.ListChanged += () => _ = InvokeAsync(() => List.RefreshAsync(_gone.Token));
        List.Changed += ListChanged;
    }

    protected override async Task OnParametersSetAsync()
    {
        if (!Current.IsSignedIn || _opened && Id == _shown) return;
        (_opened, _shown) = (true, Id);
        var preferences = Current.Caller.Preferences;
        _culture = CultureInfo.GetCultureInfo(preferences.Culture);
        _zone = TimeZoneInfo.FindSystemTimeZoneById(preferences.TimeZone);
        await _session.OpenAsync(Current.Caller, Id, _gone.Token);
        await ReadSourcesAsync();
        var wanted = Source ?? (_session.Turns is [.., var last] ? last.SourceId : null);
        _sourceId = _sources.Any(s => s.Id == wanted) ? wanted : null;
        if (!RendererInfo.IsInteractive) return;
        _session.Live();
        if (Id is null) _ = SuggestAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (Ask is not { Length: > 0 } question || question == _asked || _composer is null) return;
        _asked = question;
        await _composer.WriteAsync(question);
    }

    private void ListChanged() => _ = InvokeAsync(async () =>
    {
        // The title, the pin or the sharing of the open conversation may be what changed.
        if (_session.Conversation is { } open && List.Items?.FirstOrDefault(c => c.Id == open.Id) is { } now && now with { Running = open.Running, UpdatedAt = open.UpdatedAt } != open)
            await _session.RefreshAsync(_gone.Token);
    });

    private async Task<bool> AskAsync(string text, Guid? replaces = null, Guid? sourceId = null)
    {
        if (_session.Running is not null && replaces is null || string.IsNullOrWhiteSpace(text)) return false;
        StartOutcome asked;
        try
        {
            asked = await _session.AskAsync(text, replaces is null ? _sourceId : sourceId, replaces, _gone.Token);
        }
        catch (System.Data.Common.DbException failure)
        {
            LogAsking(Logger, failure);
            Notifications.Failed(Say["The question could not be kept: the assistant’s own database does not answer. Your words are still there; send them again in a moment."]);
            return false;
        }
        if (asked is not StartOutcome.Started { ConversationId: var id })
        {
            Notifications.Failed(asked is StartOutcome.TooMany many
                ? Say["These are more than {0} questions in a minute. Your words are still there; send them again in {1} seconds.", many.PerMinute, (int)many.RetryAfter.TotalSeconds]
                : Say["This conversation can’t be continued. Start a new one."]);
            return false;
        }
        _shown = id;
        if (Id != id) Navigation.NavigateTo($"/c/{id}", replace: true);
        if (_composer is not null) await _composer.ScrollDownAsync();
        return true;
    }

    private async Task<QueryOutcome> RunSqlAsync(SqlPart part, string sql, CancellationToken cancellationToken)
    {
        var outcome = await Results.RunAsync(Current.Caller, part.SourceId, sql, cancellationToken);
        if (outcome is QueryOutcome.Rows { Table: var table })
            await NoteAsync(part, WrittenQueries.NoteOf(part.SourceId, sql, table.Columns), cancellationToken);
        return outcome;
    }

    // What is asked next goes on from the edited query, if it stands under the last answer.
    private Task NoteAsync(SqlPart part, string? note, CancellationToken cancellationToken) =>
        _session.Turns.FirstOrDefault(t => t.Parts.OfType<SqlPart>().Any(p => p.ResultId == part.ResultId)) is { } turn
            ? TurnStore.NoteAsync(Current.Caller, turn.Id, WrittenQueries.NoteKey, note, cancellationToken) : Task.CompletedTask;

    private Task<QueryOutcome> ReadAsync(Guid result, CancellationToken cancellationToken) => Results.ReadAsync(Current.Caller, result, cancellationToken);

    private async Task ReadSourcesAsync() =>
        _sources = [.. (await DataSources.ListAsync(Current.Caller, _gone.Token)).Select(s => new SourceChoice(s.Id, s.Name))];

    // Checked by running them, so they come when they are ready.
    private async Task SuggestAsync()
    {
        _starters = [];
        try
        {
            var source = _sourceId;
            var starters = await Starting.ForAsync(Current.Caller, source, _gone.Token);
            if (source != _sourceId) return;   // another source was chosen meanwhile, and its questions may be there already
            _starters = starters;
            await InvokeAsync(StateHasChanged);
        }
        catch (OperationCanceledException) { }   // the person asked something meanwhile, or went on
        catch (System.Data.Common.DbException failure)
        {
            LogSuggesting(Logger, failure);   // the page works without them
        }
    }

    private Task ChooseSourceAsync(Guid? source)
    {
        _sourceId = source;
        return _session.Turns.Count == 0 ? SuggestAsync() : Task.CompletedTask;
    }

    private async Task ForgetAsync(RememberedChoice choice) => await Meanings.ForgetAsync(Current.Caller, choice.SourceId, choice.Phrase, _gone.Token);

    private async Task<Uploaded> UploadAsync(string name, Stream content, CancellationToken cancellationToken)
    {
        if (!name.EndsWith(".xlsx", StringComparison.OrdinalIgnoreCase))
            return await ConnectAsync(name, content, cancellationToken);
        // A workbook that was handed out to be filled in is checked; any other one becomes a source.
        await using var file = new FileStream(Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        await content.CopyToAsync(file, cancellationToken);
        file.Position = 0;
        if (!WorkbookUploads.IsOurs(file))
            return await ConnectAsync(name, file, cancellationToken);
        switch (await Uploads.CheckAsync(Current.Caller, file, null, cancellationToken))
        {
            case UploadOutcome.Checked { Set: { } set }:
                _ = InvokeAsync(() => AskAsync($"show change {set.Number}"));
                return new(null, null) { Taken = true };
            case UploadOutcome.Checked none:
                return new(null, Say["None of the {0} filled cells can go on: {1}", none.Left.Count, none.Left[0].Says]);
            case UploadOutcome.Refused refused:
                return new(null, refused.Why);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private async Task<Uploaded> ConnectAsync(string name, Stream content, CancellationToken cancellationToken)
    {
        switch (await DataSources.UploadAsync(Current.Caller, name, content, Current.Caller.ProjectId, cancellationToken))
        {
            case ConnectOutcome.Connected connected:
                await ReadSourcesAsync();
                return new(new SourceChoice(connected.Source.Id, connected.Source.Name), null);
            case ConnectOutcome.Refused refused:
                return new(null, refused.Reason);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private async Task RenameAsync(Guid id, string title)
    {
        await List.RenameAsync(id, title, _gone.Token);
        await _session.RefreshAsync(_gone.Token);
    }

    private async Task CommandAsync(string command)
    {
        switch (command)
        {
            case "/edit" when _session.Turns.Any(t => t.Parts.OfType<SqlPart>().Any()): await Script.InvokeVoidAsync("assistantShell.editLastSql", _gone.Token); break;
            case "/edit": Notifications.Tell(Say["Ask something first; then its SQL can be changed and run."]); break;
            case "/new": Navigation.NavigateTo("/"); break;
            case "/export" when _session.Conversation is { } open: Navigation.NavigateTo($"/api/v1/conversations/{open.Id}/export", forceLoad: true); break;
            case "/export": Notifications.Tell(Say["There is nothing to take along yet."]); break;
            case "/keys": await Script.InvokeVoidAsync("assistantShell.show", _gone.Token, "#keys"); break;
            default: await AskAsync(command); break;   // the assistant answers these itself
        }
    }

    [LoggerMessage(LogLevel.Error, "A question could not be stored.")]
    private static partial void LogAsking(ILogger logger, Exception failure);

    [LoggerMessage(LogLevel.Warning, "No starting questions could be made.")]
    private static partial void LogSuggesting(ILogger logger, Exception failure);
}
