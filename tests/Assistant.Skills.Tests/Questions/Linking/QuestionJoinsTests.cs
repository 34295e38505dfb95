using Assistant.Skills.Questions.Joins;
using Assistant.Skills.Questions.Language;
using Assistant.Skills.Questions.Linking;
using Assistant.Skills.Sources;
using Assistant.Skills.Sql;

namespace Assistant.Skills.Tests.Questions.Linking;

public sealed class QuestionJoinsTests
{
    private static readonly Vocabulary Rail = new(new SourceCatalog(
        SqlDialect.Sqlite,
        [Table("stop", "stop_id", "label"), Table("trip", "trip_id", "depart_stop", "arrive_stop"), Table("rider", "rider_id", "phone"), Table("seat", "trip_id", "rider_id"), Table("weather", "day", "rain")],
        [Key("trip", "depart_stop", "stop"), Key("trip", "arrive_stop", "stop"), Key("seat", "trip_id", "trip"), Key("seat", "rider_id", "rider")], "1"), Lexicon.Default);

    private static readonly JoinGraph Graph = new(Rail);

    [Theory]
    [InlineData("trips by the stop where they depart", "depart_stop")]
    [InlineData("trips and the stop of arrival", "arrive_stop")]
    public void The_words_of_the_question_choose_between_keys_to_the_same_table(string question, string key)
    {
        var joins = new QuestionJoins(Graph, Tokenizer.Tokenize(question));
        Assert.Equal(key, Assert.Single(joins.Connect([Rail.Tables[1], Rail.Tables[0]])!).ManyColumns[0]);
        Assert.Same(joins.Connect([Rail.Tables[1], Rail.Tables[0]]), joins.Connect([Rail.Tables[1], Rail.Tables[0]]));
    }

    [Fact]
    public void Tables_far_apart_are_connected_through_those_between()
    {
        var tree = new QuestionJoins(Graph, []).Connect([Rail.Tables[2], Rail.Tables[0]])!;
        Assert.Equal(["rider", "trip", "stop"], tree.Select(e => e.One.Name.Name));
        Assert.Equal(3, Graph.Distance(Rail.Tables[2], Rail.Tables[0]));
    }

    [Fact]
    public void What_no_key_reaches_is_not_connected()
    {
        Assert.Null(new QuestionJoins(Graph, []).Connect([Rail.Tables[2], Rail.Tables[4]]));
        Assert.Equal(99, Graph.Distance(Rail.Tables[2], Rail.Tables[4]));
    }

    private static CatalogTable Table(string name, params string[] columns) =>
        new(new TableName(null, name), [.. columns.Select(c => new CatalogColumn(c, "text", DataType.Text))], [columns[0]]);

    private static Relationship Key(string from, string column, string to) =>
        new(new TableName(null, from), [column], new TableName(null, to), [to + "_id"], true, 1);
}
