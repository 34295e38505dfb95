using Assistant.Skills.Quality;
using Assistant.Skills.Quality.Trials;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Tests.Quality;

public class OptimizerTests
{
    private static readonly CatalogTable Table = new(new(null, "orders"),
    [
        new("amount", "", DataType.Number), new("status", "", DataType.Text), new("code", "", DataType.Text),
        new("country", "", DataType.Text) { Statistics = new(1000, 0, 4, true, null, null, null, [new("NO", 600), new("SE", 250), new("DK", 100), new("FI", 50)]) },
    ], ["amount"]);

    [Fact]
    public void A_range_widens_to_the_rows_in_order_but_not_up_to_a_fault()
    {
        var wider = Optimizer.Improve(new RuleBody.Within("amount", "0", "100"), Table, [Row("amount", "120"), Row("amount", "150"), Row("amount", "900")], [Row("amount", "500")]);
        Assert.Equal(("0", "150"), wider!.Body is RuleBody.Within within ? (within.Least, within.Most) : default);
    }

    [Fact]
    public void A_list_takes_the_values_in_order_and_not_those_of_faults()
    {
        var wider = Optimizer.Improve(new RuleBody.OneOf("status", ["open"]), Table, [Row("status", "paused"), Row("status", "opn")], [Row("status", "opn")]);
        Assert.Equal(["open", "paused"], Assert.IsType<RuleBody.OneOf>(wider!.Body).Values);
    }

    [Fact]
    public void A_form_in_order_becomes_one_more_form() =>
        Assert.Equal(2, Assert.IsType<RuleBody.Shaped>(Optimizer.Improve(new RuleBody.Shaped("code", [Optimizer.ShapeOf("AB-12")]), Table, [Row("code", "9/77")], [])!.Body).Shapes.Count);

    [Fact]
    public void Rows_in_order_of_one_kind_become_an_exception()
    {
        var rule = new RuleBody.Filled("code", []);
        var except = Optimizer.Improve(rule, Table, [Row("country", "FI"), Row("country", "FI"), Row("country", "FI")], [Row("country", "NO")]);
        Assert.Equal("Code is filled, except where country is FI", RuleWords.Title(except!.Body));
        Assert.Null(Optimizer.Improve(rule, Table, [Row("country", "FI"), Row("country", "FI"), Row("country", "FI")], [Row("country", "FI")]));
        Assert.Null(Optimizer.Improve(rule, Table, [Row("country", "NO"), Row("country", "NO"), Row("country", "NO")], []));
    }

    [Fact]
    public void Nothing_follows_where_no_row_is_in_order() => Assert.Null(Optimizer.Improve(new RuleBody.Within("amount", "0", "100"), Table, [], [Row("amount", "500")]));

    private static Dictionary<string, string?> Row(string column, string value) => new() { [column] = value };
}
