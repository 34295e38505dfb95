using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Storage;
using Dapper;

namespace Assistant.Skills.Curation;

/// <summary>Questions that were answered from a source lately, each once, the latest first.</summary>
public sealed class AskedLately(Database database)
{
    /// <summary>Of the caller's own conversations and those shared with them; who manages the organization sees all.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(Caller caller, Guid sourceId, int most, CancellationToken cancellationToken)
    {
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        return [.. await tenant.Connection.QueryAsync<string>(new(
            $"""
            SELECT question FROM (
                SELECT DISTINCT ON (lower(t.question)) t.question, t.place
                FROM turns t JOIN conversations c ON c.organization_id = t.organization_id AND c.id = t.conversation_id
                WHERE t.organization_id = @OrganizationId AND t.state = 'Answered' AND NOT t.replaced AND t.question NOT LIKE '/%' AND length(t.question) <= 2000
                  AND ({Conversations.Readable} OR @ruler)
                  AND EXISTS (SELECT FROM turn_results r WHERE r.organization_id = t.organization_id AND r.turn_id = t.id AND r.source_id = @sourceId)
                ORDER BY lower(t.question), t.place DESC) asked
            ORDER BY place DESC LIMIT @most
            """, new { caller.OrganizationId, user = caller.UserId, sourceId, most, ruler = caller.May(Permission.ManageOrganization) }, cancellationToken: cancellationToken))];
    }
}
