using System.ComponentModel;
using System.Globalization;
using Assistant.Skills.Access;
using Assistant.Skills.Conversation;

namespace Assistant.Skills.Quality;

/// <summary>Tells in the chat what a table holds.</summary>
public sealed class ProfileSkill(QualityTables tables, QualityChecks checks)
{
    private const int ColumnsShown = 16, RelationsShown = 8;

    [DisplayName("profile_table"), Requires(Permission.ReadData)]
    [Description("Profiles a table: what each column holds, how its values are spread and written, keys, duplicates, and what columns tell of each other.")]
    public async Task<SkillResult> ProfileAsync([Description("The table, as the person says it.")] string table, TurnContext turn, CancellationToken cancellationToken)
    {
        var (found, problem) = await tables.FindAsync(table, turn, cancellationToken);
        if (found is not { } place)
            return problem!;
        await turn.ShowAsync(new StepPart("profile", $"Profiling {place.Table.Name.Name}", StepState.Running));
        if (await checks.ProfileAsync(turn.Caller, place.Source, place.Table, cancellationToken) is not { } profile)
        {
            await turn.ShowAsync(new StepPart("profile", $"Could not read {place.Table.Name.Name}", StepState.Failed));
            return SkillResult.Say($"The table {MarkdownText.Plain(place.Table.Name.Name)} could not be read just now. Try again in a moment.");
        }
        var culture = CultureInfo.GetCultureInfo(turn.Caller.Preferences.Culture);
        await turn.ShowAsync(new StepPart("profile", $"Profiled {place.Table.Name.Name}", StepState.Done, Detail: Counted.Of(profile.Queries, "query", "queries")));
        var text = Said(profile, culture) + $"\n\nSpreads, patterns and lengths of each column stand on the page [Profile]({Address(place.Source.Info.Id, place.Table.Name)}).";
        await turn.ShowAsync(new TextPart(text));
        await turn.ShowAsync(new SuggestionsPart([$"what's wrong with our {place.Table.Name.Name} data", $"propose rules for {place.Table.Name.Name}"]));
        return new(text, []);
    }

    /// <summary>The page of a table's profile.</summary>
    public static string Address(Guid source, Sources.TableName table) => $"/quality/{source}/profile/{Uri.EscapeDataString(table.ToString())}";

    private static string Said(TableProfile profile, CultureInfo culture)
    {
        var head = $"**{MarkdownText.Plain(profile.Table.Name)}** has {Counted.Of(profile.Rows, "row", "rows", culture)} and {Counted.Of(profile.Columns.Count, "column", "columns")}"
            + (profile.Keys.Count > 0 ? $"; {MarkdownText.Plain(string.Join(" and ", profile.Keys.Take(3)))} {(profile.Keys.Count > 1 ? "each tell" : "tells")} the rows apart" : "; no column alone tells the rows apart")
            + profile.Copies switch { 0 => ", no row stands twice", 1 => ", one row repeats another", { } copies => $", {copies.ToString("#,0", culture)} rows repeat another", _ => "" }
            + (profile.NearCopies > 0 ? $", {profile.NearCopies.ToString("#,0", culture)} differ from another only in key or spelling" : "") + "."
            + (profile.Looked < profile.Rows ? $" Quantiles, patterns and relations are of {profile.Looked.ToString("#,0", culture)} rows spread evenly over it." : "");
        var columns = profile.Columns.Take(ColumnsShown).Select(c => $"- **{MarkdownText.Plain(c.Name)}**: {Column(c, profile.Rows, culture)}");
        var more = profile.Columns.Count > ColumnsShown ? $"\n- and {profile.Columns.Count - ColumnsShown} more columns" : "";
        var left = profile.LeftOut.Count == 0 ? "" : $"\n\nNot read, because masked for you, sensitive or not comparable: {MarkdownText.Plain(string.Join(", ", profile.LeftOut.Take(ColumnsShown)))}.";
        var relations = profile.Relations.Count == 0 ? "" : $"\n\nWhat columns tell of each other:\n\n{string.Join('\n', profile.Relations.Take(RelationsShown).Select(r => $"- {MarkdownText.Plain(r.Title)}"))}";
        return $"{head}\n\n{string.Join('\n', columns)}{more}{left}{relations}";
    }

    private static string Column(ColumnProfile column, long rows, CultureInfo culture)
    {
        var said = new List<string> { $"{(column.DistinctIsExact ? "" : "about ")}{column.Distinct.ToString("#,0", culture)} different" };
        if (column.Nulls + column.Blanks is > 0 and var empty)
            said.Add($"{(100.0 * empty / Math.Max(1, rows)).ToString("0.##", culture)} % empty");
        if (column.Disguised > 0)
            said.Add($"“{MarkdownText.Plain(column.Disguises[0])}” stands for missing");
        if (column.Quantiles is [var least, _, _, var middle, _, _, var most])
            said.Add($"{MarkdownText.Plain(least)} to {MarkdownText.Plain(most)}, middle {MarkdownText.Plain(middle)}");
        else if (column.Patterns is [var pattern, ..] && column.Patterns.Count <= 3 && pattern.Value.Any(char.IsDigit))
            said.Add($"written like {MarkdownText.Plain(pattern.Value)}");
        else if (column.Top.Count > 0)
            said.Add($"mostly {MarkdownText.Plain(string.Join(", ", column.Top.Take(3).Select(t => t.Value)))}");
        if (column.Odd > 0)
            said.Add($"{column.Odd.ToString("#,0", culture)} values are no {(column.Holds == nameof(ValueKind.Date) ? "dates" : "numbers")}");
        return string.Join("; ", said);
    }
}
