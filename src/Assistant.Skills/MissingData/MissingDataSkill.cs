using System.ComponentModel;
using System.Globalization;
using System.Text.RegularExpressions;
using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Quality;
using Assistant.Skills.Sources;

namespace Assistant.Skills.MissingData;

/// <summary>Talks about what is missing: values, numbers, days, parents; where it could come from; and which of it is meant so.</summary>
public sealed partial class MissingDataSkill(
    MissingScans scans, MissingFindings findings, OpenFindings open, ValueSources supplies, QualityTables tables, GapPresenter presenter)
{
    private const int Shown = 15;

    [DisplayName("find_missing"), Requires(Permission.ReadData)]
    [Description("Finds what is missing in a table or a whole source: null, empty, blank and disguised values, gaps in numbers and dates, parents that are not there; the most important first.")]
    public Task<SkillResult> FindAsync([Description("The table or source, as the person says it; empty for all.")] string table, TurnContext turn, CancellationToken cancellationToken) =>
        TellAsync(table, turn, _ => true, "Nothing is missing", cancellationToken);

    [DisplayName("find_gaps"), Requires(Permission.ReadData)]
    [Description("Finds missing records of a table: gaps in numbers, days without rows, things that stopped reporting, parents that are not there.")]
    public Task<SkillResult> FindGapsAsync([Description("The table, as the person says it.")] string table, TurnContext turn, CancellationToken cancellationToken) =>
        TellAsync(table, turn, gap => gap.Body is not GapBody.Values, "There are no gaps", cancellationToken);

    [DisplayName("find_value_sources"), Requires(Permission.ReadData)]
    [Description("Finds where the missing values of a column could come from, with the hit rate of each way on the rows whose value is known.")]
    public async Task<SkillResult> FindSourcesAsync([Description("The column, as the person says it, or the number of a finding.")] string column, TurnContext turn, CancellationToken cancellationToken)
    {
        var (source, gap, problem) = await GapAsync(column, turn, cancellationToken);
        if (source is null || gap is null)
            return problem!;
        var name = MarkdownText.Plain(gap.Body.Column);
        await turn.ShowAsync(new StepPart("supply", $"Trying what could tell {gap.Body.Column}", StepState.Running));
        var found = await supplies.FindAsync(turn.Caller, source, gap, cancellationToken);
        await turn.ShowAsync(new StepPart("supply", $"Tried what could tell {gap.Body.Column}", StepState.Done));
        if (found.Count == 0)
            return SkillResult.Say($"Nothing in the connected data tells **{name}** right at least half of the time: no other column, table or earlier row. It has to be asked for; write “make a task to fill the missing {name} in {MarkdownText.Plain(gap.Table.Name)}”.");
        var text = $"The missing **{name}** could come from, tried on rows whose value is known:\n\n{string.Join('\n', found.Select(s => GapPresenter.Line(s, turn)))}";
        await turn.ShowAsync(new TextPart(text));
        if (found[0].Sql is { } sql)
            await presenter.ShowRowsAsync(source, $"What {found[0].Title.Replace("it stands", "stands", StringComparison.Ordinal)} proposes", sql + " LIMIT 100", found[0].How, turn, cancellationToken);
        return new(text, []);
    }

    [DisplayName("show_missing_rows"), Requires(Permission.ReadData)]
    [Description("Shows the rows that a finding about missing data is about, by the finding's number.")]
    public async Task<SkillResult> ShowRowsAsync([Description("The finding's number.")] string number, TurnContext turn, CancellationToken cancellationToken)
    {
        if (await ByNumberAsync(number, turn, cancellationToken) is not var (source, finding))
            return NoFinding(number);
        return GapRows.Query(source, finding.Gap) is { } sql && await presenter.ShowRowsAsync(source, $"Finding {finding.Number}", sql, GapWords.Title(finding.Gap, GapPresenter.Culture(turn)), turn, cancellationToken)
            ? new($"Showed the rows of finding {finding.Number}.", []) : SkillResult.Say($"Finding {finding.Number} has no rows to show any more. Write “what's missing in {finding.Gap.Table.Name}” to look again.");
    }

    [DisplayName("decide_finding"), Requires(Permission.ManageSources)]
    [Description("Says that a finding about missing data is meant so and is not to be reported, or takes that back, by the finding's number.")]
    public async Task<SkillResult> DecideAsync([Description("dismiss or open")] string decision, [Description("The finding's number.")] string number, TurnContext turn, CancellationToken cancellationToken)
    {
        if (await ByNumberAsync(number, turn, cancellationToken) is not var (_, finding))
            return NoFinding(number);
        var dismissed = decision != "open";
        await findings.DismissAsync(turn.Caller, finding.Id, dismissed, cancellationToken);
        return SkillResult.Say(dismissed
            ? $"Finding {finding.Number} counts as meant so: {MarkdownText.Plain(GapWords.Title(finding.Gap, GapPresenter.Culture(turn)))}. “open finding {finding.Number}” takes that back."
            : $"Finding {finding.Number} is open again.");
    }

    [DisplayName("set_criticality"), Requires(Permission.ManageSources)]
    [Description("Says how much a column matters to the business: low, normal, high or critical. It weighs in the priority of what is missing.")]
    public async Task<SkillResult> SetCriticalityAsync(
        [Description("The column, as the person says it.")] string column, [Description("low, normal, high or critical")] string criticality, TurnContext turn, CancellationToken cancellationToken)
    {
        if (!Enum.TryParse<Criticality>(criticality, ignoreCase: true, out var level) || await tables.FindColumnAsync(column, turn, cancellationToken) is not var (source, table, found))
            return SkillResult.Say("Say the column and how much it matters, for example “mark the location of equipment as critical”.");
        await findings.SetCriticalityAsync(turn.Caller, source.Info.Id, table.Name, found.Name, level, cancellationToken);
        return SkillResult.Say($"**{MarkdownText.Plain(found.Name)}** of {MarkdownText.Plain(table.Name.Name)} counts as {level.ToString().ToLowerInvariant()} from now on. What is missing in it is ranked by that: see [Missing data](/missing/{source.Info.Id}).");
    }

    private async Task<SkillResult> TellAsync(string said, TurnContext turn, Func<Gap, bool> wanted, string nothing, CancellationToken cancellationToken)
    {
        var (found, problem) = await tables.FindAsync(said, turn, cancellationToken);
        if (found is { } place)
            return await ScanAsync(place.Source, [place.Table], turn, wanted, nothing, cancellationToken);
        var all = await tables.SourcesAsync(turn, cancellationToken);
        var named = all.FirstOrDefault(s => said.Contains(s.Info.Name, StringComparison.OrdinalIgnoreCase)) ?? (all.Count == 1 ? all[0] : null);
        if (named is not null)
            return await ScanAsync(named, [.. named.Catalog.Tables.Where(t => !named.Policy.HiddenTables.Contains(t.Name))], turn, wanted, nothing, cancellationToken);
        // Of everything, what is known is told: scanning all sources takes minutes.
        var known = IsAll(said) ? (await open.ListAsync(turn.Caller, null, cancellationToken)).Where(f => wanted(f.Finding.Gap)).ToList() : [];
        return known.Count == 0 ? problem! : SkillResult.Say($"Of what scans found, this matters most:\n\n{string.Join('\n', known.Take(Shown).Select(f => GapPresenter.Line(f.Finding.Gap, f.Finding.Priority, f.Finding.Number, turn)))}\n\nAll of it is on the page [Missing data](/missing).");
    }

    private async Task<SkillResult> ScanAsync(OpenedSource source, IReadOnlyList<CatalogTable> wantedTables, TurnContext turn, Func<Gap, bool> wanted, string nothing, CancellationToken cancellationToken)
    {
        var gaps = new List<Gap>();
        var (rows, kept) = (0L, true);
        foreach (var table in wantedTables)
        {
            await turn.ShowAsync(new StepPart($"scan-{table.Name}", $"Looking for gaps in {table.Name.Name}", StepState.Running));
            var scanned = await scans.ScanAsync(turn.Caller, source, table, cancellationToken);
            await turn.ShowAsync(new StepPart($"scan-{table.Name}", scanned is null ? $"Could not read {table.Name.Name}" : $"Looked for gaps in {table.Name.Name}", scanned is null ? StepState.Failed : StepState.Done,
                Detail: scanned is null ? null : $"{GapPresenter.Number(scanned.Rows, turn)} rows, {scanned.Queries} queries"));
            gaps.AddRange(scanned?.Gaps ?? []);
            rows += scanned?.Rows ?? 0;
            kept &= scanned is null or { Kept: true };
        }
        var names = wantedTables.Count == 1 ? wantedTables[0].Name.Name : source.Info.Name;
        var scannedTables = wantedTables.Select(t => t.Name).ToHashSet();
        var ranked = kept
            ? (await findings.ListAsync(turn.Caller, source, cancellationToken)).Where(f => f.State is FindingState.Open && scannedTables.Contains(f.Gap.Table) && wanted(f.Gap)).Select(f => (f.Gap, f.Priority, (int?)f.Number)).ToList()
            : [.. (await findings.RankAsync(turn.Caller, source, [.. gaps.Where(wanted)], cancellationToken)).Select(g => (g.Gap, g.Priority, (int?)null))];
        if (ranked.Count == 0)
            return SkillResult.Say($"{nothing} in **{MarkdownText.Plain(names)}** ({GapPresenter.Number(rows, turn)} rows).");
        return await GapPresenter.TellAsync(source, names, wantedTables.Count > 1, rows, ranked, Shown, turn);
    }

    private async Task<(OpenedSource? Source, Gap? Gap, SkillResult? Problem)> GapAsync(string said, TurnContext turn, CancellationToken cancellationToken)
    {
        if (Digits().Match(said) is { Success: true } && await ByNumberAsync(said, turn, cancellationToken) is var (own, finding))
            return (own, finding.Gap, null);
        if (await tables.FindColumnAsync(Missing().Replace(said, " "), turn, cancellationToken) is not var (source, table, column))
            return (null, null, SkillResult.Say($"I don't know which column “{MarkdownText.Plain(said)}” is. Say it with its table, for example “where could the missing manufacturers in equipment come from?”."));
        var kept = (await findings.ListAsync(turn.Caller, source, cancellationToken)).FirstOrDefault(f => f.Gap.Table == table.Name && f.Gap.Body is GapBody.Values && f.Gap.Body.Column == column.Name);
        if (kept is not null)
            return (source, kept.Gap, null);
        var scanned = await scans.ScanAsync(turn.Caller, source, table, cancellationToken);
        return scanned?.Gaps.FirstOrDefault(g => g.Body is GapBody.Values && g.Body.Column == column.Name) is { } gap ? (source, gap, null)
            : (null, null, SkillResult.Say($"No **{MarkdownText.Plain(column.Name)}** is missing in {MarkdownText.Plain(table.Name.Name)}."));
    }

    private async Task<(OpenedSource, MissingFinding)?> ByNumberAsync(string number, TurnContext turn, CancellationToken cancellationToken) =>
        int.TryParse(Digits().Match(number).Value, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? await open.FindAsync(turn.Caller, parsed, cancellationToken) : null;

    private static bool IsAll(string said) => said.Trim().Length == 0 || said.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(w => w.ToLowerInvariant() is "all" or "our" or "my" or "the" or "data" or "everything" or "sources" or "tables" or "any");

    private static SkillResult NoFinding(string number) => SkillResult.Say($"There is no finding {MarkdownText.Plain(number)}. The page [Missing data](/missing) lists all with their numbers.");

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();

    [GeneratedRegex(@"\b(missing|empty|blank|lacking|gaps?)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Missing();
}
