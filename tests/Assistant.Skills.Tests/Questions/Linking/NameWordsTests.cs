using Assistant.Skills.Questions.Joins;

namespace Assistant.Skills.Tests.Questions.Linking;

public sealed class NameWordsTests
{
    [Theory]
    [InlineData("emp_nm", "employee name")]
    [InlineData("ordTot", "order total")]
    [InlineData("acct_bal", "account balance")]
    [InlineData("deliverydate", "delivery date")]
    [InlineData("CTRY_CD", "country code")]
    [InlineData("landlord", "landlord")]
    public void Short_and_joined_names_are_written_out(string name, string words) =>
        Assert.Equal(words, string.Join(' ', new Names($"thing(thing_id, {name})").Vocabulary.Tables[0].Columns[1].Words));

    [Fact]
    public void What_every_column_of_a_table_begins_with_is_left_out_where_words_remain()
    {
        var names = new Names("zkguest(zkgstid, zkgstname, zkgstcity)", "zkvisit(zkvsid, zkvsguestid, zkvsroom)", "zkbill(zkbillid, zkbillamount, zkbilldate)");
        Assert.Equal(["id"], names.Vocabulary.Tables[0].Columns[0].Words);
        Assert.Equal(["guest", "id"], names.Vocabulary.Tables[1].Columns[1].Words);
        Assert.Equal("zkguest.zkgstcity", names.Best("city"));
    }

    [Fact]
    public void Words_that_only_happen_to_begin_alike_stay_whole()
    {
        var names = new Names("fair(product, price, project)");
        Assert.Equal(["product", "price", "project"], names.Vocabulary.Tables[0].Columns.Select(c => c.Words[0]));
    }

    [Fact]
    public void Columns_named_after_a_table_and_its_key_join_without_a_declared_key()
    {
        var guests = new Names("zkguest(zkgstid, zkgstname, zkgstcity)", "zkvisit(zkvsid, zkvsguestid, zkvsroom)", "zkbill(zkbillid, zkbillamount, zkbilldate)");
        Assert.Equal(1, new JoinGraph(guests.Vocabulary).Distance(guests.Vocabulary.Tables[0], guests.Vocabulary.Tables[1]));
        Assert.Equal(99, new JoinGraph(guests.Vocabulary).Distance(guests.Vocabulary.Tables[0], guests.Vocabulary.Tables[2]));
        var harbors = new Names("harbor(id, label)", "voyage(voyage_id, home_harbor_id, tonnage)");
        Assert.Equal(["home_harbor_id"], Assert.Single(new JoinGraph(harbors.Vocabulary).EdgesOf(harbors.Vocabulary.Tables[0])).ManyColumns);
    }
}
