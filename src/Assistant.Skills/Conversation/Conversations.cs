using Assistant.Skills.Access;
using Assistant.Skills.Storage;
using Dapper;
using Npgsql;

namespace Assistant.Skills.Conversation;

/// <summary>
/// Conversations of a person, and those that colleagues shared. What does not exist and what is not theirs is answered alike: null or false.
/// </summary>
public sealed class Conversations(Database database, TurnInterruptions interruptions)
{
    private const int MaxTitle = 120;

    /// <summary>SQL condition on conversations c: the person may read it.</summary>
    internal const string Readable = "(c.user_id = @user OR c.shared AND app.may_follow(@user, c.id, c.project_id))";

    private const string Summary = """
        c.id, c.title, c.pinned, c.archived, c.shared, c.user_id = @user AS mine, c.updated_at AS updatedat,
        EXISTS (SELECT FROM turns t WHERE t.conversation_id = c.id AND t.state = 'Running') AS running
        """;

    public async Task<Guid> CreateAsync(Caller caller, CancellationToken cancellationToken)
    {
        var id = Guid.NewGuid();
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        await tenant.Connection.ExecuteAsync(new CommandDefinition(
            "INSERT INTO conversations (organization_id, id, user_id) VALUES (@organization, @id, @user)",
            new { organization = caller.OrganizationId, id, user = caller.UserId }, cancellationToken: cancellationToken));
        await tenant.CommitAsync(cancellationToken);
        return id;
    }

    /// <summary>Pinned first, then the latest; archived ones only when searched for. Empty conversations are left out.</summary>
    /// <param name="search">Words that titles, questions or answers contain; null for all.</param>
    public async Task<IReadOnlyList<ConversationSummary>> ListAsync(Caller caller, string? search, CancellationToken cancellationToken)
    {
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        var rows = await tenant.Connection.QueryAsync<SummaryRow>(new CommandDefinition($"""
            SELECT {Summary} FROM conversations c
            WHERE {Readable} AND (@pattern IS NOT NULL OR NOT c.archived) AND EXISTS (SELECT FROM turns t WHERE t.conversation_id = c.id)
              AND (@pattern IS NULL OR c.title ILIKE @pattern
                   OR EXISTS (SELECT FROM messages m WHERE m.conversation_id = c.id AND m.text ILIKE @pattern))
            ORDER BY c.pinned DESC, c.updated_at DESC LIMIT 500
            """, new { user = caller.UserId, pattern = Pattern(search) }, cancellationToken: cancellationToken));
        return [.. rows.Select(row => row.ToSummary())];
    }

