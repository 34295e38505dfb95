using Assistant.Skills.Questions.Linking;

namespace Assistant.Skills.Questions.Parsing;

/// <summary>Amounts that are named without saying what to do with them, and amounts divided by something.</summary>
internal sealed partial class PlanBuilder
{
    /// <summary>Numbers that say how much of something one thing has: their sum means nothing, their average does.</summary>
    private static readonly HashSet<string> Levels =
    [
        "price", "rate", "rating", "score", "satisfaction", "age", "temperature", "percent", "percentage", "ratio", "share", "level", "grade", "gpa", "mark", "height", "speed", "average", "mean", "salary", "wage",
        "humidity", "pressure", "discount", "margin", "stars", "star", "index", "rank", "year", "balance", "duration", "latitude", "longitude",
    ];

    /// <summary>Sum or average, by what kind of number the column holds.</summary>
    public static MeasureFunction UsualFunction(SchemaColumn column) => column.Words.Any(Levels.Contains) ? MeasureFunction.Average : MeasureFunction.Sum;

    /// <summary>"fees by month", "cost per region": an amount named alone beside a group is added up, or averaged where adding makes no sense.</summary>
    private void MeasureBareAmounts()
    {
        var bare = sketch.Targets.Where(t => t.Functions.Count == 0).ToList();
        CountWhatHappened(bare);
        AddUpInPeriod(bare);
        if (sketch.Groups.Count + (sketch.Per is null ? 0 : 1) == 0 || sketch.Top is not null || bare.Count == 0 || bare.Count < sketch.Targets.Count
            || bare.Any(t => t is not { Every: false, Grain: null, Hints.Count: 0, Link.Column: { IsMeasure: true, IsFlag: false } }))
            return;
        // "the price of each product" lists what is there.
        var amounts = bare.Select(t => t.Link!.Column!).ToList();
        if (sketch.Groups.Any(g => g.Link is { IsTable: true } one && amounts.Any(a => a.Table == one.Table) || g.Link?.Column is { } value && amounts.Any(a => a.Table == value.Table) && (value.IsKey || value.Table.Display.Contains(value))))
            return;
        foreach (var target in bare)
        {
            target.Functions = [sketch.Per is null ? UsualFunction(target.Link!.Column!) : MeasureFunction.Sum];
            if (target.Functions is [MeasureFunction.Average])
                Guesses.Add($"took the average of {NameWords.Spoken(target.Link!.Column!.Name)}");
        }
    }

    /// <summary>"hires per year": the date of what happened stands for the happening.</summary>
    private void CountWhatHappened(List<Noun> bare)
    {
        if (bare is [{ Link.Column: { IsDate: true } date } happening] && sketch.Targets.Count == 1 && sketch.Groups.Any(g => g.Grain is not null || g.Link?.Column == date) && sketch.Top is null)
            (happening.Link, happening.Functions) = (new Link(date.Table, null, null, happening.Link!.Score), [MeasureFunction.Count]);
    }

    /// <summary>"kwh in the last 3 months": the amount of a period is its sum.</summary>
    private void AddUpInPeriod(List<Noun> bare)
    {
        if (bare.Count != 1 || sketch.Targets.Count != 1 || sketch.Groups.Count > 0 || sketch.Per is not null || sketch.Top is not null || sketch.Orders.Count > 0 || sketch.Limit is not null || sketch.AskedForList || sketch.Who
            || bare[0] is not { Every: false, Grain: null, Link.Column: { IsMeasure: true, IsFlag: false } amount } || !amount.Table.Columns.Any(c => c.IsDate)
            || !sketch.Conditions.Any(c => c.Kind is ConditionKind.InPeriod))
            return;
        bare[0].Functions = [UsualFunction(amount)];
        Guesses.Add($"took the {NameOf(bare[0].Functions[0], amount)}");
    }

    /// <summary>"the average cost per reading", where each reading has one cost: the average of all.</summary>
    private bool IsEachRow(Noun group) => group.Link is { IsTable: true } link
        && sketch.Targets is [{ Functions: [MeasureFunction.Average], Link.Column: { } amount }] && amount.Table == link.Table;

    /// <summary>"the degrees of 2001", where rows of degrees hold a number of them and nothing that names a row.</summary>
    private static SchemaColumn? OwnAmount(SchemaTable table) =>
        table.Display.Any(d => d is { IsText: true, IsKey: false }) ? null : table.Columns.FirstOrDefault(c => c.IsMeasure && c.Words.SequenceEqual(table.Words));

