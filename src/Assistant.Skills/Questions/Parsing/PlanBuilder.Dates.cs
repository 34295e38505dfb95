using Assistant.Skills.Questions.Language;
using Assistant.Skills.Questions.Linking;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Questions.Parsing;

/// <summary>Which date a period or a grain is about.</summary>
internal sealed partial class PlanBuilder
{
    /// <summary>Dates of a thing's own life, which say nothing about when something happened to it.</summary>
    private static readonly HashSet<string> Lifes =
        ["launch", "launched", "birth", "birthday", "born", "registered", "registration", "joined", "join", "created", "creation", "hire", "hired", "founded", "installed", "install", "installation", "published", "publication", "built", "added", "introduced", "signup", "enrolled", "opening", "updated", "modified"];

    /// <summary>Dates on which something ends: where it isn't said, the beginning is meant.</summary>
    private static readonly HashSet<string> Ends =
        ["returned", "return", "due", "delivered", "delivery", "closed", "close", "end", "ended", "finish", "finished", "completed", "completion", "resolved", "termination", "terminated", "left", "cancelled", "canceled", "expiry", "expires", "expiration", "until", "to", "updated", "modified", "deadline", "required", "discharged", "checkout", "departed", "paid", "payment", "settled", "shipped"];

    /// <summary>Whether a date is when something ends, by its name.</summary>
    public static bool IsEnd(SchemaColumn date) => date.Words.Any(Ends.Contains) || date.Words is [_, .., "out"] or ["out", _, ..];

    /// <summary>Whether a date tells when a thing came to be, by its name.</summary>
    public static bool IsOfLife(SchemaColumn date) => date.Words.Any(Lifes.Contains);

    /// <summary>The date the question speaks of: the one whose name its words share, else the one of what is measured or counted.</summary>
    private SchemaColumn? DateColumn(Noun? near, PlanScope scope, bool year = false)
    {
        bool Fits(SchemaColumn column) => column.IsDate || year && column.IsYear;
        var stems = tokens.Select(t => Lemmas.Stem(t.Lower)).ToHashSet();
        double Said(SchemaColumn column) => 0.5 * column.ShortWords.Count(w => w is not ("date" or "time" or "year") && stems.Contains(Lemmas.Stem(w))) + (year && column.IsYear && tokens.Any(t => t.Lower is "year" or "years") ? 0.2 : 0);
        var fact = FactTable();
        var happened = fact is null ? [] : joins.EdgesOf(fact).Where(e => e.Many == fact && e.One.Columns.Any(c => c.References is not null) && e.One.Columns.Any(Fits)).Select(e => e.One);
        var tables = new[] { near?.Link?.Owner, near?.Owner?.Link?.Owner }.Concat(fact is null || fact == Entity ? [] : happened.Prepend(fact)).Append(Entity).Concat(fact == Entity ? happened : []).Concat(settler.Context).Concat(scope.Tables).OfType<SchemaTable>().Distinct().ToList();
        var options = tables.SelectMany((t, i) => t.Columns.Where(Fits).Select((c, j) => (c, 1.0 - 0.3 * i - 0.05 * j + Said(c)
            - (t != fact && c.Words.Any(Lifes.Contains) ? 0.25 : 0) - (c.Words.Any(Ends.Contains) && t.Columns.Count(Fits) > 1 ? 0.1 : 0) + (year && c.IsYear && t == Entity ? 0.3 : 0) + (c == t.DefaultDate ? 0.25 : 0)))).OrderByDescending(o => o.Item2).Take(4).ToList();
        if (options.Count == 0)
        {
            options = [.. tables.SelectMany(t => joins.EdgesOf(t).Select(e => e.Other(t))).Distinct().SelectMany(t => t.Columns.Where(Fits))
                .Select(c => (c, 0.4 * Said(c) - (c.Words.Any(Lifes.Contains) ? 0.2 : 0))).OrderByDescending(o => o.Item2).Take(4)];
        }
        return options.Count == 0 ? null : choices.Pick("date", options);
    }

    /// <summary>What has not ended yet: what the data calls so themselves, else the date of its end is missing.</summary>
    private PlanPredicate? Open(Condition condition, PlanScope scope)
    {
        var near = new[] { Entity, FactTable() }.Concat(settler.Context).OfType<SchemaTable>().ToList();
        if (condition.Right!.Values.Where(v => v.Score > 0.9 && near.Contains(v.Owner)).OrderBy(v => near.IndexOf(v.Owner)).FirstOrDefault() is { } said)
            return new Compared(scope.Use(said.Column!), condition.Scope == 0 ? Comparison.Equal : Comparison.NotEqual, new Literal(said.Value!, DataType.Text));
        var end = new[] { Entity, FactTable() }.Concat(settler.Context).OfType<SchemaTable>().Distinct()
            .SelectMany(t => t.Columns).FirstOrDefault(c => c.IsDate && c.Catalog.Statistics is { Nulls: > 0 } && IsEnd(c));
        if (end is null)
        {
            sketch.PassedOver.Add(condition.Right!.Text);
            return null;
        }
        return new IsMissing(scope.Use(end), condition.Scope != 0);
    }

    /// <summary>"busiest month" where only one table tells when something happened.</summary>
    private SchemaTable? OnlyHappening()
    {
        if (!Settler.Nouns(sketch).Any(n => n.Grain is not null) || sketch.Unused.Count > 0)
            return null;
        var happenings = vocabulary.Tables.Where(t => t.Columns.Any(c => c.IsDate) && (vocabulary.Tables.Count == 1 || t.Columns.Any(c => c.References is not null))).ToList();
        if (happenings is not [{ } only])
            return null;
        if (vocabulary.Tables.Count > 1)
            Guesses.Add($"took it to be about {Spoken(only)}");
        settler.Strengths.Add(vocabulary.Tables.Count > 1 ? 0.75 : 1);
        return only;
    }

    /// <summary>The table whose rows are counted or added up: what a period limits, unless another date is named.</summary>
    private SchemaTable? FactTable()
    {
        var measured = sketch.Targets.FirstOrDefault(t => t.Functions.Count > 0 && t.Link is not null) ?? (sketch.Top is { By.Link: not null } top ? top.By : null)
            ?? sketch.Targets.FirstOrDefault(t => t.Link?.Column is { IsMeasure: true } && sketch.Groups.Count > 0);
        return measured?.Link!.Owner ?? _fact ?? Entity;
    }
}
