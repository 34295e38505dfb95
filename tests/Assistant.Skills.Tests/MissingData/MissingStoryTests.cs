using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.MissingData;
using Assistant.Skills.Sources;
using Assistant.Testing;

namespace Assistant.Skills.Tests.MissingData;

/// <summary>From "what's missing?" to what was filled, came back, or is meant so.</summary>
public sealed class MissingStoryTests : IAsyncLifetime
{
    private readonly SetClock _clock = new();
    private ConnectedSources _sources = null!;
    private PostgresDatabase _store = null!;
    private Guid _source;

    public async Task InitializeAsync()
    {
        _sources = await ConnectedSources.StartAsync(_clock);
        (_source, _store) = await _sources.PostgresAsync("Yard",
            """
            CREATE TABLE halls (hall_id text PRIMARY KEY, site text NOT NULL);
            CREATE TABLE crates (crate_id int PRIMARY KEY, label text, hall_id text, state text, closed_by text, weight_kg numeric);
            INSERT INTO halls SELECT 'H' || i, CASE WHEN i < 5 THEN 'North' ELSE 'South' END FROM generate_series(1, 9) AS i;
            INSERT INTO crates SELECT i, 'C-' || i, 'H' || 1 + i % 9, CASE WHEN i % 4 = 0 THEN 'open' ELSE 'closed' END, CASE WHEN i % 4 = 0 THEN NULL ELSE 'W' || i % 7 END, 10 + i % 30 FROM generate_series(1, 600) AS i WHERE i NOT BETWEEN 200 AND 204;
            UPDATE crates SET weight_kg = NULL WHERE crate_id IN (10, 20, 30);
            UPDATE crates SET closed_by = '' WHERE crate_id IN (11, 13);
            UPDATE crates SET hall_id = 'H77' WHERE crate_id IN (41, 42);
            """);
    }

    public async Task DisposeAsync() => await _sources.DisposeAsync();

