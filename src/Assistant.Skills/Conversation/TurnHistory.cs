using Assistant.Skills.Storage;
using Dapper;
using Microsoft.Extensions.AI;

namespace Assistant.Skills.Conversation;

/// <summary>What came before a turn in its conversation.</summary>
/// <param name="Notes">What skills noted, by key, as the last ended turn left it.</param>
/// <param name="Messages">The latest questions and answers in words, oldest first.</param>
public sealed record TurnPast(IReadOnlyDictionary<string, string> Notes, IReadOnlyList<ChatMessage> Messages)
{
    /// <summary>The project that the conversation was begun in.</summary>
    public Guid? ProjectId { get; init; }

    public static TurnPast None { get; } = new(new Dictionary<string, string>(), []);
}

/// <summary>Reads the past of a turn; turns replaced by an edit did not happen.</summary>
public sealed class TurnHistory(Database database)
{
    private const int Messages = 12;

    internal async Task<TurnPast> ReadAsync(Guid organization, Guid conversation, Guid turn, CancellationToken cancellationToken)
    {
        await using var tenant = await database.OpenAsync(organization, cancellationToken);
        var notes = await tenant.Connection.ExecuteScalarAsync<string?>(new CommandDefinition("""
            SELECT notes::text FROM turns
            WHERE conversation_id = @conversation AND NOT replaced AND notes IS NOT NULL AND place < (SELECT place FROM turns WHERE id = @turn)
            ORDER BY place DESC LIMIT 1
            """, new { conversation, turn }, cancellationToken: cancellationToken));
        var said = await tenant.Connection.QueryAsync<(string Author, string Text)>(new CommandDefinition("""
            SELECT m.author, left(m.text, 4000) FROM messages m JOIN turns t ON t.id = m.turn_id
            WHERE t.conversation_id = @conversation AND NOT t.replaced AND t.id <> @turn
            ORDER BY t.place DESC, m.author LIMIT @Messages
            """, new { conversation, turn, Messages }, cancellationToken: cancellationToken));
        var project = await tenant.Connection.ExecuteScalarAsync<Guid?>(new CommandDefinition(
            "SELECT project_id FROM conversations WHERE id = @conversation", new { conversation }, cancellationToken: cancellationToken));
        return new(
            notes is null ? TurnPast.None.Notes : ConversationJson.Read<Dictionary<string, string>>(notes),
            [.. said.Reverse().Select(message => new ChatMessage(message.Author == "person" ? ChatRole.User : ChatRole.Assistant, message.Text))])
        {
            ProjectId = project,
        };
    }
}
