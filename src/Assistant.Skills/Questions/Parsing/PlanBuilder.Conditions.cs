using System.Globalization;
using Assistant.Skills.Questions.Language;
using Assistant.Skills.Questions.Linking;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Questions.Parsing;

internal sealed partial class PlanBuilder
{
    private (PlanPredicate? Where, PlanPredicate? Having) Conditions(IReadOnlyList<Condition> conditions, PlanScope scope, SchemaTable entity)
    {
        var where = new List<PlanPredicate>();
        var having = new List<PlanPredicate>();
        if (InRole(conditions, scope, out conditions) is { } role)
            where.Add(role);
        foreach (var group in conditions.GroupBy(c => c.Scope == 0 ? -1 : c.Scope).OrderBy(g => g.Key))
        {
            if (group.Key > 0)
            {
                if (Denied([.. group], scope, entity) is { } denied)
                    where.Add(denied);
                continue;
            }
            foreach (var condition in group)
            {
                var list = IsHaving(condition) ? having : where;
                if (conditions.Any(c => c.Along == condition))
                    continue;
                if (WithPeriod(condition, scope, entity) is not { } predicate)
                    continue;
                if (condition.Or && list.Count > 0)
                    list[^1] = Either(list[^1], predicate);
                else
                    list.Add(predicate);
            }
        }
        return (where.Aggregate((PlanPredicate?)null, PlanPredicate.And), having.Aggregate((PlanPredicate?)null, PlanPredicate.And));
    }

    /// <summary>What is said, with the period that goes with it alone.</summary>
    private PlanPredicate? WithPeriod(Condition condition, PlanScope scope, SchemaTable entity)
    {
        if (condition.Along is not { } along)
            return Predicate(condition, scope, entity);
        var (value, period) = condition.Kind is ConditionKind.Value ? (condition, along) : (along, condition);
        if (settler.Values.TryGetValue(value, out var link) && period.Left is null)
            period.Left = new Noun(null) { Link = link };
        return Predicate(value, scope, entity) is { } what && Predicate(period, scope, entity) is { } when ? PlanPredicate.And(what, when) : null;
    }

    private static bool IsHaving(Condition condition) => condition.Left is { Functions.Count: > 0 };

    private static PlanPredicate Either(PlanPredicate left, PlanPredicate right) => (left, right) switch
    {
        (Compared { Operator: Comparison.Equal, Right: Literal a, IgnoreCase: false } l, Compared { Operator: Comparison.Equal, Right: Literal b, IgnoreCase: false } r) when l.Left == r.Left => new OneOf(l.Left, [a, b]),
        (OneOf { Negated: false } l, Compared { Operator: Comparison.Equal, Right: Literal b } r) when l.Of == r.Left => l with { Values = [.. l.Values, b] },
        (AnyOf l, _) => new AnyOf([.. l.Parts, right]),
        _ => new AnyOf([left, right]),
    };

    private PlanPredicate? Predicate(Condition condition, PlanScope scope, SchemaTable entity)
    {
        if (condition is { Among: { } among, Left.Link.Column: { } key })
            return new Compared(scope.Use(key), Comparison.Equal, new PlanValue(among));
        switch (condition.Kind)
        {
            case ConditionKind.Exists:
                if (condition.Left?.Link is { } link)
                    scope.Need(link.Owner);
                return null;
            case ConditionKind.Value:
                return settler.Values.TryGetValue(condition, out var value)
                    ? new Compared(scope.Use(value.Column!), condition.Operator, new Literal(value.Value!, value.Column!.IsNumeric ? DataType.Number : DataType.Text))
                    : Unlinked(condition, scope, entity);
            case ConditionKind.Flag:
                return Flag(condition, scope);
            case ConditionKind.Open:
                return Open(condition, scope);
            case ConditionKind.Missing:
                return condition.Left?.Link?.Column is { } column ? new IsMissing(scope.Use(column), condition.Negated) : null;
            case ConditionKind.Text:
                var text = condition.Left?.Link?.Column ?? (condition.Left?.Link?.Table ?? entity).Display[0];
                return new TextMatch(scope.Use(text), condition.Match, condition.Right!.Text);
            case ConditionKind.InPeriod:
                return InPeriod(condition, scope);
            case ConditionKind.Between:
                return Between(condition, scope);
            case ConditionKind.Superlative:
                return Superlative(condition, scope);
            case ConditionKind.SameAs:
                return SameAs(condition, scope);
            default:
                return Comparing(condition, scope, entity);
        }
    }

