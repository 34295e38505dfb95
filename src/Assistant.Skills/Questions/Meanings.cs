using Assistant.Skills.Access;
using Assistant.Skills.Storage;
using Dapper;

namespace Assistant.Skills.Questions;

/// <summary>A meaning that a person chose in a conversation.</summary>
/// <param name="Label">As it was offered, e.g. "Ship date".</param>
public sealed record ChosenMeaning(Meaning Meaning, string Label, DateTimeOffset ChosenAt);

/// <summary>
/// What a person chose when they were asked back, kept for them and the source: their next question with the phrase is read so without asking,
/// says so, and they may have it forgotten. Nobody else's answers change; what shall hold for everyone is a word of the semantic model.
/// </summary>
public sealed class Meanings(Database database, TimeProvider time)
{
    public async Task<IReadOnlyList<ChosenMeaning>> OfAsync(Caller caller, Guid sourceId, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ReadData);
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        var rows = await tenant.Connection.QueryAsync<Row>(new(
            """
            SELECT phrase, element, label, chosen_at FROM question_meanings
            WHERE organization_id = @OrganizationId AND source_id = @sourceId AND chosen_by = @UserId ORDER BY phrase
            """, new { caller.OrganizationId, caller.UserId, sourceId }, cancellationToken: cancellationToken));
        return [.. rows.Select(r => new ChosenMeaning(new(r.Phrase, r.Element), r.Label, r.ChosenAt))];
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
            ON CONFLICT (organization_id, source_id, chosen_by, phrase) DO UPDATE SET element = excluded.element, label = excluded.label, chosen_at = excluded.chosen_at
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
            "DELETE FROM question_meanings WHERE organization_id = @OrganizationId AND source_id = @sourceId AND chosen_by = @UserId AND phrase = @phrase",
            new { caller.OrganizationId, caller.UserId, sourceId, phrase }, cancellationToken: cancellationToken));
        await tenant.CommitAsync(cancellationToken);
        return forgotten > 0;
    }

    private sealed record Row(string Phrase, string Element, string Label, DateTimeOffset ChosenAt);
}
