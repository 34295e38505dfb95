namespace Assistant.Skills.Questions.Language;

/// <summary>Base forms of English words, by rule and a list of the irregular ones; and cruder stems, to find related words.</summary>
internal static class Lemmas
{
    private static readonly Dictionary<string, string> Irregular = new(StringComparer.Ordinal)
    {
        ["people"] = "person", ["persons"] = "person", ["men"] = "man", ["women"] = "woman", ["children"] = "child", ["feet"] = "foot", ["mice"] = "mouse",
        ["data"] = "data", ["criteria"] = "criterion", ["media"] = "media", ["news"] = "news", ["series"] = "series", ["species"] = "species",
        ["address"] = "address", ["addresses"] = "address", ["status"] = "status", ["statuses"] = "status", ["bus"] = "bus", ["buses"] = "bus",
        ["has"] = "have", ["had"] = "have", ["having"] = "have", ["is"] = "be", ["are"] = "be", ["was"] = "be", ["were"] = "be", ["been"] = "be", ["being"] = "be",
        ["did"] = "do", ["does"] = "do", ["done"] = "do", ["made"] = "make", ["making"] = "make", ["bought"] = "buy", ["sold"] = "sell", ["paid"] = "pay",
        ["taught"] = "teach", ["took"] = "take", ["taken"] = "take", ["given"] = "give", ["gave"] = "give", ["wrote"] = "write", ["written"] = "write",
        ["spent"] = "spend", ["sent"] = "send", ["held"] = "hold", ["won"] = "win", ["lost"] = "lose", ["ran"] = "run", ["came"] = "come", ["went"] = "go",
        ["led"] = "lead", ["born"] = "bear", ["got"] = "get", ["gotten"] = "get", ["became"] = "become", ["began"] = "begin", ["begun"] = "begin", ["drove"] = "drive", ["driven"] = "drive", ["flew"] = "fly", ["flown"] = "fly", ["brought"] = "bring", ["lent"] = "lend",
        ["met"] = "meet", ["kept"] = "keep", ["left"] = "leave", ["chosen"] = "choose",
        ["lives"] = "live", ["living"] = "live", ["leaves"] = "leave", ["wives"] = "wife", ["shelves"] = "shelf", ["halves"] = "half", ["knives"] = "knife",
        ["analyses"] = "analysis", ["bases"] = "base", ["diagnoses"] = "diagnosis", ["indices"] = "index", ["indexes"] = "index", ["vertices"] = "vertex",
        ["movies"] = "movie", ["cookies"] = "cookie", ["ties"] = "tie", ["pies"] = "pie", ["lies"] = "lie", ["courses"] = "course", ["houses"] = "house",
        ["nurses"] = "nurse", ["purchases"] = "purchase", ["databases"] = "database", ["licenses"] = "license", ["expenses"] = "expense", ["cases"] = "case",
        ["causes"] = "cause", ["diseases"] = "disease", ["warehouses"] = "warehouse", ["responses"] = "response", ["phases"] = "phase", ["horses"] = "horse",
        ["releases"] = "release", ["prizes"] = "prize", ["sizes"] = "size", ["caches"] = "cache", ["aches"] = "ache", ["axes"] = "axis", ["gas"] = "gas",
        ["gases"] = "gas", ["always"] = "always", ["its"] = "its", ["this"] = "this", ["his"] = "his", ["us"] = "us", ["as"] = "as", ["plus"] = "plus",
        ["less"] = "less", ["ids"] = "id", ["across"] = "across", ["thus"] = "thus", ["minus"] = "minus", ["bonus"] = "bonus", ["campus"] = "campus", ["campuses"] = "campus",
        ["premises"] = "premise", ["faculties"] = "faculty", ["means"] = "mean", ["sales"] = "sale", ["types"] = "type", ["employees"] = "employee",
    };

    /// <summary>Singular of a noun. Verbs in -ing and -ed keep their form here; see <see cref="Stem"/>.</summary>
    public static string Of(string lower)
    {
        if (Irregular.TryGetValue(lower, out var known))
            return known;
        if (lower.EndsWith("'s", StringComparison.Ordinal))
            return Of(lower[..^2]);
        if (lower.Length <= 3 || !lower.EndsWith('s') || lower.EndsWith("ss", StringComparison.Ordinal) || lower.EndsWith("us", StringComparison.Ordinal) || lower.EndsWith("is", StringComparison.Ordinal))
            return lower;
        if (lower.EndsWith("ies", StringComparison.Ordinal) && lower.Length > 4)
            return lower[..^3] + "y";
        foreach (var ending in (ReadOnlySpan<string>)["sses", "xes", "ches", "shes", "zzes"])
        {
            if (lower.EndsWith(ending, StringComparison.Ordinal))
                return lower[..^2];
        }
        return lower[..^1];
    }

    /// <summary>Base form of a regular verb in -ed or -ing, "establish" of "established"; null for other words.</summary>
    public static string? Verb(string lower)
    {
        if (Irregular.TryGetValue(lower, out var known) && known != lower)
            return known;
        var bare = lower.Length > 5 && lower.EndsWith("ing", StringComparison.Ordinal) ? lower[..^3] : lower.Length > 4 && lower.EndsWith("ed", StringComparison.Ordinal) ? lower[..^2] : null;
        if (bare is null || !bare.Any(c => "aeiouy".Contains(c, StringComparison.Ordinal)))
            return null;
        return bare[^1] == bare[^2] && bare[^1] is not ('l' or 's') ? bare[..^1] : bare[^1] is 'c' or 's' or 'v' or 'u' or 'z' or 'g' || bare.EndsWith("at", StringComparison.Ordinal) ? bare + "e" : bare;
    }

    /// <summary>What somebody does: "establish" of "establisher"; of regular forms of a verb the verb. Null for other words.</summary>
    public static string? Doing(string lemma) =>
        lemma.Length > 5 && (lemma.EndsWith("er", StringComparison.Ordinal) || lemma.EndsWith("or", StringComparison.Ordinal)) ? lemma[..^2] : Verb(lemma);

    private static readonly string[] Endings =
    [
        "izations", "ization", "ational", "fulness", "ousness", "iveness", "ations", "ation", "ments", "ment", "itions", "ition", "ances", "ance", "ences", "ence",
        "ings", "ing", "ions", "ion", "ers", "ors", "ees", "ies", "ed", "er", "or", "ee", "es", "ly", "ity", "al", "ive", "s", "e", "y",
    ];

    /// <summary>What a word shares with its relatives: "enrolled", "enrolment" and "enrolls" have one stem. Never shorter than four letters.</summary>
    public static string Stem(string lower)
    {
        var word = Of(lower);
        foreach (var ending in Endings)
        {
            if (word.Length - ending.Length < 4 || !word.EndsWith(ending, StringComparison.Ordinal))
                continue;
            word = word[..^ending.Length];
            break;
        }
        return word.Length > 4 && word[^1] == word[^2] ? word[..^1] : word.Length > 4 && word[^1] is 'i' or 'y' ? word[..^1] : word;
    }
}
