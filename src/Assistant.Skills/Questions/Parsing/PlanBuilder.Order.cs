using Assistant.Skills.Questions.Joins;
using Assistant.Skills.Questions.Linking;

namespace Assistant.Skills.Questions.Parsing;

internal sealed partial class PlanBuilder
{
    /// <summary>What the superlative ranks by; groups where it ranks counts or sums.</summary>
    private PlanExpression? TopBy(SketchOrder top, PlanScope scope, List<PlanExpression> groups, List<PlanOutput> outputs, ref PlanPredicate? having)
    {
        _ = having;
        var by = top.By;
        if (by.IsCount && by.Link?.Column is { IsMeasure: true } amount && (amount.Table == Entity || groups.Count == 0 && !sketch.Targets.Any(t => t.Functions.Count > 0) && amount.Table.Key.Count == 0))
            return scope.Use(amount);
        // Each row has one: nothing to add up.
        if (by.Functions is [MeasureFunction.Sum] && by.Link?.Column is { } own && own.Table == Entity && own.Formula is null && groups.Count == 0 && Entity!.Key.Count > 0
            && sketch.Targets.All(t => t.Functions.Count == 0 && (t.Link is { IsTable: true } || t.Link?.Column is { Thing: null } shown && (shown.IsKey || Entity.Display.Contains(shown)))))
            return scope.Use(own);
        if (by.Functions.Count > 0 || by.Link is { IsTable: true })
        {
            if (by.Link is null && by.Chunk is null && outputs.FirstOrDefault(o => HasMeasure(o.Value)) is { } shown)
                return shown.Value;
            if (by.Link is null)
                _counted = Counterpart();
            var value = by.Link is null ? CountRows(scope) : MeasureOf(by.Functions.Count > 0 ? by.Functions[0] : MeasureFunction.Count, by, scope).Value;
            if (groups.Count == 0 && !outputs.Any(o => HasMeasure(o.Value)))
                GroupByEntity(scope, outputs, groups);
            return value;
        }
        if (by.Hints is ["*"])
            return ByUsualAmount(scope, groups, outputs);
        if (by.Link?.Column is not { } column)
        {
            _problems.Add("the question doesn't say what is compared");
            return null;
        }
        var used = scope.Use(column);
        if (column is { Formula: not null, IsDuration: false } || column.IsRevenue && IsRevenueWord(by))
        {
            if (groups.Count == 0 && !outputs.Any(o => HasMeasure(o.Value)))
                GroupByEntity(scope, outputs, groups);
            groups.AddRange(Entity!.Key.Where(_ => column.Table != Entity && !outputs.Any(o => HasMeasure(o.Value))).Select(k => (PlanExpression)scope.Use(k)).Where(k => !groups.Contains(k)));
            return new Measure(column.Aggregate ?? MeasureFunction.Sum, used);
        }
        // "the campus with the most degrees": several rows each, so their sum
        if (top.By.Hints.Count == 0 && column.Table != Entity && column.IsMeasure && IsCountWord() && scope.Tree() is { } tree && JoinGraph.Multiplies(tree, Entity!, column.Table))
        {
            if (groups.Count == 0)
                GroupByEntity(scope, outputs, groups);
            groups.AddRange(Entity!.Key.Select(k => (PlanExpression)scope.Use(k)).Where(k => !groups.Contains(k)));
            return new Measure(MeasureFunction.Sum, used);
        }
        // "the maker with the most articles", where articles are only a column: how many different ones
        if (groups.Count == 0 && column is { IsText: true, IsDate: false, IsNumeric: false } && by.Hints.Count == 0 && IsCountWord() && outputs.Count > 0 && outputs.All(o => o.Value is ColumnValue v && v != used && ColumnOf(v) is { } kind && kind.Table == column.Table && IsKind(kind)))
        {
            groups.AddRange(outputs.Select(o => o.Value));
            return new Measure(MeasureFunction.Count, column.ThingKey is { } thing ? scope.Use(thing) : used, true);
        }
        if (groups.Count == 0 && AmountOfMany(top, column, scope, groups, outputs) is { } many)
            return many;
        if (groups.Count == 0 && column is { IsText: true, IsDate: false, IsNumeric: false } && Unranked(column))
        {
            if (IsKind(column) && outputs.Any(o => o.Value == used))
                return ByUsualAmount(scope, groups, outputs);
            _problems.Add($"a {NameWords.Spoken(column.Name)} isn't higher or lower than another");
            return null;
        }
        if (groups.Count > 0)
            return outputs.FirstOrDefault(o => o.Value is Measure { Of: ColumnValue of } && of == used)?.Value ?? (column.IsNumeric ? new Measure(MeasureFunction.Sum, used) : new Measure(MeasureFunction.Count, used, true));
        return used;
    }

