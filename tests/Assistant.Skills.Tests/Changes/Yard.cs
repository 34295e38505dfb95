using Assistant.Skills.Access;
using Assistant.Skills.Changes;
using Assistant.Skills.Sources;
using Assistant.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Assistant.Skills.Tests.Changes;

/// <summary>A source with cranes that changes can be written to, and two people who may approve.</summary>
public sealed class Yard : IAsyncDisposable
{
    private const string Cranes = """
        CREATE TABLE halls (hall varchar(10) PRIMARY KEY);
        INSERT INTO halls VALUES ('H1'), ('H2'), ('H3');
        CREATE TABLE cranes (crane_no integer PRIMARY KEY, name text NOT NULL, hall varchar(10) REFERENCES halls (hall), load_kg numeric(10,2), checked_at timestamp, maker text, active boolean);
        INSERT INTO cranes VALUES (1, 'North', 'H1', 1000.50, '2026-01-02 08:30:00', NULL, true), (2, 'South', NULL, 2500, NULL, 'N/A', false), (3, 'West', 'H2', NULL, '2026-03-04 10:00:00', 'Lindqvist', true);
        """;

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("assistant-test-");
    private PostgresDatabase? _postgres;
    private SqliteFile? _sqlite;

    private Yard(AssistantDatabase database) => Database = database;

    public AssistantDatabase Database { get; }
    public ServiceProvider Services { get; private set; } = null!;
    public Caller Author => Database.Ours;
    public Caller Approver { get; private set; } = null!;
    public DataSource Source { get; private set; } = null!;
    public ChangeSets Sets => Services.GetRequiredService<ChangeSets>();
    public ChangeWriters Writers => Services.GetRequiredService<ChangeWriters>();
    public TableName Table => new(_postgres is null ? null : "public", "cranes");

    public static Task<Yard> OnPostgreSqlAsync(bool writable = true) => MakeAsync(sqlite: false, writable);

    public static Task<Yard> OnSqliteAsync(bool writable = true) => MakeAsync(sqlite: true, writable);

    public static Task<Yard> MakeAsync(bool sqlite, bool writable = true, string setup = Cranes) => MakeAsync(sqlite, writable, setup, []);

    public static async Task<Yard> MakeAsync(bool sqlite, bool writable, string setup, params (string, string)[] settings)
    {
        var yard = new Yard(await AssistantDatabase.CreateAsync());
        yard.Approver = await yard.Database.ColleagueAsync(yard.Author, Permission.ReadData, Permission.ApproveChanges);
        yard.Services = yard.Database.Services(null, [("Data:Directory", yard._data.FullName), ("Files:Folders:0", Path.GetTempPath()), ("Files:EngineCommand", typeof(Yard).Assembly.Location), .. settings]);
        foreach (var service in yard.Services.GetServices<IHostedService>())
            await service.StartAsync(default);
        NewSource wanted;
        if (sqlite)
            wanted = new NewSource.ServerFile("Yard", (yard._sqlite = new SqliteFile(setup)).Path);
        else
            wanted = new NewSource.PostgreSqlText("Yard", (yard._postgres = await PostgresDatabase.CreateAsync(setup)).ConnectionString);
        yard.Source = Assert.IsType<ConnectOutcome.Connected>(await yard.Services.GetRequiredService<DataSources>().ConnectAsync(yard.Author, wanted, default)).Source;
        if (writable)
            Assert.Null(await yard.Writers.AllowAsync(yard.Author, yard.Source.Id, yard._postgres?.ConnectionString, default));
        return yard;
    }

    public static CellChange Cell(int crane, string column, string? old, string? fresh) => new([crane.ToString(System.Globalization.CultureInfo.InvariantCulture)], column, old, fresh);

    public NewChangeSet New(params CellChange[] cells) => new(Source.Id, Table, ["crane_no"], "Cranes", "Test", cells);

    public async Task<ChangeSet> ProposedAsync(params CellChange[] cells) => Done(await Sets.ProposeAsync(Author, New(cells), null, default));

    public async Task<ChangeSet> ApprovedAsync(params CellChange[] cells) => Done(await Sets.ApproveAsync(Approver, (await ProposedAsync(cells)).Id, null, "", default));

    public async Task<ChangeSet> WrittenAsync(params CellChange[] cells) => Done(await Sets.ApplyAsync(Approver, (await ApprovedAsync(cells)).Id, default));

    public static ChangeSet Done(ChangeOutcome outcome) => outcome is ChangeOutcome.Refused refused ? throw new Xunit.Sdk.XunitException(refused.Why) : Assert.IsType<ChangeOutcome.Done>(outcome).Set;

    /// <summary>By the database's own user.</summary>
    public async Task RunAsync(string sql)
    {
        if (_postgres is not null) await _postgres.ScalarAsync(sql); else _sqlite!.Run(sql);
    }

    /// <summary>One column of all cranes, in order.</summary>
    public async Task<string> ColumnAsync(string column)
    {
        var source = (await Services.GetRequiredService<DataSources>().OpenAsync(Author, Source.Id, default))!;
        var rows = Assert.IsType<QueryOutcome.Rows>(await Services.GetRequiredService<QueryGate>().ReadAsync(
            source.Source, $"SELECT CAST(\"{column}\" AS VARCHAR) AS v FROM cranes ORDER BY crane_no", new(source.Catalog, source.Policy, new()), default));
        return string.Join('|', rows.Table.Rows.Select(r => CellText.Invariant(r[0]) ?? "-"));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in Services.GetServices<IHostedService>().Reverse())
            await service.StopAsync(default);
        await Services.DisposeAsync();
        if (_postgres is not null)
            await _postgres.DisposeAsync();
        _sqlite?.Dispose();
        await Database.DisposeAsync();
        _data.Delete(recursive: true);
    }
}
