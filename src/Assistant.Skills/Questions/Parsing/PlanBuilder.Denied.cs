using Assistant.Skills.Questions.Joins;
using Assistant.Skills.Questions.Language;
using Assistant.Skills.Questions.Linking;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Questions.Parsing;

internal sealed partial class PlanBuilder
{
    /// <summary>What must not hold: a turned comparison where each row has one such value, an anti-join where it may have many.</summary>
    private PlanPredicate? Denied(List<Condition> conditions, PlanScope scope, SchemaTable entity)
    {
        if (Happening(conditions, entity) is { } happening)
            conditions.Add(new(ConditionKind.Exists) { Left = new Noun(null) { Link = new(happening, null, null, 0.8) } });
        var things = conditions.Where(c => c.Kind == ConditionKind.Exists && c.Left?.Link?.Owner is { } t && t != entity).Select(c => c.Left!.Link!.Owner).ToList();
        if (things.Count == 0 && conditions.All(c => Single(c, entity)) && conditions.Count(c => c.Kind != ConditionKind.Exists) <= 2)
        {
            PlanPredicate? all = null;
            foreach (var condition in conditions)
            {
                if (condition.Kind == ConditionKind.Flag && condition.Left?.Link?.Column is { } amount && HoldsNothing(amount))
                    all = PlanPredicate.And(all, Nothing(amount, scope));
                else if (Predicate(condition, scope, entity) is { } predicate)
                    all = PlanPredicate.And(all, predicate is Questions.InPeriod { Of: ColumnValue dated } && ColumnOf(dated) is { Catalog.Statistics.Nulls: > 0 } date && !IsOfLife(date) && !IsEnd(date)
                        ? new AnyOf([Turned(predicate), new IsMissing(dated)]) : Turned(predicate));
                else if (condition.Kind == ConditionKind.Flag && condition.Left?.Link?.Column is { } column)
                    all = PlanPredicate.And(all, new IsMissing(scope.Use(column)));
            }
            return all;
        }
        if (things is [{ } only] && conditions.All(c => c.Kind == ConditionKind.Exists) && RecordOf(only, entity) is { } record)
        {
            things[0] = record;
            foreach (var condition in conditions.Where(c => c.Left?.Link?.Owner == only))
                condition.Left!.Link = new(record, null, null, condition.Left.Link!.Score);
        }
        if (things.Count == 0 && conditions.All(c => c.Kind == ConditionKind.Exists && c.Left is null) && NearestThatPoints(entity) is { } pointing)
            things.Add(pointing);
        var target = things.FirstOrDefault() ?? conditions.Select(OwnerOf).FirstOrDefault(t => t is not null && t != entity);
        if (target is null)
        {
            if (conditions.Count > 0 && conditions.All(c => c.Kind == ConditionKind.Exists))
                _problems.Add("it isn't clear what is missing");
            return null;
        }
        // Through the first key on the way from the entity, so that the inner plan needs no table twice.
        if (joins.Connect([entity, target]) is not { Count: > 0 } way)
        {
            _problems.Add($"there is no key between {Spoken(entity)} and {Spoken(target)}");
            return null;
        }
        var first = way[0];
        var (near, far) = first.Many == entity ? (first.ManyColumns, first.OneColumns) : (first.OneColumns, first.ManyColumns);
        if (near.Count != 1 || entity.Catalog.Find(near[0]) is null)
            return null;
        var next = first.Other(entity);
        var inner = new PlanScope(joins);
        inner.Need(next);
        var value = inner.Use(next.Columns.First(c => string.Equals(c.Name, far[0], StringComparison.OrdinalIgnoreCase)));
        inner.Need(target);
        foreach (var condition in conditions)
            condition.Scope = 0;
        var (where, having) = Conditions(conditions, inner, target);
        if (inner.Connect() is not var (sources, connections))
            return null;
        var plan = new QueryPlan
        {
            Sources = sources,
            Joins = connections,
            Where = PlanPredicate.And(where, next.Columns.First(c => c.Name == value.Column).Catalog is { Nullable: true, Statistics: not { Nulls: 0 } } ? new IsMissing(value, Negated: true) : null),
            Groups = having is null ? [] : [value],
            Having = having,
            Outputs = [new(value, NameWords.Spoken(value.Column))],
        };
        var key = entity.Columns.First(c => string.Equals(c.Name, near[0], StringComparison.OrdinalIgnoreCase));
        return new InPlan(scope.Use(key), Finished(plan), Negated: true);
    }

