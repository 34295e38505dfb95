using Assistant.Skills.Conversation;

namespace Assistant.Web.Parts;

/// <summary>The parts of one result, which stand together in one card.</summary>
public sealed record ResultParts(
    Guid ResultId, ResultPart? Result, ChartPart? Chart, TablePart? Table, SqlPart? Sql, CalculationPart? Calculation)
{
    /// <summary>The result a part belongs to; null for parts that stand alone.</summary>
    public static Guid? IdOf(MessagePart part) => part switch
    {
        ResultPart p => p.ResultId,
        ChartPart p => p.ResultId,
        TablePart p => p.ResultId,
        SqlPart p => p.ResultId,
        CalculationPart p => p.ResultId,
        _ => null,
    };

    public static ResultParts Of(Guid id, IReadOnlyList<MessagePart> parts) => new(
        id, Last<ResultPart>(id, parts), Last<ChartPart>(id, parts), Last<TablePart>(id, parts), Last<SqlPart>(id, parts), Last<CalculationPart>(id, parts));

    // A later part with the same result replaces the earlier one.
    private static T? Last<T>(Guid id, IReadOnlyList<MessagePart> parts) where T : MessagePart => parts.OfType<T>().LastOrDefault(p => IdOf(p) == id);
}
