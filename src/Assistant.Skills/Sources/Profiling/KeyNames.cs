namespace Assistant.Skills.Sources.Profiling;

/// <summary>What names tell about keys: "customer_id" in orders points to "id" or "customer_id" of customers.</summary>
internal static class KeyNames
{
    private static readonly string[] Suffixes = ["id", "key", "code", "no", "nr", "num", "number", "uuid", "guid", "ref", "sk", "fk", "pk"];
    private static readonly string[] Parents = ["parent", "manager", "supervisor", "boss", "predecessor", "superior"];

    public static bool IsKeyLike(string column) => NameWords.Of(column) is [.., var last] && (Suffixes.Contains(last) || EndsGlued(last));

    /// <summary>How much a column's name is that of its own table's key, 0 to 1.</summary>
    public static double OwnKey(string table, string column)
    {
        var (words, stem) = (NameWords.Of(column), Stem(column));
        var own = Singular(table);
        if (words is ["id"] || words is ["uuid"] or ["guid"] or ["pk"])
            return 1;
        if (stem.Length == 0)
            return words is [var only] && Suffixes.Contains(only) ? 0.8 : 0;
        return stem == own ? 0.95 : own.EndsWith(stem, StringComparison.Ordinal) || stem.EndsWith(own, StringComparison.Ordinal) ? 0.85
            : IsKeyLike(column) ? 0.6 : 0;
    }

    /// <summary>How much the column's name points to that key of that table, 0 to 1.</summary>
    public static double Reference(string table, string column, string target, string key)
    {
        var (stem, own, keyStem) = (Stem(column), Singular(target), Stem(key));
        var same = string.Equals(table, target, StringComparison.OrdinalIgnoreCase);
        if (same)
            return NameWords.Of(column).Any(Parents.Contains) && IsKeyLike(column) || stem.StartsWith("reportsto", StringComparison.Ordinal) || stem.StartsWith("parent", StringComparison.Ordinal) ? 0.85 : 0;
        var keyNamed = keyStem.Length == 0 || keyStem == own || own.EndsWith(keyStem, StringComparison.Ordinal);
        // The same telling name on both sides; "id" and "code" alone tell nothing.
        if (keyStem.Length > 0 && string.Equals(column, key, StringComparison.OrdinalIgnoreCase))
            return keyStem == own ? 0.98 : keyNamed ? 0.9 : IsKeyLike(column) ? 0.8 : 0.65;   // course_id is the key of course, not of area
        if (stem.Length < 3 || !keyNamed && keyStem != stem)
            return 0;
        if (stem == own)
            return IsKeyLike(column) ? 0.95 : 0.75;
        if (keyStem.Length > 2 && stem == keyStem)
            return 0.85;
        // "billing_address_id" to addresses, "customer_id" to shop_customers
        return IsKeyLike(column) && (stem.EndsWith(own, StringComparison.Ordinal) || own.EndsWith(stem, StringComparison.Ordinal)) ? 0.8 : 0;
    }

    /// <summary>The name without what only says "key": "CustomerID", "customer_no", "customerid" are all "customer".</summary>
    private static string Stem(string name)
    {
        var words = NameWords.Of(name).ToList();
        if (words.Count > 0 && words[0] is "fk" or "pk" && words.Count > 1)
            words.RemoveAt(0);
        if (words.Count > 0 && Suffixes.Contains(words[^1]))
            words.RemoveAt(words.Count - 1);
        else if (words.Count > 0 && EndsGlued(words[^1]))
            words[^1] = words[^1][..^2];
        if (words.Count > 0)
            words[^1] = NameWords.Singular(words[^1]);
        return string.Concat(words);
    }

    private static string Singular(string table)
    {
        var words = NameWords.Of(table).ToList();
        if (words.Count > 1 && words[0] is "dim" or "fact" or "tbl" or "t" or "stg")
            words.RemoveAt(0);
        if (words.Count > 0)
            words[^1] = NameWords.Singular(words[^1]);
        return string.Concat(words);
    }

    private static bool EndsGlued(string word) => word.Length > 3 && word.EndsWith("id", StringComparison.Ordinal) && word is not ("paid" or "valid" or "void" or "grid" or "bid" or "aid" or "liquid" or "solid" or "fluid" or "rapid" or "hybrid" or "covid");
}
