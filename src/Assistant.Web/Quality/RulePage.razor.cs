using System.Globalization;
using Assistant.Skills.Access;
using Assistant.Skills.Quality;
using Assistant.Skills.Sources;
using Microsoft.AspNetCore.Components;

namespace Assistant.Web.Quality;

/// <summary>One rule: its rows and what people say of them, its versions, and the test of one against another.</summary>
public sealed partial class RulePage : IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private QualityRule? _rule;
    private IReadOnlyList<RuleTrial> _trials = [];
    private IReadOnlyList<RuleVersion> _versions = [];
    private IReadOnlyList<bool?> _labels = [], _differingLabels = [];
    private ResultTable? _rows, _differing;
    private string? _problem;
    private IReadOnlyList<RulePerson> _people = [];
    private string _sentence = "", _said = "", _sql = "";
    private int _confirmed, _rejected;
    private bool _loaded, _busy;
    private CultureInfo _culture = CultureInfo.CurrentCulture;

    private enum ChallengerKind { Stricter, Looser, Feedback, Sentence }

    [Inject] private DataSources Sources { get; set; } = null!;
    [Inject] private QualityRules Rules { get; set; } = null!;
    [Inject] private QualityChecks Checks { get; set; } = null!;
    [Inject] private RuleTrials Trials { get; set; } = null!;
    [Inject] private RuleVersions Versions { get; set; } = null!;
    [Inject] private RuleLabels Labels { get; set; } = null!;
    [Inject] private RuleChallengers Challengers { get; set; } = null!;
    [Inject] private RuleChanges Changes { get; set; } = null!;
    [Inject] private NavigationManager Navigation { get; set; } = null!;
    [Inject] private ShownRows Shown { get; set; } = null!;
    [Inject] private CurrentCaller Me { get; set; } = null!;

    [Parameter] public int Number { get; set; }

    // A token outlives its source: work that is still under way when the person leaves ends quietly.
    private CancellationToken Left { get; set; }

    private bool MayManage => _rule is { } rule && Me.Caller.MayOn(Permission.ManageSources, rule.SourceId);

    private RuleTrial? Running => _trials.FirstOrDefault(t => t.State is TrialState.Running);

    private string About => Say["{0}, version {1}. {2} of {3} rows break it.", _rule!.Rule.Table.ToString(), _rule.Version, Figure(_rule.Rule.Violations), Figure(_rule.Rule.Judged)];

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        Left = _gone.Token;
        _culture = CultureInfo.GetCultureInfo(Me.Caller.Preferences.Culture);
        await LoadAsync();
        _loaded = true;
        await ReadAsync();
    }

    private string Figure(long number) => number.ToString("#,0", _culture);

    private async Task LoadAsync()
    {
        _rule = await Rules.FindAsync(Me.Caller, Number, Left);
        if (_rule is null)
            return;
        _trials = [.. (await Trials.ListAsync(Me.Caller, _rule.SourceId, Left)).Where(t => t.RuleId == _rule.Id)];
        _versions = await Versions.ListAsync(Me.Caller, Number, Left);
        if (MayManage && _people.Count == 0)
            _people = await Changes.PeopleAsync(Me.Caller, Left);
        (_confirmed, _rejected) = await Labels.CountAsync(Me.Caller, _rule.Id, Left);
    }

    /// <summary>Reads the rows with the rights of who looks.</summary>
    private async Task ReadAsync()
    {
        if (_rule is not { } rule || await Sources.OpenAsync(Me.Caller, rule.SourceId, Left) is not { } source)
            return;
        _problem = null;
        _sql = QualityChecks.SqlOf(source, rule.Rule) ?? "";
        (_rows, _labels) = await ReadAsync(source, rule, Checks.RowsQuery(source, rule.Rule));
        if (_rows is null)
            _problem = Checks.RowsQuery(source, rule.Rule) is null ? Say["This rule is about the table as a whole."] : Say["The rows could not be read. Try again in a moment."];
        if (Running is { } trial)
            (_differing, _differingLabels) = await ReadAsync(source, rule, Trials.DifferQuery(source, trial, rule.Rule.Table));
    }

    private async Task<(ResultTable? Rows, IReadOnlyList<bool?> Labels)> ReadAsync(OpenedSource source, QualityRule rule, string? query) =>
        query is not null && await Shown.ReadAsync(source, query, Left) is { } rows
            ? (rows, await Labels.OfAsync(Me.Caller, source, rule, ShownRows.Named(rows), Left)) : (null, []);

    private Task LabelAsync(ResultTable table, int row, bool isFault) => WorkAsync(async source =>
    {
        if (!await Labels.LabelAsync(Me.Caller, source, _rule!, ShownRows.Named(table)[row], isFault, "", Left))
            return Say["This row cannot be told from others, so nothing was kept."];
        if (Running is { } trial)
            await Trials.LookAsync(Me.Caller, trial, Left);
        return isFault ? Say["Kept: a fault."] : Say["Kept: in order."];
    });

    private Task TestAsync(ChallengerKind kind) => WorkAsync(async source =>
    {
        var version = kind switch
        {
            ChallengerKind.Stricter => await Challengers.StricterAsync(source, _rule!, Left),
            ChallengerKind.Looser => await Challengers.LooserAsync(source, _rule!, Left),
            ChallengerKind.Feedback => await Challengers.FromFeedbackAsync(Me.Caller, source, _rule!, Left),
            _ => await Checks.ReadSentenceAsync(source, _sentence, Left) is SentenceOutcome.Understood told && told.Rule.Table == _rule!.Rule.Table
                ? new(told.Rule.Body, told.Rule.Title, Say["Told by {0}.", Me.Caller.Name]) : null,
        };
        if (version is null)
            return kind is ChallengerKind.Sentence ? Say["I could not read this as a rule about the same table."] : Say["The data suggest no such version. Say one as a sentence."];
        return await Trials.StartAsync(Me.Caller, _rule!, version.Body, version.Why, TrialPlan.Of(), Left) is TrialOutcome.Refused refused ? refused.Why : version.Why;
    });

    private Task LookAsync() => WorkAsync(async _ => await Trials.LookAsync(Me.Caller, _trials[0], Left) is null ? Say["The source cannot be read just now."] : Say["Both versions judged the rows as they are now."]);

    private Task PromoteAsync() => WorkAsync(async _ => await Trials.PromoteAsync(Me.Caller, _trials[0], Left) ? Say["Version {0} is in use.", _trials[0].Challenger.Number] : Say["The test had ended."]);

    private Task StopAsync() => WorkAsync(async _ => await Trials.StopAsync(Me.Caller, _trials[0], Left) ? Say["The test is stopped."] : Say["The test had ended."]);

    private Task UseAsync(int version) => WorkAsync(async _ =>
        await Versions.SwitchAsync(Me.Caller, _rule!, version, RuleDecision.RolledBack, "", Left) ? Say["Version {0} is in use.", version] : Say["There is no such version."]);

    private Task DecideAsync(RuleDecision decision) => WorkAsync(async _ =>
    {
        await Rules.DecideAsync(Me.Caller, _rule!.Id, decision, "", null, Left);
        return Say["Rule {0} is decided.", _rule.Number];
    });

    private Task SetAsync((Severity Severity, Guid? Owner) wanted) => WorkAsync(async _ =>
        await Changes.SetAsync(Me.Caller, Number, wanted.Severity, wanted.Owner, Left) ? Say["Rule {0} is changed.", Number] : Say["There is no such rule"]);

    private async Task<SentenceOutcome> TryAsync(string condition) => _rule is { } rule && await Sources.OpenAsync(Me.Caller, rule.SourceId, Left) is { } source
        ? await Checks.ReadSqlAsync(source, rule.Rule.Table, condition, Left) : new SentenceOutcome.NotUnderstood(Say["The source cannot be read just now."]);

    private Task RewriteAsync(ProposedRule wanted) => WorkAsync(async _ =>
        await Changes.RewriteAsync(Me.Caller, Number, wanted, Left) ? Say["Rule {0} is changed.", Number] : Say["There is no such rule"]);

    private async Task DeleteAsync()
    {
        var back = $"/quality/{_rule?.SourceId}";
        if (await Changes.DeleteAsync(Me.Caller, Number, Left))
            Navigation.NavigateTo(back);
    }

    private async Task WorkAsync(Func<OpenedSource, Task<string>> work)
    {
        if (_busy || _rule is null || await Sources.OpenAsync(Me.Caller, _rule.SourceId, Left) is not { } source)
            return;
        _busy = true;
        StateHasChanged();
        try
        {
            _said = await work(source);
            await LoadAsync();
            await ReadAsync();
        }
        finally
        {
            _busy = false;
        }
    }
}
