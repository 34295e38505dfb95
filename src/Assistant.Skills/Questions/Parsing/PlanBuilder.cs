using Assistant.Skills.Questions.Joins;
using Assistant.Skills.Questions.Language;
using Assistant.Skills.Questions.Linking;

namespace Assistant.Skills.Questions.Parsing;

/// <summary>Makes the plan of a settled sketch: which entity, what to show, which joins, what is grouped.</summary>
internal sealed partial class PlanBuilder(
    Vocabulary vocabulary, QuestionJoins joins, Settler settler, Sketch sketch, IReadOnlyList<Token> tokens, Choices choices)
{
    private readonly List<string> _problems = [];

    /// <summary>What stands in the way of a plan, in words.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>The table the question is about.</summary>
    public SchemaTable? Entity { get; private set; }

    /// <summary>Guesses that were made, each lowering the confidence.</summary>
    public List<string> Guesses { get; } = [];

    public QueryPlan? Build()
    {
        Entity = FindEntity() ?? OnlyHappening();
        if (Entity is null)
        {
            _problems.Add("nothing in the question names a table or column");
            return null;
        }
        var plan = WithinTheTop() ?? Apart() ?? Together() ?? Shared() ?? Negation() ?? Select(sketch.Conditions);
        if (plan is not null && PlanTypes.Fault(plan, ColumnOf, _named) is { } fault)
        {
            _problems.Add(fault);
            return null;
        }
        return plan is null ? null : Finished(plan);
    }

    private QueryPlan Finished(QueryPlan plan) => Written(PlanTidying.Tidy(plan, joins.Graph));

    /// <summary>With the formulas of amounts that are not stored.</summary>
    private QueryPlan Written(QueryPlan plan) => PlanColumns.Map(
        plan with { Combined = plan.Combined is { } c ? c with { With = Written(c.With) } : null, Sources = [.. plan.Sources.Select(s => s.Plan is { } inner ? s with { Plan = Written(inner) } : s)] },
        value => vocabulary.Called(value.Alias)?.Derived.FirstOrDefault(d => d.Name == value.Column && d.Table.Catalog.Find(d.Name) is null)?.Formula?.Invoke(value.Alias) ?? value);

    private SchemaTable? FindEntity()
    {
        if (sketch is { Who: true, Targets.Count: 0, Groups.Count: 0, Top.By: { IsCount: true, Link.Table: { } done } } && WhoDid(done) is { } person)
            return person;
        if (CountsSeveralThings() && sketch.Groups is [{ Link: { } counted }, ..])
            return counted.Owner;
        var target = sketch.Targets.FirstOrDefault(t => t.Link is not null && t.Functions.Count == 0 && t.Link.IsTable)
            ?? sketch.Targets.FirstOrDefault(t => t.Link is not null && (t.Owner?.Link ?? t.Link) is not null);
        return target?.Owner?.Link?.Owner ?? target?.Link?.Owner ?? sketch.Entities.FirstOrDefault(e => e.Link is not null)?.Link!.Owner
            ?? sketch.Top?.By.Link?.Owner ?? sketch.Groups.FirstOrDefault(g => g.Link is not null)?.Link!.Owner ?? (settler.Context.Count > 0 ? settler.Context[0] : null);
    }

    private QueryPlan? Select(IReadOnlyList<Condition> conditions, bool keysOnly = false)
    {
        var scope = new PlanScope(joins);
        scope.Need(Entity!);
        foreach (var entity in sketch.Entities.Where(e => e.Link is not null))
            scope.Need(entity.Link!.Owner);
        var outputs = new List<PlanOutput>();
        var groups = new List<PlanExpression>();
        var orders = new List<PlanOrder>();
        PlanLimit? limit = null;

        if (!keysOnly)
        {
            AddUpOfThings();
            TakeOwnAmount();
        }
        var (where, having) = Conditions(conditions, scope, Entity!);
        where = keysOnly ? where : Alternatives(where);
        if (!keysOnly)
        {
            CountDrawnCategory();
            BreakDownValues();
        }
        if (!keysOnly && CountsBareThing())
            sketch.Targets[0].Functions = [MeasureFunction.Count];
        if (!keysOnly)
            MeasureBareAmounts();
        var measured = sketch.Targets.Any(t => t.Functions.Count > 0) && !keysOnly;
        if (keysOnly)
            outputs.AddRange(Identity(Entity!, scope).Select(c => Output(c, scope)));
        else if (!Targets(scope, outputs, groups, measured) || _stopped)
            return null;
        measured &= outputs.Any(o => HasMeasure(o.Value));
        var within = !keysOnly && PicksInEachGroup() ? new List<PlanExpression>() : null;
        foreach (var noun in sketch.Groups.Where(g => !IsEachRow(g)))
            GroupBy(noun, scope, outputs, within ?? groups, front: !keysOnly);
        if (sketch.Per is { } per && !keysOnly && !Divided(per, scope, outputs))
            return null;
        if (outputs.Count == 0)
        {
            _problems.Add("the question doesn't say what to show");
            return null;
        }
        if (!keysOnly && OfTheTop(scope) is { } topmost)
        {
            where = PlanPredicate.And(where, topmost);
        }
        else if (sketch.Top is { } top && !keysOnly)
        {
            var by = TopBy(top, scope, groups, outputs, ref having);
            if (by is null)
                return null;
            orders.Add(new(by, top.Descending != top.By.Reversed));
            if (top.IsShown && HasMeasure(by))
                AddOutput(outputs, new(by, top.By.Link switch { { Column: { } ranked } => NameOf(top.By.Functions[0], ranked), { Table: { } of } => $"{NameOf(top.By.Functions[0])} {NameWords.Spoken(of.Name.Name)}", _ => NameOf(top.By.Functions[0]) }));
            limit = new(sketch.Limit ?? 1, Within: within);
            if (within is not null)
                ShowPicked(by, outputs, groups, within);
        }
        foreach (var order in keysOnly ? [] : sketch.Orders)
        {
            if (OrderBy(order, scope, outputs, groups) is not { } by)
                continue;
            orders.Insert(sketch.Top is null ? orders.Count : 0, by);
            if (order.IsShown)
                AddOutput(outputs, new(by.By, LabelOf(by.By)));
        }
        if (sketch.Limit is { } rows && limit is null && !keysOnly)
            limit = new(rows);
        if (having is not null && groups.Count == 0)
            GroupByEntity(scope, outputs, groups);
        if (orders.Any(o => o.By is Measure) && groups.Count == 0 && !measured)
            GroupByEntity(scope, outputs, groups);
        // One number for all has no order.
        if (groups.Count == 0 && outputs.All(o => HasMeasure(o.Value)) && orders.All(o => !HasMeasure(o.By)))
            (orders, limit) = ([], null);
        // A plain column beside a measure: the measure is of each value of it.
        if (groups.Count == 0 && outputs.Any(o => HasMeasure(o.Value)) && outputs.Any(o => !HasMeasure(o.Value)))
            groups.AddRange(outputs.Select(o => o.Value).Where(v => !HasMeasure(v)));
        if (groups.Count > 0)
            groups.AddRange(outputs.Select(o => o.Value).Where(v => !HasMeasure(v) && v is not EveryColumn && !groups.Contains(v)).Distinct().ToList());
        // An amount must not be added up once for each joined row.
        var added = outputs.Select(o => o.Value).Concat(orders.Select(o => o.By)).OfType<Measure>().Where(m => m is { Function: MeasureFunction.Sum or MeasureFunction.Average, Of: ColumnValue })
            .Select(m => vocabulary.Called(((ColumnValue)m.Of!).Alias)).OfType<SchemaTable>().FirstOrDefault(t => scope.Tree() is { Count: > 0 } tree && JoinGraph.Multiplies(tree, t));
        if (added is not null && Apart(added, scope, where, having, outputs, groups, orders) is { } apart)
            (scope, where) = apart;
        else if (added is not null && outputs.Select(o => o.Value).Any(v => v is Measure { Function: MeasureFunction.Sum }))
            Stop($"amounts of {Spoken(added)} would count more than once when joined");
        else if (added is not null)
            _problems.Add($"amounts of {Spoken(added)} would count more than once when joined");
        if (_stopped)
            return null;
        // Within groups a plain column has many values: its extreme is what is sorted by.
        if (groups.Count > 0)
        {
            orders = [.. orders.Select(o => o.By is ColumnValue c && !groups.Contains(c) && !groups.OfType<ColumnValue>().Any(g => g.Alias == c.Alias && ColumnOf(g)?.IsKey == true)
                ? o with { By = outputs.Select(x => x.Value).FirstOrDefault(v => v is Measure { Of: ColumnValue of } && of == c) ?? new Measure(o.Descending ? MeasureFunction.Max : MeasureFunction.Min, c) } : o)];
        }
        if (scope.Connect() is not var (sources, connections))
        {
            _problems.Add($"there is no key that connects {string.Join(" and ", scope.Tables.Select(t => Spoken(t)))}");
            return null;
        }
        var joined = scope.Tree()!;
        var several = groups.Count > 0 && CountsSeveralThings();
        if (several)
            connections = [.. connections.Select(c => c with { KeepUnmatched = true })];
        outputs = [.. outputs.Select(o => o with { Value = CountedOnce(o.Value, joined, several) }).DistinctBy(o => o.Value)];
        orders = [.. orders.Select(o => o with { By = CountedOnce(o.By, joined, several) })];
        having = CountedOnce(having, joined, several);
        var plan = new QueryPlan
        {
            Sources = sources,
            Joins = connections,
            Where = where,
            Groups = groups,
            Having = having,
            Outputs = outputs,
            Distinct = (sketch.Distinct || IsCategoryList(conditions) || Repeats(scope, outputs, orders)) && !measured && groups.Count == 0,
            Orders = orders,
            Limit = limit,
        };
        return keysOnly ? plan : Wished(SetSideBySide(WithRolesNamed(Subtracted(plan))));
    }

    private static bool HasMeasure(PlanExpression value) => value switch
    {
        Measure or ShareOfTotal or PreviousPeriod or RunningTotal => true,
        Arithmetic a => HasMeasure(a.Left) || HasMeasure(a.Right),
        _ => false,
    };

    private static string Spoken(SchemaTable table) => NameWords.Spoken(table.Name.Name);

    private static PlanOutput Output(SchemaColumn column, PlanScope scope) => new(scope.Use(column), NameWords.Spoken(column.Name));

    /// <summary>The columns that tell rows of a table apart; the display columns where there is no key.</summary>
    private static IReadOnlyList<SchemaColumn> Identity(SchemaTable table, PlanScope scope)
    {
        scope.Need(table);
        return table.Key.Count > 0 ? table.Key : table.Display;
    }

    private bool Targets(PlanScope scope, List<PlanOutput> outputs, List<PlanExpression> groups, bool measured)
    {
        foreach (var target in sketch.Targets)
        {
            if (target.Every)
            {
                outputs.AddRange((target.Owner?.Link?.Owner ?? Entity!).Columns.Select(c => Output(c, scope)));
                continue;
            }
            if (target.Hints is ["display"])
            {
                foreach (var display in (target.Owner?.Link?.Owner ?? Entity!).Display)
                    AddOutput(outputs, Output(display, scope));
                continue;
            }
            if (target.Functions.Count > 0)
            {
                foreach (var function in target.Functions)
                    AddOutput(outputs, MeasureOf(function, target, scope));
                continue;
            }
            if (target.Grain is { } grain && target.Link is null)
            {
                if (grain == Grain.Day && !measured && target.Chunk?.Lower is "date" or "dates" && DateColumn(target, scope) is { } named)
                    AddOutput(outputs, Output(named, scope));
                else if (DateColumn(null, scope) is { } date)
                    outputs.Add(new(new TimeGrain(grain, scope.Use(date)), grain.ToString().ToLowerInvariant()));
                continue;
            }
            if (target.Link is not { } link)
                continue;
            if (link.Column is { References: not null } role && AsksForRole(role))
            {
                foreach (var display in role.Table.Display)
                    AddOutput(outputs, Output(display, scope));
                continue;
            }
            if (sketch.Who && link.Column is { References: { } self } && self.Table == link.Column.Table)
            {
                _problems.Add($"{Spoken(self.Table)} refer to each other, which I don't follow yet");
                return false;
            }
            if (link.Column is { Aggregate: { } put } said)
                AddOutput(outputs, new(new Measure(put, scope.Use(said)), said.Name));
            else if (link.Column is { Formula: not null } or { IsRevenue: true } && IsRevenueWord(target) && link.Column is { } amount)
                AddOutput(outputs, new(new Measure(MeasureFunction.Sum, scope.Use(amount)), "revenue"));
            else if (link.Column is { } column)
                AddOutput(outputs, Output(column, scope));
            else if (!measured && OwnAmount(link.Table!) is { } own)
                AddOutput(outputs, Output(own, scope));
            else
                foreach (var display in link.Table!.Display)
                    AddOutput(outputs, Output(display, scope));
            if (link.Column is null && measured)
                groups.AddRange(link.Table!.Key.Select(k => (PlanExpression)scope.Use(k)).Where(k => !groups.Contains(k)));
        }
        if (outputs.Count == 0 && sketch.Who && sketch.Top is null && Doer() is { } doer)
            outputs.AddRange(doer.Display.Select(c => Output(c, scope)));
        if (outputs.Count == 0 && (sketch.AskedForList || sketch.Who || sketch.Top is not null || sketch.Conditions.Count > 0) && sketch.Groups.Count == 0)
            outputs.AddRange(Entity!.Display.Select(c => Output(c, scope)));
        return true;
    }

    private static bool IsRevenueWord(Noun noun) => noun.Chunk?.Lower.Split(' ').Any(w => w is "revenue" or "revenues" or "sales" or "turnover") == true;

    private static void AddOutput(List<PlanOutput> outputs, PlanOutput output)
    {
        if (!outputs.Any(o => o.Value == output.Value))
            outputs.Add(output);
    }

    private PlanOutput MeasureOf(MeasureFunction function, Noun noun, PlanScope scope)
    {
        if (noun.IsSpan)
            return SpanOf(noun, scope) is { } span ? new(new Measure(function, span), $"{NameOf(function)} days from {NameWords.Spoken(((ColumnValue)span.From).Column)} to {NameWords.Spoken(((ColumnValue)span.To).Column)}") : Unnamed(MeasureFunction.Count, noun, scope);
        if (noun.Link is not { } link)
            return Unnamed(function, noun, scope);
        if (function == MeasureFunction.Count && link.Column is { IsMeasure: true } listed && !noun.Distinct && sketch.Groups.Count == 0 && noun.Chunk?.Length >= 1 && sketch.Targets.Any(t => t.Functions.Count == 0))
            return Output(listed, scope);
        if (function == MeasureFunction.Count)
            return new(CountOf(noun, scope), "number of " + NameWords.Plural(link.Column is null ? Spoken(link.Table!) : NameWords.Spoken(link.Column.Name)));
        if (function is MeasureFunction.Average && link.Column is { } amount && noun.Chunk is { } of && OrderValues.Of(amount, of.Lower.Split(' ').Select(Lemma)) is { } deal)
            return new(new Arithmetic(ArithmeticOperator.Divide, new Measure(MeasureFunction.Sum, scope.Use(amount)), new Measure(MeasureFunction.Count, scope.Use(deal), Distinct: true)), "average " + of.Lower);
        if (link.Column is null && function != MeasureFunction.Count && MainMeasure(link.Table!) is { } main)
            return new(new Measure(function, scope.Use(main)), NameOf(function, main));
        if (function is MeasureFunction.Sum or MeasureFunction.Average && link.Column is { IsNumeric: false } or { IsIdentifier: true } && MainMeasure(link.Column!.Table) is { } instead
            && noun.Chunk?.BestTable > 0.5 && noun.Chunk.Tables.First().Table == link.Column.Table)
            return new(new Measure(function, scope.Use(instead)), NameOf(function, instead));
        if (link.Column is not { } column)
        {
            if (function is not MeasureFunction.Sum and not MeasureFunction.Count)
                Stop($"{Spoken(link.Table!)} have no amount that has {(function is MeasureFunction.Average ? "an average" : "a " + NameOf(function))}");
            // "total orders": what is counted
            return new(CountOf(noun, scope), "number of " + NameWords.Plural(Spoken(link.Table!)));
        }
        if (function == MeasureFunction.Sum && !column.IsNumeric && !column.Words.Any(w => w is "quantity" or "amount" or "price" or "cost" or "total"))
            return new(CountOf(noun, scope), "number of " + NameWords.Spoken(column.Name));
        RefuseIdentifier(function, noun, column);
        return new(new Measure(function, scope.Use(column)), NameOf(function, column));
    }

    private Measure CountOf(Noun noun, PlanScope scope)
    {
        var distinct = noun.Distinct;
        if (noun.Link!.Column is { } column)
        {
            if (column.IsMeasure && !distinct)
                return new(MeasureFunction.Sum, scope.Use(column));
            if (column.ThingKey is { } thing && noun.Chunk?.Columns.Any(l => l.Column == column && l.Score > 0.9) == true)
                return new(MeasureFunction.Count, scope.Use(thing), true);
            if (column.IsWholeKey && column.Table == Entity)
                return new(MeasureFunction.Count, null);
            // "number of rooms" where building and room together name one: its rows
            if (!distinct && column is { IsKey: true, IsWholeKey: false, References: null, IsYear: false } && column == column.Table.Key[^1] && column.Table == Entity && sketch.Targets.Count == 1 && sketch.Groups.All(g => g.Link?.Owner == Entity))
                return new(MeasureFunction.Count, null);
            return new(MeasureFunction.Count, scope.Use(column), distinct || column.IsText && !column.IsKey && noun.Chunk!.BestColumn > noun.Chunk.BestTable && sketch.Targets.Count == 1 && sketch.Per is null
                && (sketch.Groups.Count == 0 || !IsName(column) && column.Catalog.Statistics is { } seen && seen.Distinct * 3 <= seen.Rows && sketch.Groups.All(g => g.Link?.Column is { } group && group.Table == column.Table && group != column)));
        }
        var table = noun.Link.Table!;
        scope.Need(table);
        // A row that holds a number of what the table is about: the numbers are added, not the rows counted.
        if (!distinct && table.Columns.FirstOrDefault(c => c.IsMeasure && c.Words.SequenceEqual(table.Words)) is { } own)
            return new(MeasureFunction.Sum, scope.Use(own));
        if (distinct && table.Key.Count == 1)
            return new(MeasureFunction.Count, scope.Use(table.Key[0]), true);
        // Joined rows may repeat what is counted; whether they do shows when all joins are known.
        return new(MeasureFunction.Count, table.Key.Count == 1 ? scope.Use(table.Key[0]) : null);
    }

    private void GroupBy(Noun noun, PlanScope scope, List<PlanOutput> outputs, List<PlanExpression> groups, bool front)
    {
        var at = front ? Math.Min(groups.Count, outputs.Count) : outputs.Count;
        void Show(PlanExpression value, string label)
        {
            if (!outputs.Any(o => o.Value == value) && front)
                outputs.Insert(at++, new(value, label));
            if (!groups.Contains(value))
                groups.Add(value);
        }
        if (noun.Grain is { } period && noun.Link?.Column is { IsDate: true } known)
        {
            Show(new TimeGrain(period, scope.Use(known)), NameOf(period));
            return;
        }
        if (noun.Grain is { } grain && noun.Link is null)
        {
            if (DateColumn(noun, scope, grain is Grain.Year) is { } date)
                Show(date.IsDate ? new TimeGrain(grain, scope.Use(date)) : scope.Use(date), date.IsDate ? NameOf(grain) : NameWords.Spoken(date.Name));
            else
                _problems.Add($"no date says the {grain.ToString().ToLowerInvariant()}");
            return;
        }
        if (noun.Link is not { } link)
            return;
        if (link.Column is { } column)
        {
            Show(scope.Use(column), NameWords.Spoken(column.Name));
            return;
        }
        foreach (var key in link.Table!.Key)
        {
            var value = scope.Use(key);
            if (!groups.Contains(value))
                groups.Add(value);
        }
        // Its own columns are already shown: "the name and the number of orders for each customer"
        if (outputs.Any(o => o.Value is ColumnValue c && c.Alias == PlanScope.Alias(link.Table)))
            return;
        foreach (var display in link.Table.Display)
            Show(scope.Use(display), NameWords.Spoken(display.Name));
    }

    private void GroupByEntity(PlanScope scope, List<PlanOutput> outputs, List<PlanExpression> groups)
    {
        var shown = outputs.Select(o => o.Value).Where(v => !HasMeasure(v)).ToList();
        var owner = sketch.Targets.Where(t => t.Functions.Count == 0).Select(t => t.Owner?.Link?.Owner ?? t.Link?.Owner).FirstOrDefault(t => t is not null) ?? Entity!;
        // Rows of the table itself are counted by what is shown: "countries with more than 5 customers".
        var counted = CountedTable();
        var byValue = counted is null || counted == owner || IsCategory(owner);
        if (!byValue || sketch.Targets.Count == 0 || sketch.Targets.Any(t => t.Functions.Count == 0 && t.Link is { IsTable: true }))
            groups.AddRange(owner.Key.Select(k => (PlanExpression)scope.Use(k)).Where(k => !groups.Contains(k)));
        groups.AddRange(shown.Where(v => !groups.Contains(v)));
    }

    private SchemaTable? CountedTable()
    {
        var noun = sketch.Top?.By is { Functions.Count: > 0 } by ? by : Settler.All(sketch.Conditions).Select(c => c.Left).FirstOrDefault(l => l is { Functions.Count: > 0 })
            ?? sketch.Orders.Select(o => o.By).FirstOrDefault(o => o.Functions.Count > 0);
        return noun?.Link?.Owner ?? settler.Context.FirstOrDefault(t => t != Entity && joins.Distance(t, Entity!) <= 2 && _counted is null) ?? _counted;
    }

    private SchemaTable? _counted;
}
