using Assistant.Skills.Quality;
using Assistant.Skills.Quality.Sentences;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Tests.Quality;

public class SentenceReaderTests
{
    private static readonly CatalogTable Equipment = new(new(null, "equipment"),
    [
        Column("equipment_id", DataType.Integer), Column("name", DataType.Text), Column("serial_number", DataType.Text), Column("location_id", DataType.Text),
        Column("status", DataType.Text, "active", "retired", "in repair"), Column("weight_kg", DataType.Number), Column("net_kg", DataType.Number), Column("frame_kg", DataType.Number),
        Column("installed_on", DataType.Date), Column("retired_on", DataType.Date), Column("model", DataType.Text), Column("maker", DataType.Text), Column("axles", DataType.Integer),
    ], ["equipment_id"]);

    private static readonly CatalogTable Locations = new(new(null, "locations"), [Column("location_id", DataType.Text), Column("town", DataType.Text)], ["location_id"]);

    [Theory]
    [InlineData("active equipment must have a location", "Location id is filled where status is active")]
    [InlineData("Every equipment needs a serial number.", "Serial number is filled")]
    [InlineData("serial number may not be empty", "Serial number is filled")]
    [InlineData("the serial number is required", "Serial number is filled")]
    [InlineData("no equipment without a maker", "Maker is filled")]
    [InlineData("if status is retired, retired on must be filled", "Retired on is filled where status is retired")]
    [InlineData("serial number must be unique", "Serial number tells the rows apart")]
    [InlineData("no two equipment may have the same serial number", "Serial number tells the rows apart")]
    [InlineData("weight must not be negative", "Weight kg is not negative")]
    [InlineData("weight kg must be positive", "Weight kg is positive")]
    [InlineData("weight kg must be between 5 and 12,000", "Weight kg lies between 5 and 12000")]
    [InlineData("axles must be at least 2", "Axles is at least 2")]
    [InlineData("axles must be more than 2", "Axles is at least 3")]
    [InlineData("axles should not exceed 8", "Axles is at most 8")]
    [InlineData("installed on must not be in the future", "Installed on is not in the future")]
    [InlineData("installed on must be after 1990-01-01", "Installed on is not before 1990-01-02")]
    [InlineData("retired on must not be before installed on", "Retired on is not before installed on")]
    [InlineData("installed on must be on or before retired on", "Retired on is not before installed on")]
    [InlineData("net kg must be at most weight kg", "Net kg is at most weight kg")]
    [InlineData("status must be Active, retired or in repair", "Status is active, retired or in repair")]
    [InlineData("status must never be lost", "Status is not lost")]
    [InlineData("serial number must look like AB-1234", "Serial number is written like AA-9999")]
    [InlineData("serial number must have 7 characters", "Serial number has 7 characters")]
    [InlineData("weight kg must be a number", "Weight kg is a number")]
    [InlineData("location must exist in locations", "Location id is known in locations")]
    [InlineData("maker must depend on model", "Model tells the maker")]
    [InlineData("the same model must have the same maker", "Model tells the maker")]
    [InlineData("weight kg must be the sum of net kg and frame kg", "Weight kg is net kg + frame kg")]
    [InlineData("weight kg must equal net kg plus frame kg", "Weight kg is net kg + frame kg")]
    [InlineData("there must be no duplicates in locations", "No row stands twice")]
    [InlineData("locations must have at least 10 rows", "The table has at least 10 rows")]
    [InlineData("installed on must be at most 30 days old", "The newest installed on is at most 30 days old")]
    [InlineData("make sure that town is always filled", "Town is filled")]
    [InlineData("weight kg must be at most 900 where status is active", "Weight kg is at most 900 where status is active")]
    [InlineData("model and maker together must be unique", "Model and maker together tell the rows apart")]
    [InlineData("the combination of model and maker must not repeat", "Model and maker together tell the rows apart")]
    [InlineData("name must not have leading or trailing spaces", "Name has no blanks before or behind it")]
    [InlineData("no two equipment may have nearly the same name", "No two rows have nearly the same name")]
    [InlineData("locations must have between 10 and 5,000 rows", "The table has 10 to 5,000 rows")]
    [InlineData("please make sure that a serial number is never missing!", "Serial number is filled")]
    [InlineData("WEIGHT KG MUST NOT BE NEGATIVE.", "Weight kg is not negative")]
    [InlineData("I want a rule that says axles has to be 2 or more", "Axles is at least 2")]
    [InlineData("we need a rule: retired on can't be earlier than installed on", "Retired on is not before installed on")]
    [InlineData("Whenever status is retired, then the retired on has to be given", "Retired on is filled where status is retired")]
    [InlineData("check that status is always either active or retired", "Status is active or retired")]
    [InlineData("axles ought to be no more than 8", "Axles is at most 8")]
    [InlineData("serial number cannot be blank when status is active", "Serial number is filled where status is active")]
    [InlineData("it must hold that net kg is never above weight kg", "Net kg is at most weight kg")]
    public void A_sentence_is_read_as_the_rule_it_says(string sentence, string rule) =>
        Assert.Equal(rule, Assert.IsType<SentenceOutcome.Understood>(SentenceReader.Read(sentence, [Equipment, Locations])).Rule.Title);

    [Theory]
    [InlineData("the moon must be full")]
    [InlineData("purple equipment must have a location")]
    [InlineData("weight kg must be before town")]
    [InlineData("hello")]
    public void What_names_nothing_in_the_data_is_not_made_a_rule(string sentence) =>
        Assert.IsType<SentenceOutcome.NotUnderstood>(SentenceReader.Read(sentence, [Equipment, Locations]));

    private static CatalogColumn Column(string name, DataType type, params string[] top) =>
        new(name, "", type) { Statistics = new(100, 0, 10, true, null, null, null, [.. top.Select(t => new ValueCount(t, 20))]) };
}