    /// <summary>A quoted text that no indexed column holds: looked for in the column that names the entity.</summary>
    private Compared? Unlinked(Condition condition, PlanScope scope, SchemaTable entity)
    {
        if (condition.Right is not { IsQuoted: true } quoted || !entity.Display[0].IsText)
            return null;
        Guesses.Add($"\"{quoted.Text}\" taken for a {NameWords.Spoken(entity.Display[0].Name)}");
        return new Compared(scope.Use(entity.Display[0]), condition.Operator, new Literal(quoted.Text, DataType.Text));
    }

    private PlanPredicate? Flag(Condition condition, PlanScope scope)
    {
        if (condition.Left?.Link?.Column is not { } column)
        {
            if (condition.Left?.Link is { } table)
                scope.Need(table.Owner);
            return null;
        }
        if (column.Yes is { } yes)
            return new Compared(scope.Use(column), Comparison.Equal, new Literal(yes, DataType.Text));
        if (column.IsFlag)
            return new Compared(scope.Use(column), Comparison.Equal, Truth(column, true));
        if (HoldsNothing(column))
            return new Compared(scope.Use(column), Comparison.Greater, new Literal("0", DataType.Integer));
        if (column.Catalog.Statistics is { Nulls: > 0 })
            return new IsMissing(scope.Use(column), Negated: true);
        scope.Need(column.Table);
        sketch.PassedOver.Add(condition.Left.Chunk?.Text ?? column.Name);
        return null;
    }

    private static Literal Truth(SchemaColumn column, bool value) =>
        column.Type == DataType.Boolean ? new(value ? "true" : "false", DataType.Boolean) : new(value ? "1" : "0", DataType.Integer);

    private PlanPredicate? Comparing(Condition condition, PlanScope scope, SchemaTable entity)
    {
        var noun = condition.Left;
        if (noun is null)
            return null;
        if (noun.IsSpan)
            return StoredSpan(scope, entity) is { } stored ? new Compared(stored, condition.Operator, Days(condition)) : SpanOf(noun, scope) is { } span ? new Compared(span, condition.Operator, Days(condition)) : null;
        PlanExpression? left;
        SchemaColumn? column = null;
        if (noun.Functions.Count > 0)
        {
            if (noun.Link is null)
                _counted = Counterpart();
            left = noun.Link is null ? CountRows(scope) : MeasureOf(noun.Functions[0], noun, scope).Value;
        }
        else
        {
            column = noun.Link?.Column ?? KeyFor(noun.Link?.Table, condition.Right);
            if (column is null && noun is { Chunk: null, Hints.Count: 0 } && MainMeasure((noun.Owner?.Link?.Owner) ?? entity) is { } main)
            {
                column = main;
                Guesses.Add($"compared {NameWords.Spoken(main.Name)}");
            }
            if (condition.RightNoun?.Link?.Column is { } limit && limit.IsNumeric && column is not { IsNumeric: true } and not { IsDate: true })
            {
                // "articles below their minimum": what is there of them
                column = StockValues.IsLimit(limit) ? StockValues.Quantity(limit.Table) : null;
                if (column is not null)
                    Guesses.Add($"compared {NameWords.Spoken(column.Name)}");
            }
            left = column is null ? null : scope.Use(column);
        }
        if (left is null)
        {
            _problems.Add($"it isn't clear what \"{condition.Right?.Text ?? condition.RightNoun?.Chunk?.Text}\" is compared with");
            return null;
        }
        var comparison = noun.Reversed ? Turned(condition.Operator) : condition.Operator;
        if (condition.RightFunction is { } function)
            return Against(condition, function, left, column, comparison, entity);
        if (condition.RightNoun?.Link?.Column is { } other)
            return new Compared(left, comparison, scope.Use(other));
        if (condition.Right is not { } right)
            return null;
        if (column is { IsYear: false } && (column.IsDate || right.Period is { IsDay: true }) && (right.Period ?? YearIn(right)) is { } period)
            return Dated(column, period, comparison, scope);
        return new Compared(left, comparison, LiteralOf(right, column));
    }

    private static Period? YearIn(Chunk chunk) => chunk.Number is not null && DateWords.YearOf(chunk.NumberText) is { } year ? DateWords.YearPeriod(year) : null;

    private static Comparison Turned(Comparison comparison) => comparison switch
    {
        Comparison.Less => Comparison.Greater,
        Comparison.LessOrEqual => Comparison.GreaterOrEqual,
        Comparison.Greater => Comparison.Less,
        Comparison.GreaterOrEqual => Comparison.LessOrEqual,
        _ => comparison,
    };

