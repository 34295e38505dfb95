using System.Reflection;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Assistant.Skills.Models;

/// <summary>The files under prompts/, which the build puts into the program.</summary>
public sealed class PromptLibrary
{
    private const string Root = "prompts/";

    private static readonly IDeserializer Yaml = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).Build();

    /// <summary>Names of the files in a folder, e.g. "intents/help.yaml".</summary>
    public static IReadOnlyList<string> Files(string folder) => [.. typeof(PromptLibrary).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith($"{Root}{folder}/", StringComparison.Ordinal)).Select(name => name[Root.Length..]).Order(StringComparer.Ordinal)];

    /// <summary>Reads one file as a typed record; a key that the record does not have is an error.</summary>
    public static T Read<T>(string file)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Root + file)
            ?? throw new FileNotFoundException($"There is no prompt file {file}.");
        using var text = new StreamReader(stream);
        return Yaml.Deserialize<T>(text);
    }

    /// <summary>All intents, in the order of their files' names.</summary>
    public IReadOnlyList<Intent> Intents { get; } = [.. Files("intents").SelectMany(file => Read<IntentFile>(file).Intents)];

    private sealed class IntentFile
    {
        public List<Intent> Intents { get; set; } = [];
    }
}