    public async Task<ConversationView?> GetAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        await interruptions.MarkAsync(caller.OrganizationId, id, cancellationToken);
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        var summary = await tenant.Connection.QuerySingleOrDefaultAsync<SummaryRow>(new CommandDefinition(
            $"SELECT {Summary} FROM conversations c WHERE c.id = @id AND {Readable}", new { id, user = caller.UserId }, cancellationToken: cancellationToken));
        if (summary is null)
            return null;
        var rows = (await tenant.Connection.QueryAsync<TurnRow>(new CommandDefinition("""
            SELECT t.id, t.question, t.source_id AS sourceid, t.state, t.last_number AS lastnumber, t.started_at AS startedat, t.milliseconds,
                   t.rating, t.rating_reason AS reason, m.parts::text AS parts
            FROM turns t LEFT JOIN messages m ON m.turn_id = t.id AND m.author = 'assistant'
            WHERE t.conversation_id = @id AND NOT t.replaced ORDER BY t.place
            """, new { id }, cancellationToken: cancellationToken))).ToList();
        var turns = new List<TurnView>();
        foreach (var row in rows)
            turns.Add(await ViewAsync(tenant.Connection, row));
        return new(summary.ToSummary(), turns);
    }

    public Task<bool> RenameAsync(Caller caller, Guid id, string title, CancellationToken cancellationToken) =>
        ChangeAsync(caller, id, "title = @value", Titled(title), cancellationToken);

    public Task<bool> PinAsync(Caller caller, Guid id, bool pinned, CancellationToken cancellationToken) =>
        ChangeAsync(caller, id, "pinned = @value", pinned, cancellationToken);

    public Task<bool> ArchiveAsync(Caller caller, Guid id, bool archived, CancellationToken cancellationToken) =>
        ChangeAsync(caller, id, "archived = @value", archived, cancellationToken);

    /// <summary>Lets everybody in the organization read it who sees its project and its sources; results are still read with each viewer's own rights.</summary>
    public Task<bool> ShareAsync(Caller caller, Guid id, bool shared, CancellationToken cancellationToken) =>
        ChangeAsync(caller, id, "shared = @value", shared, cancellationToken);

    /// <summary>Deletes it with all its turns; what still runs of it stops.</summary>
    public async Task<bool> DeleteAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        await tenant.Connection.ExecuteAsync(new CommandDefinition($"""
            SELECT pg_notify('{TurnSignals.StopsChannel}', t.id::text) FROM turns t JOIN conversations c ON c.id = t.conversation_id
            WHERE c.id = @id AND c.user_id = @user AND t.state = 'Running'
            """, new { id, user = caller.UserId }, cancellationToken: cancellationToken));
        var deleted = await tenant.Connection.ExecuteAsync(new CommandDefinition(
            "DELETE FROM conversations WHERE id = @id AND user_id = @user", new { id, user = caller.UserId }, cancellationToken: cancellationToken));
        await tenant.CommitAsync(cancellationToken);
        return deleted == 1;
    }

    /// <summary>Thumb up, down, or none, with a reason in the person's words.</summary>
    public async Task<bool> RateAsync(Caller caller, Guid turnId, bool? up, string? reason, CancellationToken cancellationToken)
    {
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        var rated = await tenant.Connection.ExecuteAsync(new CommandDefinition("""
            UPDATE turns t SET rating = @up, rating_reason = @reason FROM conversations c
            WHERE t.id = @turnId AND c.id = t.conversation_id AND c.user_id = @user
            """, new { turnId, up, reason = up is null ? null : Words.Clean(reason, 2000), user = caller.UserId }, cancellationToken: cancellationToken));
        await tenant.CommitAsync(cancellationToken);
        return rated == 1;
    }

    /// <summary>The conversation as a Markdown document: questions, answers, the SQL behind them. No rows.</summary>
    public async Task<string?> ExportMarkdownAsync(Caller caller, Guid id, CancellationToken cancellationToken) =>
        await GetAsync(caller, id, cancellationToken) is { } conversation ? MarkdownExport.Of(conversation) : null;

    /// <summary>One line, as a title: the first question is one, too.</summary>
    internal static string Titled(string text)
    {
        var line = string.Join(' ', Words.Clean(text, 10_000)!.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= MaxTitle ? line : Words.Clean(line, MaxTitle - 1) + "…";
    }

    private async Task<bool> ChangeAsync(Caller caller, Guid id, string assignment, object value, CancellationToken cancellationToken)
    {
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        var changed = await tenant.Connection.ExecuteAsync(new CommandDefinition(
            $"UPDATE conversations SET {assignment} WHERE id = @id AND user_id = @user",
            new { id, user = caller.UserId, value }, cancellationToken: cancellationToken));
        await tenant.CommitAsync(cancellationToken);
        return changed == 1;
    }

    private static async Task<TurnView> ViewAsync(NpgsqlConnection connection, TurnRow row)
    {
        var (parts, last) = row.Parts is { } stored
            ? (ConversationJson.Read<IReadOnlyList<MessagePart>>(stored), row.LastNumber)
            : AnswerSoFar.Of(await TurnLog.ReadAsync(connection, row.Id, after: 0)) is var answer ? (answer.Parts, answer.LastNumber) : default;
        return new(row.Id, row.Question, row.SourceId, row.State == TurnInterruptions.Running ? null : Enum.Parse<ClosingState>(row.State), parts, last,
            new DateTimeOffset(row.StartedAt, TimeSpan.Zero), row.Milliseconds, row.Rating, row.Reason);
    }

    private static string? Pattern(string? search) => Words.Clean(search, 200)?.Trim() is { Length: > 0 } words
        ? $"%{words.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%"
        : null;

    private sealed class SummaryRow
    {
        public Guid Id { get; init; }
        public string Title { get; init; } = "";
        public bool Pinned { get; init; }
        public bool Archived { get; init; }
        public bool Shared { get; init; }
        public bool Mine { get; init; }
        public bool Running { get; init; }
        public DateTime UpdatedAt { get; init; }

        public ConversationSummary ToSummary() =>
            new(Id, Title, Pinned, Archived, Shared, Mine, Running, new DateTimeOffset(UpdatedAt, TimeSpan.Zero));
    }

    private sealed class TurnRow
    {
        public Guid Id { get; init; }
        public string Question { get; init; } = "";
        public Guid? SourceId { get; init; }
        public string State { get; init; } = "";
        public int LastNumber { get; init; }
        public DateTime StartedAt { get; init; }
        public int? Milliseconds { get; init; }
        public bool? Rating { get; init; }
        public string? Reason { get; init; }
        public string? Parts { get; init; }
    }
}
