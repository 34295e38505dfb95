using System.Collections;
using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;
using Assistant.Skills.Access;
using Assistant.Web.Parts;
using Assistant.Web.Resources;

namespace Assistant.Web.Tests.Resources;

/// <summary>Every word that a person reads on a page is there in every language, whole, with the same places for numbers and names.</summary>
public sealed partial class WordsTests
{
    private static readonly ResourceManager Resources = new(typeof(Words));

    public static TheoryData<string> OtherLanguages => [.. Languages.All.Where(language => language != Languages.English)];

    [Theory, MemberData(nameof(OtherLanguages))]
    public void No_sentence_of_the_pages_is_missing_in_a_language(string language)
    {
        var there = Translations(language);
        Assert.DoesNotContain(Sentences(), sentence => !there.ContainsKey(sentence));
    }

    [Theory, MemberData(nameof(OtherLanguages))]
    public void A_translation_has_the_places_of_its_sentence_and_is_still_said_somewhere(string language)
    {
        var said = Files("src", "*.razor", "*.cs").Concat(Files("prompts/agents", "*.yaml")).Select(File.ReadAllText).ToList();
        foreach (var (sentence, translation) in Translations(language))
        {
            Assert.Equal(Places(sentence), Places(translation));
            Assert.True(said.Exists(code => code.Contains(sentence.Replace("\"", "\\\"", StringComparison.Ordinal), StringComparison.Ordinal)), $"Nobody says: {sentence}");
        }
    }

    [Fact]
    public void No_page_has_words_of_its_own_that_cannot_be_translated()
    {
        var found =
            from file in Files("src/Assistant.Web", "*.razor")
            let markup = Code().Replace(Comment().Replace(File.ReadAllText(file), ""), "")
            from Match words in Literal().Matches(markup)
            let text = words.Groups["text"].Value.Trim()
            where !Names.Contains(text)
            select $"{Path.GetFileName(file)}: {text}";
        Assert.Empty(found);
    }

    [Fact]
    public async Task An_answer_is_framed_in_the_language_of_the_page_and_its_numbers_in_the_persons_culture()
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("de");
        var answer = await Rendered.DocumentAsync<Answer>(new()
        {
            ["Turn"] = Parts.Sample.Turn(), ["Rows"] = Parts.Sample.Rows, ["Culture"] = CultureInfo.GetCultureInfo("de-DE"), ["Latest"] = true,
        });
        Assert.Contains("So wurde gerechnet", answer.Body!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("How it’s calculated", answer.Body.TextContent, StringComparison.Ordinal);
    }

    // Names are the same in every language.
    private static readonly HashSet<string> Names = ["Assistant", "SQL", "CSV", "XLSX", "PostgreSQL", "· Assistant", "JSON", "YAML"];

    private static Dictionary<string, string> Translations(string language) => Resources.GetResourceSet(CultureInfo.GetCultureInfo(language), true, false)!
        .Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!);

    private static IEnumerable<string> Sentences() =>
        from file in Files("src/Assistant.Web", "*.razor", "*.cs")
        from Match said in Said().Matches(File.ReadAllText(file))
        from Capture sentence in said.Groups["sentence"].Captures
        select Regex.Unescape(sentence.Value);

    private static string Places(string sentence) => string.Join(' ', Place().Matches(sentence).Select(m => m.Value).Order(StringComparer.Ordinal));

    private static IEnumerable<string> Files(string folder, params string[] patterns) => patterns
        .SelectMany(pattern => Directory.EnumerateFiles(Path.Combine(Root(), folder), pattern, SearchOption.AllDirectories));

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Assistant.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }

    [GeneratedRegex("""[Ss]ay\[\s*"(?<sentence>(?:[^"\\]|\\.)*)"|[Ss]ay\.Count\([^"]*"(?<sentence>(?:[^"\\]|\\.)*)",\s*"(?<sentence>(?:[^"\\]|\\.)*)"|number == 1 \? "(?<sentence>[^"]*)" : "(?<sentence>[^"]*)"\]""")]
    private static partial Regex Said();

    [GeneratedRegex(@"\{\d[^}]*\}")]
    private static partial Regex Place();

    [GeneratedRegex(@"@code\s*\{.*\z", RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"@\*.*?\*@", RegexOptions.Singleline)]
    private static partial Regex Comment();

    /// <summary>Text between tags on one line, and attributes that are read aloud or shown.</summary>
    [GeneratedRegex("""(?<![=\-])>(?<text>[^<>@{}()\n]*[A-Za-z]{2,}[^<>@{}()\n]*)</|\b(?:aria-label|title|placeholder|alt|Title|Text|Label|Hint|Do|Keep)="(?<text>[A-Za-z][^"@]*)["]""")]
    private static partial Regex Literal();
}
