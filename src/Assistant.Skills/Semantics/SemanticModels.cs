using System.Collections.Concurrent;
using System.Text.Json;
using Assistant.Skills.Access;
using Assistant.Skills.Sources;
using Assistant.Skills.Storage;
using Dapper;

namespace Assistant.Skills.Semantics;

/// <summary>
/// The semantic models of an organization's sources: what questions are answered with, its history, and the draft that people edit. Editing
/// needs the right to manage sources; what is published is a version, and undoing publishes an earlier one anew.
/// </summary>
public sealed class SemanticModels(Database database, DataSources sources, TimeProvider time)
{
    private const string Gone = "This source is not there any more.";
    private readonly ConcurrentDictionary<(Guid Source, int Number), PublishedModel> _known = new();

    /// <summary>What questions are answered with. The same object as long as the version is: what is made from it is kept with it.</summary>
    public async Task<PublishedModel> CurrentAsync(Caller caller, Guid sourceId, CancellationToken cancellationToken)
    {
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        var number = await LatestAsync(tenant, sourceId, cancellationToken);
        if (number == 0)
            return PublishedModel.None;
        return _known.TryGetValue((sourceId, number), out var known) ? known
            : _known.GetOrAdd((sourceId, number), new PublishedModel(number, (await ModelAsync(tenant, sourceId, number, cancellationToken))!));
    }

    /// <summary>The model as a version published it; 0 is the source with nothing said about it. Null when there is no such version.</summary>
    public async Task<SemanticModel?> VersionAsync(Caller caller, Guid sourceId, int number, CancellationToken cancellationToken)
    {
        caller.RequireOn(Permission.ManageSources, sourceId);
        if (await sources.GetAsync(caller, sourceId, cancellationToken) is null)
            return null;
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        return number == 0 ? SemanticModel.Empty : await ModelAsync(tenant, sourceId, number, cancellationToken);
    }

    public async Task<ModelDraft?> DraftAsync(Caller caller, Guid sourceId, CancellationToken cancellationToken)
    {
        caller.RequireOn(Permission.ManageSources, sourceId);
        if (await sources.GetAsync(caller, sourceId, cancellationToken) is null)
            return null;
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        return await DraftAsync(tenant, sourceId, forUpdate: false, cancellationToken);
    }

    /// <summary>Edits the draft, which begins with what is published; returns it, or null when the source is gone.</summary>
    /// <param name="what">The edit in a sentence, for the history: "'turnover' means orders.amount".</param>
    public async Task<ModelDraft?> EditAsync(Caller caller, Guid sourceId, string what, Func<SemanticModel, SemanticModel> edit, CancellationToken cancellationToken)
    {
        caller.RequireOn(Permission.ManageSources, sourceId);
        if (await sources.GetAsync(caller, sourceId, cancellationToken) is null)
            return null;
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        await AloneAsync(tenant, sourceId, cancellationToken);
        var draft = await DraftAsync(tenant, sourceId, forUpdate: true, cancellationToken);
        var number = draft?.Base ?? await LatestAsync(tenant, sourceId, cancellationToken);
        var before = draft?.Model ?? await ModelAsync(tenant, sourceId, number, cancellationToken) ?? SemanticModel.Empty;
        var after = edit(before).Tidy();
        if (after.ToJson() != before.ToJson())
        {
            await tenant.Connection.ExecuteAsync(new(
                """
                INSERT INTO semantic_drafts (organization_id, source_id, base_number, model, changes, changed_by, changed_at)
                VALUES (@OrganizationId, @sourceId, @number, @model::json, @changes::json, @UserId, @now)
                ON CONFLICT (organization_id, source_id) DO UPDATE SET model = excluded.model, changes = excluded.changes, changed_by = excluded.changed_by, changed_at = excluded.changed_at
                """,
                new
                {
                    caller.OrganizationId, caller.UserId, sourceId, number, model = after.ToJson(), now = time.GetUtcNow(),
                    changes = JsonSerializer.Serialize((draft?.Changes ?? []).Where(c => c != what).Append(what)),
                }, cancellationToken: cancellationToken));
            await tenant.CommitAsync(cancellationToken);
        }
        return await DraftAsync(caller, sourceId, cancellationToken) ?? new(before, [], number, caller.Name, time.GetUtcNow());
    }

    /// <summary>Forgets the edits that are not published; false when there are none.</summary>
    public async Task<bool> DiscardAsync(Caller caller, Guid sourceId, CancellationToken cancellationToken)
    {
        caller.RequireOn(Permission.ManageSources, sourceId);
        if (await sources.GetAsync(caller, sourceId, cancellationToken) is null)
            return false;
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        var discarded = await tenant.Connection.ExecuteAsync(new(
            "DELETE FROM semantic_drafts WHERE organization_id = @OrganizationId AND source_id = @sourceId", new { caller.OrganizationId, sourceId }, cancellationToken: cancellationToken));
        await Audit.RecordAsync(tenant, caller.UserId, "data model draft discarded", sourceId.ToString(), time.GetUtcNow(), cancellationToken);
        await tenant.CommitAsync(cancellationToken);
        return discarded > 0;
    }

