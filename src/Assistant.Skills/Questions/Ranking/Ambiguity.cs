using Assistant.Skills.Conversation;
using Assistant.Skills.Questions.Language;
using Assistant.Skills.Questions.Linking;
using Assistant.Skills.Questions.Parsing;

namespace Assistant.Skills.Questions.Ranking;

/// <summary>
/// Whether a question means two things alike: readings that differ in what one phrase names, that fit about as well, and that give different
/// results. Then the person is asked, with the names of the data as choices.
/// </summary>
internal static class Ambiguity
{
    private const int MostChoices = 4;

    /// <summary>A reading this much less likely by all facts together is no rival, however alike the names (log odds).</summary>
    private const double MostLead = 3.5;

    /// <summary>What only resembles a table's name is not asked about.</summary>
    private const double LeastOfTables = 0.75;

    /// <summary>How much better one option may fit than another and yet be a toss-up, by kind of choice.</summary>
    private static readonly Dictionary<string, double> Alike = new()
    {
        ["column"] = 0.12, ["table"] = 0.16, ["value"] = 0.12, ["date"] = 0.16, ["meant"] = 0.1, ["ranked"] = 0.16, ["counted"] = 0.1,
    };

    /// <param name="ranked">Best first, tried on the data where possible.</param>
    public static QuestionOutcome.Clarify? Of(IReadOnlyList<Candidate> ranked)
    {
        var best = ranked[0];
        if (best.Plan is null || best.Unused.Count > 0 || best.Problems.Count > 0)
            return null;
        string? what = null;
        var options = new List<(string Element, object Option, Candidate Reading)>();
        foreach (var rival in ranked.Skip(1))
        {
            if (Difference(best, rival) is not var (at, mine, other) || what is not null && at != what)
                continue;
            if (what is null)
                options.Add((Meaning.ElementOf(mine)!, mine, best));
            what = at;
            var element = Meaning.ElementOf(other)!;
            // Of columns that give the same rows one is enough.
            if (options.Count < MostChoices && !options.Exists(o => o.Element == element || Ranker.SameResult(o.Reading, rival)))
                options.Add((element, other, rival));
        }
        return what is null ? null : Asked(what, best, [.. options.Select(o => o.Option)]);
    }

    /// <summary>The one choice in which a rival differs, where both could well be meant.</summary>
    private static (string What, object Mine, object Other)? Difference(Candidate best, Candidate rival)
    {
        if (rival.Plan is null || rival.Unused.Count > best.Unused.Count || rival.Problems.Count > best.Problems.Count || !ReferenceEquals(rival.Chunks, best.Chunks)
            || Ranker.SameResult(best, rival) || rival.Probe is { Failed: true }
            || rival.Probe is { Empty: true } or { OnlyNulls: true } && best.Probe is { Empty: false, OnlyNulls: false })
            return null;
        var changed = rival.Costs.Select(c => c.Kind).Distinct().ToList();
        for (var i = 0; i < Math.Min(best.Picks.Count, rival.Picks.Count); i++)
        {
            var (mine, other) = (best.Picks[i], rival.Picks[i]);
            if (mine.What != other.What)
                return null;
            var (mineIs, otherIs) = (Meaning.ElementOf(mine.Option), Meaning.ElementOf(other.Option));
            if (Equals(mine.Option, other.Option) || mineIs == otherIs)
                continue;
            if (mineIs is null || otherIs is null || changed.Count > 1 || !SameKind(mine.Option!, other.Option!))
                return null;
            var kind = mine.What.Split(' ')[0];
            var gap = rival.Costs.Sum(c => c.Cost) - best.Costs.Sum(c => c.Cost);
            // "details of visitors" are theirs, not those of something near
            if (kind == "column" && Settler.Nouns(best.Sketch).FirstOrDefault(n => ReferenceEquals(n.Link, mine.Option)) is { Owner.Link: { } owned } && mine.Option is Link a && other.Option is Link b && a.Owner == owned.Owner && b.Owner != owned.Owner)
                return null;
            var half = kind == "column" && BothHalfNamed(best, mine.Option!, other.Option!);
            if (!half && (gap > Alike.GetValueOrDefault(kind) || best.Worth - rival.Worth > MostLead) || SaysWhich(best, mine.Option!, other.Option!, half))
                return null;
            return kind == "date" && (IsUsual(mine.Option!, best) || Begins(mine.Option!, other.Option!) && !best.Chunks.Any(c => c.Lower is "date" or "dates")) ? null : (mine.What, mine.Option!, other.Option!);
        }
        return null;
    }

