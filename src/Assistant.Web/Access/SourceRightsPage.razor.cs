using Assistant.Skills.Access;
using Assistant.Skills.Sources;
using Microsoft.AspNetCore.Components;

namespace Assistant.Web.Access;

public sealed partial class SourceRightsPage : IDisposable
{
    private enum Kind { Filter, Mask, Hide }

    private readonly CancellationTokenSource _gone = new();
    private OpenedSource? _source;
    private List<PolicyRule> _rules = [];
    private bool _missing, _running, _changed, _saved;
    private OrganizationRole _role = OrganizationRole.Viewer;
    private Kind _kind;
    private ColumnMask _mask = ColumnMask.Partial;
    private string _table = "", _column = "", _filter = "";
    private string? _problem;
    private (string Who, string Table, QueryOutcome Rows)? _seen;

    [Inject] private DataSources Sources { get; set; } = null!;
    [Inject] private Policies Policies { get; set; } = null!;
    [Inject] private SourcePolicies Rules { get; set; } = null!;
    [Inject] private CurrentCaller Me { get; set; } = null!;

    [Parameter] public Guid Id { get; set; }

    private CatalogTable? Chosen => _source?.Catalog.Tables.FirstOrDefault(t => t.Name.ToString() == _table);

    private IEnumerable<string> Columns => Chosen?.Columns.Select(c => c.Name) ?? [];

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        _source = await Sources.OpenAsync(Me.Caller, Id, _gone.Token);
        _missing = _source is null;
        if (_source is null)
            return;
        _rules = [.. await Policies.ListAsync(Me.Caller, Id, _gone.Token)];
        _table = _source.Catalog.Tables.Count > 0 ? _source.Catalog.Tables[0].Name.ToString() : "";
        TableChosen();
    }

    private void TableChosen() => _column = Columns.FirstOrDefault() ?? "";

    private void Remove(PolicyRule rule)
    {
        _rules.Remove(rule);
        (_changed, _saved, _seen) = (true, false, null);
    }

    private void Add()
    {
        (_problem, _saved) = (null, false);
        if (Chosen is not { } table)
            return;
        if (_kind is Kind.Filter && string.IsNullOrWhiteSpace(_filter))
        {
            _problem = "Write which rows are shown, for example region = 'North'.";
            return;
        }
        var rule = _kind switch
        {
            Kind.Filter => new PolicyRule(_role, table.Name, RowFilter: _filter.Trim()),
            Kind.Mask => new PolicyRule(_role, table.Name, _column, _mask),
            _ => new PolicyRule(_role, table.Name),
        };
        if (_rules.Contains(rule))
            return;
        _rules.Add(rule);
        (_changed, _filter) = (true, "");
    }

    private async Task TryAsync()
    {
        if (Chosen is not { } table)
            return;
        (_running, _problem, _seen) = (true, null, null);
        var (rows, problem) = await Rules.TryAsync(Me.Caller, Id, _rules, _role, table.Name, _gone.Token);
        (_running, _problem) = (false, problem);
        if (rows is not null)
            _seen = (RoleWords.Of(Say, _role), table.Name.ToString(), rows);
    }

    private async Task SaveAsync()
    {
        (_running, _saved) = (true, false);
        _problem = await Rules.SaveAsync(Me.Caller, Id, _rules, _gone.Token);
        (_running, _saved) = (false, _problem is null);
        _changed &= _problem is not null;
    }

    private string Words(PolicyRule rule) => rule switch
    {
        { RowFilter: { } filter } => Say["only rows where {0}", filter],
        { Column: { } column, Mask: { } mask } => Say["{0}: {1}", column, Words(mask)],
        _ => Say["is hidden"],
    };

    private string Words(ColumnMask mask) => mask switch
    {
        ColumnMask.Hidden => Say["the column is hidden"],
        ColumnMask.Null => Say["no value (NULL)"],
        ColumnMask.Full => Say["masked whole"],
        ColumnMask.Partial => Say["its first letter"],
        _ => Say["a hash, the same for the same value"],
    };
}
