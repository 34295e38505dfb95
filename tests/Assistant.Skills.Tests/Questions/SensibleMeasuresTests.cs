using Assistant.Skills.Questions;

namespace Assistant.Skills.Tests.Questions;

public sealed class SensibleMeasuresTests
{
    private const string Kilns = """
        CREATE TABLE kilns (kiln_id INTEGER PRIMARY KEY, kiln_name TEXT, built DATE, volume REAL);
        INSERT INTO kilns VALUES (1, 'Old', '1990-01-01', 2.5), (2, 'New', '2020-01-01', 4.5);
        """;

    [Theory]
    [InlineData("What is the average kiln id?")]
    [InlineData("average kiln name by built")]
    public async Task Names_and_identifiers_are_never_averaged(string question)
    {
        await using var source = await SmallSource.OpenAsync(Kilns);
        if (await source.AskAsync(question) is QuestionOutcome.Answered answered)
            Assert.DoesNotContain("avg(", answered.Sql, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("3.5", await source.RowsAsync("What is the average volume of kilns?"));
    }
}