    /// <summary>Makes the draft what questions are answered with.</summary>
    public async Task<PublishOutcome> PublishAsync(Caller caller, Guid sourceId, string note, CancellationToken cancellationToken)
    {
        caller.RequireOn(Permission.ManageSources, sourceId);
        if (await sources.GetAsync(caller, sourceId, cancellationToken) is null)
            return new PublishOutcome.Refused(Gone);
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        await AloneAsync(tenant, sourceId, cancellationToken);
        if (await DraftAsync(tenant, sourceId, forUpdate: true, cancellationToken) is not { } draft)
            return new PublishOutcome.Refused("There is nothing to publish: nobody edited the model since its last version.");
        var latest = await LatestAsync(tenant, sourceId, cancellationToken);
        if (latest != draft.Base)
            return new PublishOutcome.Refused($"Version {latest} was published after this draft was begun. Discard the draft and edit the model as it is now.");
        await tenant.Connection.ExecuteAsync(new(
            "DELETE FROM semantic_drafts WHERE organization_id = @OrganizationId AND source_id = @sourceId", new { caller.OrganizationId, sourceId }, cancellationToken: cancellationToken));
        return await AddAsync(tenant, caller, sourceId, draft.Model, draft.Changes, note, "data model published", cancellationToken);
    }

    /// <summary>Answers questions again with an earlier version, published as a new one. 0 is the source as it came, with nothing said.</summary>
    public async Task<PublishOutcome> RestoreAsync(Caller caller, Guid sourceId, int number, CancellationToken cancellationToken)
    {
        caller.RequireOn(Permission.ManageSources, sourceId);
        if (await sources.GetAsync(caller, sourceId, cancellationToken) is null)
            return new PublishOutcome.Refused(Gone);
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        await AloneAsync(tenant, sourceId, cancellationToken);
        var model = number == 0 ? SemanticModel.Empty : await ModelAsync(tenant, sourceId, number, cancellationToken);
        if (model is null)
            return new PublishOutcome.Refused($"There is no version {number} of this model.");
        if (await DraftAsync(tenant, sourceId, forUpdate: true, cancellationToken) is not null)
            return new PublishOutcome.Refused("There are edits that are not published. Publish or discard them first.");
        return await AddAsync(tenant, caller, sourceId, model, [$"Back to version {number}."], "", "data model restored", cancellationToken);
    }

    /// <summary>Edits what is published at once, without a draft: for one small thing that a person just said, e.g. in a conversation.</summary>
    public async Task<PublishOutcome> LearnAsync(Caller caller, Guid sourceId, string what, string note, Func<SemanticModel, SemanticModel> edit, CancellationToken cancellationToken)
    {
        caller.RequireOn(Permission.ManageSources, sourceId);
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        await AloneAsync(tenant, sourceId, cancellationToken);
        var latest = await LatestAsync(tenant, sourceId, cancellationToken);
        var before = await ModelAsync(tenant, sourceId, latest, cancellationToken) ?? SemanticModel.Empty;
        var after = edit(before).Tidy();
        if (after.ToJson() == before.ToJson())
            return new PublishOutcome.Published(latest);
        // A draft under way must not undo what is learned when it is published.
        if (await DraftAsync(tenant, sourceId, forUpdate: true, cancellationToken) is { } draft)
            await tenant.Connection.ExecuteAsync(new(
                "UPDATE semantic_drafts SET model = @model::json, base_number = @number WHERE organization_id = @OrganizationId AND source_id = @sourceId",
                new { caller.OrganizationId, sourceId, model = edit(draft.Model).Tidy().ToJson(), number = draft.Base == latest ? latest + 1 : draft.Base }, cancellationToken: cancellationToken));
        return await AddAsync(tenant, caller, sourceId, after, [what], note, "data model learned", cancellationToken);
    }

    /// <summary>All versions, the latest first.</summary>
    public async Task<IReadOnlyList<ModelVersion>> HistoryAsync(Caller caller, Guid sourceId, CancellationToken cancellationToken)
    {
        caller.RequireOn(Permission.ManageSources, sourceId);
        if (await sources.GetAsync(caller, sourceId, cancellationToken) is null)
            return [];
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        return
        [
            .. (await tenant.Connection.QueryAsync<VersionRow>(new(
                """
                SELECT v.number, v.changes::text AS changes, v.note, u.name AS made_by, v.made_at, v.schema_version
                FROM semantic_versions v JOIN users u ON u.organization_id = v.organization_id AND u.id = v.made_by
                WHERE v.organization_id = @OrganizationId AND v.source_id = @sourceId ORDER BY v.number DESC
                """, new { caller.OrganizationId, sourceId }, cancellationToken: cancellationToken)))
                .Select(r => new ModelVersion(r.Number, Sentences(r.Changes), r.Note, r.MadeBy, new(r.MadeAt, TimeSpan.Zero), r.SchemaVersion)),
        ];
    }

