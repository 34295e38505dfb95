using Assistant.Skills.Questions;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Tests.Questions;

public sealed class SourceNamesTests
{
    [Theory]
    [InlineData("sales by region in Harbour?", "Harbour", "sales by region")]
    [InlineData("how many boats are there in the harbour archive data", "Harbour archive", "how many boats are there")]
    [InlineData("boats in Harbourtown", null, null)]
    [InlineData("in Harbour", null, null)]
    public void A_source_named_at_the_end_is_the_one_that_is_asked(string question, string? name, string? before)
    {
        var (asked, source) = SourceNames.Named(question, [Source("Harbour"), Source("Harbour archive")]);
        Assert.Equal((name, before), (source?.Name, asked));
    }

    private static DataSource Source(string name) => new(Guid.NewGuid(), name, SourceKind.Sqlite, "", SourceState.Ready, null, 1, 1, null, DateTimeOffset.UnixEpoch, null);
}
