using Assistant.Skills.Access;
using Assistant.Skills.Changes;
using Assistant.Skills.Sources;
using Microsoft.Extensions.DependencyInjection;

namespace Assistant.Skills.Tests.Changes;

public class ChangeSetsTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_change_is_proposed_approved_by_another_written_and_undone(bool sqlite)
    {
        await using var yard = await Yard.MakeAsync(sqlite);
        var before = (await yard.ColumnAsync("hall"), await yard.ColumnAsync("load_kg"), await yard.ColumnAsync("checked_at"), await yard.ColumnAsync("maker"), await yard.ColumnAsync("active"));
        var set = await yard.ProposedAsync(
            Yard.Cell(2, "hall", null, "H3"), Yard.Cell(2, "checked_at", null, "2026-11-20 07:15:00"), Yard.Cell(2, "maker", "N/A", "Lindqvist"),
            Yard.Cell(1, "load_kg", "1000.50", "1200"), Yard.Cell(3, "active", "true", "false"));
        Assert.Equal((ChangeState.Proposed, 5, 3, 1), (set.State, set.Cells, set.Rows, set.Number));

        Assert.Equal(ChangeState.Approved, Yard.Done(await yard.Sets.ApproveAsync(yard.Approver, set.Id, null, "Seen", default)).State);
        Assert.Equal(before.Item1, await yard.ColumnAsync("hall"));
        Assert.Equal(ChangeState.Applied, Yard.Done(await yard.Sets.ApplyAsync(yard.Approver, set.Id, default)).State);
        Assert.Equal(("H1|H3|H2", "-|Lindqvist|Lindqvist"), (await yard.ColumnAsync("hall"), await yard.ColumnAsync("maker")));
        Assert.StartsWith("1200", await yard.ColumnAsync("load_kg"), StringComparison.Ordinal);
        Assert.Contains("2026-11-20 07:15:00", await yard.ColumnAsync("checked_at"), StringComparison.Ordinal);

        Assert.Equal(ChangeState.Undone, Yard.Done(await yard.Sets.UndoAsync(yard.Approver, set.Id, default)).State);
        Assert.Equal(before, (await yard.ColumnAsync("hall"), await yard.ColumnAsync("load_kg"), await yard.ColumnAsync("checked_at"), await yard.ColumnAsync("maker"), await yard.ColumnAsync("active")));
        Assert.Equal("change proposed, change approved, change write began, change written, change undo began, change undone",
            await yard.Database.ScalarAsync("SELECT string_agg(action, ', ' ORDER BY number) FROM audit_log WHERE action LIKE 'change%'"));
        Assert.True((await yard.Services.GetRequiredService<AuditChain>().VerifyAsync(yard.Author, default)).Holds);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Where_one_row_was_changed_since_nothing_is_written_and_the_row_is_told(bool sqlite)
    {
        await using var yard = await Yard.MakeAsync(sqlite);
        var set = await yard.ApprovedAsync(Yard.Cell(1, "maker", null, "Ansel"), Yard.Cell(3, "maker", "Lindqvist", "Ansel"));
        await yard.RunAsync("UPDATE cranes SET maker = 'Brandt' WHERE crane_no = 3");
        var stale = Assert.IsType<ChangeOutcome.Stale>(await yard.Sets.ApplyAsync(yard.Approver, set.Id, default));
        Assert.Equal((1, "3", ChangeState.Stale), (stale.Count, Assert.Single(stale.Rows), stale.Set.State));
        Assert.Equal("-|N/A|Brandt", await yard.ColumnAsync("maker"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_undo_does_not_take_back_what_somebody_did_later(bool sqlite)
    {
        await using var yard = await Yard.MakeAsync(sqlite);
        var set = await yard.WrittenAsync(Yard.Cell(1, "maker", null, "Ansel"), Yard.Cell(2, "hall", null, "H2"));
        await yard.RunAsync("UPDATE cranes SET maker = 'Brandt' WHERE crane_no = 1");
        Assert.Equal(ChangeState.Applied, Assert.IsType<ChangeOutcome.Stale>(await yard.Sets.UndoAsync(yard.Approver, set.Id, default)).Set.State);
        Assert.Equal(("Brandt|N/A|Lindqvist", "H1|H2|H2"), (await yard.ColumnAsync("maker"), await yard.ColumnAsync("hall")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_the_database_does_not_take_is_refused_whole_and_in_words(bool sqlite)
    {
        await using var yard = await Yard.MakeAsync(sqlite);
        var set = await yard.ApprovedAsync(Yard.Cell(1, "maker", null, "Ansel"), Yard.Cell(2, "hall", null, "H9"));
        Assert.Contains("Nothing was written", Assert.IsType<ChangeOutcome.Refused>(await yard.Sets.ApplyAsync(yard.Approver, set.Id, default)).Why, StringComparison.Ordinal);
        Assert.Equal(ChangeState.Failed, (await yard.Sets.FindAsync(yard.Author, set.Id, default))!.State);
        Assert.Equal("-|N/A|Lindqvist", await yard.ColumnAsync("maker"));
    }

    [Fact]
    public async Task A_text_too_long_for_its_column_is_refused_and_not_cut()
    {
        await using var yard = await Yard.OnPostgreSqlAsync();
        var set = await yard.ApprovedAsync(Yard.Cell(2, "hall", null, "H1 and a lot more"));
        Assert.Contains("longer than", Assert.IsType<ChangeOutcome.Refused>(await yard.Sets.ApplyAsync(yard.Approver, set.Id, default)).Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Two_who_approve_and_write_at_once_write_once(bool sqlite)
    {
        await using var yard = await Yard.MakeAsync(sqlite);
        var other = await yard.Database.ColleagueAsync(yard.Author, Permission.ReadData, Permission.ApproveChanges);
        var set = await yard.ProposedAsync(Yard.Cell(1, "maker", null, "Ansel"));
        var approvals = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => yard.Sets.ApproveAsync(i % 2 == 0 ? other : yard.Approver, set.Id, null, "", default)));
        Assert.Single(approvals.OfType<ChangeOutcome.Done>());
        var writes = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => yard.Sets.ApplyAsync(i % 2 == 0 ? other : yard.Approver, set.Id, default)));
        Assert.Single(writes.OfType<ChangeOutcome.Done>());
        Assert.Equal("1", await yard.Database.ScalarAsync("SELECT count(*) FROM audit_log WHERE action = 'change written'"));
        Assert.Equal("Ansel|N/A|Lindqvist", await yard.ColumnAsync("maker"));
    }

    [Fact]
    public async Task Who_proposes_does_not_approve_unless_the_organization_says_so()
    {
        await using var yard = await Yard.OnPostgreSqlAsync();
        var set = await yard.ProposedAsync(Yard.Cell(1, "maker", null, "Ansel"));
        Assert.Contains("four eyes", Assert.IsType<ChangeOutcome.Refused>(await yard.Sets.ApproveAsync(yard.Author, set.Id, null, "", default)).Why, StringComparison.Ordinal);
        await yard.Sets.SetFourEyesAsync(yard.Author, needed: false, default);
        Assert.Equal(ChangeState.Approved, Yard.Done(await yard.Sets.ApproveAsync(yard.Author, set.Id, null, "", default)).State);
        await Assert.ThrowsAsync<PermissionDeniedException>(() => yard.Sets.SetFourEyesAsync(yard.Approver, needed: true, default));
    }

    [Fact]
    public async Task Only_chosen_cells_are_written_and_cells_left_out_never_are()
    {
        await using var yard = await Yard.OnPostgreSqlAsync();
        var set = await yard.ProposedAsync(
            Yard.Cell(1, "maker", null, "Ansel"), Yard.Cell(2, "hall", null, "H2"), Yard.Cell(3, "load_kg", null, "-1") with { Verdict = CellVerdict.LeftOut, Says = "Left out: less than 0" });
        Assert.Equal((2, 1), (set.Cells, set.LeftOut));
        Yard.Done(await yard.Sets.ApproveAsync(yard.Approver, set.Id, new HashSet<int> { 1, 2 }, "", default));
        Assert.Equal(ChangeState.Applied, Yard.Done(await yard.Sets.ApplyAsync(yard.Approver, set.Id, default)).State);
        Assert.Equal(("-|N/A|Lindqvist", "H1|H2|H2"), (await yard.ColumnAsync("maker"), await yard.ColumnAsync("hall")));
        Assert.EndsWith("|-", await yard.ColumnAsync("load_kg"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rejected_change_says_why_and_is_never_written()
    {
        await using var yard = await Yard.OnPostgreSqlAsync();
        var set = await yard.ProposedAsync(Yard.Cell(1, "maker", null, "Ansel"));
        Assert.Contains("why", Assert.IsType<ChangeOutcome.Refused>(await yard.Sets.RejectAsync(yard.Approver, set.Id, " ", default)).Why, StringComparison.Ordinal);
        Assert.Equal("Wrong maker", Yard.Done(await yard.Sets.RejectAsync(yard.Approver, set.Id, "Wrong maker", default)).Note);
        Assert.IsType<ChangeOutcome.Refused>(await yard.Sets.ApproveAsync(yard.Approver, set.Id, null, "", default));
        Assert.IsType<ChangeOutcome.Refused>(await yard.Sets.ApplyAsync(yard.Approver, set.Id, default));
        Assert.Equal("-|N/A|Lindqvist", await yard.ColumnAsync("maker"));
    }

    [Fact]
    public async Task Nobody_sees_or_decides_what_their_rights_hide()
    {
        await using var yard = await Yard.OnPostgreSqlAsync();
        var set = await yard.ProposedAsync(Yard.Cell(1, "maker", null, "Ansel"), Yard.Cell(2, "load_kg", "2500.00", "2600"), Yard.Cell(3, "load_kg", null, "5"));
        Assert.Null(await yard.Sets.FindAsync(yard.Database.Theirs, set.Id, default));
        Assert.Empty(await yard.Sets.ListAsync(yard.Database.Theirs, default));
        var reader = await yard.Database.ColleagueAsync(yard.Author, Permission.ReadData);
        await Assert.ThrowsAsync<PermissionDeniedException>(() => yard.Sets.ApproveAsync(reader, set.Id, null, "", default));
        await Assert.ThrowsAsync<PermissionDeniedException>(() => yard.Sets.ApplyAsync(reader, set.Id, default));

        // Colleagues are viewers: of loads they see nothing, and of cranes only those of hall H1.
        await yard.Services.GetRequiredService<Policies>().SaveAsync(yard.Author, yard.Source.Id,
            [new(OrganizationRole.Viewer, yard.Table, "load_kg", ColumnMask.Null), new(OrganizationRole.Viewer, yard.Table, RowFilter: "hall = 'H1'")], default);
        Assert.Equal(["maker"], (await yard.Sets.CellsAsync(yard.Approver, set.Id, default)).Select(c => c.Column));
        Assert.Contains("do not let you see", Assert.IsType<ChangeOutcome.Refused>(await yard.Sets.ApproveAsync(yard.Approver, set.Id, null, "", default)).Why, StringComparison.Ordinal);
        Assert.IsType<ChangeOutcome.Refused>(await yard.Sets.ProposeAsync(yard.Approver, yard.New(Yard.Cell(1, "load_kg", null, "1")), null, default));
        await yard.Services.GetRequiredService<Policies>().SaveAsync(yard.Author, yard.Source.Id, [new(OrganizationRole.Viewer, yard.Table)], default);
        Assert.Null(await yard.Sets.FindAsync(yard.Approver, set.Id, default));
    }

    [Fact]
    public async Task A_request_sent_twice_with_one_key_is_kept_once()
    {
        await using var yard = await Yard.OnPostgreSqlAsync();
        var one = Yard.Done(await yard.Sets.ProposeAsync(yard.Author, yard.New(Yard.Cell(1, "maker", null, "Ansel")), "k-1", default));
        var same = Yard.Done(await yard.Sets.ProposeAsync(yard.Author, yard.New(Yard.Cell(1, "maker", null, "Ansel")), "k-1", default));
        Assert.Equal(one.Id, same.Id);
        Assert.IsType<ChangeOutcome.Refused>(await yard.Sets.ProposeAsync(yard.Author, yard.New(Yard.Cell(1, "maker", null, "Other")), "k-1", default));
        Assert.Single(await yard.Sets.ListAsync(yard.Author, default));
    }

    [Fact]
    public async Task What_cannot_be_a_change_is_refused()
    {
        await using var yard = await Yard.OnPostgreSqlAsync();
        foreach (var cells in new CellChange[][]
        {
            [], [Yard.Cell(1, "no_such", null, "x")], [Yard.Cell(1, "crane_no", "1", "9")], [new([], "maker", null, "x")], [Yard.Cell(1, "maker", null, "x"), Yard.Cell(1, "maker", null, "y")],
            [Yard.Cell(1, "maker", null, "x") with { Verdict = CellVerdict.LeftOut }],
        })
            Assert.IsType<ChangeOutcome.Refused>(await yard.Sets.ProposeAsync(yard.Author, yard.New(cells), null, default));
    }

    [Fact]
    public async Task Old_and_new_values_are_kept_encrypted()
    {
        await using var yard = await Yard.OnPostgreSqlAsync();
        await yard.ProposedAsync(Yard.Cell(3, "maker", "Lindqvist", "Hammarskjold"));
        Assert.Equal("0", await yard.Database.ScalarAsync("SELECT count(*) FROM change_sets WHERE position('Hammarskjold' IN encode(cells, 'escape')) > 0 OR to_jsonb(change_sets)::text LIKE '%Hammarskjold%'"));
    }
}
