using Assistant.Skills.Questions.Joins;
using Assistant.Skills.Questions.Language;
using Assistant.Skills.Questions.Linking;

namespace Assistant.Skills.Questions.Parsing;

/// <summary>Decides which table, column or value each reference of a sketch means, by how well the words fit and by what stands near in the schema.</summary>
internal sealed class Settler(Vocabulary vocabulary, JoinGraph joins, Choices choices, IReadOnlyList<Token> tokens)
{
    private readonly List<SchemaTable> _context = [];

    /// <summary>How well words and things fit on average, 0 to 1, least first.</summary>
    public List<double> Strengths { get; } = [];

    public IReadOnlyList<SchemaTable> Context => _context;

    /// <summary>Columns that an earlier question limited: "what about Spain?" means the same one.</summary>
    public HashSet<SchemaColumn> Limited { get; } = [];

    /// <summary>Tables that the conversation is about.</summary>
    public void Begin(IEnumerable<SchemaTable> tables) => _context.AddRange(tables);
    public Dictionary<Condition, Link> Values { get; } = [];

    /// <summary>What could not be settled.</summary>
    public List<string> Missing { get; } = [];

    public void Settle(Sketch sketch)
    {
        foreach (var noun in Nouns(sketch).Where(IsTable))
            SettleTable(noun);
        var open = Nouns(sketch).Where(n => n.Link is null && n.Chunk is not null).ToList();
        foreach (var noun in open.OrderBy(n => n.Grain is not null).ThenBy(n => IsRepeated(n, sketch)).ThenBy(n => n.Owner is null).ThenBy(n => n.Chunk!.Columns.Count(c => c.Score > n.Chunk.BestColumn - 0.1)))
            SettleColumn(noun, sketch);
        foreach (var condition in All(sketch.Conditions).Where(c => c.Kind == ConditionKind.Value))
            SettleValue(condition);
        foreach (var noun in Nouns(sketch).Where(n => n.Chunk is null && n.Hints.Count > 0 && n.Hints[0] is not ("*" or "#" or "first" or "alpha" or "x" or "y" or "display")).ToList())
            SettleHint(noun, sketch);
    }

    public static IEnumerable<Noun> Nouns(Sketch sketch)
    {
        var nouns = sketch.Targets.Concat(sketch.Entities).Concat(sketch.Others).Concat(sketch.Groups).Concat(sketch.Orders.Select(o => o.By))
            .Concat(sketch.Top is { } top ? [top.By] : []).Concat(sketch.Per is { } per ? [per] : []).Concat(All(sketch.Conditions).SelectMany(c => new[] { c.Left, c.RightNoun }).OfType<Noun>());
        return nouns.SelectMany(n => n.Owner is { } owner ? new[] { owner, n } : [n]).Distinct();
    }

    public static IEnumerable<Condition> All(IEnumerable<Condition> conditions) => conditions.SelectMany(c => All(c.Within).Prepend(c));

    private static bool IsTable(Noun noun) => noun.MayBeTable && noun.Owner is null && noun.Grain is null
        && (noun.Functions.Count == 0 || noun.Functions is [MeasureFunction.Count]) && noun.Chunk!.BestTable >= noun.Chunk.BestColumn - 0.02;

    private void SettleTable(Noun noun)
    {
        var options = noun.Chunk!.Tables.Take(4).Select(l => (l, l.Score * 2 + (_context.Contains(l.Table!) ? 0.4 : 0))).OrderByDescending(o => o.Item2).ToList();
        // A column of the same name in a table already there may be what is meant.
        options.AddRange(noun.Chunk.Columns.Where(c => c.Score >= noun.Chunk.BestTable - 0.02).Take(3).Select(l => (l, l.Score * 2 - 0.35 - (noun.IsCount ? 0.4 : 0))));
        noun.Link = choices.Pick("table " + noun.Chunk.Text, options.OrderByDescending(o => o.Item2).ToList());
        Strengths.Add(noun.Link.Score);
        AddContext(noun.Link.Owner);
    }

    private void AddContext(SchemaTable table)
    {
        if (!_context.Contains(table))
            _context.Add(table);
    }

    /// <summary>Said once more to group, sort or count by what is shown: "the names and the number of each name" speak of one column.</summary>
    private static bool IsRepeated(Noun noun, Sketch sketch) => noun.Owner is null && (noun.IsCount || sketch.Groups.Contains(noun) || sketch.Orders.Any(o => o.By == noun)) && Twin(noun, sketch) is not null;

