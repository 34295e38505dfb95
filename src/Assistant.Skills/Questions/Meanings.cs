using Assistant.Skills.Access;
using Assistant.Skills.Storage;
using Dapper;

namespace Assistant.Skills.Questions;

/// <summary>A meaning that was chosen in a conversation, with who chose it.</summary>
/// <param name="Label">As it was offered, e.g. "Ship date".</param>
public sealed record ChosenMeaning(Meaning Meaning, string Label, string ChosenBy, DateTimeOffset ChosenAt);

/// <summary>
/// What people chose when they were asked back, kept for each source of their organization: the next question with the phrase is read so
/// without asking, says so, and anyone who may ask may have it forgotten.
/// </summary>
public sealed class Meanings(Database database, TimeProvider time)
{
    public async Task<IReadOnlyList<ChosenMeaning>> OfAsync(Caller caller, Guid sourceId, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ReadData);
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        var rows = await tenant.Connection.QueryAsync<Row>(new(
            """
            SELECT m.phrase, m.element, m.label, u.name AS chosen_by, m.chosen_at
            FROM question_meanings m JOIN users u ON u.organization_id = m.organization_id AND u.id = m.chosen_by
            WHERE m.organization_id = @OrganizationId AND m.source_id = @sourceId ORDER BY m.phrase
            """, new { caller.OrganizationId, sourceId }, cancellationToken: cancellationToken));
        return [.. rows.Select(r => new ChosenMeaning(new(r.Phrase, r.Element), r.Label, r.ChosenBy, r.ChosenAt))];
    }

    /// <summary>A later choice for the same phrase replaces the earlier one.</summary>
    public async Task KeepAsync(Caller caller, Guid sourceId, Meaning meaning, string label, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ReadData);
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        await tenant.Connection.ExecuteAsync(new(
            """
            INSERT INTO question_meanings (organization_id, source_id, phrase, element, label, chosen_by, chosen_at)
            VALUES (@OrganizationId, @sourceId, @Phrase, @Element, @label, @UserId, @now)
            ON CONFLICT (organization_id, source_id, phrase) DO UPDATE SET element = excluded.element, label = excluded.label, chosen_by = excluded.chosen_by, chosen_at = excluded.chosen_at
            """,
            new { caller.OrganizationId, caller.UserId, sourceId, meaning.Phrase, meaning.Element, label, now = time.GetUtcNow() }, cancellationToken: cancellationToken));
        await tenant.CommitAsync(cancellationToken);
    }

    /// <summary>False when nothing was kept for the phrase.</summary>
    public async Task<bool> ForgetAsync(Caller caller, Guid sourceId, string phrase, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ReadData);
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        var forgotten = await tenant.Connection.ExecuteAsync(new(
            "DELETE FROM question_meanings WHERE organization_id = @OrganizationId AND source_id = @sourceId AND phrase = @phrase",
            new { caller.OrganizationId, sourceId, phrase }, cancellationToken: cancellationToken));
        await tenant.CommitAsync(cancellationToken);
        return forgotten > 0;
    }

    private sealed record Row(string Phrase, string Element, string Label, string ChosenBy, DateTimeOffset ChosenAt);
}
