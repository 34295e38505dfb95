using System.Text.Json.Serialization;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Conversation;

/// <summary>
/// One typed piece of an answer. Parts are stored, so they never hold rows: what shows data names a <c>ResultId</c>, whose rows
/// are read again through the gate with the viewer's rights.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(StepPart), "step")]
[JsonDerivedType(typeof(HeadlinePart), "headline")]
[JsonDerivedType(typeof(TextPart), "text")]
[JsonDerivedType(typeof(ResultPart), "result")]
[JsonDerivedType(typeof(ChartPart), "chart")]
[JsonDerivedType(typeof(TablePart), "table")]
[JsonDerivedType(typeof(SqlPart), "sql")]
[JsonDerivedType(typeof(CalculationPart), "calculation")]
[JsonDerivedType(typeof(CaveatPart), "caveat")]
[JsonDerivedType(typeof(ClarificationPart), "clarification")]
[JsonDerivedType(typeof(SuggestionsPart), "suggestions")]
[JsonDerivedType(typeof(ProposalPart), "proposal")]
[JsonDerivedType(typeof(FilePart), "file")]
[JsonDerivedType(typeof(DownloadPart), "download")]
[JsonDerivedType(typeof(ClosingPart), "closing")]
public abstract record MessagePart;

public enum StepState { Running, Done, Failed, Stopped }

/// <summary>What the assistant does or did. A later step with the same id replaces the earlier one.</summary>
public sealed record StepPart(string Id, string Label, StepState State, int? Milliseconds = null, string? Detail = null) : MessagePart;

/// <summary>The answer in one sentence. Figures stand in the text as Markdown links to their cell, see <see cref="FigureLink"/>.</summary>
public sealed record HeadlinePart(string Markdown) : MessagePart;

public sealed record TextPart(string Markdown) : MessagePart;

/// <summary>Opens a result card; the parts with the same ResultId stand inside it.</summary>
/// <param name="Confidence">0 to 100; null where a person wrote the SQL.</param>
/// <param name="ConfidenceReasons">Why the confidence is what it is, in words.</param>
public sealed record ResultPart(
    Guid ResultId, Guid SourceId, string SourceName, string Title, int? Confidence, IReadOnlyList<string> ConfidenceReasons,
    IReadOnlyList<Kpi> Kpis) : MessagePart
{
    /// <summary>Who found this very answer right; it stands in the place of a confidence.</summary>
    public Verification? Verified { get; init; }
}

public sealed record Verification(string By, DateTimeOffset At);

/// <summary>One number of the strip above a chart, taken from a cell of the result.</summary>
public sealed record Kpi(string Label, int Row, int Column, string Text);

public enum ChartType { Bar, Line, Area, Scatter, Pie, Histogram, HeatMap, Box, Kpi, Table }

/// <summary>Which columns of the result are drawn how; the page makes the ECharts option of it and the rows.</summary>
/// <param name="X">Category or time or first measure; null for a KPI.</param>
/// <param name="Values">Names of the columns drawn.</param>
/// <param name="Series">Column whose values split the data into series.</param>
/// <param name="Alternatives">Types that would fit the same columns, the chosen one included.</param>
/// <param name="Description">What there is to be seen, one sentence, for who cannot see it.</param>
public sealed record ChartPart(
    Guid ResultId, ChartType Type, string Title, string? X, IReadOnlyList<string> Values, string? Series,
    IReadOnlyList<ChartType> Alternatives, string Description, bool Stacked = false, bool Horizontal = false) : MessagePart;

public sealed record TablePart(
    Guid ResultId, string Title, IReadOnlyList<TableColumn> Columns, int RowCount, Completeness Completeness, string Hash) : MessagePart;

/// <param name="Label">Head for people, e.g. "Total amount"; the name is the result's own.</param>
/// <param name="Unit">E.g. "€" or "%", or null.</param>
public sealed record TableColumn(string Name, string Label, DataType Type, string? Unit = null);

/// <param name="Explanation">The query in plain words.</param>
public sealed record SqlPart(Guid ResultId, Guid SourceId, string Sql, string Dialect, string Explanation) : MessagePart;

/// <summary>"How it's calculated": always these lines, in this order.</summary>
public sealed record CalculationPart(
    Guid ResultId, string Definition, IReadOnlyList<string> Filters, string? Dates, string RowsUsed, Completeness Completeness,
    IReadOnlyList<string> LeftOut, string Rights, string Confidence, IReadOnlyList<string> Plan) : MessagePart
{
    /// <summary>Earlier choices of people that the reading rests on; each may be forgotten.</summary>
    public IReadOnlyList<RememberedChoice> Context { get; init; } = [];
}

/// <param name="Phrase">By which it is forgotten.</param>
/// <param name="Text">E.g. "“date” means orders.ship_date, as Ann chose on 20 November 2026".</param>
public sealed record RememberedChoice(Guid SourceId, string Phrase, string Text);

public sealed record CaveatPart(string Title, string Text) : MessagePart;

/// <summary>A question back, with choices made from real fields; choosing sends <see cref="Choice.Reply"/>.</summary>
public sealed record ClarificationPart(string Question, IReadOnlyList<Choice> Choices) : MessagePart
{
    /// <summary>What to add to a reply so that the choice holds for everyone; null where that can't be offered.</summary>
    public string? ForEveryone { get; init; }
}

public sealed record Choice(string Label, string Detail, string Reply);

/// <summary>Something proposed, with what speaks for it, to be accepted, adjusted or rejected: an act sends its <see cref="ProposalAct.Reply"/>.</summary>
/// <param name="Origin">Where it comes from, e.g. "From the data".</param>
/// <param name="Confidence">0 to 100.</param>
/// <param name="Evidence">Figures that speak for it, and against it.</param>
public sealed record ProposalPart(
    string Id, string Origin, int Confidence, string Title, string Why, IReadOnlyList<ProposalEvidence> Evidence, IReadOnlyList<ProposalAct> Acts) : MessagePart;

public sealed record ProposalEvidence(string Figure, string Text, bool Against = false);

/// <param name="Reply">What is sent when it is chosen.</param>
public sealed record ProposalAct(string Label, string Reply);

/// <summary>Next questions; each was checked to run before it is shown.</summary>
public sealed record SuggestionsPart(IReadOnlyList<string> Questions) : MessagePart;

public sealed record FilePart(Guid SourceId, string Name, long Bytes, string Summary) : MessagePart;

/// <summary>A file that was made and can be taken; it is made anew with the rights of who takes it.</summary>
/// <param name="Format">E.g. "xlsx".</param>
public sealed record DownloadPart(string Title, string Text, string Address, string Format) : MessagePart;

/// <summary>How a turn may end; Answered needs no closing part.</summary>
public enum ClosingState { Answered, NeedsClarification, NotAllowed, NotModelled, NoRows, Partial, EngineError, ModelOff, Interrupted, Stopped }

/// <summary>Any end but an answer: cause, next step, and the nearest questions that can be answered.</summary>
public sealed record ClosingPart(ClosingState State, string Title, string Why, IReadOnlyList<string> Questions, bool CanRetry = false) : MessagePart;

/// <summary>
/// A figure in Markdown text: <c>[€4.27M](cell:RESULT/ROW/COLUMN)</c>, zero-based. Every figure of an answer is written by this, so
/// every figure has a cell.
/// </summary>
public static class FigureLink
{
    public static string To(Guid resultId, int row, int column, string text) => $"[{text}](cell:{resultId:N}/{row}/{column})";
}
