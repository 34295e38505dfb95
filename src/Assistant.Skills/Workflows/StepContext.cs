using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Storage;
using Dapper;

namespace Assistant.Skills.Workflows;

/// <summary>What a step knows and how it keeps what it did.</summary>
public sealed class StepContext
{
    private readonly RunLedger _ledger;
    private readonly RunClaim _run;
    private readonly IReadOnlyDictionary<string, string?> _outputs;

    internal StepContext(RunLedger ledger, RunClaim run, string step, int attempt, Caller caller, IReadOnlyList<Guid>? sources, IReadOnlyDictionary<string, string?> outputs) =>
        (_ledger, _run, Step, Attempt, Caller, Sources, _outputs) = (ledger, run, step, attempt, caller, sources, outputs);

    public Guid RunId => _run.Id;

    public string Step { get; }

    /// <summary>From 1.</summary>
    public int Attempt { get; }

    /// <summary>The agents' account of the organization, with its rights.</summary>
    public Caller Caller { get; }

    /// <summary>The sources that an administrator chose; null: all that the account may read.</summary>
    public IReadOnlyList<Guid>? Sources { get; }

    public DateTimeOffset Now => _ledger.Time.GetUtcNow();

    /// <summary>What an earlier step handed on; the type's default where it handed on nothing.</summary>
    public T? Output<T>(string step) => _outputs.GetValueOrDefault(step) is { } json ? ConversationJson.Read<T>(json) : default;

    /// <summary>
    /// Changes our own database exactly once for this run, step and key: the change and the note that it was made are one transaction, which
    /// is refused when the run was taken over. After a crash the kept output is given back and nothing is done.
    /// </summary>
    public Task<T> OnceAsync<T>(string key, Func<TenantConnection, Task<T>> change, CancellationToken cancellationToken) =>
        _ledger.WriteAsync(_run, async tenant =>
        {
            var (found, kept) = await KeptAsync<T>(tenant, key, cancellationToken);
            return found ? kept : await KeepAsync(tenant, key, await change(tenant), cancellationToken);
        }, [], cancellationToken);

    /// <summary>
    /// Does what reads, or may be done twice, and keeps its outcome: after a crash it is not done again unless the crash came before the note.
    /// </summary>
    /// <param name="said">Told to those who follow the run, when it was done.</param>
    /// <param name="source">The source that it was about.</param>
    public async Task<T> RememberAsync<T>(
        string key, Func<Task<T>> work, Func<T, string?> said, Guid? source, CancellationToken cancellationToken)
    {
        var (found, kept) = await _ledger.WriteAsync(_run, tenant => KeptAsync<T>(tenant, key, cancellationToken), [], cancellationToken);
        if (found)
            return kept;
        var result = await work();
        RunEvent[] events = said(result) is { } text ? [new(new PartShown(new TextPart(text)), source)] : [];
        return await _ledger.WriteAsync(_run, tenant => KeepAsync(tenant, key, result, cancellationToken), events, cancellationToken);
    }

    private async Task<(bool Found, T Kept)> KeptAsync<T>(TenantConnection tenant, string key, CancellationToken cancellationToken)
    {
        var json = await tenant.Connection.QueryAsync<string>(new(
            "SELECT output::text FROM workflow_done WHERE organization_id = @OrganizationId AND run_id = @Id AND step = @Step AND key = @key",
            new { _run.OrganizationId, _run.Id, Step, key }, cancellationToken: cancellationToken));
        return json.AsList() is [var kept] ? (true, ConversationJson.Read<T>(kept)) : (false, default!);
    }

    private async Task<T> KeepAsync<T>(TenantConnection tenant, string key, T output, CancellationToken cancellationToken)
    {
        await tenant.Connection.ExecuteAsync(new(
            "INSERT INTO workflow_done (organization_id, run_id, step, key, output) VALUES (@OrganizationId, @Id, @Step, @key, @json::json)",
            new { _run.OrganizationId, _run.Id, Step, key, json = ConversationJson.Write(output) }, cancellationToken: cancellationToken));
        return output;
    }
}