    /// <summary>"room 101", "customer Smith": the column of a table that such a value stands in.</summary>
    private static SchemaColumn? KeyFor(SchemaTable? table, Chunk? value)
    {
        if (table is null || value is null)
            return null;
        return value.Values.FirstOrDefault(v => v.Column!.Table == table)?.Column
            ?? (value.Number is not null ? table.Columns.FirstOrDefault(c => c.IsKey && c.IsNumeric) ?? table.Columns.FirstOrDefault(c => c.IsKey || c.IsIdentifier && c.IsNumeric) : table.Display.FirstOrDefault(c => c.IsText));
    }

    private static Literal LiteralOf(Chunk chunk, SchemaColumn? column)
    {
        if (chunk.Is("once"))
            return new(chunk.As("once")!.Value, DataType.Integer);
        if (chunk.Is("multiple"))
            return new("1", DataType.Integer);
        if (column is not null && chunk.Values.FirstOrDefault(v => v.Column == column) is { } known && (chunk.Number is null || column.IsText))
            return new(known.Value!, DataType.Text);
        if (chunk.Number is not null)
            return new(chunk.NumberText, column is { IsText: true } ? DataType.Text : DataType.Number);
        if (column is { IsFlag: true } && chunk.Lower is "yes" or "true")
            return Truth(column!, true);
        if (column is { IsFlag: true } && chunk.Lower is "no" or "false")
            return Truth(column!, false);
        if (column is { IsNumeric: true } && decimal.TryParse(chunk.Text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number))
            return new(number.ToString(CultureInfo.InvariantCulture), DataType.Number);
        return new(chunk.Text, DataType.Text);
    }

    private Compared? Against(Condition condition, MeasureFunction function, PlanExpression left, SchemaColumn? column, Comparison comparison, SchemaTable entity)
    {
        var inner = new PlanScope(joins);
        var of = condition.RightNoun?.Link?.Column ?? column;
        if (of is null)
        {
            _problems.Add("it isn't clear what is compared");
            return null;
        }
        var value = inner.Use(of);
        var (where, _) = Conditions(condition.Within, inner, of.Table);
        if (inner.Connect() is not var (sources, connections))
            return null;
        _ = entity;
        var plan = new QueryPlan { Sources = sources, Joins = connections, Where = where, Outputs = [new(new Measure(function, value), function.ToString().ToLowerInvariant())] };
        return new Compared(left, comparison, new PlanValue(Finished(plan)));
    }

    /// <summary>"of the most popular type", where the row is found by a plan of its own.</summary>
    private Compared? Superlative(Condition condition, PlanScope scope)
    {
        if (condition.Left?.Link is not { } link)
            return null;
        var column = link.Column ?? (link.Table!.Key.Count == 1 ? link.Table.Key[0] : link.Table.Display[0]);
        var inner = new PlanScope(joins);
        if (condition.Left.Hints.Count == 0 && condition.Left.Functions.Count == 0)
        {
            var value = inner.Use(column);
            var (sources, connections) = inner.Connect()!.Value;
            var plan = new QueryPlan
            {
                Sources = sources,
                Joins = connections,
                Groups = [value],
                Outputs = [new(value, NameWords.Spoken(column.Name))],
                Orders = [new(new Measure(MeasureFunction.Count, null), condition.Descending)],
                Limit = new(1),
            };
            return new Compared(scope.Use(column), Comparison.Equal, new PlanValue(plan));
        }
        var extreme = new QueryPlan
        {
            Sources = [new(PlanScope.Alias(column.Table), column.Table.Name)],
            Outputs = [new(new Measure(condition.Descending ? MeasureFunction.Max : MeasureFunction.Min, inner.Use(column)), "extreme")],
        };
        return new Compared(scope.Use(column), Comparison.Equal, new PlanValue(extreme));
    }

    private InPlan? SameAs(Condition condition, PlanScope scope)
    {
        if (condition.Left?.Link is not { } link || condition.Within.Count == 0)
            return null;
        var column = link.Column ?? Entity!.Columns.FirstOrDefault(c => c.References?.Table == link.Table);
        if (column is null)
            return null;
        var inner = new PlanScope(joins);
        var value = inner.Use(column);
        var (where, _) = Conditions(condition.Within, inner, column.Table);
        return inner.Connect() is var (sources, connections)
            ? new InPlan(scope.Use(column), new QueryPlan { Sources = sources, Joins = connections, Where = where, Outputs = [new(value, NameWords.Spoken(column.Name))] })
            : null;
    }
}