    private async Task<PublishOutcome> AddAsync(
        TenantConnection tenant, Caller caller, Guid sourceId, SemanticModel model, IReadOnlyList<string> changes, string note, string action, CancellationToken cancellationToken)
    {
        var number = await LatestAsync(tenant, sourceId, cancellationToken) + 1;
        var (name, schema) = await tenant.Connection.QuerySingleOrDefaultAsync<(string?, string?)>(new(
            "SELECT name, catalog->>'version' FROM data_sources WHERE organization_id = @OrganizationId AND id = @sourceId", new { caller.OrganizationId, sourceId }, cancellationToken: cancellationToken));
        if (name is null)
            return new PublishOutcome.Refused(Gone);
        await tenant.Connection.ExecuteAsync(new(
            """
            INSERT INTO semantic_versions (organization_id, source_id, number, model, changes, note, schema_version, made_by, made_at)
            VALUES (@OrganizationId, @sourceId, @number, @model::json, @changes::json, @note, @schema, @UserId, @now)
            """,
            new
            {
                caller.OrganizationId, caller.UserId, sourceId, number, model = model.ToJson(), changes = JsonSerializer.Serialize(changes), schema = schema ?? "",
                note = note.Length > 500 ? note[..500] : note, now = time.GetUtcNow(),
            }, cancellationToken: cancellationToken));
        await Audit.RecordAsync(tenant, caller.UserId, action, name, time.GetUtcNow(), cancellationToken, new { sourceId, number, changes });
        await tenant.CommitAsync(cancellationToken);
        return new PublishOutcome.Published(number);
    }

    // One editor at a time: edits are made on what is read here.
    private static Task<int> AloneAsync(TenantConnection tenant, Guid sourceId, CancellationToken cancellationToken) =>
        tenant.Connection.ExecuteAsync(new("SELECT pg_advisory_xact_lock(hashtext('semantics'), hashtext(@source))", new { source = sourceId.ToString() }, cancellationToken: cancellationToken));

    private static Task<int> LatestAsync(TenantConnection tenant, Guid sourceId, CancellationToken cancellationToken) => tenant.Connection.ExecuteScalarAsync<int>(new(
        "SELECT coalesce(max(number), 0) FROM semantic_versions WHERE organization_id = @OrganizationId AND source_id = @sourceId",
        new { tenant.OrganizationId, sourceId }, cancellationToken: cancellationToken));

    private static async Task<SemanticModel?> ModelAsync(TenantConnection tenant, Guid sourceId, int number, CancellationToken cancellationToken) =>
        await tenant.Connection.ExecuteScalarAsync<string?>(new(
            "SELECT model::text FROM semantic_versions WHERE organization_id = @OrganizationId AND source_id = @sourceId AND number = @number",
            new { tenant.OrganizationId, sourceId, number }, cancellationToken: cancellationToken)) is { } json ? SemanticModel.FromJson(json) : null;

    private static async Task<ModelDraft?> DraftAsync(TenantConnection tenant, Guid sourceId, bool forUpdate, CancellationToken cancellationToken) =>
        await tenant.Connection.QuerySingleOrDefaultAsync<DraftRow>(new(
            $"""
            SELECT d.model::text AS model, d.changes::text AS changes, d.base_number AS base, u.name AS changed_by, d.changed_at
            FROM semantic_drafts d JOIN users u ON u.organization_id = d.organization_id AND u.id = d.changed_by
            WHERE d.organization_id = @OrganizationId AND d.source_id = @sourceId{(forUpdate ? " FOR UPDATE OF d" : "")}
            """, new { tenant.OrganizationId, sourceId }, cancellationToken: cancellationToken)) is { } row
            ? new(SemanticModel.FromJson(row.Model), Sentences(row.Changes), row.Base, row.ChangedBy, new(row.ChangedAt, TimeSpan.Zero)) : null;

    private static string[] Sentences(string json) => JsonSerializer.Deserialize<string[]>(json) ?? [];

    private sealed record VersionRow(int Number, string Changes, string Note, string MadeBy, DateTime MadeAt, string SchemaVersion);

    private sealed record DraftRow(string Model, string Changes, int Base, string ChangedBy, DateTime ChangedAt);
}
