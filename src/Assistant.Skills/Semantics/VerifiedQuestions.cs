using System.Text.Json;
using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Sources;
using Assistant.Skills.Storage;
using Dapper;

namespace Assistant.Skills.Semantics;

/// <summary>The verified questions of an organization's sources: kept with who, when and what they read, so that a changed schema is noticed.</summary>
public sealed class VerifiedQuestions(Database database, DataSources sources, QueryGate gate, TimeProvider time)
{
    private const string Columns = """
        v.id, v.source_id, v.question, v.sql, v.plan::text AS plan, v.reads::text AS reads, v.asked_on, u.name AS verified_by, v.verified_at
        FROM verified_questions v JOIN users u ON u.organization_id = v.organization_id AND u.id = v.verified_by
        WHERE v.organization_id = @OrganizationId
        """;

    /// <summary>Keeps the pair, in place of an earlier one for the same words. The query is run first, with the caller's rights.</summary>
    /// <param name="plan">The engine's plan that gives the query, as JSON.</param>
    /// <param name="today">The caller's day.</param>
    public async Task<VerifyOutcome> AddAsync(Caller caller, Guid sourceId, string question, string sql, string? plan, DateOnly today, CancellationToken cancellationToken)
    {
        caller.RequireOn(Permission.ManageSources, sourceId);
        if (AskedAs(question) is not { Length: > 0 and <= 2000 } asked)
            return new VerifyOutcome.Refused("Write the question, in at most 2,000 characters.");
        if (sql.Trim() is not { Length: > 0 and <= 100_000 })
            return new VerifyOutcome.Refused("Write the query that answers it, in at most 100,000 characters.");
        if (await sources.OpenAsync(caller, sourceId, cancellationToken) is not { } opened)
            return new VerifyOutcome.Refused("This source is not there any more.");
        if (Closings.Of(await gate.ReadAsync(opened.Source, sql, new(opened.Catalog, opened.Policy, Results.Limits), cancellationToken)) is { } refused)
            return new VerifyOutcome.Refused($"The query doesn't run: {refused.Why}");
        if (gate.Admit(sql, new(opened.Catalog, DataPolicy.Everything, Results.Limits)) is not GateVerdict.Admitted { Query: var admitted })
            return new VerifyOutcome.Refused("The query is not one SELECT over this source.");
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        var id = await tenant.Connection.ExecuteScalarAsync<Guid>(new(
            """
            INSERT INTO verified_questions (organization_id, id, source_id, question, asked_as, sql, plan, reads, schema_version, asked_on, verified_by, verified_at)
            VALUES (@OrganizationId, @id, @sourceId, @question, @asked, @sql, @plan::json, @reads::json, @schema, @today, @UserId, @now)
            ON CONFLICT (organization_id, source_id, asked_as) DO UPDATE SET question = excluded.question, sql = excluded.sql, plan = excluded.plan, reads = excluded.reads,
                schema_version = excluded.schema_version, asked_on = excluded.asked_on, verified_by = excluded.verified_by, verified_at = excluded.verified_at
            RETURNING id
            """,
            new
            {
                caller.OrganizationId, caller.UserId, sourceId, id = Guid.CreateVersion7(time.GetUtcNow()), question = question.Trim(), asked, sql = sql.Trim(), plan,
                reads = JsonSerializer.Serialize(ReadColumn.Of(admitted, sql, opened.Catalog)), schema = opened.Catalog.Version, today, now = time.GetUtcNow(),
            }, cancellationToken: cancellationToken));
        await Audit.RecordAsync(tenant, caller.UserId, "answer verified", question.Trim(), time.GetUtcNow(), cancellationToken, new { sourceId, id });
        await tenant.CommitAsync(cancellationToken);
        return new VerifyOutcome.Verified(id);
    }

    /// <summary>False when there is none such.</summary>
    public async Task<bool> RemoveAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        caller.RequireSomewhere(Permission.ManageSources);
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        if (await tenant.Connection.ExecuteScalarAsync<Guid?>(new(
            "SELECT source_id FROM verified_questions WHERE organization_id = @OrganizationId AND id = @id", new { caller.OrganizationId, id }, cancellationToken: cancellationToken)) is not { } sourceId
            || await sources.GetAsync(caller, sourceId, cancellationToken) is null)
            return false;
        caller.RequireOn(Permission.ManageSources, sourceId);
        var question = await tenant.Connection.ExecuteScalarAsync<string?>(new(
            "DELETE FROM verified_questions WHERE organization_id = @OrganizationId AND id = @id RETURNING question", new { caller.OrganizationId, id }, cancellationToken: cancellationToken));
        if (question is null)
            return false;
        await Audit.RecordAsync(tenant, caller.UserId, "verification taken back", question, time.GetUtcNow(), cancellationToken, new { id });
        await tenant.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Those of a source whose queries the caller may read, the latest first; invalid ones say why.</summary>
    public async Task<IReadOnlyList<VerifiedQuestion>> ListAsync(Caller caller, OpenedSource opened, CancellationToken cancellationToken)
    {
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        var rows = await tenant.Connection.QueryAsync<Row>(new(
            $"SELECT {Columns} AND v.source_id = @id ORDER BY v.verified_at DESC LIMIT 500", new { caller.OrganizationId, opened.Info.Id }, cancellationToken: cancellationToken));
        return [.. rows.Select(r => r.With(opened.Catalog)).Where(v => MayRead(v, opened))];
    }

