using Assistant.Skills.Sql.Syntax;
using static Assistant.Skills.Sql.Syntax.Make;
using SqlExpression = Assistant.Skills.Sql.Syntax.Expression;

namespace Assistant.Skills.Questions.Compiling;

/// <summary>
/// The median for engines that have none, in SQL that any version runs: the rows of each group are numbered in the order of the value,
/// and the one or two in the middle are averaged.
/// </summary>
internal static class MedianRows
{
    private const string Alias = "numbered";

    public static bool IsNeeded(QueryPlan plan) => Measures(plan).Any(m => m.Function is MeasureFunction.Median);

    private static IEnumerable<Measure> Measures(QueryPlan plan)
    {
        var found = new List<Measure>();
        foreach (var value in plan.Outputs.Select(o => o.Value).Concat(plan.Orders.Select(o => o.By)))
            Collect(value, found);
        foreach (var compared in PlanPredicate.Conjuncts(plan.Having).OfType<Compared>())
        {
            Collect(compared.Left, found);
            Collect(compared.Right, found);
        }
        return found.Distinct();
    }

    private static void Collect(PlanExpression value, List<Measure> found)
    {
        switch (value)
        {
            case Measure measure:
                found.Add(measure);
                break;
            case Arithmetic arithmetic:
                Collect(arithmetic.Left, found);
                Collect(arithmetic.Right, found);
                break;
            case ShareOfTotal share:
                Collect(share.Of, found);
                break;
            case PreviousPeriod previous:
                Collect(previous.Of, found);
                break;
            case RunningTotal running:
                Collect(running.Of, found);
                break;
        }
    }

    /// <summary>
    /// The numbered rows as a table to select from in place of the plan's sources and conditions, and what each group and measure is
    /// called in terms of it.
    /// </summary>
    /// <param name="rows">The plan's sources under its conditions, showing nothing yet.</param>
    public static (FromItem From, Dictionary<PlanExpression, SqlExpression> Named) Number(QueryPlan plan, Select rows, ExpressionCompiler expressions)
    {
        var items = new List<SelectItem>();
        var named = new Dictionary<PlanExpression, SqlExpression>();
        var groups = plan.Groups.Select(expressions.Value).ToList();
        for (var i = 0; i < groups.Count; i++)
        {
            items.Add(new(groups[i], $"group{i + 1}"));
            named[plan.Groups[i]] = Column(Alias, $"group{i + 1}");
        }
        foreach (var measure in Measures(plan))
        {
            if (expressions.Argument(measure) is not { } argument)
            {
                named[measure] = CountRows();
                continue;
            }
            var number = named.Count;
            items.Add(new(argument, $"value{number}"));
            var value = Column(Alias, $"value{number}");
            if (measure.Function is not MeasureFunction.Median)
            {
                named[measure] = Call(ExpressionCompiler.NameOf(measure.Function), value) with { Distinct = measure.Distinct };
                continue;
            }
            items.Add(new(Call("row_number") with { Over = new Window { PartitionBy = [.. groups], OrderBy = [Ascending(IsNull(argument)), Ascending(argument)] } }, $"place{number}"));
            items.Add(new(Call("count", argument) with { Over = new Window { PartitionBy = [.. groups] } }, $"size{number}"));
            var size = Column(Alias, $"size{number}");
            var middle = new InList(Column(Alias, $"place{number}"), [Half(size, "1"), Half(size, "2")]);
            named[measure] = Call("avg", new Case(null, [new When(middle, value)]));
        }
        return (Derived(new Query(rows with { Items = [.. items] }), Alias), named);
    }

    // Whole numbers are divided without their rest: of 5 rows both give 3, of 6 rows 3 and 4.
    private static BinaryOperation Half(SqlExpression size, string plus) => Divide(Add(size, new NumberLiteral(plus)), new NumberLiteral("2"));
}
