using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Questions;
using Assistant.Skills.Sources;

namespace Assistant.Server.CommandLine;

/// <summary>An answer as the command line tells it: the same words, rows and chart as in the chat.</summary>
/// <param name="Status">answered, clarify or declined.</param>
internal sealed partial record AskedAnswer(string Status, string Answer)
{
    public const string Answered = "answered";
    private const int MostRows = 50;

    public string? State { get; init; }
    public string? Understood { get; init; }
    public IReadOnlyList<string>? Filters { get; init; }
    public string? Dates { get; init; }
    public IReadOnlyList<string>? Assumptions { get; init; }
    public string? Sql { get; init; }
    public JsonElement? Plan { get; init; }
    public IReadOnlyList<ResultColumn>? Columns { get; init; }
    public IReadOnlyList<object?[]>? Rows { get; init; }
    public Completeness? Completeness { get; init; }
    public AskedChart? Chart { get; init; }
    public int? Confidence { get; init; }

    /// <summary>Who verified this very answer, and when; it stands in the place of a confidence.</summary>
    public string? Verified { get; init; }

    /// <summary>That a verified answer no longer holds, and why.</summary>
    public string? Notice { get; init; }
    public IReadOnlyList<string>? Reasons { get; init; }
    public IReadOnlyList<string>? Choices { get; init; }
    public IReadOnlyList<string>? Suggestions { get; init; }
    public IReadOnlyList<string>? Trace { get; init; }

    public static AskedAnswer Of(QuestionOutcome outcome, AskedSource source, bool trace)
    {
        var told = outcome switch
        {
            QuestionOutcome.Answered answered => Of(answered, source),
            QuestionOutcome.Clarify asked => new("clarify", asked.Question) { Choices = [.. asked.Choices.Select(choice => $"{choice.Label}: {choice.Detail}")] },
            QuestionOutcome.Declined no => new("declined", $"{no.Title}. {no.Why}") { State = no.State.ToString(), Suggestions = no.Questions },
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        return trace ? told with { Trace = outcome.Trace } : told;
    }

    public static AskedAnswer Of(ClosingPart closing) =>
        new("declined", $"{closing.Title}. {closing.Why}") { State = closing.State.ToString(), Suggestions = closing.Questions };

    /// <summary>A verified answer, with the rows that its query gave now.</summary>
    public static AskedAnswer Of(VerifiedMatch match, QueryOutcome outcome)
    {
        if (Closings.Of(outcome) is { } closing)
            return Of(closing);
        var table = ((QueryOutcome.Rows)outcome).Table;
        var parts = VerifiedAnswers.Parts(match, Guid.Empty, table, AnswerRole.Analyst, UserPreferences.Default.Culture);
        return new(Answered, Headline(parts))
        {
            Understood = parts.OfType<CalculationPart>().FirstOrDefault()?.Definition, Filters = parts.OfType<CalculationPart>().FirstOrDefault()?.Filters,
            Dates = parts.OfType<CalculationPart>().FirstOrDefault()?.Dates, Sql = match.Sql, Plan = match.Plan is null ? null : JsonDocument.Parse(match.Plan.ToJson()).RootElement,
            Columns = table.Columns, Rows = table.Rows, Completeness = table.Completeness, Verified = VerifiedAnswers.Words(match.Pair, UserPreferences.Default.Culture), Chart = Drawn(parts),
        };
    }

    private static readonly JsonSerializerOptions Json = new(ConversationJson.Options)
    {
        WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    public string ToText()
    {
        var text = new StringBuilder().Append(Answer).Append('\n');
        Line("Note", Notice);
        Line("Choices", Choices, "\n  ");
        Line("Understood as", Understood);
        Line("Filters", Filters, "; ");
        Line("Dates", Dates);
        Line("Assumed", Assumptions, "; ");
        if (Sql is not null)
            text.Append("\nSQL\n  ").Append(Sql.Replace("\n", "\n  ", StringComparison.Ordinal)).Append('\n');
        if (Rows is not null)
            text.Append('\n').Append(TextTable.Of(Columns!, Rows, MostRows)).Append('\n');
        if (Chart is { } chart)
            Line("Chart", $"{chart.Type}{(chart.X is null ? "" : $" of {string.Join(", ", chart.Values)} by {chart.X}")}{(chart.Series is null ? "" : $", a series for each {chart.Series}")}");
        if (Confidence is { } confidence)
            Line("Confidence", $"{confidence} ({string.Join("; ", Reasons!)})");
        if (Verified is not null)
            text.Append('\n').Append(Verified).Append(".\n");
        Line("Can be asked", Suggestions, "\n  ");
        Line("Trace", Trace, "\n  ");
        return text.ToString().TrimEnd();

        void Line(string label, object? value, string separator = "")
        {
            var words = value is IReadOnlyList<string> many ? string.Join(separator, many) : value?.ToString();
            if (!string.IsNullOrEmpty(words))
                text.Append('\n').Append(label).Append(": ").Append(separator.StartsWith('\n') ? separator : "").Append(words).Append('\n');
        }
    }

    private static AskedAnswer Of(QuestionOutcome.Answered answered, AskedSource source)
    {
        var place = new AnswerPlace(Guid.Empty, Guid.Empty, source.Name, source.Catalog!, source.Policy);
        var parts = AnswerParts.Of(answered, place, AnswerRole.Analyst, CultureInfo.GetCultureInfo(UserPreferences.Default.Culture));
        return new(Answered, Headline(parts))
        {
            Understood = answered.Explanation, Filters = answered.Filters, Dates = answered.Dates, Assumptions = answered.Assumptions, Sql = answered.Sql,
            Plan = JsonDocument.Parse(answered.Plan.ToJson()).RootElement, Columns = answered.Table?.Columns, Rows = answered.Table?.Rows,
            Completeness = answered.Table?.Completeness, Confidence = answered.Confidence, Reasons = answered.Reasons,
            Chart = Drawn(parts),
        };
    }

    private static string Headline(IReadOnlyList<MessagePart> parts) => Plain(string.Join("\n", parts.OfType<HeadlinePart>().Select(headline => headline.Markdown)));

    private static AskedChart? Drawn(IReadOnlyList<MessagePart> parts) =>
        parts.OfType<ChartPart>().Select(chart => new AskedChart(chart.Type, chart.X, chart.Values, chart.Series)).FirstOrDefault();

    /// <summary>Markdown without its marks.</summary>
    private static string Plain(string markdown) => Escaped().Replace(Link().Replace(markdown, "$1").Replace("**", "", StringComparison.Ordinal), "$1");

    [GeneratedRegex(@"\[([^\]]*)\]\(cell:[^)]*\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\\([^A-Za-z0-9\s])")]
    private static partial Regex Escaped();
}

internal sealed record AskedChart(ChartType Type, string? X, IReadOnlyList<string> Values, string? Series);
