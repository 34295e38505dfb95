using System.ComponentModel;
using System.Globalization;
using System.Text.RegularExpressions;
using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Questions;
using Assistant.Skills.Sources;
using Assistant.Skills.Sources.Profiling;

namespace Assistant.Skills.Reconciliation;

/// <summary>Compares tables in the chat: "compare orders in shop with orders in warehouse by order_id".</summary>
public sealed partial class ReconciliationSkill(DataSources sources, Reconciler reconciler, Comparisons comparisons, QuestionSkill questions)
{
    private const int ExamplesShown = 12;

    [DisplayName("compare_tables"), Requires(Permission.ReadData)]
    [Description("Reconciles two tables, of the same or of different sources: counts, sums, rows on one side only, and values that differ.")]
    public async Task<SkillResult> CompareAsync(
        [Description("Both tables with their sources, and by which columns, as a sentence: 'compare orders in shop with orders in warehouse by order_id'.")] string sentence, TurnContext turn, CancellationToken cancellationToken)
    {
        var said = Sentence().Match(sentence.Trim().TrimEnd('?', '.'));
        var (left, right) = (said.Groups["left"].Value, said.Groups["right"].Value);
        var all = new List<OpenedSource>();
        foreach (var info in await sources.ListAsync(turn.Caller, cancellationToken))
            if (await sources.OpenAsync(turn.Caller, info.Id, cancellationToken) is { } source)
                all.Add(source);
        var keys = By().Match(right) is { Success: true } by ? by.Groups["keys"].Value.Split([" and ", ","], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : [];
        right = By().Replace(right, "");
        var one = Find(all, left, turn.SourceId);
        // "compare orders in shop with warehouse": the table of the same name there.
        var other = Find(all, right, turn.SourceId) ?? (one is var (_, named) && all.FirstOrDefault(s => Same(s.Info.Name, right)) is { } there ? Find(all, $"{named.Name.Name} in {there.Info.Name}", null) : null);
        if (one is not var (leftSource, leftTable) || other is not var (rightSource, rightTable))
            // "compare sales in May with sales in June" is a question about the data.
            return By().IsMatch(turn.Text) || turn.Text.Contains("reconcile", StringComparison.OrdinalIgnoreCase)
                ? SkillResult.Say($"Say both tables with their sources, for example “compare orders in shop with orders in warehouse”. I know: {MarkdownText.Plain(string.Join(", ", all.Select(s => s.Info.Name)))}.")
                : await questions.AnswerAsync(turn.Text, turn, cancellationToken);
        var (plan, why) = await reconciler.PlanAsync(turn.Caller, new(leftSource.Info.Id, leftTable.Name), new(rightSource.Info.Id, rightTable.Name), keys, new(), cancellationToken);
        if (plan is null)
            return SkillResult.Say(why!);
        await turn.ShowAsync(new StepPart("compare", $"Comparing {leftTable.Name.Name} with {rightTable.Name.Name}", StepState.Running));
        var outcome = await reconciler.CompareAsync(turn.Caller, plan, null, cancellationToken);
        await turn.ShowAsync(new StepPart("compare", outcome is CompareOutcome.Compared ? $"Compared {leftTable.Name.Name} with {rightTable.Name.Name}" : $"Could not compare {leftTable.Name.Name} with {rightTable.Name.Name}", outcome is CompareOutcome.Compared ? StepState.Done : StepState.Failed));
        if (outcome is not CompareOutcome.Compared { Comparison: var found })
            return SkillResult.Say(((CompareOutcome.Refused)outcome).Why);
        var number = await comparisons.KeepAsync(turn.Caller, found, cancellationToken);
        return SkillResult.Say(Told(found, $"{leftTable.Name.Name} in {leftSource.Info.Name}", $"{rightTable.Name.Name} in {rightSource.Info.Name}", number, turn));
    }

    private static string Told(Comparison found, string left, string right, int? number, TurnContext turn)
    {
        var culture = CultureInfo.GetCultureInfo(turn.Caller.Preferences.Culture);
        string N(long count) => count.ToString("#,0", culture);
        var (one, other) = (MarkdownText.Plain(left), MarkdownText.Plain(right));
        var lines = new List<string>
        {
            found.IsSame ? $"**{one}** and **{other}** are the same: all {N(found.Matched)} rows and {found.Columns.Count} columns, by {MarkdownText.Plain(string.Join(", ", found.Plan.Keys.Select(k => k.Left)))}."
                : $"**{one}** ({N(found.LeftRows)} rows) and **{other}** ({N(found.RightRows)} rows) differ, by {MarkdownText.Plain(string.Join(", ", found.Plan.Keys.Select(k => k.Left)))}:",
        };
        if (!found.IsSame)
        {
            lines.Add($"- only in {one}: **{N(found.OnlyLeft)}** rows");
            lines.Add($"- only in {other}: **{N(found.OnlyRight)}** rows");
            lines.Add($"- in both, but different: **{N(found.Different)}** of {N(found.Matched)} rows");
            lines.AddRange(found.Columns.Where(c => c.Different > 0).OrderByDescending(c => c.Different).Select(c => $"- {MarkdownText.Plain(c.Pair.Left)}: {N(c.Different)} values differ{(c.LeftSum is { } a && c.RightSum is { } b && a != b ? $"; sum {a.ToString("#,0.##", culture)} against {b.ToString("#,0.##", culture)}" : "")}"));
            if (found.NoKey > 0)
                lines.Add($"- {N(found.NoKey)} rows have no key and could not be compared");
            if (found.Repeated > 0)
                lines.Add($"- {N(found.Repeated)} rows repeat a key");
            lines.Add("");
            lines.AddRange(found.Examples.Take(ExamplesShown).Select(e => $"- {MarkdownText.Plain(string.Join(" / ", e.Key))}: {e.Kind switch
            {
                DifferenceKind.OnlyLeft => $"only in {one}",
                DifferenceKind.OnlyRight => $"only in {other}",
                _ => $"{MarkdownText.Plain(e.Column!)} is “{MarkdownText.Plain(e.Left ?? "empty")}” against “{MarkdownText.Plain(e.Right ?? "empty")}”",
            }}"));
        }
        lines.Add("");
        lines.Add(found.Buckets > 0 ? $"{found.SameBuckets} of {found.Buckets} parts were the same by the hashes that the engines made." : "The rows were read in the order of their keys.");
        if (found.Partly)
            lines.Add("Rows that you may not see were left out.");
        if (number is { } kept)
            lines.Add($"All differences as a file: [comparison {kept}](/reconciliation?comparison={kept}).");
        return string.Join('\n', lines);
    }

    /// <summary>"orders in shop", "shop orders", "shop.orders", or a table of the chosen source.</summary>
    private static (OpenedSource Source, CatalogTable Table)? Find(IReadOnlyList<OpenedSource> all, string said, Guid? chosen)
    {
        var match = InSource().Match(said.Trim());
        var (table, place) = match.Success ? (match.Groups["table"].Value, match.Groups["source"].Value) : (said, null);
        if (place is not null)
            return all.FirstOrDefault(s => Same(s.Info.Name, place)) is { } source && Table(source, table) is { } found ? (source, found) : null;
        foreach (var candidate in all.OrderByDescending(s => s.Info.Id == chosen))
        {
            var rest = said.StartsWith(candidate.Info.Name + " ", StringComparison.OrdinalIgnoreCase) || said.StartsWith(candidate.Info.Name + ".", StringComparison.OrdinalIgnoreCase) ? said[(candidate.Info.Name.Length + 1)..] : said;
            if (Table(candidate, rest) is { } known)
                return (candidate, known);
        }
        return null;
    }

    private static CatalogTable? Table(OpenedSource source, string said) => source.Catalog.Tables.FirstOrDefault(t => !source.Policy.HiddenTables.Contains(t.Name)
        && (Same(t.Name.Name, Articles().Replace(said, "")) || Same(t.Name.ToString(), said)));

    private static bool Same(string one, string other) =>
        NameWords.Of(one).Select(NameWords.Singular).SequenceEqual(NameWords.Of(Articles().Replace(other.Trim(), "")).Select(NameWords.Singular));

    [GeneratedRegex(@"^\W*(please\s+)?(compare|reconcile|/compare)\s+(the\s+table\s+)?(?<left>.+?)\s+(with|against|to|and)\s+(the\s+table\s+)?(?<right>.+)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Sentence();

    [GeneratedRegex(@"^(?<table>.+?)\s+(in|from|of|at)\s+(the\s+)?(source\s+)?(?<source>.+)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex InSource();

    [GeneratedRegex(@"^(the|our|table)\s+|\s+(table|source|data)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Articles();

    [GeneratedRegex(@"\s+by\s+(?<keys>[\p{L}\p{Nd}_ ,]+)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex By();
}
