using System.Globalization;
using Assistant.Evals.Nl2Sql.Training;
using Assistant.Skills.Questions;
using Assistant.Skills.Sources;
using Assistant.Testing;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Assistant.Evals.Nl2Sql.Everyday;

/// <summary>assistant eval everyday: how many everyday questions over four small sources get the right rows, an honest question back or a rightful refusal.</summary>
internal static class EverydayEval
{
    // The last day of the data, so that "last month" means the same at every run.
    private static readonly DateOnly Today = new(2026, 11, 20);

    public static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var file = Nl2SqlEval.Option(args, "--questions");
        var yaml = file is null ? await new StreamReader(typeof(EverydayEval).Assembly.GetManifestResourceStream("everyday.yaml")!).ReadToEndAsync(cancellationToken) : await File.ReadAllTextAsync(file, cancellationToken);
        var set = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build().Deserialize<QuestionSet>(yaml);
        var all = new Figures();
        foreach (var source in set.Sources)
        {
            var figures = await MeasureAsync(source, cancellationToken);
            Console.WriteLine($"{source.Name}: {figures}");
            all.Add(figures);
        }
        Console.WriteLine($"all: {all}");
        return 0;
    }

    private static async Task<Figures> MeasureAsync(EverydaySource source, CancellationToken cancellationToken)
    {
        using var made = new SqliteFile(source.Sql);
        var opened = (OpenOutcome.Opened)await new SourceOpener().OpenFileAsync(made.Path, cancellationToken);
        await using var open = opened.Source;
        var gate = new QueryGate();
        var catalog = await new CatalogProfiler(gate).ProfileAsync(open, opened.Catalog, cancellationToken);
        var scope = new GateScope(catalog, DataPolicy.Everything, new GateLimits());
        var engine = new QuestionEngine(gate);
        var figures = new Figures();
        foreach (var question in source.Questions)
        {
            var outcome = await engine.AnswerAsync(question.Q, open, catalog, DataPolicy.Everything, null, new(Today) { ShowRankedBy = false }, cancellationToken);
            if (question.Sql is null)
            {
                figures.ToRefuse++;
                figures.Refused += outcome is QuestionOutcome.Answered ? 0 : 1;
                continue;
            }
            figures.Questions++;
            var gold = GoldAnswer.Of(((QueryOutcome.Rows)await gate.ReadAsync(open, question.Sql, scope, cancellationToken)).Table, null);
            var right = outcome is QuestionOutcome.Answered { Table: { } table } && gold.IsMetBy(table);
            figures.Right += right ? 1 : 0;
            figures.Asked += outcome is QuestionOutcome.Clarify ? 1 : 0;
            figures.Answered += outcome is QuestionOutcome.Answered ? 1 : 0;
            figures.WrongAndSure += !right && outcome is QuestionOutcome.Answered { Confidence: >= 90 } ? 1 : 0;
            if (!right)
                Console.WriteLine($"  {question.Q}  -> {Told(outcome)}");
        }
        return figures;
    }

    private static string Told(QuestionOutcome outcome) => outcome switch
    {
        QuestionOutcome.Answered a => $"{a.Confidence}: {a.Sql.ReplaceLineEndings(" ")}",
        QuestionOutcome.Clarify c => c.Question,
        QuestionOutcome.Declined d => $"{d.Title}: {d.Why}",
        _ => "",
    };

    private sealed class Figures
    {
        public int Questions { get; set; }
        public int Right { get; set; }
        public int Answered { get; set; }
        public int Asked { get; set; }
        public int WrongAndSure { get; set; }
        public int ToRefuse { get; set; }
        public int Refused { get; set; }

        public void Add(Figures other)
        {
            (Questions, Right, Answered) = (Questions + other.Questions, Right + other.Right, Answered + other.Answered);
            (Asked, WrongAndSure, ToRefuse, Refused) = (Asked + other.Asked, WrongAndSure + other.WrongAndSure, ToRefuse + other.ToRefuse, Refused + other.Refused);
        }

        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture,
            $"right {Right} of {Questions} ({100.0 * Right / Questions:0.0} %), right when it answers {100.0 * Right / Math.Max(1, Answered):0.0} %, asked back {Asked}, wrong at 90 and above {WrongAndSure}; refused {Refused} of {ToRefuse} that the data cannot tell");
    }

    private sealed class QuestionSet
    {
        public List<EverydaySource> Sources { get; set; } = [];
    }

    private sealed class EverydaySource
    {
        public string Name { get; set; } = "";
        public string Sql { get; set; } = "";
        public List<EverydayQuestion> Questions { get; set; } = [];
    }

    private sealed class EverydayQuestion
    {
        public string Q { get; set; } = "";
        public string? Sql { get; set; }
        public bool Refuse { get; set; }
    }
}