    [Fact]
    public async Task Missing_values_numbers_and_parents_are_told_and_what_nobody_expects_is_not_counted()
    {
        var told = await _sources.TextAsync("what's missing in crates?", _source);
        Assert.Contains("weight_kg is missing in 3 rows", told, StringComparison.Ordinal);
        Assert.Contains("closed_by is missing in 2 rows where state is closed", told, StringComparison.Ordinal);
        Assert.Contains("5 numbers of crate_id are not there: 200 to 204", told.Replace("\\", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("2 rows have a hall_id that is not in halls", told, StringComparison.Ordinal);
        var gaps = await _sources.TextAsync("where are gaps in crates?", _source);
        Assert.Contains("crate_id", gaps, StringComparison.Ordinal);
        Assert.DoesNotContain("weight_kg", gaps, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scanning_again_finds_the_same_once_and_closes_what_was_filled_and_opens_what_came_back()
    {
        var first = await ScanAsync();
        var again = await ScanAsync();
        Assert.Equal(first.Select(f => (f.Number, f.Gap.Missing)), again.Select(f => (f.Number, f.Gap.Missing)));
        Assert.All(again, f => Assert.Equal(0, f.Change));

        await _store.ScalarAsync("UPDATE crates SET weight_kg = 12 WHERE weight_kg IS NULL");
        var filled = Weight(await ScanAsync());
        Assert.Equal((FindingState.Filled, 0L, -3L), (filled.State, filled.Gap.Missing, filled.Change));

        await _store.ScalarAsync("UPDATE crates SET weight_kg = NULL WHERE crate_id = 10");
        var back = Weight(await ScanAsync());
        Assert.Equal((FindingState.Open, 1L, filled.Number), (back.State, back.Gap.Missing, back.Number));

        await _sources.AskAsync($"finding {back.Number} is meant so", _source);
        Assert.Equal(FindingState.Dismissed, Weight(await ScanAsync()).State);
    }

    [Fact]
    public async Task A_scan_that_was_cut_off_goes_on_with_the_tables_that_are_left()
    {
        var start = _clock.GetUtcNow();
        var scans = _sources.Get<MissingScans>();
        await scans.ScanAsync(_sources.Ours, _source, new("public", "crates"), null, default);
        var rest = await scans.ScanAsync(_sources.Ours, _source, null, start, default);
        Assert.Equal("halls", Assert.Single(rest!).Table.Name);
    }

    [Fact]
    public async Task The_priority_grows_with_use_and_with_what_a_person_said()
    {
        var before = Weight(await ScanAsync()).Priority;
        await _sources.AskAsync("what is the average weight_kg of crates?", _source);
        var used = Weight(await ScanAsync()).Priority;
        Assert.True(used.Uses.Answers > before.Uses.Answers && used.Score > before.Score);
        await _sources.AskAsync("mark the weight_kg in crates as critical", _source);
        var said = Weight(await ScanAsync()).Priority;
        Assert.Equal((Criticality.Critical, true), (said.Criticality, said.CriticalitySaid));
        Assert.Equal(100 * Math.Sqrt(3.0 / 595) * said.UseFactor * 4, said.Score, 6);
    }

    [Fact]
    public async Task Findings_are_of_one_organization_and_not_for_who_sees_only_a_part()
    {
        var finding = Weight(await ScanAsync());
        Assert.Null(await _sources.Get<OpenFindings>().FindAsync(_sources.Database.Theirs, finding.Number, default));
        var viewer = await _sources.Database.ColleagueAsync(_sources.Ours, Permission.ReadData);
        Assert.NotNull(await _sources.Get<OpenFindings>().FindAsync(viewer, finding.Number, default));
        await Assert.ThrowsAsync<PermissionDeniedException>(() => _sources.Get<MissingFindings>().DismissAsync(viewer, finding.Id, true, default));

        var crates = new TableName("public", "crates");
        await RuleAsync(new PolicyRule(OrganizationRole.Viewer, crates, RowFilter: "hall_id = 'H1'"));
        Assert.Null(await _sources.Get<OpenFindings>().FindAsync(viewer, finding.Number, default));
        var told = await _sources.TextAsync("what's missing in crates?", _source, viewer);
        Assert.DoesNotContain("crate_id", told, StringComparison.Ordinal);
        Assert.DoesNotContain("(595 rows)", told, StringComparison.Ordinal);

        await RuleAsync(new PolicyRule(OrganizationRole.Viewer, crates, Column: "weight_kg", Mask: ColumnMask.Full));
        Assert.Null(await _sources.Get<OpenFindings>().FindAsync(viewer, finding.Number, default));
    }

    [Fact]
    public async Task Example_rows_hold_the_masks_of_who_looks()
    {
        var finding = (await ScanAsync()).Single(f => f.Gap.Body is GapBody.Parents);
        var viewer = await _sources.Database.ColleagueAsync(_sources.Ours, Permission.ReadData);
        await RuleAsync(new PolicyRule(OrganizationRole.Viewer, new("public", "crates"), Column: "label", Mask: ColumnMask.Full));
        var source = await _sources.OpenAsync(_source, viewer);
        var rows = Assert.IsType<QueryOutcome.Rows>(await _sources.Get<Results>().ReadSavedAsync(viewer, _source, GapRows.Query(source, finding.Gap)!, default)).Table;
        Assert.Equal(2, rows.Rows.Count);
        var label = rows.Columns.ToList().FindIndex(c => c.Name == "label");
        Assert.DoesNotContain(rows.Rows, r => r[label]?.ToString()?.StartsWith("C-", StringComparison.Ordinal) is true);
    }

    [Fact]
    public async Task A_value_is_found_in_another_source_by_the_same_key()
    {
        await _sources.UploadAsync("scale.csv", "crate_id,weight_kg\n" + string.Join('\n', Enumerable.Range(1, 600).Select(i => $"{i},{10 + i % 30}")));
        var told = await _sources.TextAsync("where could the missing weight_kg in crates come from?", _source);
        Assert.Contains("scale in scale has it**: right in 100 %", told, StringComparison.Ordinal);
        Assert.Contains("has a value for 3 of 3 missing ones", told, StringComparison.Ordinal);
    }

    private static MissingFinding Weight(IEnumerable<MissingFinding> findings) => findings.Single(f => f.Gap.Body.Column == "weight_kg");

    private async Task RuleAsync(PolicyRule rule) => Assert.Null(await _sources.Get<SourcePolicies>().SaveAsync(_sources.Ours, _source, [rule], default));

    private async Task<IReadOnlyList<MissingFinding>> ScanAsync()
    {
        _clock.Advance(TimeSpan.FromMinutes(30));
        Assert.NotNull(await _sources.Get<MissingScans>().ScanAsync(_sources.Ours, _source, null, null, default));
        return await _sources.Get<MissingFindings>().ListAsync(_sources.Ours, await _sources.OpenAsync(_source), default);
    }
}