    private static bool SameKind(object a, object b) => (a, b) switch
    {
        (Link { IsColumn: true } x, Link { IsColumn: true } y) => x.Column!.IsDate == y.Column!.IsDate && x.Column.IsMeasure == y.Column.IsMeasure && !x.Column.IsIdentifier && !y.Column.IsIdentifier,
        (Link { IsTable: true } x, Link { IsTable: true } y) => Math.Min(x.Score, y.Score) >= LeastOfTables,
        (Link x, Link y) => x.IsTable == y.IsTable && x.IsValue == y.IsValue,
        _ => a.GetType() == b.GetType(),
    };

    /// <summary>Whether a word elsewhere in the question is in one name and not in the other: then it was said which.</summary>
    private static bool SaysWhich(Candidate best, object mine, object other, bool sameTable)
    {
        static IEnumerable<string> Words(object option) => option switch
        {
            SchemaColumn c => c.Words.Concat(c.Table.Words),
            Link { Column: { } c } => c.Words.Concat(c.Table.Words),
            SchemaTable t => t.Words,
            Link link => link.Table!.Words,
            _ => [],
        };
        var (a, b) = (Words(mine).Select(Lemmas.Stem).ToHashSet(), Words(other).Select(Lemmas.Stem).ToHashSet());
        a.SymmetricExceptWith(b);
        if (sameTable && (mine as Link)?.Column is { } column)
            a.ExceptWith(column.Table.Words.Select(Lemmas.Stem));
        var full = best.Chunks.SelectMany(c => c.Lower.Split(' ')).SelectMany(w => Lexicon.Default.Abbreviations.TryGetValue(w, out var written) ? written.Append(w) : [w]);
        return full.Any(w => a.Contains(Lemmas.Stem(w)) || a.Contains(Lemmas.Stem(Lemmas.Of(w))));
    }

    /// <summary>"date" for order_date and ship_date alike: all words said are in both names, neither name is said whole, and nobody said which the words mean.</summary>
    private static bool BothHalfNamed(Candidate best, object mine, object other)
    {
        if (mine is not Link { IsColumn: true } a || other is not Link { IsColumn: true } b || a.Column!.Table != b.Column!.Table)
            return false;
        if (Settler.Nouns(best.Sketch).FirstOrDefault(n => ReferenceEquals(n.Link, a)) is not { Chunk: { } chunk } noun)
            return false;
        var owned = noun.Owner?.Link?.Owner == a.Column.Table ? a.Column.Table.Words : [];
        var said = chunk.Lower.Split(' ').Select(Lemmas.Of).ToList();
        bool Half(SchemaColumn column) => !column.Forms.Any(f => f.Quality >= SaidForms.Taught && f.Words.SequenceEqual(said)) && said.All(column.Words.Contains) && column.Words.Any(w => !said.Contains(w) && !owned.Contains(w));
        return Half(a.Column) && Half(b.Column);
    }

    /// <summary>The date that goes without saying: the one people chose, the one called like its table, or when a row was made.</summary>
    private static bool IsUsual(object option, Candidate best) =>
        option is SchemaColumn date && (date == date.Table.DefaultDate || date.Words.Any(w => date.Table.Words.Contains(w) || w is "created" or "create" || w != "date" && date.Table.Forms.Any(f => f.Quality >= 0.95 && f.Words.Contains(w))) || date.Words is ["date"] or ["timestamp"] || best.Entity is { } entity && date.Words.Any(entity.Words.Contains)
            || date.Table.Columns.Any(c => c.Thing is { } thing && date.Words.Any(thing.Contains)));

