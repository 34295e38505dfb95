using System.Text;
using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Assistant.Server.Chat;

/// <summary>Conversations over HTTP.</summary>
public static class ConversationEndpoints
{
    public static void MapConversations(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/conversations").WithTags("Conversations");
        group.MapGet("/", async (CurrentCaller current, Conversations conversations, string? search, CancellationToken cancelled) =>
                TypedResults.Ok(await conversations.ListAsync(current.Caller, search, cancelled)))
            .WithName("ListConversations").WithSummary("Your conversations and those shared with you, the latest first.");
        group.MapPost("/", async (CurrentCaller current, Conversations conversations, CancellationToken cancelled) =>
            {
                var id = await conversations.CreateAsync(current.Caller, cancelled);
                return TypedResults.Created($"/api/v1/conversations/{id}", new NewConversation(id));
            })
            .WithName("CreateConversation").WithSummary("Begins a conversation.");
        group.MapGet("/{id:guid}", GetAsync).WithName("GetConversation").WithSummary("A conversation with its questions and answers; of running answers, the parts so far.");
        group.MapPatch("/{id:guid}", ChangeAsync).WithName("ChangeConversation").WithSummary("Renames, pins, archives or shares a conversation.");
        group.MapDelete("/{id:guid}", DeleteAsync).WithName("DeleteConversation").WithSummary("Deletes a conversation with all its answers.");
        group.MapGet("/{id:guid}/export", ExportAsync).WithName("ExportConversation").WithSummary("The conversation as a Markdown document.");
    }

    private static async Task<Results<Ok<ConversationView>, NotFound>> GetAsync(
        Guid id, CurrentCaller current, Conversations conversations, CancellationToken cancelled) =>
        await conversations.GetAsync(current.Caller, id, cancelled) is { } view ? TypedResults.Ok(view) : TypedResults.NotFound();

    private static async Task<Results<NoContent, NotFound>> ChangeAsync(
        Guid id, ConversationChange change, CurrentCaller current, Conversations conversations, CancellationToken cancelled)
    {
        var found = (change.Title is null || await conversations.RenameAsync(current.Caller, id, change.Title, cancelled))
            && (change.Pinned is not { } pinned || await conversations.PinAsync(current.Caller, id, pinned, cancelled))
            && (change.Archived is not { } archived || await conversations.ArchiveAsync(current.Caller, id, archived, cancelled))
            && (change.Shared is not { } shared || await conversations.ShareAsync(current.Caller, id, shared, cancelled));
        return found ? TypedResults.NoContent() : TypedResults.NotFound();
    }

    private static async Task<Results<NoContent, NotFound>> DeleteAsync(
        Guid id, CurrentCaller current, Conversations conversations, CancellationToken cancelled) =>
        await conversations.DeleteAsync(current.Caller, id, cancelled) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static async Task<Results<FileContentHttpResult, NotFound>> ExportAsync(
        Guid id, CurrentCaller current, Conversations conversations, CancellationToken cancelled) =>
        await conversations.ExportMarkdownAsync(current.Caller, id, cancelled) is { } markdown
            ? TypedResults.File(Encoding.UTF8.GetBytes(markdown), "text/markdown; charset=utf-8", $"{ResultFiles.FileName(markdown.Split('\n')[0].TrimStart('#'))}.md")
            : TypedResults.NotFound();
}

public sealed record NewConversation(Guid Id);

/// <summary>What is null stays as it is.</summary>
public sealed record ConversationChange(string? Title, bool? Pinned, bool? Archived, bool? Shared);
