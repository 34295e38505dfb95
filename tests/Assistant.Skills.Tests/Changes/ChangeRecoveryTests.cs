using Assistant.Skills.Changes;
using Assistant.Skills.Changes.Writing;
using Assistant.Skills.Sources;
using Microsoft.Extensions.DependencyInjection;

namespace Assistant.Skills.Tests.Changes;

/// <summary>The server dies or the line breaks while a change is written: all of it or nothing, and later it is known which.</summary>
public class ChangeRecoveryTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_write_that_ended_after_the_server_died_is_found_to_be_written(bool sqlite)
    {
        await using var yard = await Yard.MakeAsync(sqlite);
        var set = await CutOffAsync(yard, write: true);
        Assert.Equal(1, await yard.Services.GetRequiredService<ChangeRecovery>().RunAsync(default));
        Assert.Equal(ChangeState.Applied, (await yard.Sets.FindAsync(yard.Author, set.Id, default))!.State);
        Assert.Equal(ChangeState.Undone, Yard.Done(await yard.Sets.UndoAsync(yard.Approver, set.Id, default)).State);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_write_that_never_ended_is_found_not_to_be_written_and_can_be_written_then(bool sqlite)
    {
        await using var yard = await Yard.MakeAsync(sqlite);
        var set = await CutOffAsync(yard, write: false);
        Assert.Equal(1, await yard.Services.GetRequiredService<ChangeRecovery>().RunAsync(default));
        var found = (await yard.Sets.FindAsync(yard.Author, set.Id, default))!;
        Assert.Equal(ChangeState.Approved, found.State);
        Assert.Contains("Nothing was written", found.Failure, StringComparison.Ordinal);
        Assert.Equal(ChangeState.Applied, Yard.Done(await yard.Sets.ApplyAsync(yard.Approver, set.Id, default)).State);
        Assert.Equal("Ansel|N/A|Ansel", await yard.ColumnAsync("maker"));
    }

    [Fact]
    public async Task A_connection_lost_in_the_middle_leaves_nothing_and_the_change_can_be_written_again()
    {
        await using var yard = await Yard.OnPostgreSqlAsync();
        await yard.RunAsync("""
            CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.crane_no = 3 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF; RETURN NEW; END $$;
            CREATE TRIGGER cut BEFORE UPDATE ON cranes FOR EACH ROW EXECUTE FUNCTION cut()
            """);
        var set = await yard.ApprovedAsync(Yard.Cell(1, "maker", null, "Ansel"), Yard.Cell(3, "maker", "Lindqvist", "Ansel"));
        Assert.IsType<ChangeOutcome.Refused>(await yard.Sets.ApplyAsync(yard.Approver, set.Id, default));
        Assert.Equal("-|N/A|Lindqvist", await yard.ColumnAsync("maker"));
        Assert.Equal(ChangeState.Approved, (await yard.Sets.FindAsync(yard.Author, set.Id, default))!.State);
        await yard.RunAsync("DROP TRIGGER cut ON cranes");
        Assert.Equal(ChangeState.Applied, Yard.Done(await yard.Sets.ApplyAsync(yard.Approver, set.Id, default)).State);
    }

    [Fact]
    public async Task While_a_process_writes_no_other_decides_what_became_of_it()
    {
        await using var yard = await Yard.OnPostgreSqlAsync();
        var set = await CutOffAsync(yard, write: true);
        var store = yard.Services.GetRequiredService<ChangeStore>();
        await using (await store.LockAsync(yard.Author.OrganizationId, set.Id, default))
            Assert.Equal(0, await yard.Services.GetRequiredService<ChangeRecovery>().RunAsync(default));
        Assert.Equal(1, await yard.Services.GetRequiredService<ChangeRecovery>().RunAsync(default));
    }

    /// <summary>What stays when the process ends while it writes: before the end of the source's transaction, or right after it.</summary>
    private static async Task<ChangeSet> CutOffAsync(Yard yard, bool write)
    {
        var set = await yard.ApprovedAsync(Yard.Cell(1, "maker", null, "Ansel"), Yard.Cell(3, "maker", "Lindqvist", "Ansel"));
        var store = yard.Services.GetRequiredService<ChangeStore>();
        Assert.True(await store.MoveAsync(yard.Author.OrganizationId, yard.Approver.UserId, set.Id, [ChangeState.Approved], ChangeState.Applying, "", [], "change write began", default));
        var table = (await yard.Services.GetRequiredService<DataSources>().OpenAsync(yard.Author, yard.Source.Id, default))!.Catalog.Find(yard.Table)!;
        var order = WriteOrder.Of(table, set.KeyColumns, await store.CellsAsync(yard.Author.OrganizationId, set.Id, default), undo: false);
        if (write)
            Assert.IsType<WriteOutcome.Written>(await yard.Services.GetRequiredService<SourceWriting>().WriteAsync(
                yard.Author.OrganizationId, yard.Source.Id, order, transaction => store.BeganAsync(yard.Author.OrganizationId, set.Id, transaction, default), default));
        return set;
    }
}