    /// <summary>Which of a thing's two dates, of its beginning and its end, was taken without asking: what the answer must say.</summary>
    public static IEnumerable<string> TakenFor(Candidate best)
    {
        foreach (var (_, option) in best.Picks.Where(p => p.What == "date"))
        {
            if (option is SchemaColumn date && !PlanBuilder.IsEnd(date) && date.Table.Columns.FirstOrDefault(c => c.IsDate && c != date && PlanBuilder.IsEnd(c)) is { } end
                && !IsUsual(date, best) && !SaysWhich(best, date, end, sameTable: false))
                yield return $"took the date to be {NameWords.Spoken(date.Name)}, not {NameWords.Spoken(end.Name)}";
        }
    }

    /// <summary>Where one date is when a thing begins and the other when it ends, "in 2026" means the first; the answer says so.</summary>
    private static bool Begins(object mine, object other) =>
        mine is SchemaColumn a && other is SchemaColumn b && a.Table == b.Table && PlanBuilder.IsEnd(b) && !PlanBuilder.IsEnd(a);

    private static QuestionOutcome.Clarify Asked(string what, Candidate best, IReadOnlyList<object> options)
    {
        var kind = what.Split(' ')[0];
        var labels = Labels(options);
        var listed = string.Join(", ", labels.Take(labels.Count - 1)) + " or " + labels[^1];
        var said = kind is "meant" or "ranked"
            ? best.Chunks.FirstOrDefault(c => c.Is("superlative") || c.Entries.Any(e => e.Hints.Count > 0))?.Text ?? what[(what.LastIndexOf(' ') + 1)..]
            : what[(what.IndexOf(' ', StringComparison.Ordinal) + 1)..];
        var question = kind switch
        {
            "date" => $"Which date do you mean: {listed}?",
            "counted" => $"What should be counted: {listed}?",
            "value" => $"“{said}” stands in more than one place. Do you mean {listed}?",
            _ => $"By “{said}”, do you mean {listed}?",
        };
        var choices = options.Select((o, i) => new Choice(labels[i], Detail(o), labels[i])).ToList();
        return new(question, choices) { Meanings = [.. options.Select(o => new Meaning(Meaning.PhraseOf(what), Meaning.ElementOf(o)!))] };
    }

    /// <summary>As short as tells them apart: the column, with its table where that differs too.</summary>
    private static List<string> Labels(IReadOnlyList<object> options)
    {
        var columns = options.Select(o => o as SchemaColumn ?? (o as Link)?.Column).ToList();
        var tables = columns.Select(c => c?.Table).Distinct().Count() > 1;
        var labels = options.Select((o, i) => o is Link { IsValue: true } value && columns.Distinct().Count() == 1 ? value.Value!
            : columns[i] is { } column ? (tables && !column.Words.Any(column.Table.Words.Contains) ? $"{NameWords.Spoken(column.Table.Name.Name)} {NameWords.Spoken(column.Name)}" : NameWords.Spoken(column.Name))
            : NameWords.Spoken(((o as SchemaTable) ?? ((Link)o).Table!).Name.Name)).Select(Capital).ToList();
        return labels.Distinct(StringComparer.OrdinalIgnoreCase).Count() == labels.Count ? labels : [.. options.Select(o => Meaning.ElementOf(o)!)];
    }

    private static string Detail(object option) => option switch
    {
        Link { IsValue: true } v => $"'{v.Value}' in {v.Column}",
        Link { IsColumn: true } l => $"{l.Column!.Name} of {l.Column.Table}",
        SchemaColumn c => $"{c.Name} of {c.Table}",
        _ => $"table {Meaning.ElementOf(option)}",
    };

    private static string Capital(string text) => text.Length > 0 ? char.ToUpperInvariant(text[0]) + text[1..] : text;
}