    private static Noun? Twin(Noun noun, Sketch sketch) => sketch.Targets.FirstOrDefault(t => t != noun && t.Functions.Count == 0 && t.Grain is null && t.Chunk is { } said && said.Lower == noun.Chunk!.Lower);

    private void SettleColumn(Noun noun, Sketch sketch)
    {
        if (noun.Grain is null && IsRepeated(noun, sketch) && Twin(noun, sketch)!.Link is { Column: not null } same)
        {
            noun.Link = same;
            Strengths.Add(same.Score);
            return;
        }
        // "per year" means the date of what is counted, whatever else has a year in its name.
        if (noun.Grain is not null && _context.Any(t => t.Columns.Any(c => c.IsDate)))
            return;
        var options = noun.Chunk!.Columns.Select(l => (l, Fit(l, noun, sketch))).ToList();
        if (options.Count == 0 || noun.Functions.Count == 0 && noun.Chunk.BestTable > noun.Chunk.BestColumn + 0.1)
            options.AddRange(noun.Chunk.Tables.Select(l => (l, l.Score * 2 + (_context.Contains(l.Table!) ? 0.4 : 0))));
        if (options.Count == 0)
        {
            if (noun.Grain is null)
                Missing.Add(noun.Chunk.Text);
            return;
        }
        // A table without a name of its own is named by first and last name.
        if (noun.Chunk.Lower is "name" or "names" && (noun.Owner?.Link?.Owner ?? noun.After?.Link?.Owner ?? (_context.Count > 0 ? _context[0] : null)) is { Display.Count: 2 } person && person.Display.All(d => d.IsText)
            && !options.Any(o => o.l.Column?.Table == person && o.l.Score > 0.9) && sketch.Targets.Contains(noun) && noun.Functions.Count == 0)
        {
            noun.Hints = ["display"];
            noun.Owner ??= new Noun(null) { Link = new(person, null, null, 1) };
            Strengths.Add(0.95);
            return;
        }
        noun.Link = choices.Pick("column " + noun.Chunk.Text, options.OrderByDescending(o => o.Item2).Take(5).ToList());
        Strengths.Add(noun.Link.Score);
        AddContext(noun.Link.Owner);
    }

    private double Fit(Link link, Noun noun, Sketch sketch)
    {
        var column = link.Column!;
        var score = link.Score * 2 + Near(column.Table, noun.Owner?.Link?.Owner) + (noun.Owner is null && noun.After?.Link?.Owner == column.Table ? 0.2 : 0);
        // "apartment numbers" are those of apartments where they have some, not the keys that point to them
        if (column.References is { } target && noun.Chunk!.Columns.Any(c => c.Column!.Table == target.Table && c.Score > 0.95 && c.Score >= link.Score + 0.1))
            score -= 1;
        // "the stock" is what is there, not the least there should be
        if (StockValues.IsLimit(column) && !column.Words.All(w => noun.Chunk!.Lower.Contains(w, StringComparison.Ordinal)) && noun.Chunk!.Columns.Any(c => c.Column!.Table == column.Table && !StockValues.IsLimit(c.Column) && c.Score >= link.Score - 0.1))
            score -= 0.5;
        if (noun.Stored is { } stored)
            score += MeasureNames.Says(column, stored) ? 0.5 : -0.5;
        var condition = All(sketch.Conditions).FirstOrDefault(c => c.Left == noun);
        if (noun.Functions.Any(f => f is MeasureFunction.Sum or MeasureFunction.Average or MeasureFunction.Median))
            score += column.IsMeasure ? 0.4 : column.IsNumeric ? -0.1 : -0.6;
        else if (noun.Functions.Any(f => f is MeasureFunction.Max or MeasureFunction.Min))
            score += column.IsNumeric || column.IsDate ? 0.3 : -0.3;
        if (sketch.Top?.By == noun && noun.Functions.Count == 0)
            score += column.IsNumeric && !column.IsIdentifier || column.IsDate ? 0.35 : -0.4;
        if (condition is null)
            return score;
        if (condition.RightFunction is not null || condition.Operator is not (Comparison.Equal or Comparison.NotEqual) || condition.Kind == ConditionKind.Between)
            score += column.IsNumeric || column.IsDate || condition.Right?.Period is null && column.IsText && condition.Right?.Number is null ? 0.3 : -0.3;
        if (condition.Kind == ConditionKind.InPeriod)
            score += column.IsDate || column.IsYear ? 0.5 : -0.3;
        if (condition.Kind == ConditionKind.Text)
            score += column.IsText ? 0.2 : 0;
        if (condition.Kind == ConditionKind.Compare && condition.Right is { } right && right.Number is null && condition.RightFunction is null)
            score += right.Values.Any(v => v.Column == column) ? 1.0 : column.IsText ? 0.05 : -0.4;
        else if (condition.Kind == ConditionKind.Compare && condition.Operator == Comparison.Equal && column.IsText && condition.Right is { Number: not null } code)
            score += code.Values.Any(v => v.Column == column) ? 0.6 : -0.2;
        return score;
    }