    /// <summary>
    /// "which site has the highest cost", "the month with the highest cost": what has many such amounts is ranked by their sum, or by their average
    /// where a sum means nothing. Null where a thing has one only.
    /// </summary>
    private Measure? AmountOfMany(SketchOrder top, SchemaColumn column, PlanScope scope, List<PlanExpression> groups, List<PlanOutput> outputs)
    {
        if (!column.IsMeasure || column.IsFlag || top.By.Stored is not null || outputs.Any(o => HasMeasure(o.Value)) || outputs.Count == 0)
            return null;
        var periods = outputs.Where(o => o.Value is TimeGrain).Select(o => o.Value).ToList();
        var values = outputs.Select(o => o.Value is ColumnValue v ? ColumnOf(v) : null).ToList();
        var happens = column.Table.Columns.Any(c => c.IsDate) && column.Table.Columns.Any(c => c.References is not null);
        var things = column.Table != Entity && happens && scope.Tree() is { } tree && JoinGraph.Multiplies(tree, Entity!, column.Table) && values.All(v => v?.Table == Entity);
        var categories = values.Count > 0 && values.All(v => v is { IsKey: false, IsIdentifier: false, IsText: true } category && category.Table == column.Table && !category.Table.Display.Contains(category)
            && category.Catalog.Statistics is { } seen && seen.Distinct * 3 <= seen.Rows && !category.Words.Any(w => w is "name" or "title"));
        if (periods.Count != outputs.Count && !things && !categories)
            return null;
        if (things)
            GroupByEntity(scope, outputs, groups);
        else
            groups.AddRange(outputs.Select(o => o.Value));
        var function = UsualFunction(column);
        Guesses.Add($"ranked by the {NameOf(function, column)}");
        return new Measure(function, scope.Use(column));
    }

    /// <summary>Names and categories have no order but that of the alphabet; text that begins with a digit may hold amounts.</summary>
    internal static bool Unranked(SchemaColumn column) =>
        column.Catalog.Statistics is { TopValues.Count: > 0 } seen && seen.TopValues.All(v => v.Value is { Length: > 0 } text && char.IsLetter(text[0]) && text.Any(char.IsLower));

    /// <summary>Whether the superlative was said with "most" or "fewest", which speak of amounts.</summary>
    private bool IsCountWord() => tokens.Any(t => t.Lower is "most" or "least" or "fewest");

    private Measure CountRows(PlanScope scope)
    {
        if (_counted is not null)
            scope.Need(_counted);
        return new(MeasureFunction.Count, null);
    }

    /// <summary>Where the question counts times without saying of what: the rows that point to the entity.</summary>
    private SchemaTable? Counterpart()
    {
        var owner = sketch.Targets.Select(t => t.Owner?.Link?.Owner ?? t.Link?.Owner).FirstOrDefault(t => t is not null) ?? Entity!;
        var shown = sketch.Targets.Where(t => t.Functions.Count == 0).ToList();
        if (shown.Count > 0 && shown.All(t => t.Grain is not null))
            return null;
        // A category is counted in its own table.
        if (shown.Count > 0 && shown.All(t => t.Link?.Column is { IsWholeKey: false } c && !IsName(c)))
            return null;
        if (settler.Context.FirstOrDefault(t => t != owner && joins.Distance(t, owner) <= 2) is { } mentioned)
            return mentioned;
        var pointing = joins.EdgesOf(owner).Where(e => e.One == owner).Select(e => e.Many).Distinct().ToList();
        if (pointing.Count > 1)
            Guesses.Add($"counted {Spoken(pointing[0])}");
        return pointing.Count > 0 ? choices.Pick("counted", pointing.Select(t => (t, 0.2)).ToList()) : null;
    }

