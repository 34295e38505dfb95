using Assistant.Skills.Access;
using Microsoft.AspNetCore.Components;

namespace Assistant.Web.Access;

public sealed partial class AuditPage : IDisposable
{
    private const int AtOnce = 100;

    private readonly CancellationTokenSource _gone = new();
    private List<AuditEntry>? _entries;
    private IReadOnlyList<string> _actions = [];
    private IReadOnlyList<User> _people = [];
    private readonly Dictionary<Guid, string> _names = [];
    private AuditVerdict? _verdict;
    private string _words = "", _action = "", _person = "";
    private bool _more, _verifying;

    [Inject] private Audit Audit { get; set; } = null!;
    [Inject] private AuditNames Names { get; set; } = null!;
    [Inject] private AuditChain Chain { get; set; } = null!;
    [Inject] private Users Users { get; set; } = null!;
    [Inject] private CurrentCaller Me { get; set; } = null!;

    private AuditFilter Filter => new(
        _words.Length > 0 ? _words : null, _action.Length > 0 ? _action : null, Guid.TryParse(_person, out var person) ? person : null);

    /// <summary>The same entries, for the file.</summary>
    private string Query
    {
        get
        {
            var wanted = new (string Name, string Value)[] { ("words", _words), ("action", _action), ("person", _person) }.Where(w => w.Value.Length > 0).ToList();
            return wanted.Count == 0 ? "" : "?" + string.Join('&', wanted.Select(w => $"{w.Name}={Uri.EscapeDataString(w.Value)}"));
        }
    }

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        _people = await Users.ListAsync(Me.Caller, _gone.Token);
        _actions = await Audit.ActionsAsync(Me.Caller, _gone.Token);
        await ReadAsync();
    }

    private async Task ReadAsync()
    {
        var entries = await Audit.ListAsync(Me.Caller, Filter, AtOnce, _gone.Token);
        await NameAsync(entries);
        _entries = [.. entries];
        _more = _entries.Count == AtOnce;
    }

    private async Task MoreAsync()
    {
        var older = await Audit.ListAsync(Me.Caller, Filter with { Before = _entries![^1].Number }, AtOnce, _gone.Token);
        await NameAsync(older);
        _entries.AddRange(older);
        _more = older.Count == AtOnce;
    }

    private async Task NameAsync(IReadOnlyCollection<AuditEntry> entries)
    {
        foreach (var (id, name) in await Names.OfAsync(Me.Caller, entries, _gone.Token))
            _names[id] = name;
    }

    private async Task VerifyAsync()
    {
        _verifying = true;
        _verdict = await Chain.VerifyAsync(Me.Caller, _gone.Token);
        _verifying = false;
    }
}
