using Assistant.Skills.Access;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Assistant.Skills.Questions.Telling;

/// <summary>How a role is told an answer; from prompts/roles. Braces stand for figures and words of the answer.</summary>
internal sealed class RoleWording
{
    public string One { get; set; } = "";
    public string Ranked { get; set; } = "";

    /// <summary>Periods instead of things.</summary>
    public string OverTime { get; set; } = "";

    /// <summary>A ranking of which only the first were asked.</summary>
    public string First { get; set; } = "";
    public string List { get; set; } = "";

    /// <summary>A list of things of one table.</summary>
    public string Things { get; set; } = "";

    /// <summary>A ranking whose values are all the same.</summary>
    public string Equal { get; set; } = "";
    public string Empty { get; set; } = "";

    /// <summary>Whether notes on tables, joins and method are told.</summary>
    public bool Method { get; set; }

    /// <summary>Whether gaps in the columns used are told even where they are small.</summary>
    public bool Quality { get; set; }

    private static readonly Lazy<Dictionary<AnswerRole, RoleWording>> Loaded = new(() => Enum.GetValues<AnswerRole>().ToDictionary(r => r, Read));

    public static RoleWording For(AnswerRole role) => Loaded.Value[role];

    private static RoleWording Read(AnswerRole role)
    {
        var name = $"roles/{role.ToString().ToLowerInvariant()}.yaml";
        using var stream = typeof(RoleWording).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The file {name} is missing from the program.");
        using var reader = new StreamReader(stream);
        return new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).IgnoreUnmatchedProperties().Build().Deserialize<RoleWording>(reader.ReadToEnd());
    }
}