    /// <summary>"machines that didn't run in March": none of the rows that point to them is of then, where the verb names no date of their own.</summary>
    private SchemaTable? Happening(List<Condition> conditions, SchemaTable entity)
    {
        if (sketch.PassedOver.Count == 0 || !conditions.Any(c => c.Kind == ConditionKind.InPeriod) || !conditions.All(c => c is { Kind: ConditionKind.InPeriod, Left: null } || c is { Kind: ConditionKind.Exists, Left: null }))
            return null;
        var happenings = joins.EdgesOf(entity).Where(e => e.One == entity && e.Many != entity && e.Many.Columns.Any(c => c.IsDate && !c.Words.Any(Lifes.Contains))).Select(e => e.Many).Distinct()
            .OrderByDescending(t => t.Catalog.RowEstimate ?? 0).ToList();
        if (happenings.Count == 0)
            return null;
        var happening = choices.Pick("denied", [.. happenings.Take(3).Select((t, i) => (t, 0.3 - 0.1 * i))]);
        Guesses.Add($"took it to be about {Spoken(happening)}");
        foreach (var condition in conditions.Where(c => c.Kind == ConditionKind.InPeriod))
            condition.Left = new Noun(null) { Link = new(null, happening.Columns.First(c => c.IsDate && !c.Words.Any(Lifes.Contains)), null, 0.8) };
        return happening;
    }

    /// <summary>An amount whose rows say 0 where there is none of it.</summary>
    private static bool HoldsNothing(SchemaColumn column) => column is { IsMeasure: true, IsFlag: false } && column.Catalog.Statistics is { Min: "0" or "0.0" or "0.00" };

    private static PlanPredicate Nothing(SchemaColumn amount, PlanScope scope)
    {
        var none = new Compared(scope.Use(amount), Comparison.Equal, new Literal("0", DataType.Integer));
        return amount.Catalog.Statistics is { Nulls: > 0 } ? new AnyOf([none, new IsMissing(scope.Use(amount))]) : none;
    }

    /// <summary>
    /// "members who never had a plan", where each member has one: what every row points to is never missing, so the rows that tell of it, such as
    /// those of plan_changes, are meant. Null where the thing itself may be missing, or no one table tells of it.
    /// </summary>
    private SchemaTable? RecordOf(SchemaTable thing, SchemaTable entity)
    {
        var edges = joins.EdgesOf(entity);
        if (!edges.Any(e => e.Many == entity && e.One == thing && e.ManyColumns.All(c => entity.Catalog.Find(c) is { Statistics.Nulls: 0 })))
            return null;
        var records = edges.Where(e => e.One == entity && e.Many != thing && e.Many != entity && thing.Words.All(e.Many.Words.Contains)).Select(e => e.Many).Distinct().ToList();
        if (records is not [{ } record])
            return null;
        Guesses.Add($"took it to be about {Spoken(record)}");
        return record;
    }

    /// <summary>"never used" without saying by what: the table that refers to the entity, the one whose name the verb shares if there are several.</summary>
    private SchemaTable? NearestThatPoints(SchemaTable entity)
    {
        var stems = tokens.Select(t => Lemmas.Stem(t.Lower)).ToHashSet();
        var pointing = joins.EdgesOf(entity).Where(e => e.One == entity).Select(e => e.Many).Distinct()
            .Select(t => (t, 0.5 * t.Words.Concat(t.Columns.SelectMany(c => c.Words)).Count(w => w.Length > 3 && stems.Contains(Lemmas.Stem(w)) && !entity.Words.Contains(w)))).OrderByDescending(t => t.Item2).Take(3).ToList();
        if (pointing.Count > 1)
            Guesses.Add($"took it to be about {Spoken(pointing[0].t)}");
        return pointing.Count == 0 ? null : choices.Pick("denied", pointing);
    }

    private SchemaTable? OwnerOf(Condition condition) =>
        condition.Left?.Link?.Owner ?? (settler.Values.TryGetValue(condition, out var value) ? value.Owner : null);

    /// <summary>Whether a row of the entity has at most one value for the condition.</summary>
    private bool Single(Condition condition, SchemaTable entity)
    {
        if (IsHaving(condition))
            return false;
        if (condition.Kind == ConditionKind.Exists)
            return condition.Left is not null && condition.Left.Link?.Owner == entity;
        if (OwnerOf(condition) is not { } owner || owner == entity)
            return true;
        return joins.Connect([entity, owner]) is { } way && !JoinGraph.Multiplies(way, entity, owner);
    }

