namespace Assistant.Skills.Tests.Questions;

/// <summary>Rows that point to others of their own table: who reports to whom.</summary>
public sealed class RoleTests
{
    private const string Crew = """
        CREATE TABLE sailors (sailor_id INTEGER PRIMARY KEY, full_name TEXT NOT NULL, wage INTEGER, mentor_id INTEGER REFERENCES sailors);
        INSERT INTO sailors VALUES (1, 'Ada Quill', 900, NULL), (2, 'Bo Reed', 700, 1), (3, 'Cy Stone', 650, 1), (4, 'Di Thorn', 500, 2), (5, 'Ed Urban', 450, 2), (6, 'Flo Vane', 400, 2);
        """;

    [Theory]
    [InlineData("Who reports to Ada Quill?", "Bo Reed; Cy Stone")]
    [InlineData("sailors whose mentor is Ada Quill", "Bo Reed; Cy Stone")]
    [InlineData("Who is the mentor of Di Thorn?", "Bo Reed")]
    [InlineData("How many sailors report to Bo Reed?", "3")]
    public async Task A_named_row_may_stand_above_or_below_those_asked_for(string question, string rows)
    {
        await using var source = await SmallSource.OpenAsync(Crew);
        Assert.Equal(rows, await source.RowsAsync(question));
    }

    [Fact]
    public async Task What_is_split_by_such_a_key_is_told_by_name()
    {
        await using var source = await SmallSource.OpenAsync(Crew);
        Assert.Equal("Bo Reed|3; Ada Quill|2", await source.RowsAsync("How many sailors does each mentor have?"));
    }

    [Fact]
    public async Task A_list_with_such_a_key_names_both_and_keeps_who_has_none()
    {
        await using var source = await SmallSource.OpenAsync(Crew);
        Assert.StartsWith("Ada Quill|; Bo Reed|Ada Quill", await source.RowsAsync("list the sailors with their mentors"), StringComparison.Ordinal);
    }
}
