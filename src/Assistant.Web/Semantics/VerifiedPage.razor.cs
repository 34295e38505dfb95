using Assistant.Skills.Access;
using Assistant.Skills.Curation;
using Assistant.Skills.Questions;
using Assistant.Skills.Semantics;
using Assistant.Skills.Sources;
using Microsoft.AspNetCore.Components;

namespace Assistant.Web.Semantics;

public sealed partial class VerifiedPage : IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private OpenedSource? _open;
    private IReadOnlyList<VerifiedQuestion> _pairs = [];
    private SourceAnswering _answering = SourceAnswering.Usual;
    private bool _missing, _busy;
    private string _question = "", _sql = "", _said = "";
    private string? _problem;
    private Guid? _loaded;

    [Inject] private DataSources Sources { get; set; } = null!;
    [Inject] private VerifiedQuestions Verified { get; set; } = null!;
    [Inject] private VerifiedAnswers Answers { get; set; } = null!;
    [Inject] private ModelReplays Replays { get; set; } = null!;
    [Inject] private CurrentCaller Me { get; set; } = null!;

    [Parameter] public Guid Id { get; set; }

    /// <summary>A question to begin with, e.g. from the queue of gaps.</summary>
    [SupplyParameterFromQuery] public string? Ask { get; set; }

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_loaded == Id)
            return;
        (_loaded, _question) = (Id, Ask ?? "");
        _open = Me.Caller.MayOn(Permission.ManageSources, Id) ? await Sources.OpenAsync(Me.Caller, Id, _gone.Token) : null;
        _missing = _open is null;
        await ReadAsync();
    }

    private async Task ReadAsync()
    {
        if (_open is null)
            return;
        _pairs = await Verified.ListAsync(Me.Caller, _open, _gone.Token);
        _answering = (await Verified.AnsweringAsync(Me.Caller, _gone.Token)).GetValueOrDefault(Id, SourceAnswering.Usual);
    }

    private void Take(VerifiedQuestion pair) => (_question, _sql, _problem) = (pair.Question, pair.Sql, null);

    private async Task SaveAsync()
    {
        _problem = await Answers.VerifyAsync(Me.Caller, Id, _question, _sql, _gone.Token) is VerifyOutcome.Refused refused ? refused.Reason : null;
        if (_problem is not null)
            return;
        (_question, _sql, _said) = ("", "", Say["Verified."]);
        await ReadAsync();
    }

    private async Task RemoveAsync(VerifiedQuestion pair)
    {
        await Verified.RemoveAsync(Me.Caller, pair.Id, _gone.Token);
        _said = Say["The verification was taken back."];
        await ReadAsync();
    }

    private async Task OnlyAsync(ChangeEventArgs changed)
    {
        await Verified.AnswerOnlyVerifiedAsync(Me.Caller, Id, changed.Value is true, _gone.Token);
        await ReadAsync();
    }

    private async Task MeasureAsync()
    {
        _busy = true;
        StateHasChanged();
        await Replays.MeasureAsync(Me.Caller, Id, _gone.Token);
        _busy = false;
        await ReadAsync();
    }
}
