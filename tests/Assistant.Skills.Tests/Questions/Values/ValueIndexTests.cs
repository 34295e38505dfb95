using Assistant.Skills.Questions.Linking;
using Assistant.Skills.Questions.Values;
using Assistant.Skills.Tests.Questions.Linking;

namespace Assistant.Skills.Tests.Questions.Values;

public sealed class ValueIndexTests
{
    private static readonly Vocabulary Harbour = new Names("berths(berth_id, town, keeper)").Vocabulary;
    private static readonly SchemaColumn Town = Harbour.Tables[0].Columns[1];
    private static readonly SchemaColumn Keeper = Harbour.Tables[0].Columns[2];

    [Fact]
    public void A_value_is_found_without_regard_to_case_and_punctuation_in_each_column_that_has_it()
    {
        var index = Of((Town, "Saint-Malo"), (Town, "Brest"), (Keeper, "Saint Malo"));
        Assert.Equal(["Saint-Malo", "Saint Malo"], index.Whole("saint malo").Select(v => v.Text));
        Assert.Equal([Town, Keeper], index.Whole("saint malo").Select(v => v.Column));
        Assert.Empty(index.Whole("saint"));
        Assert.Empty(index.Whole(""));
    }

    [Fact]
    public void A_word_finds_the_values_in_which_it_stands_the_first_ones_only()
    {
        var index = Of([.. Enumerable.Range(0, 500).Select(i => (Town, $"Port {i}"))]);
        Assert.Equal(200, index.WithWord("port").Count);
        Assert.Equal("Port 0", index.WithWord("port")[0].Text);
        Assert.Equal("Port 123", Assert.Single(index.WithWord("123")).Text);
    }

    [Fact]
    public void Every_one_of_many_values_is_found_again()
    {
        var values = Enumerable.Range(0, 20_000).Select(i => $"Keeper No. {i * 7919} Élan").ToList();
        var index = Of([.. values.Select(v => (Keeper, v))]);
        index.Trim();
        Assert.Equal(20_000, index.Count);
        Assert.All(values, v => Assert.Equal(v, Assert.Single(index.Whole(ValueIndex.Normalize(v))).Text));
    }

    [Theory]
    [InlineData("Rottedam", "rotterdam")]
    [InlineData("roterdamm", "rotterdam")]
    [InlineData("breest", "brest")]
    [InlineData("trieste", null)]
    [InlineData("bres", null)]
    public void A_slip_of_the_keyboard_finds_the_word_meant(string written, string? meant) =>
        Assert.Equal(meant, Of((Town, "Rotterdam"), (Town, "Brest")).Near(written.ToLowerInvariant()).FirstOrDefault());

    [Fact]
    public void Words_longer_than_any_value_and_texts_too_long_to_keep_harm_nothing()
    {
        var index = Of((Town, new string('x', 81)), (Town, "…"), (Town, "Brest"));
        Assert.Equal(1, index.Count);
        Assert.Empty(index.WithWord(new string('é', 5000)));
        Assert.Empty(index.Near(new string('é', 5000)));
        Assert.Empty(index.Whole(new string('é', 5000)));
    }

    [Fact]
    public void What_people_call_a_value_comes_before_values_of_that_name()
    {
        var index = Of((Keeper, "open"));
        index.AddMeanings(Town, "O", ["Open"]);
        Assert.Equal(["O", "open"], index.Whole("open").Select(v => v.Text));
    }

    private static ValueIndex Of(params (SchemaColumn Column, string Text)[] values)
    {
        var index = new ValueIndex();
        foreach (var (column, text) in values)
            index.Add(column, text);
        return index;
    }
}
