using System.Text.RegularExpressions;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Quality.Sentences;

/// <summary>
/// Reads a sentence as a rule, without a language model: the ways to demand something are brought to "X must …", a condition is taken off, and what
/// is left is one of the forms in <see cref="SentenceForms"/>.
/// </summary>
internal static partial class SentenceReader
{
    private const string Forms = "Write for example “active equipment must have a location”, “quantity must be between 1 and 100”, “end date must not be before start date”, “status must be open or closed” or “no two customers may have the same e-mail”.";

    private static readonly (Regex Found, string Instead)[] Ways =
    [
        (new(@"^(please\s+)?(make\s+sure|ensure|check|verify|it\s+must\s+hold)(\s+that)?\s+", RegexOptions.IgnoreCase), ""),
        (new(@"^(please\s+)?(add|create|make|set\s+up|define|i\s+want|we\s+need)\s+(a|the)?\s*(new\s+)?(quality\s+)?rule(\s+that\s+says(\s+that)?|\s+that|\s+saying|\s*:|\s*,)?\s*", RegexOptions.IgnoreCase), ""),
        (new(@"^rule\s*:\s*", RegexOptions.IgnoreCase), ""),
        (new(@"\b(must|may|can|should|shall)\s+never\b|\b(may|should|shall)\s+not\b|\b(cannot|can\s+not|can't|mustn't|shouldn't|must\s+not|are\s+not\s+allowed\s+to|is\s+not\s+allowed\s+to)\b", RegexOptions.IgnoreCase), "must not"),
        (new(@"\b(is|are)\s+never\b", RegexOptions.IgnoreCase), "must not be"),
        (new(@"\b(is|are)\s+(a\s+)?(required|mandatory|obligatory)\b", RegexOptions.IgnoreCase), "must be filled"),
        (new(@"\b(needs?|requires?)\s+(a|an|the)\b", RegexOptions.IgnoreCase), "must have $2"),
        (new(@"\b(has\s+to|have\s+to|needs?\s+to|should|shall|ought\s+to|must\s+always)\b", RegexOptions.IgnoreCase), "must"),
        (new(@"\b(is|are)\s+always\b", RegexOptions.IgnoreCase), "must be"),
        (new(@"^((every|each|all)\s.+?)\s+(has|have)\s+", RegexOptions.IgnoreCase), "$1 must have "),
        (new(@"^((every|each|all)\s.+?)\s+(is|are)\s+(?!must)", RegexOptions.IgnoreCase), "$1 must be "),
        (new(@"\bmust\s+must\b", RegexOptions.IgnoreCase), "must"),
        (new(@"\bmust\s+only\s+be\b|\bmust\s+be\s+only\b", RegexOptions.IgnoreCase), "must be"),
    ];

    public static SentenceOutcome Read(string sentence, IReadOnlyList<CatalogTable> tables)
    {
        var text = sentence.Trim().TrimEnd('.', '!').Trim();
        foreach (var (found, instead) in Ways)
            text = found.Replace(text, instead);
        var names = new SentenceNames(tables);
        var (rest, condition) = Condition(text);
        if (SentenceForms.Read(rest, names) is not { } read)
            return new SentenceOutcome.NotUnderstood($"I could not read this as a rule about your data. {Forms}");
        var (table, body) = read;
        if (condition is not null)
        {
            if (When(names, table, condition) is not { } when)
                return new SentenceOutcome.NotUnderstood($"I could not read the condition “{condition}” for {table.Name.Name}. Write it as “where status is closed”.");
            body = body with { When = when };
        }
        var known = body.When?.Values is not { } values || table.Find(body.When.Column)?.Statistics is not { TopValues.Count: > 0 } statistics || values.Any(v => statistics.TopValues.Any(t => t.Value == v));
        var reason = known ? "You said so." : $"You said so; no frequent value of {body.When!.Column} is like that.";
        return new SentenceOutcome.Understood(new(table.Name, body, RuleWords.Title(body), body is RuleBody.Unique or RuleBody.Known ? Severity.Critical : Severity.High, 95, 0, 0, null, reason, RuleOrigin.Sentence));
    }

    private static (string Demand, string? Condition) Condition(string text)
    {
        if (Leading().Match(text) is { Success: true } leading)
            return (leading.Groups["rest"].Value, leading.Groups["condition"].Value);
        return Trailing().Match(text) is { Success: true } trailing ? (trailing.Groups["rest"].Value, trailing.Groups["condition"].Value) : (text, null);
    }

    private static RowCondition? When(SentenceNames names, CatalogTable table, string condition)
    {
        if (IsFilled().Match(condition) is { Success: true } filled && names.Column(filled.Groups["column"].Value, table) is { } there)
            return new(there.Column.Name, null);
        if (IsValue().Match(condition) is not { Success: true } match || names.Column(match.Groups["column"].Value, table) is not { } column)
            return null;
        return new(column.Column.Name, [.. SentenceForms.Items(match.Groups["value"].Value).Select(v => SentenceNames.Value(column.Column, v))]);
    }

    [GeneratedRegex(@"^(if|when|where|whenever)\s+(?<condition>[^,]+?)\s*(,\s*(then\s+)?|\s+then\s+)(?<rest>.+)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Leading();

    [GeneratedRegex(@"^(?<rest>.+?\smust\s.+?)\s*,?\s+(if|when|where|whenever)\s+(?<condition>.+)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Trailing();

    [GeneratedRegex(@"^(?<column>.+?)\s+(is|are)\s+(filled|given|known|set|present|not\s+empty|not\s+missing)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex IsFilled();

    [GeneratedRegex(@"^(?<column>.+?)\s*(=|\s(is|are|equals)(\s+one\s+of|\s+either)?\s)\s*(?<value>.+)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex IsValue();
}