    /// <summary>How close a table is to what the question speaks of.</summary>
    private double Near(SchemaTable table, SchemaTable? owner)
    {
        if (owner is not null)
        {
            // "names of train stations", where these only tie trains and stations: the stations' names
            var head = owner.IsLink && table != owner && table.Words[^1] == owner.Words[^1] ? 0.1 : 0;
            return head + (table == owner ? 1.2 : joins.Distance(owner, table) switch { 1 => 0.3, 2 => 0.05, 99 => -1, _ => -0.2 });
        }
        if (_context.Count == 0)
            return table.IsLink ? -0.05 : 0;
        if (_context[0] == table)
            return 0.75;
        if (_context.Contains(table))
            return 0.6;
        return _context.Min(t => joins.Distance(t, table)) switch { 1 => 0.15, 2 => -0.05, 3 => -0.2, 99 => -1.2, _ => -0.4 };
    }

    private static readonly HashSet<string> Origins = ["origin", "source", "from", "start", "departure", "home", "sender", "begin"];
    private static readonly HashSet<string> Destinations = ["destination", "target", "to", "end", "arrival", "receiver", "recipient"];

    /// <summary>"from Oslo" speaks of where something began, "to Oslo" of where it went.</summary>
    private double Towards(SchemaColumn column, int start)
    {
        var way = start > 0 ? tokens[start - 1].Lower : "";
        var words = way is "from" ? Origins : way is "to" ? Destinations : null;
        return words is not null && NameWords.Split(column.Name).Any(words.Contains) ? 0.4 : 0;
    }

    private void SettleValue(Condition condition)
    {
        var left = condition.Left?.Link?.Column;
        // "in Fall 2009 or Spring 2010": both stand in one column
        var beside = condition.Beside is { } other ? other.Right!.Values.Where(v => v.Score > 0.8).Select(v => v.Column).ToHashSet() : [];
        var options = condition.Right!.Values.Where(v => left is null || v.Column == left)
            .Select(l => (l, l.Score * 1.5 + Near(l.Column!.Table, null) + (l.Column.Table.Display.Contains(l.Column) ? 0.1 : 0) + (Limited.Contains(l.Column) ? 1 : 0) + (beside.Contains(l.Column) ? 0.3 : 0) + Towards(l.Column, condition.Right.Start))).OrderByDescending(o => o.Item2).Take(5).ToList();
        if (options.Count == 0)
        {
            Missing.Add(condition.Right.Text);
            return;
        }
        var link = choices.Pick("value " + condition.Right.Text, options);
        Values[condition] = link;
        Strengths.Add(link.Score);
        AddContext(link.Owner);
    }

    /// <summary>"When did she leave?": the date whose name shares the verb, by its stem; null where it shares none.</summary>
    private string? Happened(SchemaColumn date)
    {
        var stems = date.ShortWords.Where(w => w is not ("date" or "time" or "day" or "year" or "on" or "at")).Select(Lemmas.Stem).ToHashSet();
        return tokens.Skip(1).Select(t => Lemmas.Stem(t.Lower)).FirstOrDefault(stems.Contains);
    }

