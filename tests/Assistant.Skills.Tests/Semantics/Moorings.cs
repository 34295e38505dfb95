using Assistant.Skills.Access;
using Assistant.Skills.Curation;
using Assistant.Skills.Questions;
using Assistant.Skills.Semantics;
using Assistant.Skills.Sources;
using Assistant.Skills.Tests.Sources.Connections;
using Assistant.Testing;

namespace Assistant.Skills.Tests.Semantics;

/// <summary>A connected source of the tests' own, boats and their harbours, with what people say about it.</summary>
internal sealed class Moorings : IAsyncDisposable
{
    private const string Setup = """
        CREATE TABLE harbours (harbour_id INTEGER PRIMARY KEY, town TEXT NOT NULL);
        CREATE TABLE boats (boat_id INTEGER PRIMARY KEY, name TEXT NOT NULL, state TEXT NOT NULL, length REAL NOT NULL, width REAL NOT NULL, built DATE NOT NULL,
            harbour_id INTEGER NOT NULL REFERENCES harbours);
        INSERT INTO harbours VALUES (1, 'Esbjerg'), (2, 'Brest');
        INSERT INTO boats VALUES (1, 'Tern', 'A', 12.5, 4, '2001-05-04', 1), (2, 'Gull', 'L', 8, 3, '2015-02-01', 1), (3, 'Auk', 'A', 20, 6, '1999-07-07', 2);
        """;

    private readonly SqliteFile _file = new(Setup);
    private readonly SourceRoom _room;

    private Moorings(SourceRoom room)
    {
        _room = room;
        Models = new(room.Database.Storage, room.Sources, TimeProvider.System);
        Learning = new(Models, room.Sources);
        Files = new(Models, room.Sources, new ModelCheck(new QueryGate()));
        var gate = new QueryGate();
        var engine = new QuestionEngine(gate);
        Questions = new(engine, Models);
        Verified = new(Database.Storage, Sources, gate, TimeProvider.System);
        Answers = new(Verified, Questions, Sources, new(Database.Storage, Sources, gate, new(TimeProvider.System), new(Database.Storage), TimeProvider.System), gate, TimeProvider.System);
        Replays = new(engine, Models, Verified, new AskedLately(Database.Storage), Sources, gate, TimeProvider.System);
        Gaps = new(Database.Storage, Models, Questions, Sources, TimeProvider.System);
        Readiness = new(Models, Verified, Sources, TimeProvider.System);
    }

    public AssistantDatabase Database => _room.Database;
    public Caller Ours => _room.Database.Ours;
    public DataSources Sources => _room.Sources;
    public SemanticModels Models { get; }
    public ModelLearning Learning { get; }
    public ModelFiles Files { get; }
    public QuestionModels Questions { get; }
    public VerifiedQuestions Verified { get; }
    public VerifiedAnswers Answers { get; }
    public ModelReplays Replays { get; }
    public GapQueue Gaps { get; }
    public Readiness Readiness { get; }
    public Guid Id { get; private set; }

    public static async Task<Moorings> OpenAsync()
    {
        var harbour = new Moorings(await SourceRoom.CreateAsync());
        harbour.Id = (await harbour._room.ConnectedAsync(new NewSource.ServerFile("Harbour", harbour._file.Path))).Id;
        return harbour;
    }

    public async Task<OpenedSource> OpenedAsync(Caller? caller = null) => (await Sources.OpenAsync(caller ?? Ours, Id, default))!;

    public async Task VerifyAsync(string question, string sql) =>
        Assert.IsType<VerifyOutcome.Verified>(await Verified.AddAsync(Ours, Id, question, sql, null, new(2026, 1, 1), default));

    /// <summary>A turn of the caller as its end left it.</summary>
    public async Task<Guid> AskedAsync(Caller caller, string question, string state, bool? rating = null)
    {
        var (conversation, turn) = (Guid.NewGuid(), Guid.NewGuid());
        await Database.RunAsync(
            $"""
            INSERT INTO conversations (organization_id, id, user_id) VALUES ('{caller.OrganizationId}', '{conversation}', '{caller.UserId}');
            INSERT INTO turns (organization_id, id, conversation_id, question, source_id, state, process_id, rating)
            VALUES ('{caller.OrganizationId}', '{turn}', '{conversation}', '{question}', '{Id}', '{state}', gen_random_uuid(), {(rating is null ? "NULL" : rating.ToString())});
            INSERT INTO turn_results (organization_id, id, conversation_id, turn_id, source_id, sql, columns, row_count, completeness, hash)
            SELECT '{caller.OrganizationId}', gen_random_uuid(), '{conversation}', '{turn}', '{Id}', 'SELECT 1', '[]', 1, 'Complete', '' WHERE '{state}' = 'Answered';
            """);
        return turn;
    }

    /// <summary>Changes the source itself, and has its structure read again.</summary>
    public async Task ChangeAsync(string sql)
    {
        _file.Run(sql);
        await Sources.RefreshAsync(Ours, Id, default);
    }

    public async ValueTask DisposeAsync()
    {
        await _room.DisposeAsync();
        _file.Dispose();
    }
}
