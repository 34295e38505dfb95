using Assistant.Skills.Access;
using Assistant.Skills.Sources;
using Assistant.Skills.Tests.Sources.Connections;
using Assistant.Testing;

namespace Assistant.Skills.Tests.Access;

/// <summary>Sources that only some may use.</summary>
public sealed class SourcePeopleTests : IAsyncLifetime
{
    private readonly SqliteFile _file = new("CREATE TABLE pay (id INTEGER PRIMARY KEY, amount INTEGER); INSERT INTO pay VALUES (1, 100)");
    private SourceRoom _room = null!;
    private SourcePeople _people = null!;
    private DataSource _source = null!;

    public async Task InitializeAsync()
    {
        _room = await SourceRoom.CreateAsync();
        _source = await _room.ConnectedAsync(new NewSource.ServerFile("pay", _file.Path));
        _people = new(_room.Database.Storage, TimeProvider.System);
    }

    public async Task DisposeAsync()
    {
        await _room.DisposeAsync();
        _file.Dispose();
    }

    [Fact]
    public async Task A_source_for_some_does_not_exist_for_others_and_administrators_always_see_it()
    {
        var ours = _room.Database.Ours;
        var (named, other) = (await _room.Database.ColleagueAsync(ours, Permission.ReadData, Permission.ManageSources), await _room.Database.ColleagueAsync(ours, Permission.ReadData, Permission.ManageSources));
        Assert.True(await SeesAsync(other));

        Assert.Null(await _people.SaveAsync(ours, _source.Id, new([OrganizationRole.Analyst], [named.UserId]), default));

        Assert.True(await SeesAsync(named));
        Assert.True(await SeesAsync(ours));
        Assert.False(await SeesAsync(other));
        Assert.IsType<RefreshOutcome.Refused>(await _room.Sources.RefreshAsync(other, _source.Id, default));
        Assert.False(await _room.Sources.DeleteAsync(other, _source.Id, default));

        Assert.Null(await _people.SaveAsync(ours, _source.Id, new([OrganizationRole.Viewer], []), default));
        Assert.True(await SeesAsync(other));
        Assert.Null(await _people.SaveAsync(ours, _source.Id, SourceUse.Everybody, default));
        Assert.True(await SeesAsync(named));
    }

    [Fact]
    public async Task Only_administrators_decide_and_only_over_people_and_sources_of_their_own()
    {
        var (ours, theirs) = (_room.Database.Ours, _room.Database.Theirs);
        Assert.NotNull(await _people.SaveAsync(theirs, _source.Id, new([OrganizationRole.Viewer], []), default));
        Assert.NotNull(await _people.SaveAsync(ours, _source.Id, new([], [theirs.UserId]), default));
        var viewer = await _room.Database.ColleagueAsync(ours, Permission.ReadData);
        await Assert.ThrowsAsync<PermissionDeniedException>(() => _people.SaveAsync(viewer, _source.Id, SourceUse.Everybody, default));
    }

    private async Task<bool> SeesAsync(Caller caller)
    {
        var (listed, opened, got) = ((await _room.Sources.ListAsync(caller, default)).Any(s => s.Id == _source.Id), await _room.Sources.OpenAsync(caller, _source.Id, default), await _room.Sources.GetAsync(caller, _source.Id, default));
        Assert.Equal(listed, opened is not null);
        Assert.Equal(listed, got is not null);
        return listed;
    }
}
