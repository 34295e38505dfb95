using Assistant.Skills.Sources;

namespace Assistant.Skills.Questions;

/// <summary>A source named at the end of a question, "sales by region in Shop": only that one is asked.</summary>
internal static class SourceNames
{
    private static readonly string[] Links = [" in ", " from ", " in the ", " from the ", " of the ", " using "];
    private static readonly string[] Kinds = ["", " data", " database", " file", " source"];

    /// <summary>The source, and the question without its name; nothing where none is named.</summary>
    public static (string? Question, DataSource? Source) Named(string question, IReadOnlyList<DataSource> sources)
    {
        var asked = question.TrimEnd().TrimEnd('?', '.', '!').TrimEnd();
        // The longest name first: "Shop Archive" is not "Archive".
        foreach (var source in sources.OrderByDescending(s => s.Name.Length))
        {
            foreach (var end in Links.SelectMany(link => Kinds.Select(kind => link + source.Name + kind)))
            {
                if (asked.Length > end.Length && asked.EndsWith(end, StringComparison.OrdinalIgnoreCase))
                    return (asked[..^end.Length], source);
            }
        }
        return (null, null);
    }
}