    /// <summary>Valid ones that are like a question at least so much, as far as the caller may read their queries.</summary>
    /// <param name="likeness">Of another question, 0 to 1.</param>
    public async Task<IReadOnlyList<VerifiedQuestion>> LikeAsync(Caller caller, OpenedSource opened, Func<string, double> likeness, double least, CancellationToken cancellationToken)
    {
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        var rows = await tenant.Connection.QueryAsync<Row>(new(
            $"SELECT {Columns} AND v.source_id = @id ORDER BY v.verified_at DESC LIMIT 500", new { caller.OrganizationId, opened.Info.Id }, cancellationToken: cancellationToken));
        return [.. rows.Where(r => likeness(r.Question) >= least).Select(r => r.With(opened.Catalog)).Where(v => v.Invalid is null && MayRead(v, opened))];
    }

    /// <summary>The pairs for these very words, of any source.</summary>
    public async Task<IReadOnlyList<Guid>> SourcesOfAsync(Caller caller, string question, CancellationToken cancellationToken)
    {
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        return [.. await tenant.Connection.QueryAsync<Guid>(new(
            "SELECT source_id FROM verified_questions WHERE organization_id = @OrganizationId AND asked_as = @asked ORDER BY verified_at DESC",
            new { caller.OrganizationId, asked = AskedAs(question) }, cancellationToken: cancellationToken))];
    }

    /// <summary>The pair for these very words; null where there is none, or none that the caller may read.</summary>
    public async Task<VerifiedQuestion?> FindAsync(Caller caller, OpenedSource opened, string question, CancellationToken cancellationToken)
    {
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        var row = await tenant.Connection.QuerySingleOrDefaultAsync<Row>(new(
            $"SELECT {Columns} AND v.source_id = @id AND v.asked_as = @asked", new { caller.OrganizationId, opened.Info.Id, asked = AskedAs(question) }, cancellationToken: cancellationToken));
        return row?.With(opened.Catalog) is { } found && MayRead(found, opened) ? found : null;
    }

    public async Task<IReadOnlyDictionary<Guid, SourceAnswering>> AnsweringAsync(Caller caller, CancellationToken cancellationToken)
    {
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        var rows = await tenant.Connection.QueryAsync<(Guid Source, bool Only, int? Right, int? Of, DateTime? At)>(new(
            "SELECT source_id, verified_only, measured_right, measured_of, measured_at FROM source_answering WHERE organization_id = @OrganizationId",
            new { caller.OrganizationId }, cancellationToken: cancellationToken));
        return rows.ToDictionary(r => r.Source, r => new SourceAnswering(r.Only, r.Right, r.Of, r.At is { } at ? new DateTimeOffset(at, TimeSpan.Zero) : null));
    }

    /// <summary>Whether a source answers verified questions only. False when there is no such source.</summary>
    public async Task<bool> AnswerOnlyVerifiedAsync(Caller caller, Guid sourceId, bool only, CancellationToken cancellationToken)
    {
        caller.RequireOn(Permission.ManageSources, sourceId);
        if (await sources.GetAsync(caller, sourceId, cancellationToken) is not { } source)
            return false;
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        await tenant.Connection.ExecuteAsync(new(
            """
            INSERT INTO source_answering (organization_id, source_id, verified_only) VALUES (@OrganizationId, @sourceId, @only)
            ON CONFLICT (organization_id, source_id) DO UPDATE SET verified_only = excluded.verified_only
            """, new { caller.OrganizationId, sourceId, only }, cancellationToken: cancellationToken));
        await Audit.RecordAsync(tenant, caller.UserId, only ? "answers verified questions only" : "answers any question", source.Name, time.GetUtcNow(), cancellationToken, new { sourceId });
        await tenant.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Keeps how many of the verified questions the engine alone answers as verified.</summary>
    public async Task KeepMeasureAsync(Caller caller, Guid sourceId, int right, int of, CancellationToken cancellationToken)
    {
        caller.RequireOn(Permission.ManageSources, sourceId);
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        await tenant.Connection.ExecuteAsync(new(
            """
            INSERT INTO source_answering (organization_id, source_id, measured_right, measured_of, measured_at) VALUES (@OrganizationId, @sourceId, @right, @of, @now)
            ON CONFLICT (organization_id, source_id) DO UPDATE SET measured_right = excluded.measured_right, measured_of = excluded.measured_of, measured_at = excluded.measured_at
            """, new { caller.OrganizationId, sourceId, right, of, now = time.GetUtcNow() }, cancellationToken: cancellationToken));
        await tenant.CommitAsync(cancellationToken);
    }

    /// <summary>The words that are compared: without case, spacing and closing marks. Signs inside stay: "1.5" is not "15".</summary>
    public static string AskedAs(string question) =>
        string.Join(' ', question.ToLowerInvariant().Split(default(char[]), StringSplitOptions.RemoveEmptyEntries)).TrimEnd('?', '!', '.', ' ');

    // One that reads what the person may not see does not exist for them; an invalid one reads what is not there.
    private bool MayRead(VerifiedQuestion pair, OpenedSource opened) =>
        pair.Invalid is not null || gate.Admit(pair.Sql, new(opened.Catalog, opened.Policy, Results.Limits)) is GateVerdict.Admitted;

    private sealed record Row(Guid Id, Guid SourceId, string Question, string Sql, string? Plan, string Reads, DateOnly AskedOn, string VerifiedBy, DateTime VerifiedAt)
    {
        public VerifiedQuestion With(SourceCatalog catalog)
        {
            var reads = JsonSerializer.Deserialize<ReadColumn[]>(Reads) ?? [];
            return new(Id, SourceId, Question, Sql, Plan, AskedOn, VerifiedBy, new(VerifiedAt, TimeSpan.Zero), reads.Select(r => r.Changed(catalog)).FirstOrDefault(c => c is not null))
            {
                Reads = [.. reads.Where(r => r.Column is not null).Select(r => $"{r.Table}.{r.Column}")],
            };
        }
    }
}