    private bool _stopped;

    /// <summary>No number can be right here, so none is given.</summary>
    private void Stop(string why)
    {
        _problems.Add(why);
        _stopped = true;
    }

    /// <summary>A measure without a column: of the amount that its owner has.</summary>
    private PlanOutput Unnamed(MeasureFunction function, Noun noun, PlanScope scope)
    {
        if (function == MeasureFunction.Count && noun.Hints is ["#"])
            return CountedByGroup(scope);
        if (function == MeasureFunction.Count)
            return new(new Measure(function, null), "count");
        if (noun.Owner?.Link?.Owner is { } owner && MainMeasure(owner) is { } amount)
            return new(new Measure(function, scope.Use(amount)), NameOf(function, amount));
        Stop($"the question doesn't say of what the {NameOf(function)} is");
        return new(new Measure(MeasureFunction.Count, null), "count");
    }

    /// <summary>Rows of the one table that points to what the answer is split by.</summary>
    private PlanOutput CountedByGroup(PlanScope scope)
    {
        var pointing = sketch.Groups.Select(g => g.Link?.Owner).OfType<SchemaTable>().SelectMany(owner => joins.EdgesOf(owner).Where(e => e.One == owner).Select(e => e.Many)).Distinct().ToList();
        if (pointing is not [var only])
            _problems.Add("it isn't clear what is counted");
        else
        {
            scope.Need(only);
            Guesses.Add($"counted {Spoken(only)}");
        }
        return new(new Measure(MeasureFunction.Count, null), "count");
    }

    /// <summary>"sales of phones", where the table and its amount are both called sales: the amount is meant, not the rows.</summary>
    private void TakeOwnAmount()
    {
        if (sketch.AskedForList || sketch.Top is not null || sketch.Targets is not [{ Functions.Count: 0, Owner: null, Every: false, Grain: null, Link: { IsTable: true, Table: { } table } } only]
            || table.Columns.FirstOrDefault(c => c.IsMeasure && c.Words.SequenceEqual(table.Words)) is not { } amount)
            return;
        only.Link = new Link(null, amount, null, only.Link!.Score);
        if (sketch.Groups.Count == 0 && sketch.Conditions.Count > 0)
            only.Functions = [UsualFunction(amount)];
    }

    /// <summary>"categories with negative profit", in a file with a line per sale: what is compared is the profit of all lines of a category.</summary>
    private void AddUpOfThings()
    {
        if (sketch.Groups.Count > 0 || sketch.Targets is not [{ Functions.Count: 0, Link.Column: { IsMeasure: false, IsDate: false, IsWholeKey: false } shown }] || shown.Table.Columns.Count(c => c.Thing is not null) < 2 || !shown.Table.Columns.Any(c => c.IsDate))
            return;
        // "with sales above 10000", where sales are the table's name as well
        foreach (var said in sketch.Conditions.Select(c => c.Left).Where(l => l is { Chunk: null, Link: null, Hints.Count: 0, Functions.Count: 0, Owner.Link: { IsTable: true } }))
        {
            if (said!.Owner!.Link!.Table == shown.Table && shown.Table.Columns.FirstOrDefault(c => c.IsMeasure && c.Words.SequenceEqual(shown.Table.Words)) is { } amount)
                said.Link = new Link(null, amount, null, 0.95);
        }
        foreach (var condition in sketch.Conditions.Where(c => c is { Kind: ConditionKind.Compare, Scope: 0, RightFunction: null, RightNoun: null, Left: { Functions.Count: 0, Link.Column: { IsMeasure: true, IsFlag: false } } }))
        {
            var amount = condition.Left!.Link!.Column!;
            if (amount.Table == shown.Table && UsualFunction(amount) is MeasureFunction.Sum)
                condition.Left.Functions = [MeasureFunction.Sum];
        }
    }

