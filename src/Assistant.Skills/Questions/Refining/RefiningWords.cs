using System.Text.RegularExpressions;

namespace Assistant.Skills.Questions.Refining;

/// <summary>Commands that change a query, put the way follow-ups are said: "add filter status = active" is "only status = active".</summary>
internal static partial class RefiningWords
{
    /// <summary>Null where the words are no command to change what is there.</summary>
    public static string? Plain(string words)
    {
        var said = words.Trim();
        if (Filter().Match(said) is { Success: true } filter)
            return $"only {said[filter.Length..]}";
        if (Column().Match(said) is { Success: true } column)
            return $"and {said[column.Length..]}";
        return Command().IsMatch(said) ? said : null;
    }

    [GeneratedRegex(@"^(?:please\s+)?(?:(?:add|apply|put|set|use|with)\s+(?:in\s+)?(?:a|an|the|another)?\s*(?:filter|condition|where)|filter|where|restrict|limit\s+(?:it|this|that)\s+to|keep|only)\b\s*(?:it|them|this|that|rows|results?)?\s*(?:where|by|on|for|with|to|that|:)?\s*(?=\S)", RegexOptions.IgnoreCase)]
    private static partial Regex Filter();

    [GeneratedRegex(@"^(?:please\s+)?(?:add|include|show)\s+(?:also\s+)?(?:the\s+)?columns?\s+", RegexOptions.IgnoreCase)]
    private static partial Regex Column();

    [GeneratedRegex(@"^(?:please\s+)?(?:and|add|also|include|just|sort|order|rank|top|limit|first|group|by|per|exclude|without|not|remove|drop|in|for|from|since|before|after|show\s+(?:only|just))\b", RegexOptions.IgnoreCase)]
    private static partial Regex Command();
}
