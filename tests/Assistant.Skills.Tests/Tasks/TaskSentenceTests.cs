using System.Globalization;
using Assistant.Skills.Tasks;

namespace Assistant.Skills.Tests.Tasks;

public class TaskSentenceTests
{
    // A Wednesday.
    private static readonly DateOnly Today = new(2026, 11, 18);
    private static readonly TaskPerson Me = new(Guid.NewGuid(), "Mona Me");
    private static readonly TaskPerson[] People = [Me, new(Guid.NewGuid(), "Anna Berg"), new(Guid.NewGuid(), "Bob Lind"), new(Guid.NewGuid(), "Bob Olsen")];

    [Theory]
    [InlineData("make a task for Anna to fill the missing locations by Friday", "Fill the missing locations", "Anna Berg", "2026-11-20")]
    [InlineData("create a task for me to check the scales, due tomorrow", "Check the scales", "Mona Me", "2026-11-19")]
    [InlineData("Make a task: call the supplier", "Call the supplier", null, null)]
    [InlineData("add a task to look for the lost orders until 5 December", "Look for the lost orders", null, "2026-12-05")]
    [InlineData("make a task to weigh the pumps for Anna Berg by the end of the month", "Weigh the pumps", "Anna Berg", "2026-11-30")]
    [InlineData("make a task for Anna to look for the cause in two weeks", "Look for the cause in two weeks", "Anna Berg", null)]
    [InlineData("make a task to ask for the plates by 2026-12-24", "Ask for the plates", null, "2026-12-24")]
    public void A_sentence_says_what_who_and_when(string text, string what, string? who, string? due)
    {
        var read = TaskSentence.Read(text, People, Me, Today);
        Assert.Equal((what, who, due, null), (read.What, read.Assignee?.Name, read.DueOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), read.Unknown));
    }

    [Theory]
    [InlineData("make a task for finding 12", 12, null)]
    [InlineData("make a task for Anna for finding 3 by Monday", 3, null)]
    [InlineData("create a task for rule 7", null, 7)]
    public void A_finding_or_rule_is_named_by_its_number(string text, int? finding, int? rule)
    {
        var read = TaskSentence.Read(text, People, Me, Today);
        Assert.Equal((finding, rule, null), (read.Finding, read.Rule, read.Unknown));
    }

    [Theory]
    [InlineData("make a task for Bob to fill the weights", "Bob")]
    [InlineData("make a task for Zoe to fill the weights", "Zoe")]
    public void A_name_that_two_or_none_have_is_asked_about(string text, string unknown) => Assert.Equal(unknown, TaskSentence.Read(text, People, Me, Today).Unknown);

    [Theory]
    [InlineData("friday", "2026-11-20")]
    [InlineData("next friday", "2026-11-27")]
    [InlineData("wednesday", "2026-11-25")]
    [InlineData("next week", "2026-11-23")]
    [InlineData("in three days", "2026-11-21")]
    [InlineData("3rd of January", "2027-01-03")]
    [InlineData("24.12.2026", "2026-12-24")]
    [InlineData("some day", null)]
    public void Days_are_read_as_people_say_them(string said, string? day) => Assert.Equal(day, DueDate.Read(said, Today)?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
}
