using Assistant.Skills.Conversation;

namespace Assistant.Skills.Dashboards;

/// <summary>A kept question with its picture: read live, each time with the rights of whoever looks.</summary>
/// <param name="Chart">Null: shown as a table.</param>
/// <param name="Columns">Heads and units for people; columns without one keep their own name.</param>
/// <param name="ConversationId">Where it was made, if in a conversation.</param>
/// <param name="MadeBy">Name of the person who saved it.</param>
public sealed record Widget(
    Guid Id, string Title, Guid SourceId, string Sql, ChartPart? Chart, IReadOnlyList<TableColumn> Columns, Guid? ConversationId,
    string MadeBy, DateTimeOffset CreatedAt);

/// <summary>What is kept of an answer's result when it becomes a widget.</summary>
/// <param name="Plan">The QueryPlan as JSON, where the SQL came from one.</param>
public sealed record NewWidget(
    string Title, Guid SourceId, string Sql, ChartPart? Chart, IReadOnlyList<TableColumn> Columns, Guid? ConversationId = null,
    string? Plan = null);
