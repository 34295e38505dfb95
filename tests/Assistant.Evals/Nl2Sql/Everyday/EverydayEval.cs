using System.Globalization;
using Assistant.Evals.Nl2Sql.Training;
using Assistant.Skills.Questions;
using Assistant.Skills.Sources;
using Assistant.Testing;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Assistant.Evals.Nl2Sql.Everyday;

/// <summary>
/// assistant eval everyday [--questions FILE] [--figures]: how many everyday questions over four small sources, or those of a file, get the right rows, an honest
/// question back or a rightful refusal. --figures tells nothing of single questions.
/// </summary>
internal static class EverydayEval
{
    // The last day of the data, so that "last month" means the same at every run.
    private static readonly DateOnly Today = new(2026, 11, 20);

    public static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var file = Nl2SqlEval.Option(args, "--questions");
        var yaml = file is null ? await new StreamReader(typeof(EverydayEval).Assembly.GetManifestResourceStream("everyday.yaml")!).ReadToEndAsync(cancellationToken) : await File.ReadAllTextAsync(file, cancellationToken);
        var set = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build().Deserialize<QuestionSet>(yaml);
        var folder = Path.GetDirectoryName(Path.GetFullPath(file ?? "."))!;
        var all = new Figures();
        foreach (var source in set.Sources)
        {
            var figures = await MeasureAsync(source, folder, set.FurtherColumns, args.Contains("--figures"), cancellationToken);
            Console.WriteLine($"{source.Name}: {figures}");
            all.Add(figures);
        }
        Console.WriteLine($"all: {all}");
        return 0;
    }

    private static async Task<OpenOutcome> OpenAsync(EverydaySource source, string? made, string folder, CancellationToken cancellationToken) =>
        source.Postgres is { } postgres ? await new SourceOpener().OpenPostgresAsync(postgres, cancellationToken)
        : await new SourceOpener().OpenFileAsync(made ?? Path.Combine(folder, source.File!), cancellationToken);

    private static async Task<Figures> MeasureAsync(EverydaySource source, string folder, bool further, bool only, CancellationToken cancellationToken)
    {
        using var made = source.Sql.Length > 0 ? new SqliteFile(source.Sql) : null;
        var opened = (OpenOutcome.Opened)await OpenAsync(source, made?.Path, folder, cancellationToken);
        await using var open = opened.Source;
        var gate = new QueryGate();
        var catalog = await new CatalogProfiler(gate).ProfileAsync(open, opened.Catalog, cancellationToken);
        var scope = new GateScope(catalog, DataPolicy.Everything, new GateLimits());
        var engine = new QuestionEngine(gate);
        var options = new QuestionOptions(Today) { ShowRankedBy = further };
        var figures = new Figures();
        foreach (var question in source.Questions)
        {
            QueryPlan? last = null;
            foreach (var earlier in question.After)
                last = await engine.AnswerAsync(earlier, open, catalog, DataPolicy.Everything, last, options, cancellationToken) is QuestionOutcome.Answered before ? before.Plan : last;
            var outcome = await engine.AnswerAsync(question.Q, open, catalog, DataPolicy.Everything, last, options, cancellationToken);
            var accepted = new List<GoldAnswer>();
            foreach (var sql in question.Or.Prepend(question.Sql).OfType<string>())
            {
                if (await gate.ReadAsync(open, sql, scope, cancellationToken) is QueryOutcome.Rows rows)
                    accepted.Add(GoldAnswer.Of(rows.Table, null));
                else
                    Console.WriteLine($"  the accepted query does not run: {sql}");
            }
            var right = question.Sql is null ? outcome is not QuestionOutcome.Answered : outcome is QuestionOutcome.Answered { Table: { } table } && accepted.Exists(a => a.IsMetBy(table, further));
            figures.Count(question.Sql is null, right, outcome);
            if (!right && !only)
                Console.WriteLine($"  {string.Concat(question.After.Select(e => e + " / "))}{question.Q}  -> {Told(outcome)}");
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
        private int _questions, _right, _answered, _asked, _toRefuse, _refused, _fairlySure, _sure;

        /// <param name="unanswerable">Whether the data cannot tell; then a refusal and a question back are right.</param>
        public void Count(bool unanswerable, bool right, QuestionOutcome outcome)
        {
            var wrongly = !right && outcome is QuestionOutcome.Answered answer ? answer.Confidence : 0;
            _fairlySure += wrongly >= 70 ? 1 : 0;
            _sure += wrongly >= 90 ? 1 : 0;
            if (unanswerable)
            {
                _toRefuse++;
                _refused += right ? 1 : 0;
                return;
            }
            _questions++;
            _right += right ? 1 : 0;
            _answered += outcome is QuestionOutcome.Answered ? 1 : 0;
            _asked += outcome is QuestionOutcome.Clarify ? 1 : 0;
        }

        public void Add(Figures other)
        {
            (_questions, _right, _answered, _asked) = (_questions + other._questions, _right + other._right, _answered + other._answered, _asked + other._asked);
            (_toRefuse, _refused, _fairlySure, _sure) = (_toRefuse + other._toRefuse, _refused + other._refused, _fairlySure + other._fairlySure, _sure + other._sure);
        }

        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture,
            $"right {_right} of {_questions} ({100.0 * _right / _questions:0.0} %), right when it answers {100.0 * _right / Math.Max(1, _answered):0.0} %, asked back {_asked}, declined {_questions - _answered - _asked}, wrong {_answered - _right}; refused {_refused} of {_toRefuse} that the data cannot tell; wrong at 70 and above {_fairlySure}, at 90 and above {_sure}");
    }

    private sealed class QuestionSet
    {
        /// <summary>Whether columns beside those of the accepted query are as good, as people find them in the chat.</summary>
        public bool FurtherColumns { get; set; }
        public List<EverydaySource> Sources { get; set; } = [];
    }

    private sealed class EverydaySource
    {
        public string Name { get; set; } = "";

        /// <summary>What makes the source, where it is neither a file nor a PostgreSQL database.</summary>
        public string Sql { get; set; } = "";
        public string? File { get; set; }
        public string? Postgres { get; set; }
        public List<EverydayQuestion> Questions { get; set; } = [];
    }

    private sealed class EverydayQuestion
    {
        public string Q { get; set; } = "";
        public string? Sql { get; set; }

        /// <summary>Other queries that are as right.</summary>
        public List<string> Or { get; set; } = [];

        /// <summary>What was asked before in the same conversation.</summary>
        public List<string> After { get; set; } = [];
        public bool Refuse { get; set; }
    }
}
