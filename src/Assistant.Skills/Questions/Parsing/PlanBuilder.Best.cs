using Assistant.Skills.Questions.Joins;
using Assistant.Skills.Questions.Linking;

namespace Assistant.Skills.Questions.Parsing;

/// <summary>"best customers", "biggest class", "best month": ranked by what is usually meant, which the answer says.</summary>
internal sealed partial class PlanBuilder
{
    private static readonly HashSet<string> Money = ["amount", "total", "revenue", "sale", "turnover", "price", "payment", "value", "fee", "cost", "paid"];

    private PlanExpression? ByUsualAmount(PlanScope scope, List<PlanExpression> groups, List<PlanOutput> outputs)
    {
        if (outputs.FirstOrDefault(o => HasMeasure(o.Value)) is { } shown && groups.Count + sketch.Groups.Count > 0)
            return shown.Value;
        if (groups.Count == 0 && outputs.Count > 0 && outputs.All(o => o.Value is TimeGrain || o.Value is ColumnValue v && ColumnOf(v) is { } kind && IsKind(kind)))
        {
            groups.AddRange(outputs.Select(o => o.Value));
            return OfRows(outputs[0].Value switch { TimeGrain { Of: ColumnValue date } => ColumnOf(date)!.Table, ColumnValue v => ColumnOf(v)!.Table, _ => Entity! }, scope);
        }
        if (Brought() is { } brought)
        {
            if (groups.Count == 0)
                GroupByEntity(scope, outputs, groups);
            groups.AddRange(Entity!.Key.Select(k => (PlanExpression)scope.Use(k)).Where(k => !groups.Contains(k)));
            Guesses.Add($"ranked by the total {NameWords.Spoken(brought.Name)}");
            return new Measure(MeasureFunction.Sum, scope.Use(brought));
        }
        var measures = Entity!.Columns.Where(c => c is { IsMeasure: true, IsFlag: false } && !(sketch.Top?.By.IsSize == true && UsualFunction(c) is MeasureFunction.Average)).ToList();
        if (measures.Count == 0 && Counterpart() is { } counted)
        {
            _counted = counted;
            scope.Need(counted);
            if (groups.Count == 0)
                GroupByEntity(scope, outputs, groups);
            groups.AddRange(Entity.Key.Select(k => (PlanExpression)scope.Use(k)).Where(k => !groups.Contains(k)));
            Guesses.Add($"ranked by the number of {NameWords.Plural(Spoken(counted))}");
            return new Measure(MeasureFunction.Count, null);
        }
        if (measures.Count == 0)
        {
            _problems.Add($"the question doesn't say by what {Spoken(Entity)} are ranked");
            return null;
        }
        var measure = choices.Pick("ranked by", [.. measures.Take(4).Select((m, i) => (m, 0.2 - 0.05 * i))]);
        Guesses.Add($"ranked by {NameWords.Spoken(measure.Name)}");
        return scope.Use(measure);
    }

    /// <summary>Values that come again and again, as those of a category or of who bought something.</summary>
    private static bool IsKind(SchemaColumn column) => column is { IsText: true, IsWholeKey: false } && column.Catalog.Statistics is { Distinct: > 1 } seen && seen.Distinct * 2 <= seen.Rows;

    /// <summary>What the rows of a kind or of a period come to: what was earned, else how many there are.</summary>
    private Measure OfRows(SchemaTable table, PlanScope scope)
    {
        var earned = Earned(table);
        Guesses.Add(earned is null ? $"ranked by the number of {NameWords.Plural(Spoken(table))}" : $"ranked by the total {NameWords.Spoken(earned.Name)}");
        return earned is null ? new(MeasureFunction.Count, null) : new(MeasureFunction.Sum, scope.Use(earned));
    }

    private static SchemaColumn? Earned(SchemaTable table) => table.Derived.FirstOrDefault(d => d.Words is ["revenue"]) ?? table.Columns.FirstOrDefault(c => c.IsRevenue)
        ?? table.Columns.FirstOrDefault(c => c is { IsMeasure: true, IsFlag: false } && c.Words.Any(w => w is "revenue" or "sale" or "turnover"));

    /// <summary>What things brought in, in the nearest table that tells of it, such as the orders of customers; null where there is none.</summary>
    private SchemaColumn? Brought() => vocabulary.Tables.Where(t => t != Entity && joins.Distance(Entity!, t) <= 2)
        .Select(t => (Table: t, Amount: Earned(t) ?? (t.Columns.Any(c => c.IsDate) && MainMeasure(t) is { } main && main.Words.Any(Money.Contains) ? main : null)))
        .Where(t => t.Amount is not null && joins.Connect([Entity!, t.Table]) is { Count: > 0 } way && JoinGraph.Multiplies(way, Entity!, t.Table) && !JoinGraph.Multiplies(way, t.Table, Entity!))
        .OrderBy(t => joins.Distance(Entity!, t.Table)).ThenBy(t => Earned(t.Table) is null).Select(t => t.Amount).FirstOrDefault();
}
