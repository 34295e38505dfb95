using Assistant.Web.Parts;

namespace Assistant.Web.Tests.Parts;

public class SqlWordsTests
{
    [Theory]
    [InlineData("SELECT count(*) FROM t WHERE a = 'it''s' -- why\nAND b > 1.5 /* open")]
    [InlineData("\"se\"\"lect\" `x` 'unclosed")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("")]
    public void The_words_joined_are_the_text(string sql) => Assert.Equal(sql, string.Concat(SqlWords.Of(sql).Select(w => w.Text)));

    [Fact]
    public void Words_are_coloured_by_what_they_are()
    {
        var kinds = SqlWords.Of("SELECT sum(a), 'FROM' FROM t -- WHERE\nLIMIT 5").Where(w => w.Kind is not null).Select(w => (w.Kind, w.Text));
        Assert.Equal([("k", "SELECT"), ("f", "sum"), ("s", "'FROM'"), ("k", "FROM"), ("c", "-- WHERE"), ("k", "LIMIT"), ("n", "5")], kinds);
    }
}
