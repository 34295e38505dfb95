using Assistant.Skills.Access;
using Assistant.Skills.Conversation;

namespace Assistant.Web.Chat;

/// <summary>The conversations beside every page, for one person's open page.</summary>
public sealed class ConversationList(Conversations conversations, CurrentCaller current)
{
    /// <summary>Raised on any thread.</summary>
    public event Action? Changed;

    /// <summary>Null until they were read once.</summary>
    public IReadOnlyList<ConversationSummary>? Items { get; private set; }

    public string Search { get; private set; } = "";

    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        if (!current.IsSignedIn) return;
        Items = await conversations.ListAsync(current.Caller, Search.Length == 0 ? null : Search, cancellationToken);
        Changed?.Invoke();
    }

    public Task SearchAsync(string words, CancellationToken cancellationToken)
    {
        Search = words.Trim();
        return RefreshAsync(cancellationToken);
    }

    public Task RenameAsync(Guid id, string title, CancellationToken cancellationToken) =>
        ThenRefreshAsync(conversations.RenameAsync(current.Caller, id, title, cancellationToken), cancellationToken);

    public Task PinAsync(Guid id, bool pinned, CancellationToken cancellationToken) =>
        ThenRefreshAsync(conversations.PinAsync(current.Caller, id, pinned, cancellationToken), cancellationToken);

    public Task ArchiveAsync(Guid id, bool archived, CancellationToken cancellationToken) =>
        ThenRefreshAsync(conversations.ArchiveAsync(current.Caller, id, archived, cancellationToken), cancellationToken);

    public Task ShareAsync(Guid id, bool shared, CancellationToken cancellationToken) =>
        ThenRefreshAsync(conversations.ShareAsync(current.Caller, id, shared, cancellationToken), cancellationToken);

    public Task DeleteAsync(Guid id, CancellationToken cancellationToken) =>
        ThenRefreshAsync(conversations.DeleteAsync(current.Caller, id, cancellationToken), cancellationToken);

    private async Task ThenRefreshAsync(Task<bool> change, CancellationToken cancellationToken)
    {
        await change;
        await RefreshAsync(cancellationToken);
    }
}
