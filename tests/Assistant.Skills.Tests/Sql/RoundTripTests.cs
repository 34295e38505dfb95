using Assistant.Skills.Sql;
using Assistant.Skills.Sql.Syntax;

namespace Assistant.Skills.Tests.Sql;

public class RoundTripTests
{
    [Theory]
    [InlineData(SqlDialect.PostgreSql)]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.DuckDb)]
    public void What_is_printed_is_read_as_the_same_tree(SqlDialect dialect)
    {
        for (var seed = 0; seed < 4_000; seed++)
        {
            var tree = new RandomTrees(seed, dialect).Query(3);
            var text = SqlPrinter.Print(tree, dialect, lines: seed % 2 == 0);
            var read = SqlParser.Parse(text, dialect);
            Assert.True(read is ParseOutcome.Parsed, $"seed {seed}: {(read as ParseOutcome.Failed)?.Why}\n{text}");
            var again = ((ParseOutcome.Parsed)read).Query;
            Assert.True(tree.Equals(again), $"seed {seed}:\n{text}\n{SqlPrinter.Print(again, dialect)}");
        }
    }

    [Fact]
    public void Trees_are_equal_by_value() =>
        Assert.Equal(new RandomTrees(7, SqlDialect.PostgreSql).Query(4), new RandomTrees(7, SqlDialect.PostgreSql).Query(4));

    [Theory]
    [InlineData(SqlDialect.PostgreSql, "SELECT E'it''s \\\\ here'")]
    [InlineData(SqlDialect.Sqlite, "SELECT 'it''s \\ here'")]
    [InlineData(SqlDialect.MySql, "SELECT 'it''s \\\\ here'")]
    public void A_text_can_never_end_early(SqlDialect dialect, string printed) =>
        Assert.Equal(printed, SqlPrinter.Print(new Query(new Select([new(Make.Text("it's \\ here"))])), dialect));
}
