using System.Globalization;
using Assistant.Skills.Access;
using Assistant.Skills.Catalog;
using Assistant.Skills.Reconciliation;
using Assistant.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace Assistant.Web.Reconciliation;

/// <summary>Two tables are chosen and compared; comparisons run before can be run again.</summary>
public sealed partial class ReconciliationPage : IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private IReadOnlyList<VisibleSource>? _sources;
    private IReadOnlyList<KeptComparison> _kept = [];
    private Comparison? _found;
    private int? _number;
    private Guid? _left, _right;
    private string _leftTable = "", _rightTable = "", _keys = "", _said = "";
    private decimal _absolute, _percent;
    private bool _case, _spaces, _busy;
    private string? _problem;
    private CultureInfo _culture = CultureInfo.CurrentCulture;

    [Inject] private VisibleSources Sources { get; set; } = null!;
    [Inject] private Reconciler Reconciler { get; set; } = null!;
    [Inject] private Comparisons Comparisons { get; set; } = null!;
    [Inject] private CurrentCaller Me { get; set; } = null!;

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        _culture = CultureInfo.GetCultureInfo(Me.Caller.Preferences.Culture);
        _sources = await Sources.ListAsync(Me.Caller, _gone.Token);
        _kept = await Comparisons.ListAsync(Me.Caller, _gone.Token);
    }

    private string Last(KeptComparison kept) => kept.Runs is [.., var run]
        ? Say["{0}: {1} only left, {2} only right, {3} different.", Clock.Words(run.At, Me.Caller.Preferences), run.OnlyLeft.ToString("#,0", _culture), run.OnlyRight.ToString("#,0", _culture), run.Different.ToString("#,0", _culture)]
        : "";

    private async Task CompareAsync()
    {
        if (Side(_left, _leftTable) is not { } left || Side(_right, _rightTable) is not { } right)
            return;
        var keys = _keys.Split([',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var (plan, why) = await Reconciler.PlanAsync(Me.Caller, left, right, keys, new(_absolute, _percent, _case, _spaces), _gone.Token);
        _problem = why;
        if (plan is not null)
            await RunAsync(plan);
    }

    private async Task RunAsync(ComparisonPlan plan)
    {
        (_busy, _found, _problem) = (true, null, null);
        StateHasChanged();
        try
        {
            switch (await Reconciler.CompareAsync(Me.Caller, plan, null, _gone.Token))
            {
                case CompareOutcome.Compared { Comparison: var found }:
                    (_found, _number) = (found, await Comparisons.KeepAsync(Me.Caller, found, _gone.Token));
                    _said = found.IsSame ? Say["The tables are the same"] : Say["The tables differ"];
                    _kept = await Comparisons.ListAsync(Me.Caller, _gone.Token);
                    break;
                case CompareOutcome.Refused refused:
                    _problem = refused.Why;
                    break;
            }
        }
        finally
        {
            _busy = false;
        }
    }

    private ComparedTable? Side(Guid? source, string table) =>
        source is { } id && _sources!.FirstOrDefault(s => s.Info.Id == id)?.Tables.FirstOrDefault(t => t.Name.ToString() == table) is { } known ? new(id, known.Name) : null;
}
