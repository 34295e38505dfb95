using System.Text;
using Assistant.Skills.Access;
using Assistant.Skills.Sources;
using Assistant.Testing;

namespace Assistant.Skills.Tests.Sources.Connections;

public sealed class DataSourcesTests : IAsyncLifetime
{
    private const string Setup = """
        CREATE TABLE people (id int PRIMARY KEY, email text, city text);
        INSERT INTO people VALUES (1, 'ada@example.com', 'Oslo'), (2, 'bo@example.com', 'Oslo');
        """;

    private SourceRoom _room = null!;
    private Caller Ours => _room.Database.Ours;

    public async Task InitializeAsync() => _room = await SourceRoom.CreateAsync();

    public async Task DisposeAsync() => await _room.DisposeAsync();

    [Fact]
    public async Task A_connected_database_can_be_asked_at_once_and_has_statistics_a_moment_later()
    {
        await using var database = await PostgresDatabase.CreateAsync(Setup);
        var source = await _room.ConnectedAsync(new NewSource.PostgreSqlText("", database.ConnectionString));
        Assert.Equal((SourceState.Profiling, database.Name, 1), (source.State, source.Name, source.Tables));

        var opened = (await _room.Sources.OpenAsync(Ours, source.Id, default))!;
        Assert.Equal(2, (await opened.Source.RowsAsync("SELECT * FROM people")).Rows.Count);

        await _room.Profiling.RunAsync(Ours.OrganizationId, source.Id, default);
        var profiled = (await _room.Sources.OpenAsync(Ours, source.Id, default))!;
        Assert.Equal((SourceState.Ready, 2L), (profiled.Info.State, profiled.Info.Rows));
        Assert.Equal([new ValueCount("Oslo", 2)], profiled.Catalog.Find(new(null, "people"))!.Find("city")!.Statistics!.TopValues);
        Assert.Same(opened.Source, profiled.Source);
    }

