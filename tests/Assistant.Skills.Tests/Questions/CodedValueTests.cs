namespace Assistant.Skills.Tests.Questions;

/// <summary>Values that data write in codes or short forms, and how people say them.</summary>
public sealed class CodedValueTests
{
    private const string Club = """
        CREATE TABLE members (member_id INTEGER PRIMARY KEY, member_name TEXT NOT NULL, sex TEXT, state TEXT, country TEXT, unit TEXT, stars TEXT, fee REAL);
        INSERT INTO members VALUES
            (1, 'Ann Lee', 'F', 'TX', 'USA', 'Mech. Eng.', '5', 10), (2, 'Bob Ray', 'M', 'TX', 'USA', 'Comp. Sci.', '3', 30), (3, 'Cid Fox', 'M', 'CA', 'Japan', 'Comp. Sci.', '5', 50),
            (4, 'Dee Orr', 'F', 'NY', 'Japan', 'Mech. Eng.', '4', 20), (5, 'Eve Poe', 'F', 'CA', 'France', 'Mech. Eng.', '4', 60);
        """;

    [Theory]
    [InlineData("How many women are there?", "3")]
    [InlineData("How many members live in Texas?", "2")]
    [InlineData("How many Japanese members are there?", "2")]
    [InlineData("How many members are from the United States?", "2")]
    [InlineData("How many members are in the computer science unit?", "2")]
    [InlineData("How many members have 5 stars?", "2")]
    public async Task What_people_say_finds_what_is_written(string question, string rows)
    {
        await using var source = await SmallSource.OpenAsync(Club);
        Assert.Equal(rows, await source.RowsAsync(question));
    }

    [Fact]
    public async Task An_average_of_two_kinds_is_told_for_each()
    {
        await using var source = await SmallSource.OpenAsync(Club);
        Assert.Equal("M|40; F|30", await source.RowsAsync("average fee of men and women"));
    }

    [Fact]
    public async Task Words_that_only_look_like_codes_are_not_taken_for_them()
    {
        await using var source = await SmallSource.OpenAsync("CREATE TABLE parts (part_id INTEGER PRIMARY KEY, part_name TEXT, grade TEXT); INSERT INTO parts VALUES (1, 'Bolt', 'F'), (2, 'Nut', 'B'), (3, 'Pin', 'C');");
        Assert.IsNotType<Assistant.Skills.Questions.QuestionOutcome.Answered>(await source.AskAsync("How many women are there?"));
    }
}
