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

    [Theory]
    [InlineData("the largest boat of each rig type", "longliner|Skua|20; seiner|Tern|12; trawler|Gannet|45")]
    [InlineData("For each home town, who is the oldest skipper?", "Esbjerg|Carl|29; Skagen|Birte|61; Thyboron|Dagny|52")]
    [InlineData("For each skipper, show the heaviest landing", "Arne|1|300; Birte|3|500; Carl|5|50")]
    [InlineData("top 2 landings by weight in each species", "cod|3|500; cod|1|300; haddock|2|100; plaice|4|200")]
    public async Task The_first_of_each_group_is_picked_within_the_group(string question, string rows)
    {
        await using var harbour = await Harbour.OpenAsync();
        Assert.Equal(rows, await harbour.RowsAsync(question));
    }

    [Theory]
    [InlineData("How many skippers and boats are there?", "4|4")]
    [InlineData("What is the number of boats and the average weight of landings?", "4|233.33333333333334")]
    [InlineData("how many boats and landings does each skipper have", "Arne|2|3; Birte|1|2; Carl|1|1; Dagny|0|0")]
    public async Task Several_things_are_counted_without_counting_each_other(string question, string rows)
    {
        await using var harbour = await Harbour.OpenAsync();
        Assert.Equal(rows, await harbour.RowsAsync(question));
    }

    [Theory]
    [InlineData("Show the quays that have readings with a mean gust below 15 and readings with a mean gust above 25", "east")]
    [InlineData("Which rig types have boats with a tonnage below 35 and boats with a tonnage above 40?", "trawler")]
    public async Task Conditions_that_no_row_meets_at_once_are_met_by_different_rows(string question, string rows)
    {
        await using var harbour = await Harbour.OpenAsync();
        Assert.Equal(rows, await harbour.RowsAsync(question));
    }

    [Theory]
    [InlineData("Show the names of skippers older than any skipper from Esbjerg", "Arne; Birte; Dagny")]
    [InlineData("Which boats have a higher tonnage than the average?", "Petrel; Gannet")]
    [InlineData("Find the ids of landings whose weight is less than the largest weight", "1; 2; 4; 5; 6")]
    [InlineData("Find the ids of landings with a weight at least as large as the average weight of landings", "1; 3; 6")]
    public async Task A_comparison_with_others_is_nested(string question, string rows)
    {
        await using var harbour = await Harbour.OpenAsync();
        Assert.Equal(rows, await harbour.RowsAsync(question));
    }

    [Theory]
    [InlineData("Which skippers are associated with the boat Skua?", "Arne")]
    [InlineData("Find the names of the boats which skipper Arne owns", "Petrel; Skua")]
    [InlineData("Of landings with the species cod, what is the total weight?", "1100")]
    [InlineData("How many landings were made by the boat Petrel?", "3")]
    public async Task A_thing_that_is_only_spoken_of_is_not_shown(string question, string rows)
    {
        await using var harbour = await Harbour.OpenAsync();
        Assert.Equal(rows, await harbour.RowsAsync(question));
    }

    [Fact]
    public async Task The_same_asked_of_two_things_stands_under_each_other()
    {
        await using var harbour = await Harbour.OpenAsync();
        var names = (await harbour.RowsAsync("What are the names of the skippers and boats?")).Split("; ").Order(StringComparer.Ordinal);
        Assert.Equal("Arne; Birte; Carl; Dagny; Gannet; Petrel; Skua; Tern", string.Join("; ", names));
    }

    [Theory]
    [InlineData("Which boats are insured?", "Petrel; Tern; Skua")]
    [InlineData("How many boats are not insured?", "1")]
    [InlineData("List the names of boats with 12 tonnage", "Tern")]
    [InlineData("How many boats have 'an' in their names?", "1")]
    public async Task Yes_and_no_numbers_and_parts_of_names_are_conditions(string question, string rows)
    {
        await using var harbour = await Harbour.OpenAsync();
        Assert.Equal(rows, await harbour.RowsAsync(question));
    }

    [Theory]
    [InlineData("What is the difference between the highest and lowest tonnage?", "33")]
    [InlineData("For each rig type, show the difference between the minimum and maximum tonnage", "trawler|15; longliner|0; seiner|0")]
    public async Task A_difference_is_computed(string question, string rows)
    {
        await using var harbour = await Harbour.OpenAsync();
        Assert.Equal(rows, await harbour.RowsAsync(question));
    }

    [Theory]
    [InlineData("What is the oldest skipper's home town?", "Skagen|61")]
    [InlineData("Who owns Skua?", "Arne")]
    [InlineData("What is the rig type of every boat with 12 to 20 tonnage?", "seiner; longliner")]
    [InlineData("What are the names of skippers who sailed the boat Tern?", "Carl")]
    public async Task What_is_asked_for_stands_apart_from_what_picks_it(string question, string rows)
    {
        await using var harbour = await Harbour.OpenAsync();
        Assert.Equal(rows, await harbour.RowsAsync(question));
    }

    [Fact]
    public async Task What_is_named_with_a_thing_is_shown_beside_it()
    {
        await using var harbour = await Harbour.OpenAsync();
        Assert.Equal("Petrel|Arne; Gannet|Birte; Tern|Carl; Skua|Arne", await harbour.RowsAsync("List each boat with the name of its skipper"));
    }

    [Theory]
    [InlineData("List the boats of the skipper with the most boats", "Petrel; Skua")]
    [InlineData("Who has the most boats?", "Arne|2")]
    public async Task The_most_of_something_finds_whose_it_is(string question, string rows)
    {
        await using var harbour = await Harbour.OpenAsync();
        Assert.Equal(rows, await harbour.RowsAsync(question));
    }
}