    [Fact]
    public async Task Neither_credentials_nor_values_of_persons_stand_in_our_database()
    {
        await using var database = await PostgresDatabase.CreateAsync(Setup);
        var source = await _room.ConnectedAsync(new NewSource.PostgreSqlText("crm", database.ConnectionString + ";Password=s3cret-p4ss"));
        await _room.Profiling.RunAsync(Ours.OrganizationId, source.Id, default);

        var dump = await _room.Database.ScalarAsync("SELECT string_agg(d::text, ' ') FROM data_sources d");
        Assert.Contains("Oslo", dump!, StringComparison.Ordinal);
        Assert.DoesNotContain("example.com", dump!, StringComparison.Ordinal);
        var stored = await _room.Database.ScalarAsync("SELECT encode(connection, 'escape') FROM data_sources");
        Assert.DoesNotContain("s3cret", stored + dump + await _room.Database.ScalarAsync("SELECT string_agg(a::text, ' ') FROM audit_log a"), StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", source.ToString(), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_room.Folder, "keys", "sources.key")));
    }

    [Fact]
    public async Task A_user_that_may_write_is_warned_about()
    {
        await using var database = await PostgresDatabase.CreateAsync(Setup);
        Assert.Contains("may also change data", (await _room.ConnectedAsync(new NewSource.PostgreSqlText("x", database.ConnectionString))).Note!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_organization_sees_opens_refreshes_and_deletes_nothing()
    {
        using var file = new SqliteFile(Setup);
        var source = await _room.ConnectedAsync(new NewSource.ServerFile("ours", file.Path));
        var theirs = _room.Database.Theirs;

        Assert.Empty(await _room.Sources.ListAsync(theirs, default));
        Assert.Null(await _room.Sources.GetAsync(theirs, source.Id, default));
        Assert.Null(await _room.Sources.OpenAsync(theirs, source.Id, default));
        Assert.IsType<RefreshOutcome.Refused>(await _room.Sources.RefreshAsync(theirs, source.Id, default));
        Assert.False(await _room.Sources.DeleteAsync(theirs, source.Id, default));
        Assert.Single(await _room.Sources.ListAsync(Ours, default));
    }

    [Fact]
    public async Task Without_the_codes_own_filter_the_database_still_shows_nothing_of_another_organization()
    {
        using var file = new SqliteFile(Setup);
        await _room.ConnectedAsync(new NewSource.ServerFile("ours", file.Path));
        await using var tenant = await _room.Database.Storage.OpenAsync(_room.Database.Theirs.OrganizationId, default);
        await using var command = new Npgsql.NpgsqlCommand("SELECT count(*) FROM data_sources", tenant.Connection);
        Assert.Equal(0L, await command.ExecuteScalarAsync());
    }

    [Fact]
    public async Task Refreshing_tells_what_changed()
    {
        using var file = new SqliteFile(Setup);
        var source = await _room.ConnectedAsync(new NewSource.ServerFile("ours", file.Path));
        await _room.Profiling.RunAsync(Ours.OrganizationId, source.Id, default);
        file.Run("ALTER TABLE people ADD age INTEGER; CREATE TABLE pets (name TEXT)");

        var refreshed = Assert.IsType<RefreshOutcome.Refreshed>(await _room.Sources.RefreshAsync(Ours, source.Id, default));
        Assert.Equal(
            [(SchemaChangeKind.TableAdded, "pets", null), (SchemaChangeKind.ColumnAdded, "people", "age")],
            refreshed.Changes.Select(c => (c.Kind, c.Table.Name, c.Column)));
        var opened = (await _room.Sources.OpenAsync(Ours, source.Id, default))!;
        Assert.NotNull(opened.Catalog.Find(new(null, "people"))!.Find("city")!.Statistics);
        Assert.Equal(2, opened.Info.Changes.Count);
    }

    [Fact]
    public async Task An_uploaded_database_is_kept_until_its_source_is_deleted()
    {
        using var file = new SqliteFile(Setup);
        await using var content = File.OpenRead(file.Path);
        var source = Assert.IsType<ConnectOutcome.Connected>(await _room.Sources.UploadAsync(Ours, "../../staff list.db", content, default)).Source;
        Assert.Equal(("staff list", SourceKind.Sqlite, "staff list.db"), (source.Name, source.Kind, source.Address));
        Assert.Single(Directory.GetFiles(_room.Folder, "*.db", SearchOption.AllDirectories));

        Assert.True(await _room.Sources.DeleteAsync(Ours, source.Id, default));
        Assert.Empty(Directory.GetFiles(_room.Folder, "*.db", SearchOption.AllDirectories));
        Assert.Null(await _room.Sources.OpenAsync(Ours, source.Id, default));
    }

    [Fact]
    public async Task An_uploaded_file_can_be_asked_again_after_a_restart_and_says_what_was_assumed()
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes("Stadt;Umsatz\nOslo;1.200,50\nBergen;7,00\nOslo;1,25\n"));
        var source = Assert.IsType<ConnectOutcome.Connected>(await _room.Sources.UploadAsync(Ours, "umsatz.csv", content, default)).Source;
        Assert.Equal((SourceKind.File, 3L), (source.Kind, source.Rows));
        Assert.Contains(source.Assumptions, a => a.Contains("semicolons", StringComparison.Ordinal));

        await _room.Profiling.RunAsync(Ours.OrganizationId, source.Id, default);
        await _room.Open.ForgetAsync(source.Id);
        var opened = (await _room.Sources.OpenAsync(Ours, source.Id, default))!;
        Assert.Equal([new ValueCount("Oslo", 2), new ValueCount("Bergen", 1)], opened.Catalog.Tables.Single().Find("Stadt")!.Statistics!.TopValues);
        var outcome = await new QueryGate().ReadAsync(
            opened.Source, "SELECT sum(\"Umsatz\") FROM umsatz WHERE \"Stadt\" = 'Oslo'", new(opened.Catalog, opened.Policy, new()), default);
        Assert.Equal([1201.75m], Assert.IsType<QueryOutcome.Rows>(outcome).Table.Rows.Single());
    }

    [Fact]
    public async Task A_large_file_whose_beginning_told_too_little_cures_itself_and_stays_cured()
    {
        var lines = string.Concat(Enumerable.Range(1, 40_000).Select(i => $"{i},n{i % 7}\n"));
        using var content = new MemoryStream(Encoding.UTF8.GetBytes($"id,name\n{lines}none yet,x\n"));
        var source = Assert.IsType<ConnectOutcome.Connected>(await _room.Sources.UploadAsync(Ours, "big.csv", content, default)).Source;
        var before = (await _room.Sources.OpenAsync(Ours, source.Id, default))!;
        Assert.Equal(DataType.Integer, before.Catalog.Tables.Single().Find("id")!.Type);
        Assert.Equal([40_001L], (await before.Source.RowsAsync("SELECT count(id) FROM big")).Rows.Single());

        var after = (await _room.Sources.OpenAsync(Ours, source.Id, default))!;
        Assert.NotEqual(before.Catalog.Version, after.Catalog.Version);
        Assert.Equal(DataType.Text, after.Catalog.Tables.Single().Find("id")!.Type);
        Assert.DoesNotContain(after.Info.Assumptions, a => a.Contains("first", StringComparison.Ordinal));
        Assert.Equal((SchemaChangeKind.TypeChanged, "id"), after.Info.Changes.Select(c => (c.Kind, c.Column)).Single());

        await _room.Profiling.RunAsync(Ours.OrganizationId, source.Id, default);
        Assert.IsType<RefreshOutcome.Refreshed>(await _room.Sources.RefreshAsync(Ours, source.Id, default));
        var refreshed = (await _room.Sources.OpenAsync(Ours, source.Id, default))!;
        Assert.Equal(after.Catalog.Version, refreshed.Catalog.Version);
        Assert.NotSame(after.Source, refreshed.Source);
        Assert.Equal([40_001L], (await refreshed.Source.RowsAsync("SELECT count(id) FROM big")).Rows.Single());
    }

    [Fact]
    public async Task Gathering_statistics_cures_a_large_file()
    {
        var lines = string.Concat(Enumerable.Range(1, 40_000).Select(i => $"{i},n{i % 7}\n"));
        using var content = new MemoryStream(Encoding.UTF8.GetBytes($"id,name\n{lines}none yet,x\n"));
        var source = Assert.IsType<ConnectOutcome.Connected>(await _room.Sources.UploadAsync(Ours, "big.csv", content, default)).Source;
        await _room.Profiling.RunAsync(Ours.OrganizationId, source.Id, default);
        await _room.Open.ForgetAsync(source.Id);
        var opened = (await _room.Sources.OpenAsync(Ours, source.Id, default))!;
        Assert.Equal((DataType.Text, SourceState.Ready), (opened.Catalog.Tables.Single().Find("id")!.Type, opened.Info.State));
        Assert.Equal(40_001L, opened.Catalog.Tables.Single().Find("id")!.Statistics!.Rows);
    }

    [Theory]
    [InlineData("letter.doc", "not data", 1)]
    [InlineData("large.csv", "a,b\n", 400_000)]
    public async Task What_cannot_be_taken_is_refused_with_the_reason_and_not_kept(string name, string line, int times)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(name.EndsWith("doc", StringComparison.Ordinal) ? "\0\u0001\0\u0002" + line : string.Concat(Enumerable.Repeat(line, times))));
        Assert.NotEqual("", Assert.IsType<ConnectOutcome.Refused>(await _room.Sources.UploadAsync(Ours, name, content, default)).Reason);
        Assert.Empty(await _room.Sources.ListAsync(Ours, default));
        Assert.False(Directory.Exists(Path.Combine(_room.Folder, "files")) && Directory.GetFiles(Path.Combine(_room.Folder, "files"), "*", SearchOption.AllDirectories).Length > 0);
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("/no/such/file.csv")]
    public async Task Files_of_the_server_outside_its_allowed_folders_are_refused_alike(string path) =>
        Assert.Contains("folders that this server may read", Assert.IsType<ConnectOutcome.Refused>(
            await _room.Sources.ConnectAsync(Ours, new NewSource.ServerFile("x", path), default)).Reason, StringComparison.Ordinal);

    [Fact]
    public async Task Who_may_not_manage_sources_cannot_connect_refresh_or_delete_those_of_others()
    {
        using var file = new SqliteFile(Setup);
        var source = await _room.ConnectedAsync(new NewSource.ServerFile("ours", file.Path));
        var viewer = await _room.Database.ColleagueAsync(Ours, Permission.ReadData);
        await Assert.ThrowsAsync<PermissionDeniedException>(() => _room.Sources.ConnectAsync(viewer, new NewSource.ServerFile("x", file.Path), default));
        await Assert.ThrowsAsync<PermissionDeniedException>(() => _room.Sources.RefreshAsync(viewer, source.Id, default));
        await Assert.ThrowsAsync<PermissionDeniedException>(() => _room.Sources.DeleteAsync(viewer, source.Id, default));
        Assert.NotNull(await _room.Sources.OpenAsync(viewer, source.Id, default));
    }

    [Fact]
    public async Task Two_sources_of_one_name_are_told_apart()
    {
        using var file = new SqliteFile(Setup);
        await _room.ConnectedAsync(new NewSource.ServerFile("Sales", file.Path));
        Assert.Equal("sales 2", (await _room.ConnectedAsync(new NewSource.ServerFile("sales", file.Path))).Name);
    }

    [Fact]
    public void A_secret_opens_only_for_its_owner_and_unchanged()
    {
        var box = _room.Secrets.Close("password", "a");
        Assert.Equal("password", _room.Secrets.Open(box, "a"));
        Assert.NotEqual(box, _room.Secrets.Close("password", "a"));
        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => _room.Secrets.Open(box, "b"));
        box[^1] ^= 1;
        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => _room.Secrets.Open(box, "a"));
    }
}
