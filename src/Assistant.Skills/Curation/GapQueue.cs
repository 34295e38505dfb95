using Assistant.Skills.Access;
using Assistant.Skills.Questions;
using Assistant.Skills.Semantics;
using Assistant.Skills.Sources;
using Assistant.Skills.Storage;
using Dapper;

namespace Assistant.Skills.Curation;

/// <summary>
/// Questions of the whole organization that were declined, asked back or rated poor, for who manages it: each with a proposed edit of the model.
/// Accepting puts the edit into the draft, which is tried and published like any other.
/// </summary>
public sealed class GapQueue(Database database, SemanticModels models, QuestionModels questions, DataSources sources, TimeProvider time)
{
    private const int Most = 50;
    private const int Sure = 70;

    /// <summary>Open gaps that concern the source, the latest first, each question once.</summary>
    public async Task<IReadOnlyList<Gap>> ListAsync(Caller caller, Guid sourceId, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ManageOrganization);
        if (await sources.OpenAsync(caller, sourceId, cancellationToken) is not { } opened)
            return [];
        IReadOnlyList<Row> rows;
        await using (var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken))
            rows = (await tenant.Connection.QueryAsync<Row>(new(
                """
                SELECT id, question, state, rating_reason, started_at FROM (
                    SELECT DISTINCT ON (lower(t.question)) t.id, t.question, t.state, t.rating, t.rating_reason, t.started_at
                    FROM turns t
                    WHERE t.organization_id = @OrganizationId AND NOT t.replaced AND t.question NOT LIKE '/%' AND length(t.question) <= 2000 AND t.started_at > @since
                      AND (t.state IN ('NotModelled', 'NeedsClarification') OR t.rating IS FALSE)
                      AND (t.source_id = @sourceId OR EXISTS (SELECT FROM turn_results r WHERE r.organization_id = t.organization_id AND r.turn_id = t.id AND r.source_id = @sourceId)
                           OR t.source_id IS NULL AND NOT EXISTS (SELECT FROM turn_results r WHERE r.organization_id = t.organization_id AND r.turn_id = t.id))
                      AND NOT EXISTS (SELECT FROM closed_gaps g WHERE g.organization_id = t.organization_id AND g.turn_id = t.id)
                    ORDER BY lower(t.question), t.place DESC) gaps
                ORDER BY started_at DESC LIMIT @Most
                """, new { caller.OrganizationId, sourceId, Most, since = time.GetUtcNow().AddDays(-90) }, cancellationToken: cancellationToken))).AsList();
        var model = await questions.ForAsync(caller, opened, cancellationToken);
        var said = (await models.CurrentAsync(caller, sourceId, cancellationToken)).Model;
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        return [.. rows.Select(r => Of(r, model, said, SeenCatalog.Of(opened.Catalog, opened.Policy), today)).OfType<Gap>()];
    }

    /// <summary>Puts a word into the draft as another name of the place, and closes the gap; why not, in words, else null.</summary>
    public async Task<string?> AcceptAsync(Caller caller, Guid sourceId, Guid turnId, string word, ModelPlace place, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ManageOrganization);
        if (await sources.OpenAsync(caller, sourceId, cancellationToken) is not { } opened)
            return "This source is not there any more.";
        var draft = (await models.DraftAsync(caller, sourceId, cancellationToken))?.Model ?? (await models.CurrentAsync(caller, sourceId, cancellationToken)).Model;
        if (ModelLearning.Problem(word, place, opened.Catalog, opened.Policy, draft) is { } problem)
            return problem;
        await models.EditAsync(caller, sourceId, $"{ModelLearning.Sentence(word, place)} (from a question that was not answered)", m => ModelLearning.With(m, word, place), cancellationToken);
        await CloseAsync(caller, turnId, GapOutcome.Edited, cancellationToken);
        return null;
    }

    /// <summary>Takes a gap from the queue, with all open ones of the same words; false when there is none.</summary>
    public async Task<bool> CloseAsync(Caller caller, Guid turnId, GapOutcome outcome, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ManageOrganization);
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        var closed = await tenant.Connection.ExecuteAsync(new(
            """
            INSERT INTO closed_gaps (organization_id, turn_id, outcome, closed_by, closed_at)
            SELECT t.organization_id, t.id, @outcome, @UserId, @now FROM turns t
            WHERE t.organization_id = @OrganizationId AND lower(t.question) = (SELECT lower(question) FROM turns WHERE organization_id = @OrganizationId AND id = @turnId)
            ON CONFLICT DO NOTHING
            """, new { caller.OrganizationId, caller.UserId, turnId, outcome = outcome.ToString().ToLowerInvariant(), now = time.GetUtcNow() }, cancellationToken: cancellationToken));
        await Audit.RecordAsync(tenant, caller.UserId, "gap closed", turnId.ToString(), time.GetUtcNow(), cancellationToken, new { outcome = outcome.ToString() });
        await tenant.CommitAsync(cancellationToken);
        return closed > 0;
    }

    // Null for what was not answered and would be now.
    private static Gap? Of(Row row, SourceModel model, SemanticModel said, SourceCatalog seen, DateOnly today)
    {
        var kind = row.State switch { "NotModelled" => GapKind.NotAnswered, "NeedsClarification" => GapKind.AskedBack, _ => GapKind.PoorAnswer };
        var outcome = QuestionEngine.Plan(row.Question, model, null, new(today));
        if (kind is GapKind.NotAnswered && outcome is QuestionOutcome.Answered { Confidence: >= Sure })
            return null;
        var near = outcome is QuestionOutcome.Answered answered ? answered.Plan.Sources.Select(s => s.Table).OfType<TableName>().ToHashSet() : [];
        var places = seen.Tables.OrderByDescending(t => near.Contains(t.Name)).SelectMany(t => new[] { new ModelPlace(t.Name) }
            .Concat(t.Columns.Select(c => new ModelPlace(t.Name, c.Name))).Concat((said.Find(t.Name)?.Measures ?? []).Select(m => new ModelPlace(t.Name, m.Name))));
        return new(row.Id, row.Question, kind, row.RatingReason ?? (outcome as QuestionOutcome.Declined)?.Why, new(row.StartedAt, TimeSpan.Zero), outcome.NotUnderstood, [.. places]);
    }

    private sealed record Row(Guid Id, string Question, string State, string? RatingReason, DateTime StartedAt);
}
