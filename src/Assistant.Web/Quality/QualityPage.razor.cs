using System.Globalization;
using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Quality;
using Assistant.Skills.Sources;
using Assistant.Web.Resources;
using Assistant.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace Assistant.Web.Quality;

/// <summary>The rules of a source: what is broken, what is proposed, and what a person decides.</summary>
public sealed partial class QualityPage : IDisposable
{
    private const int CardsFirst = 12;

    private readonly CancellationTokenSource _gone = new();
    private IReadOnlyList<DataSource>? _sources;
    private IReadOnlyList<QualityRule> _rules = [];
    private IReadOnlyList<string> _tables = [];
    private readonly Dictionary<Guid, ResultTable> _examples = [];
    private readonly HashSet<Guid> _tried = [];
    private IReadOnlyList<RuleTrial> _trials = [];
    private IReadOnlyList<TableLoad> _loads = [];
    private DataSource? _open;
    private QualityRule? _shown;
    private ResultTable? _rows;
    private string? _problem;
    private string _table = "", _said = "";
    private bool _busy;
    private int _most = CardsFirst;
    private CultureInfo _culture = CultureInfo.CurrentCulture;

    [Inject] private DataSources Sources { get; set; } = null!;
    [Inject] private QualityRules Rules { get; set; } = null!;
    [Inject] private QualityChecks Checks { get; set; } = null!;
    [Inject] private QualityLoads Loads { get; set; } = null!;
    [Inject] private QualityRounds Rounds { get; set; } = null!;
    [Inject] private RuleTrials Trials { get; set; } = null!;
    [Inject] private Results Results { get; set; } = null!;
    [Inject] private NavigationManager Navigation { get; set; } = null!;
    [Inject] private CurrentCaller Me { get; set; } = null!;

    [Parameter] public Guid? Id { get; set; }

    private bool MayManage => _open is { } open ? Me.Caller.MayOn(Permission.ManageSources, open.Id) : Me.Caller.May(Permission.ManageSources);

    private IReadOnlyList<TableLoad> Watched => [.. _loads.Where(l => _table.Length == 0 || l.Table.ToString() == _table)];

    private List<QualityRule> Active => [.. Shown(RuleState.Active)];

    private List<QualityRule> Proposed => [.. Shown(RuleState.Proposed)];

