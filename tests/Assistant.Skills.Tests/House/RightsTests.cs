using System.Text.RegularExpressions;

namespace Assistant.Skills.Tests.House;

public class RightsTests
{
    // What a person may do with a source depends on its project. A task may be about no source.
    private static readonly string[] WithoutSource = ["src/Assistant.Skills/Tasks/TaskBoard.cs", "src/Assistant.Web/Quality/QualityPage.razor.cs"];

    [Fact]
    public void Whoever_asks_for_a_right_over_sources_says_of_which()
    {
        var asking = Repository.Files("src", "*.*").Where(f => Path.GetExtension(f) is ".cs" or ".razor" && f.Contains("Assistant.Server", StringComparison.Ordinal) is false).Except(WithoutSource)
            .Where(file => Regex.IsMatch(Repository.Read(file), @"\.(May|Require)\(Permission\.(ManageSources|WriteSql|ApproveChanges)\)"));
        Assert.True(!asking.Any(), "Ask MayOn, MayIn or MaySomewhere (see docs/decisions/0016): " + string.Join(", ", asking));
    }
}
