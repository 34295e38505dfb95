using Assistant.Skills.Access;
using Assistant.Skills.Changes;
using Assistant.Skills.Sources;
using Assistant.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Assistant.Skills.Tests.Changes;

public class ChangeWritersTests
{
    [Fact]
    public async Task Without_an_account_for_writing_an_approved_change_waits()
    {
        await using var yard = await Yard.OnPostgreSqlAsync(writable: false);
        var set = await yard.ApprovedAsync(Yard.Cell(1, "maker", null, "Ansel"));
        Assert.Contains("administrator", Assert.IsType<ChangeOutcome.Refused>(await yard.Sets.ApplyAsync(yard.Approver, set.Id, default)).Why, StringComparison.Ordinal);
        Assert.Equal(ChangeState.Approved, (await yard.Sets.FindAsync(yard.Author, set.Id, default))!.State);
        await Assert.ThrowsAsync<PermissionDeniedException>(() => yard.Writers.AllowAsync(yard.Approver, yard.Source.Id, "Host=x", default));
    }

    [Fact]
    public async Task The_account_is_kept_encrypted_never_shown_and_must_be_of_the_same_database()
    {
        await using var yard = await Yard.OnPostgreSqlAsync(writable: false);
        await using var other = await PostgresDatabase.CreateAsync("CREATE TABLE x (i int)");
        Assert.Contains("same database", await yard.Writers.AllowAsync(yard.Author, yard.Source.Id, other.ConnectionString, default), StringComparison.Ordinal);
        Assert.NotNull(await yard.Writers.AllowAsync(yard.Author, yard.Source.Id, "nonsense", default));
        Assert.NotNull(await yard.Writers.AllowAsync(yard.Author, yard.Source.Id, null, default));

        await using var again = await Yard.OnPostgreSqlAsync();
        var access = (await again.Writers.FindAsync(again.Author, again.Source.Id, default))!;
        Assert.Equal((true, "postgres"), (access.Possible, access.Account));
        Assert.Equal("0", await again.Database.ScalarAsync("SELECT count(*) FROM change_writers WHERE position('Host' IN encode(connection, 'escape')) > 0"));
        Assert.Null(await again.Writers.FindAsync(again.Database.Theirs, again.Source.Id, default));
        Assert.True(await again.Writers.ForbidAsync(again.Author, again.Source.Id, default));
        Assert.False((await again.Writers.FindAsync(again.Author, again.Source.Id, default))!.Possible);
    }

    [Fact]
    public async Task A_file_is_not_written_in_place_and_says_what_to_do()
    {
        await using var yard = await Yard.OnPostgreSqlAsync();
        using var csv = new MemoryStream("id,name\n1,a\n2,b\n"u8.ToArray());
        var file = Assert.IsType<ConnectOutcome.Connected>(await yard.Services.GetRequiredService<DataSources>().UploadAsync(yard.Author, "names.csv", csv, default)).Source;
        var catalog = (await yard.Services.GetRequiredService<DataSources>().OpenAsync(yard.Author, file.Id, default))!.Catalog;
        var refused = Assert.IsType<ChangeOutcome.Refused>(await yard.Sets.ProposeAsync(yard.Author, new(file.Id, catalog.Tables[0].Name, ["id"], "t", "o", [new(["1"], "name", "a", "b")]), null, default));
        Assert.Contains("upload it again", refused.Why, StringComparison.Ordinal);
    }
}
