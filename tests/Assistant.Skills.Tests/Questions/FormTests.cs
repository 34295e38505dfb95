namespace Assistant.Skills.Tests.Questions;

/// <summary>The forms that questions take, whatever they are about.</summary>
public sealed class FormTests
{
    [Theory]
    [InlineData("Sort the boat names by tonnage", "Tern; Skua; Petrel; Gannet")]
    [InlineData("Sort all the boats in descending order of tonnage", "Gannet; Petrel; Skua; Tern")]
    [InlineData("Sort the boats according to tonnage. Just report the boat names.", "Tern; Skua; Petrel; Gannet")]
    [InlineData("List the boat names ordered descending by the amount of tonnage", "Gannet; Petrel; Skua; Tern")]
    public async Task A_request_to_sort_shows_what_is_sorted(string question, string rows)
    {
        await using var harbour = await Harbour.OpenAsync();
        Assert.Equal(rows, await harbour.RowsAsync(question));
    }

    [Theory]
    [InlineData("What is the average weight of landings in the year of 2024?", "166.66666666666666")]
    [InlineData("What is the highest max gust on the quay in 2023?", "60")]
    [InlineData("How many landings were there in year 2023?", "3")]
    public async Task A_place_or_year_behind_a_preposition_is_not_shown(string question, string rows)
    {
        await using var harbour = await Harbour.OpenAsync();
        Assert.Equal(rows, await harbour.RowsAsync(question));
    }

    [Theory]
    [InlineData("Give me the ids of readings whose max gust is higher than 55", "1; 4")]
    [InlineData("Find the ids of readings with a mean gust between 15 and 35", "1; 3")]
    public async Task A_measure_that_a_column_holds_is_read_and_not_computed(string question, string rows)
    {
        await using var harbour = await Harbour.OpenAsync();
        Assert.Equal(rows, await harbour.RowsAsync(question));
    }

    [Theory]
    [InlineData("What are the greatest and average tonnage of boats?", "45|26.75")]
    [InlineData("Tell me the highest, lowest, and average weight of landings.", "500|50|233.33333333333334")]
    public async Task Several_extremes_and_averages_are_shown_side_by_side(string question, string rows)
    {
        await using var harbour = await Harbour.OpenAsync();
        Assert.Equal(rows, await harbour.RowsAsync(question));
    }

    [Theory]
    [InlineData("What is all the information about the boat Petrel?")]
    [InlineData("Show the details of the boats named Petrel")]
    public async Task Information_about_a_thing_is_all_its_columns(string question)
    {
        await using var harbour = await Harbour.OpenAsync();
        Assert.Equal("1|Petrel|trawler|30|Yes|1", await harbour.RowsAsync(question));
    }

    [Theory]
    [InlineData("What are the names of boats that have landings?", "Gannet; Petrel; Tern")]
    [InlineData("Find the names of boats that landed cod", "Gannet; Petrel; Tern")]
    public async Task What_only_has_to_have_something_is_shown_once(string question, string rows)
    {
        await using var harbour = await Harbour.OpenAsync();
        Assert.Equal(rows, string.Join("; ", (await harbour.RowsAsync(question)).Split("; ").Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("Which rig types are used by more than one skipper?", "trawler")]
    [InlineData("Which species have an average weight of over 200?", "cod")]
    public async Task A_category_is_counted_by_its_value(string question, string rows)
    {
        await using var harbour = await Harbour.OpenAsync();
        Assert.Equal(rows, await harbour.RowsAsync(question));
    }
}
