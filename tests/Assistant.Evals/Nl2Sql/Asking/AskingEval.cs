using System.Globalization;
using Assistant.Skills.Questions;
using Assistant.Skills.Sources;
using Assistant.Testing;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Assistant.Evals.Nl2Sql.Asking;

/// <summary>assistant eval asking: is the person asked where a question means two things, and only there?</summary>
internal static class AskingEval
{
    public sealed record Figures(int Ambiguous, int Asked, int AskedAbout, int Clear, int AskedOfClear, IReadOnlyList<string> Misses)
    {
        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture,
            $"ambiguous {Ambiguous}: asked {Asked} ({100.0 * Asked / Ambiguous:0} %), about the right thing {AskedAbout} ({100.0 * AskedAbout / Ambiguous:0} %); clear {Clear}: asked {AskedOfClear} ({100.0 * AskedOfClear / Clear:0.0} %)");
    }

    public static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var figures = await MeasureAsync(Nl2SqlEval.Option(args, "--questions"), cancellationToken);
        foreach (var miss in figures.Misses)
            Console.WriteLine(miss);
        Console.WriteLine(figures);
        return 0;
    }

    /// <param name="file">Null takes the questions that travel with the program.</param>
    public static async Task<Figures> MeasureAsync(string? file, CancellationToken cancellationToken)
    {
        var set = Read(file is null ? await new StreamReader(typeof(AskingEval).Assembly.GetManifestResourceStream("asking.yaml")!).ReadToEndAsync(cancellationToken) : await File.ReadAllTextAsync(file, cancellationToken));
        var misses = new List<string>();
        int asked = 0, about = 0, wrongly = 0;
        foreach (var source in set.Sources)
        {
            using var made = new SqliteFile(source.Sql);
            var opened = (OpenOutcome.Opened)await new SourceOpener().OpenFileAsync(made.Path, cancellationToken);
            await using var open = opened.Source;
            var gate = new QueryGate();
            var catalog = await new CatalogProfiler(gate).ProfileAsync(open, opened.Catalog, cancellationToken);
            var engine = new QuestionEngine(gate);
            Task<QuestionOutcome> AskAsync(string question) => engine.AnswerAsync(question, open, catalog, DataPolicy.Everything, null, new(new DateOnly(2025, 11, 20), Run: false), cancellationToken);
            foreach (var question in source.Ambiguous)
            {
                var outcome = await AskAsync(question.Q);
                asked += outcome is QuestionOutcome.Clarify ? 1 : 0;
                if (outcome is QuestionOutcome.Clarify clarify && clarify.Choices.Any(c => $"{c.Label} {c.Detail}".Replace('_', ' ').Contains(question.About, StringComparison.OrdinalIgnoreCase)))
                    about++;
                else
                    misses.Add($"not asked   {source.Name}: {question.Q}  -> {Told(outcome)}");
            }
            foreach (var question in source.Clear)
            {
                if (await AskAsync(question) is not QuestionOutcome.Clarify needless)
                    continue;
                wrongly++;
                misses.Add($"asked       {source.Name}: {question}  -> {Told(needless)}");
            }
        }
        return new(set.Sources.Sum(s => s.Ambiguous.Count), asked, about, set.Sources.Sum(s => s.Clear.Count), wrongly, misses);
    }

    private static string Told(QuestionOutcome outcome) => outcome switch
    {
        QuestionOutcome.Answered a => $"{a.Confidence}: {a.Sql.ReplaceLineEndings(" ")}",
        QuestionOutcome.Clarify c => $"{c.Question}",
        QuestionOutcome.Declined d => $"{d.Title}: {d.Why}",
        _ => "",
    };

    private static QuestionSet Read(string yaml) => new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build().Deserialize<QuestionSet>(yaml);

    private sealed class QuestionSet
    {
        public List<AskedSource> Sources { get; set; } = [];
    }

    private sealed class AskedSource
    {
        public string Name { get; set; } = "";
        public string Sql { get; set; } = "";
        public List<AmbiguousQuestion> Ambiguous { get; set; } = [];
        public List<string> Clear { get; set; } = [];
    }

    private sealed class AmbiguousQuestion
    {
        public string Q { get; set; } = "";
        public string About { get; set; } = "";
    }
}
