using Assistant.Skills.Quality.Evidence;
using Assistant.Skills.Quality.Learning;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Tests.Quality;

public class MissingLearnerTests
{
    [Theory]
    [InlineData("height_cm", "999", true)]
    [InlineData("height_cm", "0", true)]
    [InlineData("height_cm", "-1", true)]
    [InlineData("height_cm", "199", false)]
    [InlineData("cost", "0", false)]
    public void A_number_stands_for_missing_only_where_it_cannot_be_real(string column, string value, bool missing) =>
        Assert.Equal(missing, Learn(column, DataType.Integer, [.. Enumerable.Range(0, 200).Select(i => $"{150 + i % 50}"), value, value, value, value, value]).Missing.Is(value));

    [Theory]
    [InlineData("1900-01-01", true)]
    [InlineData("9999-12-31", true)]
    [InlineData("2025-03-01", false)]
    public void A_date_stands_for_missing_where_programs_write_it_for_none(string value, bool missing) =>
        Assert.Equal(missing, Learn("due_on", DataType.Date, [.. Enumerable.Range(0, 200).Select(i => $"2025-0{1 + i % 6}-1{i % 9}"), value, value, value]).Missing.Is(value));

    [Theory]
    [InlineData("town", "N/A", true)]
    [InlineData("town", "--", true)]
    [InlineData("town", "not recorded", true)]
    [InlineData("town", "Nullarbor", false)]
    [InlineData("phone", "(000) 000-0000", true)]
    public void A_word_stands_for_missing_where_it_means_nothing_else(string column, string value, bool missing) =>
        Assert.Equal(missing, Learn(column, DataType.Text, [.. Enumerable.Range(0, 200).Select(i => $"({200 + i}) 55{i % 7}-12{i % 90:00}"), value, value, value, value]).Missing.Is(value));

    [Fact]
    public void NA_is_a_country_among_countries_and_U_unknown_among_sexes()
    {
        string[] countries = ["DE", "FR", "NA", "PL", "SE", "DK"];
        Assert.False(Learn("country", DataType.Text, [.. Enumerable.Range(0, 120).Select(i => countries[i % 6])]).Missing.Is("NA"));
        Assert.True(Learn("sex", DataType.Text, [.. Enumerable.Range(0, 120).Select(i => i % 20 == 0 ? "U" : i % 2 == 0 ? "F" : "M")]).Missing.Is("U"));
    }

    private static ColumnEvidence Learn(string name, DataType type, string[] values)
    {
        var counts = values.GroupBy(v => v).Select(g => new ValueCount(g.Key, g.Count())).OrderByDescending(c => c.Count).ToList();
        return MissingLearner.Learn(new(new CatalogColumn(name, "", type), values.Length, 0, counts, AllCounted: true, values));
    }
}