    private PlanOrder? OrderBy(SketchOrder order, PlanScope scope, List<PlanOutput> outputs, List<PlanExpression> groups)
    {
        var by = order.By;
        if (by.Hints is ["x" or "y"])
            return new(Axis(outputs, by.Hints[0] is "y"), order.Descending);
        if (by.Hints is ["alpha"])
        {
            var text = outputs.FirstOrDefault(o => o.Value is ColumnValue c && ColumnOf(c)?.IsText == true) ?? outputs[0];
            return new(text.Value, order.Descending);
        }
        if (by.Hints is ["first"])
            return new((outputs.FirstOrDefault(o => HasMeasure(o.Value)) ?? outputs[0]).Value, order.Descending);
        if (by.Grain is { } grain && by.Link is null)
        {
            var same = outputs.FirstOrDefault(o => o.Value is TimeGrain g && g.Grain == grain) ?? outputs.FirstOrDefault(o => o.Value is TimeGrain);
            if (same is not null)
                return new(same.Value, order.Descending);
            return DateColumn(by, scope) is { } date ? new(scope.Use(date), order.Descending) : null;
        }
        if (by.Link is null && by.Functions.Count > 0)
        {
            var shown = outputs.FirstOrDefault(o => o.Value is Measure m && m.Function == by.Functions[0]) ?? outputs.FirstOrDefault(o => HasMeasure(o.Value));
            return new(shown?.Value ?? new Measure(MeasureFunction.Count, null), order.Descending);
        }
        if (by.IsCount && by.Link?.Column is { IsMeasure: true } amount && amount.Table == Entity && !outputs.Any(o => HasMeasure(o.Value)))
            return new(scope.Use(amount), order.Descending);
        if (by.Functions.Count > 0 || by.Link is { IsTable: true } && outputs.Any(o => o.Value is Measure { Function: MeasureFunction.Count }))
        {
            var value = MeasureOf(by.Functions.Count > 0 ? by.Functions[0] : MeasureFunction.Count, by, scope).Value;
            var shown = outputs.FirstOrDefault(o => o.Value == value) ?? (by.IsCount ? outputs.FirstOrDefault(o => o.Value is Measure { Function: MeasureFunction.Count }) : null);
            return new(shown?.Value ?? value, order.Descending);
        }
        if (by.Link is not { } link)
            return null;
        if (link.Column is null)
            return new(scope.Use(link.Table!.Display[0]), order.Descending);
        var column = scope.Use(link.Column);
        if (outputs.FirstOrDefault(o => o.Value is Measure { Of: ColumnValue of } && of == column) is { } measure && !outputs.Any(o => o.Value == column))
            return new(measure.Value, order.Descending);
        return new(column, order.Descending);
    }

    /// <summary>What a chart of these columns has on its axis: amounts on the y axis, what they are of on the x axis; of two alike the first is x.</summary>
    private PlanExpression Axis(List<PlanOutput> outputs, bool y)
    {
        var amounts = outputs.Where(o => HasMeasure(o.Value)).ToList();
        if (amounts.Count == 0)
            amounts = [.. outputs.Where(o => o.Value is ColumnValue c && ColumnOf(c) is { IsMeasure: true })];
        var others = outputs.Except(amounts).ToList();
        if (amounts.Count > 0 && others.Count > 0)
            return (y ? amounts[0] : others.FirstOrDefault(IsWhen) ?? others[0]).Value;
        if (!y || outputs.Count == 1)
            return (outputs.FirstOrDefault(IsWhen) ?? outputs[0]).Value;
        return (outputs.Skip(1).LastOrDefault(o => o.Value is ColumnValue c && ColumnOf(c) is { IsNumeric: true }) ?? outputs[1]).Value;

        bool IsWhen(PlanOutput output) => output.Value is TimeGrain || output.Value is ColumnValue c && ColumnOf(c) is { IsDate: true };
    }

    private SchemaColumn? ColumnOf(ColumnValue value) =>
        vocabulary.Called(value.Alias)?.Columns.FirstOrDefault(c => c.Name == value.Column);
}
