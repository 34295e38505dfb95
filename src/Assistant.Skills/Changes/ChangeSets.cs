using Assistant.Skills.Access;
using Assistant.Skills.Changes.Writing;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Changes;

/// <summary>
/// The one way by which data of a source are changed: somebody proposes cells, somebody else approves them, they are written in one transaction
/// that checks every old value, and can be taken back the same way. Each step is in the audit trail.
/// </summary>
public sealed class ChangeSets(DataSources sources, ChangeStore store, ChangeSight sight, ChangeWriters writers, SourceWriting writing, IEnumerable<ChangeFollower> followers)
{
    /// <summary>Cells that one change set may have.</summary>
    public const int MostCells = 250_000;

    private const int LongestNote = 1000;
    private const string Gone = "There is no such change. The page Approvals lists all.";

    /// <summary>Change sets that the caller may know of, latest first.</summary>
    public async Task<IReadOnlyList<ChangeSet>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ReadData);
        var seen = new List<ChangeSet>();
        var known = new Dictionary<(Guid, TableName), bool>();
        foreach (var set in await store.ListAsync(caller.OrganizationId, cancellationToken))
        {
            if (!known.TryGetValue((set.SourceId, set.Table), out var may))
                known[(set.SourceId, set.Table)] = may = await sight.MaySeeAsync(caller, set, cancellationToken);
            if (may)
                seen.Add(set);
        }
        return seen;
    }

    /// <summary>Null where there is none that the caller may know of.</summary>
    public async Task<ChangeSet?> FindAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ReadData);
        return await store.FindAsync(caller.OrganizationId, id, cancellationToken) is { } set && await sight.MaySeeAsync(caller, set, cancellationToken) ? set : null;
    }

    /// <summary>By the number that people say.</summary>
    public async Task<ChangeSet?> FindAsync(Caller caller, int number, CancellationToken cancellationToken) =>
        (await ListAsync(caller, cancellationToken)).FirstOrDefault(s => s.Number == number);

    /// <summary>The cells that the caller may see, those left out as well.</summary>
    public async Task<IReadOnlyList<CellChange>> CellsAsync(Caller caller, Guid id, CancellationToken cancellationToken) =>
        await FindAsync(caller, id, cancellationToken) is { } set
            ? await sight.SeenAsync(caller, set, await store.CellsAsync(caller.OrganizationId, id, cancellationToken), cancellationToken) : [];

    /// <summary>Whether who proposes a change may not approve it.</summary>
    public Task<bool> FourEyesAsync(Caller caller, CancellationToken cancellationToken) => store.FourEyesAsync(caller.OrganizationId, cancellationToken);

    public Task SetFourEyesAsync(Caller caller, bool needed, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ManageOrganization);
        return store.SetFourEyesAsync(caller, needed, cancellationToken);
    }

    /// <summary>Keeps what somebody wants changed, to be approved. Who may read the cells may propose others.</summary>
    /// <param name="key">The sender's name for this request: sent again with it, it is kept once.</param>
    public async Task<ChangeOutcome> ProposeAsync(Caller caller, NewChangeSet proposed, string? key, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ReadData);
        if (await ProblemAsync(caller, proposed, cancellationToken) is { } problem)
            return new ChangeOutcome.Refused(problem);
        if (key is { Length: 0 or > 200 })
            return new ChangeOutcome.Refused("The key of a request has 1 to 200 characters.");
        return await store.AddAsync(caller, proposed with { Title = Short(proposed.Title, 200), Origin = Short(proposed.Origin, 100) }, key, cancellationToken) is { } id
            ? new ChangeOutcome.Done((await store.FindAsync(caller.OrganizationId, id, cancellationToken))!)
            : new ChangeOutcome.Refused("This key was used for another request. Take a new one for each.");
    }

    /// <summary>Approves all cells, or only those chosen; they are written by <see cref="ApplyAsync"/>. Of two approvals at once one counts.</summary>
    /// <param name="chosen">Places in the list of <see cref="CellsAsync"/>; null for all that are not left out.</param>
    public async Task<ChangeOutcome> ApproveAsync(Caller caller, Guid id, IReadOnlySet<int>? chosen, string note, CancellationToken cancellationToken)
    {
        caller.RequireSomewhere(Permission.ApproveChanges);
        if (await FindAsync(caller, id, cancellationToken) is not { } set)
            return new ChangeOutcome.Refused(Gone);
        caller.RequireOn(Permission.ApproveChanges, set.SourceId);
        if (set.State is not ChangeState.Proposed)
            return new ChangeOutcome.Refused($"Change {set.Number} was decided already: it is {Words(set.State)}.");
        if (set.AuthorId == caller.UserId && await store.FourEyesAsync(caller.OrganizationId, cancellationToken))
            return new ChangeOutcome.Refused("You proposed this change yourself, so somebody else must approve it (four eyes).");
        var cells = await store.CellsAsync(caller.OrganizationId, id, cancellationToken);
        if ((await sight.SeenAsync(caller, set, cells, cancellationToken)).Count != cells.Count)
            return new ChangeOutcome.Refused("Your rights do not let you see all cells of this change, so somebody who sees them must approve it.");
        if (chosen is not null)
            cells = [.. cells.Select((c, i) => c.Verdict is CellVerdict.LeftOut || chosen.Contains(i) ? c : c with { Verdict = CellVerdict.LeftOut, Says = "Left out by who approved" })];
        var written = cells.Where(c => c.Verdict is not CellVerdict.LeftOut).ToList();
        if (written.Count == 0)
            return new ChangeOutcome.Refused("No cell is chosen. Choose at least one, or reject the change.");
        if (!await store.MoveAsync(
            caller.OrganizationId, caller.UserId, id, [ChangeState.Proposed], ChangeState.Approved,
            "decided_by = @userId, decided_at = @now, note = @note, cells = @cells, cell_count = @count, row_count = @rows, unusual = @unusual, left_out = @leftOut, changed_columns = @columns, failure = NULL",
            new()
            {
                ["note"] = Short(note, LongestNote), ["cells"] = store.Close(caller.OrganizationId, id, cells), ["count"] = written.Count, ["rows"] = ChangeStore.Rows(written),
                ["unusual"] = written.Count(c => c.Verdict is CellVerdict.Unusual), ["leftOut"] = cells.Count - written.Count,
                ["columns"] = written.Select(c => c.Column).Distinct(StringComparer.OrdinalIgnoreCase).ToArray(),
            }, "change approved", cancellationToken))
            return new ChangeOutcome.Refused("Somebody else decided it at this moment.");
        return await DoneAsync(caller.OrganizationId, id, cancellationToken);
    }

    /// <summary>Refuses a change for good.</summary>
    /// <param name="note">Why, for who proposed it; needed.</param>
    public async Task<ChangeOutcome> RejectAsync(Caller caller, Guid id, string note, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ReadData);
        if (await FindAsync(caller, id, cancellationToken) is not { } set)
            return new ChangeOutcome.Refused(Gone);
        // Who proposed it may take it back.
        if (set.AuthorId != caller.UserId)
            caller.RequireOn(Permission.ApproveChanges, set.SourceId);
        if (note.Trim().Length == 0)
            return new ChangeOutcome.Refused("Write why it is rejected, for the person who proposed it.");
        return await store.MoveAsync(
            caller.OrganizationId, caller.UserId, id, [ChangeState.Proposed, ChangeState.Approved], ChangeState.Rejected, "decided_by = @userId, decided_at = @now, note = @note",
            new() { ["note"] = Short(note.Trim(), LongestNote) }, "change rejected", cancellationToken)
            ? await DoneAsync(caller.OrganizationId, id, cancellationToken) : new ChangeOutcome.Refused($"Change {set.Number} is {Words(set.State)} and cannot be rejected any more.");
    }

    /// <summary>Writes an approved change: all of its cells in one transaction where every old value still stands, or nothing.</summary>
    public Task<ChangeOutcome> ApplyAsync(Caller caller, Guid id, CancellationToken cancellationToken) => WriteAsync(caller, id, undo: false, cancellationToken);

    /// <summary>Puts the old values back, where what was written still stands in every cell; or nothing.</summary>
    public Task<ChangeOutcome> UndoAsync(Caller caller, Guid id, CancellationToken cancellationToken) => WriteAsync(caller, id, undo: true, cancellationToken);

    internal async Task FollowAsync(Guid organizationId, Guid id, bool undo, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(organizationId, id, cancellationToken) is not { } set)
            return;
        IReadOnlyList<CellChange> cells = [.. (await store.CellsAsync(organizationId, id, cancellationToken)).Where(c => c.Verdict is not CellVerdict.LeftOut).Select(c => undo ? c with { Old = c.New, New = c.Old } : c)];
        foreach (var follower in followers)
            await follower.ChangedAsync(organizationId, set, cells, cancellationToken);
    }

    private async Task<ChangeOutcome> WriteAsync(Caller caller, Guid id, bool undo, CancellationToken cancellationToken)
    {
        caller.RequireSomewhere(Permission.ApproveChanges);
        if (await FindAsync(caller, id, cancellationToken) is not { } set)
            return new ChangeOutcome.Refused(Gone);
        caller.RequireOn(Permission.ApproveChanges, set.SourceId);
        if (await writers.FindAsync(caller, set.SourceId, cancellationToken) is not { Possible: true } and var access)
            return new ChangeOutcome.Refused(access?.Why ?? Gone);
        if (await sources.OpenAsync(caller, set.SourceId, cancellationToken) is not { } source || source.Catalog.Find(set.Table) is not { } table
            || set.KeyColumns.Concat(set.Columns).Any(c => table.Find(c) is null))
            return new ChangeOutcome.Refused($"The table {set.Table} or a column of it is not there any more. Nothing was written.");
        await using var held = await store.LockAsync(caller.OrganizationId, id, cancellationToken);
        var (from, between) = undo ? (ChangeState.Applied, ChangeState.Undoing) : (ChangeState.Approved, ChangeState.Applying);
        if (held is null || !await store.MoveAsync(caller.OrganizationId, caller.UserId, id, [from], between, "transaction_id = NULL, failure = NULL", [], undo ? "change undo began" : "change write began", cancellationToken))
            return new ChangeOutcome.Refused(await RefusalAsync(caller.OrganizationId, id, undo, cancellationToken));
        var order = WriteOrder.Of(table, set.KeyColumns, await store.CellsAsync(caller.OrganizationId, id, cancellationToken), undo);
        // From here on the person may go: what was begun is brought to its end.
        var outcome = await writing.WriteAsync(caller.OrganizationId, set.SourceId, order, transaction => store.BeganAsync(caller.OrganizationId, id, transaction, CancellationToken.None), CancellationToken.None);
        return await EndAsync(caller, id, undo, outcome);
    }

    private async Task<ChangeOutcome> EndAsync(Caller caller, Guid id, bool undo, WriteOutcome outcome)
    {
        var organization = caller.OrganizationId;
        var (from, back) = undo ? (ChangeState.Undoing, ChangeState.Applied) : (ChangeState.Applying, ChangeState.Approved);
        Task MoveAsync(ChangeState to, string? failure, string action) => store.MoveAsync(
            organization, caller.UserId, id, [from], to, failure is not null ? "failure = @failure" : undo ? "undone_by = @userId, undone_at = @now" : "written_by = @userId, written_at = @now",
            new() { ["failure"] = failure }, action, CancellationToken.None);
        switch (outcome)
        {
            case WriteOutcome.Written:
                await MoveAsync(undo ? ChangeState.Undone : ChangeState.Applied, null, undo ? "change undone" : "change written");
                await FollowAsync(organization, id, undo, CancellationToken.None);
                return await DoneAsync(organization, id, CancellationToken.None);
            case WriteOutcome.Mismatch mismatch:
                var why = undo ? $"{Changed(mismatch.Count)} changed since; nothing was undone." : $"{Changed(mismatch.Count)} changed since; nothing was written.";
                await MoveAsync(undo ? ChangeState.Applied : ChangeState.Stale, why, undo ? "change undo refused" : "change refused as stale");
                return new ChangeOutcome.Stale((await store.FindAsync(organization, id, CancellationToken.None))!, mismatch.Count, mismatch.Keys);
            case WriteOutcome.Refused refused:
                await MoveAsync(undo ? ChangeState.Applied : ChangeState.Failed, refused.Why, undo ? "change undo failed" : "change failed");
                return new ChangeOutcome.Refused(refused.Why);
            case WriteOutcome.Unreachable away:
                await MoveAsync(back, away.Why, undo ? "change undo put off" : "change put off");
                return new ChangeOutcome.Refused($"{away.Why} Nothing was written; try again when it can be reached.");
            case WriteOutcome.Unknown lost:
                return new ChangeOutcome.Refused($"{lost.Why} All of it was written or nothing: the assistant finds out and shows it on the page Approvals.");
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private async Task<string?> ProblemAsync(Caller caller, NewChangeSet proposed, CancellationToken cancellationToken)
    {
        if (await sources.OpenAsync(caller, proposed.SourceId, cancellationToken) is not { } source || source.Catalog.Find(proposed.Table) is not { } table || source.Policy.HiddenTables.Contains(table.Name))
            return $"There is no table {proposed.Table} that you may read.";
        if (proposed.Cells.All(c => c.Verdict is CellVerdict.LeftOut))
            return "There is nothing to change in it.";
        if (proposed.Cells.Count > MostCells)
            return $"A change has at most {MostCells:N0} cells. Propose it in parts.";
        if (proposed.KeyColumns.Count == 0 || proposed.Cells.Any(c => c.Key.Count != proposed.KeyColumns.Count))
            return "Each cell must be told by the values of the table's key.";
        var names = proposed.Cells.Select(c => c.Column).Concat(proposed.KeyColumns).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (names.FirstOrDefault(n => table.Find(n) is null || source.Policy.Masks.Keys.Any(m => m.Table == table.Name && string.Equals(m.Column, n, StringComparison.OrdinalIgnoreCase))) is { } unknown)
            return $"There is no column {unknown} in {table.Name} that you may read.";
        if (proposed.Cells.FirstOrDefault(c => proposed.KeyColumns.Contains(c.Column, StringComparer.OrdinalIgnoreCase)) is not null)
            return "The key of a row is not changed: it tells which row is meant.";
        if (proposed.Cells.GroupBy(c => (string.Join('\u001f', c.Key), c.Column.ToUpperInvariant())).FirstOrDefault(g => g.Count(c => c.Verdict is not CellVerdict.LeftOut) > 1) is { } twice)
            return $"The cell {twice.First().Column} of {string.Join(", ", twice.First().Key)} is changed twice.";
        return source.Info.Kind is SourceKind.File && await writers.FindAsync(caller, proposed.SourceId, cancellationToken) is { Why: { } why } ? why : null;
    }

    private async Task<string> RefusalAsync(Guid organizationId, Guid id, bool undo, CancellationToken cancellationToken) =>
        await store.FindAsync(organizationId, id, cancellationToken) is { } now
            ? $"Change {now.Number} is {Words(now.State)}; {(undo ? "only a written change can be undone" : "only an approved change can be written")}." : Gone;

    private async Task<ChangeOutcome> DoneAsync(Guid organizationId, Guid id, CancellationToken cancellationToken) =>
        new ChangeOutcome.Done((await store.FindAsync(organizationId, id, cancellationToken))!);

    private static string Short(string text, int most) => text.Length <= most ? text : text[..most];

    private static string Words(ChangeState state) => state switch
    {
        ChangeState.Applying => "being written", ChangeState.Applied => "written", ChangeState.Undoing => "being undone", ChangeState.Failed => "refused by the database",
        ChangeState.Stale => "stale: the data had changed", _ => state.ToString().ToLowerInvariant(),
    };

    private static string Changed(int rows) => rows == 1 ? "1 row was" : $"{rows} rows were";
}
