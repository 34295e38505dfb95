namespace Assistant.Skills.Questions.Linking;

/// <summary>
/// Things that have no table of their own, as in a file with one line per item sold: its customers are the different values of
/// "Customer Name", its orders those of "Order ID".
/// </summary>
internal static class FlatThings
{
    private static readonly HashSet<string> Heads = ["name", "id", "number", "code", "key", "title"];

    public static void Mark(SchemaTable table, IReadOnlyList<SchemaTable> all)
    {
        var things = table.Columns
            .Where(c => c.References is null && c.Words.Count > 1 && Heads.Contains(c.Words[^1]) && c.Catalog.Statistics is { } s && s.Distinct < s.Rows)
            .GroupBy(c => string.Join(' ', c.Words.SkipLast(1)), StringComparer.Ordinal);
        foreach (var thing in things)
        {
            var words = thing.Key.Split(' ');
            if (all.Any(t => t.Forms.Any(f => f.Words.Contains(words[^1]))) || words[^1] is "first" or "last" or "middle" or "full")
                continue;
            var named = thing.FirstOrDefault(c => c.Words[^1] is "name" or "title") ?? thing.First();
            var counted = thing.FirstOrDefault(c => c.Words[^1] is not ("name" or "title")) ?? named;
            named.Thing = words;
            named.ThingKey = counted;
            named.Forms = [.. named.Forms, new(words, 0.97)];
        }
    }
}