    private void SettleHint(Noun noun, Sketch sketch)
    {
        var owner = noun.Owner?.Link?.Owner;
        IEnumerable<SchemaTable> tables = owner is not null ? [owner, .. joins.EdgesOf(owner).Select(e => e.Other(owner))] : _context.Count > 0 ? [.. _context, .. _context.SelectMany(t => joins.EdgesOf(t).Select(e => e.Other(t)))] : vocabulary.Tables;
        var condition = All(sketch.Conditions).FirstOrDefault(c => c.Left == noun);
        // "longer than 3 days": a unit, not something to show
        if (condition?.Right is { } counted)
            sketch.Targets.RemoveAll(t => t.Grain is not null && t.Chunk?.Start == counted.End && sketch.Targets.Count > 1);
        // "longer than 500 km": the unit behind the number says which column is compared.
        if (condition?.Right is { } amount && sketch.Targets.FirstOrDefault(t => t.Functions.Count == 0 && t.Chunk?.Start == amount.End) is { } unit
            && unit.Link?.Column is { IsNumeric: true, IsIdentifier: false } measured && sketch.Targets.Count > 1)
        {
            sketch.Targets.Remove(unit);
            noun.Link = new(null, measured, null, 0.9);
            Strengths.Add(0.9);
            AddContext(measured.Table);
            return;
        }
        var options = new List<(Link, double)>();
        foreach (var column in tables.Distinct().SelectMany(t => t.Columns.Concat(t.Derived.Where(d => d.IsDuration))))
        {
            for (var i = 0; i < noun.Hints.Count; i++)
            {
                var hint = noun.Hints[i].TrimStart('-');
                var words = hint.Split(' ').Where(w => w != "of").ToArray();
                if (!words.All(column.Words.Contains) && !(hint.Length > 3 && column.Forms.Any(f => f.Quality >= 0.85 && f.Words.SequenceEqual(words)))
                    || sketch.Top?.By == noun && column is { IsText: true, IsDate: false, IsNumeric: false } && PlanBuilder.Unranked(column) || noun.Functions is [MeasureFunction.Sum] && (!column.IsMeasure || column.IsFlag))
                    continue;
                var score = 1 - 0.03 * i - 0.08 * (column.ShortWords.Count - words.Length) + Near(column.Table, owner) + (column.IsIdentifier ? -0.8 : 0) - (StockValues.IsLimit(column) ? 0.5 : 0) - (column.IsDuration ? 0.15 : 0)
                    + (column.IsDate && sketch.When && sketch.Targets.Contains(noun) && Happened(column) is not null ? 0.9 : 0);
                options.Add((new Link(null, column, null, noun.Hints[i][0] == '-' ? -0.7 : 0.7), score));
                break;
            }
        }
        // Nothing of that name: "older" of what has no age may still be a date, "more" may be the one measure there is.
        if (options.Count == 0 && noun.Hints.Contains("date"))
            options.AddRange(tables.Distinct().SelectMany(t => t.Columns).Where(c => c.IsDate || c.IsYear)
                .Select(c => (new Link(null, c, null, 0.6), Near(c.Table, owner) + (c.IsDate && sketch.When && sketch.Targets.Contains(noun) && Happened(c) is not null ? 0.9 : 0))));
        // "the oldest meter": of when it was installed
        if (options.Count == 0 && noun.Hints.Contains("-date"))
            options.AddRange(tables.Distinct().SelectMany(t => t.Columns).Where(c => c.IsDate && !PlanBuilder.IsEnd(c)).Select(c => (new Link(null, c, null, -0.6), Near(c.Table, owner) + (PlanBuilder.IsOfLife(c) ? 0.3 : 0))));
        // "the largest boat", where one number alone is known of boats.
        if (options.Count == 0 && noun.Hints[0] is "size" && (owner ?? (_context.Count > 0 ? _context[0] : null))?.Columns.Where(c => c.IsMeasure && !c.IsFlag).ToList() is [var only] && PlanBuilder.UsualFunction(only) is MeasureFunction.Sum)
            options.Add((new Link(null, only, null, 0.5), 0));
        if (options.Count == 0 && noun.Hints[0] is "size" && sketch.Top?.By == noun)
        {
            (noun.Hints, noun.IsSize) = (["*"], true);
            return;
        }
        if (options.Count == 0)
        {
            Missing.Add(noun.Hints[0]);
            return;
        }
        _ = condition;
        var best = options.OrderByDescending(o => o.Item2).Take(4).ToList();
        var link = choices.Pick("meant by " + noun.Hints[0], best);
        if (sketch.When && link.Column is { IsDate: true } when && Happened(when) is { } verb)
            sketch.Unused.RemoveAll(c => c.Length == 1 && Lemmas.Stem(c.Lower) == verb || c.Lower is "company" or "organization" or "organisation" or "firm" or "team");
        noun.Reversed = link.Score < 0;
        noun.Link = link with { Score = 0.7 };
        Strengths.Add(0.75);
        AddContext(link.Owner);
    }
}
