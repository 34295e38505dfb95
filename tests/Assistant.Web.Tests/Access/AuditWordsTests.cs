using Assistant.Web.Access;

namespace Assistant.Web.Tests.Access;

public class AuditWordsTests
{
    private static readonly Guid Known = Guid.Parse("01a1fc40-a9f7-7b2e-ab67-861234567890");
    private static readonly Dictionary<Guid, string> Names = new() { [Known] = "Shop" };

    [Theory]
    [InlineData("""{"source":"01a1fc40-a9f7-7b2e-ab67-861234567890","rows":12,"nothing":null}""", "source: Shop, rows: 12")]
    [InlineData("""{"sourceId":"00000000-a9f7-7b2e-ab67-861234567890","verifiedOnly":true}""", "verified only: ✓")]
    [InlineData("""{"changes":["a","b"]}""", "changes: a · b")]
    [InlineData("{}", "")]
    [InlineData("no json", "no json")]
    public void Details_are_words_and_names(string json, string words) => Assert.Equal(words, AuditWords.Detail(json, Names));

    [Fact]
    public void A_subject_is_called_by_its_name_while_it_has_one()
    {
        Assert.Equal("Shop", AuditWords.Subject(Known.ToString(), Names));
        Assert.Equal("00000000", AuditWords.Subject(Guid.Empty.ToString(), Names));
        Assert.Equal("Bank", AuditWords.Subject("Bank", Names));
    }
}
