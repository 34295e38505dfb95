using Assistant.Skills.Models;
using Assistant.Skills.Tests.House;
using Assistant.Testing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Assistant.Skills.Tests.Models;

public class PromptLibraryTests
{
    [Fact]
    public void Every_file_of_intents_is_built_in_and_says_something()
    {
        var files = Repository.Files("prompts/intents", "*.*").Select(file => file["prompts/".Length..]).Order(StringComparer.Ordinal);
        Assert.Equal(files, PromptLibrary.Files("intents"));
        var intents = new PromptLibrary().Intents;
        Assert.All(intents, intent => Assert.True(intent.Fallback || intent.Examples.Count + intent.Commands.Count > 0));
        Assert.All(intents, intent => Assert.NotEqual(intent.Tool == "", intent.Say == ""));
        Assert.Single(intents, intent => intent.Fallback);
    }

    [Fact]
    public async Task Every_intent_names_a_tool_that_there_is_and_fills_arguments_that_it_has()
    {
        await using var database = await AssistantDatabase.CreateAsync();
        await using var services = database.Services();
        var tools = services.GetServices<IReadOnlyList<AIFunction>>().SelectMany(functions => functions).ToDictionary(tool => tool.Name);
        Assert.All(new PromptLibrary().Intents.Where(intent => intent.Tool != ""), intent =>
        {
            var declared = tools[intent.Tool].JsonSchema.GetProperty("properties").EnumerateObject().Select(property => property.Name).ToList();
            Assert.All(intent.Arguments.Keys, argument => Assert.Contains(argument, declared));
        });
    }
}