    private string Ran => Active.SelectMany(r => r.Runs).Select(r => r.At).DefaultIfEmpty().Max() is var last && last != default
        ? Active.Count == 1 ? Say["One rule ran {0}.", Clock.Words(last, Me.Caller.Preferences)] : Say["{0} rules ran {1}.", Active.Count, Clock.Words(last, Me.Caller.Preferences)] : Active.Count > 0 ? Say["The active rules have not run yet."] : Say["No rule is active yet."];

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        _culture = CultureInfo.GetCultureInfo(Me.Caller.Preferences.Culture);
        _sources = await Sources.ListAsync(Me.Caller, _gone.Token);
        _open = _sources.FirstOrDefault(s => s.Id == Id);
        _tables = _open is not null && await Sources.OpenAsync(Me.Caller, _open.Id, _gone.Token) is { } opened
            ? [.. opened.Catalog.Tables.Where(t => !opened.Policy.HiddenTables.Contains(t.Name)).Select(t => t.Name.ToString())] : [];
        await LoadAsync();
    }

    private IEnumerable<QualityRule> Shown(RuleState state) => _rules.Where(r => r.State == state && (_table.Length == 0 || r.Rule.Table.ToString() == _table));

    private async Task LoadAsync()
    {
        _rules = await Rules.ListAsync(Me.Caller, _open?.Id, _gone.Token);
        _loads = _open is null ? [] : await Loads.ListAsync(Me.Caller, _open.Id, _gone.Token);
        _trials = _open is null ? [] : [.. (await Trials.ListAsync(Me.Caller, _open.Id, _gone.Token)).Where(t => t.State is TrialState.Running)];
    }

    /// <summary>Three rows for each of the first cards, after the page is there: what a rule would catch is seen before it is on.</summary>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_open is null || Proposed.Take(CardsFirst).FirstOrDefault(r => r.IsBroken && _tried.Add(r.Id)) is not { } rule || await Sources.OpenAsync(Me.Caller, _open.Id, _gone.Token) is not { } opened)
            return;
        if (Checks.RowsQuery(opened, rule.Rule, 3) is { } query && await Results.ReadSavedAsync(Me.Caller, _open.Id, query, _gone.Token) is QueryOutcome.Rows rows)
            _examples[rule.Id] = rows.Table;
        StateHasChanged();
    }

    private Task RaceAsync<T>(RuleTrial trial, Func<Caller, RuleTrial, CancellationToken, Task<T>> act) => WorkAsync(async _ =>
    {
        await act(Me.Caller, trial, _gone.Token);
        return Say["Rule {0} is decided.", trial.RuleNumber];
    });

    private string Number(long number) => number.ToString("#,0", _culture);

    private Task LearnAsync() => WorkAsync(async opened =>
    {
        var proposed = 0;
        foreach (var table in opened.Catalog.Tables.Where(t => !opened.Policy.HiddenTables.Contains(t.Name) && (_table.Length == 0 || t.Name.ToString() == _table)))
            if (await Checks.FindAsync(opened, table, _gone.Token) is { } findings)
                proposed += (await Rules.ProposeAsync(Me.Caller, opened.Info.Id, findings.Rules, _gone.Token)).Count;
        if (MayManage)
            await Rounds.JudgeLoadsAsync(Me.Caller, opened.Info.Id, _gone.Token);
        return Say.Count(proposed, "One rule is proposed.", "{0} rules are proposed.");
    });

    private async Task LookAsync(DataSource source)
    {
        _open = source;
        await LearnAsync();
        Navigation.NavigateTo($"/quality/{source.Id}");
    }

    private Task CheckAsync() => WorkAsync(async opened =>
    {
        var ran = await Checks.RunAsync(opened, Active, _gone.Token);
        if (MayManage)
        {
            await Rules.RanAsync(Me.Caller, ran, _gone.Token);
            await Rounds.JudgeLoadsAsync(Me.Caller, opened.Info.Id, _gone.Token);
        }
        return (ran.Count, ran.Count(r => r.Violations > 0)) switch
        {
            (1, 0) => Say["The rule ran and is kept."],
            (1, _) => Say["The rule ran and is broken."],
            (var all, 1) => Say["{0} rules ran, one is broken.", all],
            var (all, broken) => Say["{0} rules ran, {1} are broken.", all, broken],
        };
    });

    private async Task ExpectAsync(TableLoad load)
    {
        await Loads.ExpectAsync(Me.Caller, load.SourceId, load.Table, _gone.Token);
        _said = Say["The load of {0} counts as expected.", load.Table.Name];
        await LoadAsync();
    }

    private async Task WorkAsync(Func<OpenedSource, Task<string>> work)
    {
        if (_open is null || await Sources.OpenAsync(Me.Caller, _open.Id, _gone.Token) is not { } opened)
            return;
        _busy = true;
        StateHasChanged();
        try
        {
            _said = await work(opened);
            await LoadAsync();
        }
        finally
        {
            _busy = false;
        }
    }

    private async Task DecideAsync(QualityRule rule, RuleDecision decision)
    {
        await Rules.DecideAsync(Me.Caller, rule.Id, decision, "", null, _gone.Token);
        _said = Say["Rule {0} is decided.", rule.Number];
        await LoadAsync();
    }

    private async Task ShowAsync(QualityRule rule)
    {
        (_shown, _rows, _problem) = (rule, null, null);
        if (_open is null || await Sources.OpenAsync(Me.Caller, _open.Id, _gone.Token) is not { } opened || Checks.RowsQuery(opened, rule.Rule) is not { } query)
            _problem = Say["This rule is about the table as a whole."];
        else if (await Results.ReadSavedAsync(Me.Caller, _open.Id, query, _gone.Token) is QueryOutcome.Rows rows)
            _rows = rows.Table;
        else
            _problem = Say["The rows could not be read. Try again in a moment."];
    }
}