    private static PlanPredicate Turned(PlanPredicate predicate) => predicate switch
    {
        Compared { Operator: Comparison.Equal } c => c with { Operator = Comparison.NotEqual },
        Compared { Operator: Comparison.NotEqual } c => c with { Operator = Comparison.Equal },
        Compared { Operator: Comparison.Less } c => c with { Operator = Comparison.GreaterOrEqual },
        Compared { Operator: Comparison.Greater } c => c with { Operator = Comparison.LessOrEqual },
        Compared { Operator: Comparison.LessOrEqual } c => c with { Operator = Comparison.Greater },
        Compared { Operator: Comparison.GreaterOrEqual } c => c with { Operator = Comparison.Less },
        TextMatch t => t with { Negated = !t.Negated },
        IsMissing m => m with { Negated = !m.Negated },
        OneOf o => o with { Negated = !o.Negated },
        Ranged r => r with { Negated = !r.Negated },
        InPlan p => p with { Negated = !p.Negated },
        _ => new Not(predicate),
    };

    private PlanPredicate? InPeriod(Condition condition, PlanScope scope)
    {
        var right = condition.Right!;
        var column = condition.Left?.Link?.Column is { } said && (said.IsDate || said.IsYear) ? said : null;
        var period = right.Period ?? YearIn(right);
        if (period is null)
            return null;
        column ??= DateColumn(condition.Left, scope, right.Number is not null && right.Period is null);
        if (column is null)
        {
            if (right.Number is not null && condition.Left?.Link?.Column is { } plain)
                return new Compared(scope.Use(plain), condition.Operator, LiteralOf(right, plain));
            _problems.Add($"no date or year is known that \"{right.Text}\" could be about");
            return null;
        }
        if (column.IsYear)
            return new Compared(scope.Use(column), condition.Operator, new Literal((period.From ?? period.Before)!.Value.Year.ToString(System.Globalization.CultureInfo.InvariantCulture), column.IsText ? DataType.Text : DataType.Integer));
        return Dated(column, period, condition.Operator, scope);
    }

    private static PlanPredicate Dated(SchemaColumn column, Period period, Comparison comparison, PlanScope scope)
    {
        var value = scope.Use(column);
        if (period.Time is { } time)
            return new Compared(value, comparison, new Literal(time.ToString("yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture), DataType.Timestamp));
        return comparison switch
        {
            Comparison.Greater => new InPeriod(value, period.Before, null, "after " + period.Words),
            Comparison.GreaterOrEqual => new InPeriod(value, period.From, null, "since " + period.Words),
            Comparison.Less => new InPeriod(value, null, period.From, "before " + period.Words),
            Comparison.LessOrEqual => new InPeriod(value, null, period.Before, "until " + period.Words),
            Comparison.NotEqual => new Not(new InPeriod(value, period.From, period.Before, period.Words)),
            _ => new InPeriod(value, period.From, period.Before, period.Words),
        };
    }

    private PlanPredicate? Between(Condition condition, PlanScope scope)
    {
        var (from, to) = (condition.Right!, condition.RightEnd!);
        var column = condition.Left?.Link?.Column;
        var dates = (from.Period ?? YearIn(from)) is not null && (to.Period ?? YearIn(to)) is not null;
        if (condition.Left is { Functions.Count: > 0 } counted)
        {
            if (counted.Link is null)
                _counted = Counterpart();
            var measure = counted.Link is null ? CountRows(scope) : MeasureOf(counted.Functions[0], counted, scope).Value;
            return new Ranged(measure, LiteralOf(from, null), LiteralOf(to, null));
        }
        if (column is null && dates)
            column = DateColumn(condition.Left, scope, from.Number is not null && from.Period is null);
        column ??= condition.Left is null ? settler.Context.SelectMany(t => t.Columns).FirstOrDefault(c => c.IsMeasure) : KeyFor(condition.Left.Link?.Table, from);
        if (column is null)
        {
            _problems.Add($"it isn't clear what lies between \"{from.Text}\" and \"{to.Text}\"");
            return null;
        }
        if (column.IsDate && dates)
        {
            var (first, last) = ((from.Period ?? YearIn(from))!, (to.Period ?? YearIn(to))!);
            return new InPeriod(scope.Use(column), first.From, last.Before, $"{first.Words} to {last.Words}");
        }
        if (column.IsNumeric && (from.Number is null || to.Number is null))
        {
            _problems.Add($"\"{from.Text}\" and \"{to.Text}\" are no numbers, which {NameWords.Spoken(column.Name)} is");
            return null;
        }
        return new Ranged(scope.Use(column), LiteralOf(from, column), LiteralOf(to, column));
    }
}