    /// <summary>The amount that people mean by "total payments": the one measure, or the one named an amount.</summary>
    internal static SchemaColumn? MainMeasure(SchemaTable table)
    {
        var measures = table.Columns.Where(c => c.IsMeasure && !c.IsFlag).ToList();
        bool Own(SchemaColumn c) => c.Words.Any(w => w is "amount" or "total" or "value") && c.Words.Any(w => w.Length > 4 && table.Words.Any(t => t.StartsWith(w[..5], StringComparison.Ordinal)));
        return measures.Count == 1 ? measures[0] : measures.FirstOrDefault(c => c.Words.SequenceEqual(table.Words)) ?? measures.FirstOrDefault(Own) ?? measures.FirstOrDefault(c => c.Words.Any(w => w is "amount" or "total" or "value")) ?? measures.FirstOrDefault(c => c.Words.Any(w => w is "price" or "cost" or "quantity"));
    }

    /// <summary>Divides the measures shown by what stands after "per". False when there is nothing to divide by.</summary>
    private bool Divided(Noun per, PlanScope scope, List<PlanOutput> outputs)
    {
        var at = outputs.FindIndex(o => o.Value is Measure { Function: MeasureFunction.Sum or MeasureFunction.Count or MeasureFunction.Average });
        if (at < 0)
        {
            _problems.Add("the question doesn't say what is divided");
            return false;
        }
        var measure = (Measure)outputs[at].Value;
        if (measure.Function == MeasureFunction.Average)
            measure = measure with { Function = MeasureFunction.Sum };
        // "items per order" counts items, not kinds of them.
        if (measure is { Function: MeasureFunction.Count, Of: ColumnValue { } of } && ColumnOf(of) is { References: not null } && !sketch.Targets.Any(t => t.Distinct))
            measure = measure with { Of = null, Distinct = false };
        var (divisor, name) = Divisor(per, scope);
        if (divisor is null || divisor == measure)
        {
            _problems.Add("it isn't clear what the amount is divided by");
            return false;
        }
        outputs[at] = new(new Arithmetic(ArithmeticOperator.Divide, measure, divisor), (sketch.Targets.Any(t => t.Averaged) ? "average " : "") + $"{outputs[at].Label.Replace("average ", "", StringComparison.Ordinal).Replace("total ", "", StringComparison.Ordinal)} per {name}");
        return true;
    }

    private (PlanExpression? Divisor, string Name) Divisor(Noun per, PlanScope scope)
    {
        if (per.Grain is { } grain && per.Link is null)
        {
            return DateColumn(per, scope, grain is Grain.Year) is { } date
                ? (new Measure(MeasureFunction.Count, date.IsDate ? new TimeGrain(grain, scope.Use(date)) : scope.Use(date), Distinct: true), NameOf(grain)) : (null, "");
        }
        if (per.Link is not { } link)
            return (null, "");
        var name = NameWords.Spoken(link.Column?.Name ?? link.Table!.Name.Name);
        if (link.Column is { IsMeasure: true, IsFlag: false } amount)
            return (new Measure(MeasureFunction.Sum, scope.Use(amount)), name);
        if (link.Column is { } column)
            return (new Measure(MeasureFunction.Count, scope.Use(column), Distinct: true), name);
        return link.Table!.Key is [{ } key] ? (new Measure(MeasureFunction.Count, scope.Use(key), Distinct: true), Lemma(name)) : (null, "");
    }

    private static string Lemma(string spoken) => Language.Lemmas.Of(spoken);

    /// <summary>Identifiers whose total or average is to be drawn, by their full names.</summary>
    private readonly HashSet<SchemaColumn> _named = [];

    /// <summary>Names and identifiers have no total and no average.</summary>
    private void RefuseIdentifier(MeasureFunction function, Noun noun, SchemaColumn column)
    {
        var drawnId = sketch.Chart is not null && (column.IsKey || column.References is not null || column.Words is [.., "id"]) && noun.Chunk is { } full && full.Columns.Any(c => c.Column == column && c.Score >= 0.99);
        if (function is MeasureFunction.Sum or MeasureFunction.Average or MeasureFunction.Median && (column.IsKey || column.References is not null || drawnId))
        {
            var what = $"{NameWords.Spoken(column.Name)} only names things, so it has no {NameOf(function)}";
            if (drawnId)
            {
                // whoever wants a picture of an identifier, named in full, gets it and is told
                Guesses.Add(what);
                _named.Add(column);
            }
            else if (noun.Chunk is { } said && Lemma(said.Lower).EndsWith(column.Words[^1], StringComparison.Ordinal) && column.Words.Count > 1)
                _problems.Add(what);
            else
                Stop(what);
        }
    }
}
