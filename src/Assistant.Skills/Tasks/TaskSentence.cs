using System.Globalization;
using System.Text.RegularExpressions;

namespace Assistant.Skills.Tasks;

/// <summary>What a sentence says of a task: "make a task for Anna to fill the missing locations by Friday".</summary>
/// <param name="What">What is to be done, without who and when.</param>
/// <param name="Unknown">A name that nobody, or more than one, has.</param>
public sealed partial record TaskSentence(string What, TaskPerson? Assignee, string? Unknown, DateOnly? DueOn, int? Finding, int? Rule)
{
    private const int LongestDay = 5;

    /// <param name="me">Who says "me".</param>
    public static TaskSentence Read(string text, IReadOnlyList<TaskPerson> people, TaskPerson me, DateOnly today)
    {
        var rest = Beginning().Replace(text.Trim(), "").Trim();
        DateOnly? due = null;
        (rest, due) = Due(rest, today);
        var finding = Number(AFinding().Match(rest));
        var rule = Number(ARule().Match(rest));
        rest = ARule().Replace(AFinding().Replace(rest, " "), " ");
        TaskPerson? assignee = null;
        string? unknown = null;
        foreach (Match match in Person().Matches(rest))
        {
            var words = match.Groups["name"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var certain = match.Groups["assigned"].Success || words.Skip(1).Contains("to", StringComparer.OrdinalIgnoreCase);
            for (var count = Math.Min(3, words.Length); count > 0 && assignee is null; count--)
            {
                var said = string.Join(' ', words.Take(count)).Trim(',', ':', '.');
                var found = said.Equals("me", StringComparison.OrdinalIgnoreCase) || said.Equals("myself", StringComparison.OrdinalIgnoreCase) ? [me] : TaskPeople.Named(people, said);
                if (found.Count == 1)
                {
                    assignee = found[0];
                    var end = count == words.Length ? match.Index + match.Length : match.Groups["name"].Index + Spaces().Matches(match.Groups["name"].Value)[count - 1].Index;
                    rest = rest.Remove(match.Index, end - match.Index);
                }
                else if (found.Count > 1)
                    unknown = said;
            }
            if (assignee is not null)
                break;
            // "for Anna to …" names a person even when nobody has the name.
            if (certain && words.Length > 0)
                unknown ??= words[0];
        }
        if (due is null)
            (rest, due) = Due(rest, today);
        var what = Joining().Replace(Spaces().Replace(rest, " ").Trim(' ', ':', ',', '-', '.'), "").Trim(' ', ':', ',');
        return new(what.Length == 0 ? "" : char.ToUpper(what[0], CultureInfo.CurrentCulture) + what[1..], assignee, assignee is null ? unknown : null, due, finding, rule);
    }

    /// <summary>"… by Friday", "…, due in two weeks" at the end.</summary>
    private static (string Left, DateOnly? Day) Due(string text, DateOnly today)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (var at = Math.Max(0, words.Length - LongestDay - 2); at < words.Length; at++)
        {
            var lead = words[at].Trim(',', ':').ToLowerInvariant() switch { "by" or "until" or "till" or "before" => 1, "due" => at + 1 < words.Length && words[at + 1].ToLowerInvariant() is "on" or "by" ? 2 : 1, _ => 0 };
            if (lead > 0 && at + lead < words.Length && DueDate.Read(string.Join(' ', words.Skip(at + lead)), today) is { } day)
                return (string.Join(' ', words.Take(at)).TrimEnd(',', ' '), day);
        }
        return (text, null);
    }

    private static int? Number(Match match) => match.Success && int.TryParse(match.Groups["number"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex(@"^(please\s+)?(can you\s+)?(make|create|add|open|give me|new|/task)\s*(me\s+)?(an?\s+)?(new\s+)?(task|todo|to-do)?s?\b\s*:?", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Beginning();

    [GeneratedRegex(@"\b(for|from|of|about|to fill|to resolve|to close)?\s*finding\s+#?(?<number>\d+)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex AFinding();

    [GeneratedRegex(@"\b(for|from|of|about|to repair|to fix)?\s*rule\s+#?(?<number>\d+)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex ARule();

    [GeneratedRegex(@"\b((?<assigned>assigned\s+to|assign\s+(it\s+)?to)|for)\s+(?<name>[\p{L}'.\-]+(\s+[\p{L}'.\-]+){0,2})", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Person();

    [GeneratedRegex(@"^(to|that|which|is)\s+", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Joining();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
