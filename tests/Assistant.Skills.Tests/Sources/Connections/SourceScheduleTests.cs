using Assistant.Skills.Sources;
using Assistant.Skills.Sources.Connections;
using Assistant.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Assistant.Skills.Tests.Sources.Connections;

/// <summary>Structures that are read again by themselves.</summary>
public sealed class SourceScheduleTests : IAsyncLifetime
{
    private readonly SqliteFile _file = new("CREATE TABLE parts (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO parts VALUES (1, 'bolt')");
    private SourceRoom _room = null!;
    private DataSource _source = null!;

    public async Task InitializeAsync()
    {
        _room = await SourceRoom.CreateAsync();
        _source = await _room.ConnectedAsync(new NewSource.ServerFile("parts", _file.Path));
        await _room.Profiling.RunAsync(_room.Database.Ours.OrganizationId, _source.Id, default);
    }

    public async Task DisposeAsync()
    {
        await _room.DisposeAsync();
        _file.Dispose();
    }

    [Fact]
    public async Task A_source_older_than_a_day_is_read_again_and_what_changed_stays_shown_until_something_else_changes()
    {
        Assert.Equal(0, await Schedule(hours: 1).RunAsync(default));
        _file.Run("ALTER TABLE parts ADD COLUMN weight REAL");

        Assert.Equal(1, await Schedule(hours: 25).RunAsync(default));

        var changed = (await _room.Sources.GetAsync(_room.Database.Ours, _source.Id, default))!;
        Assert.Equal((SchemaChangeKind.ColumnAdded, "weight"), changed.Changes.Select(c => (c.Kind, c.Column)).Single());
        Assert.NotNull(changed.ChangedAt);

        await _room.Profiling.RunAsync(_room.Database.Ours.OrganizationId, _source.Id, default);
        Assert.Equal(1, await Schedule(hours: 25).RunAsync(default));
        var later = (await _room.Sources.GetAsync(_room.Database.Ours, _source.Id, default))!;
        Assert.Equal(changed.ChangedAt, later.ChangedAt);
        Assert.Equal(changed.Changes, later.Changes);
        Assert.True(later.RefreshedAt > changed.RefreshedAt);
    }

    [Fact]
    public async Task Each_due_source_is_given_to_one_process_only_and_never_when_the_schedule_is_off()
    {
        var now = TimeProvider.System.GetUtcNow();
        var claims = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => _room.Rows.ClaimDueAsync(now.AddHours(1), now.AddHours(-1), 10, default)));
        Assert.Equal(_source.Id, Assert.Single(claims.SelectMany(c => c)).Id);
        Assert.Equal(0, await Schedule(hours: 1000, every: 0).RunAsync(default));
    }

    [Fact]
    public async Task A_source_that_went_away_says_so()
    {
        File.Delete(_file.Path);
        Assert.Equal(1, await Schedule(hours: 25).RunAsync(default));
        var failing = (await _room.Sources.GetAsync(_room.Database.Ours, _source.Id, default))!;
        Assert.Equal(SourceState.Failing, failing.State);
        Assert.NotNull(failing.Note);
    }

    private SourceSchedule Schedule(int hours, int every = 24) => new(
        _room.Rows, _room.Sources, Options.Create(new SourceOptions { RefreshHours = every }), new SetClock(TimeProvider.System.GetUtcNow().AddHours(hours)), NullLogger<SourceSchedule>.Instance);
}
