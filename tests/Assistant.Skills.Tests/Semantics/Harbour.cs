using Assistant.Skills.Access;
using Assistant.Skills.Semantics;
using Assistant.Skills.Sources;
using Assistant.Skills.Tests.Sources.Connections;
using Assistant.Testing;

namespace Assistant.Skills.Tests.Semantics;

/// <summary>A connected source of the tests' own, boats and their harbours, with what people say about it.</summary>
internal sealed class Harbour : IAsyncDisposable
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

    private Harbour(SourceRoom room)
    {
        _room = room;
        Models = new(room.Database.Storage, room.Sources, TimeProvider.System);
        Learning = new(Models, room.Sources);
        Files = new(Models, room.Sources, new ModelCheck(new QueryGate()));
    }

    public AssistantDatabase Database => _room.Database;
    public Caller Ours => _room.Database.Ours;
    public DataSources Sources => _room.Sources;
    public SemanticModels Models { get; }
    public ModelLearning Learning { get; }
    public ModelFiles Files { get; }
    public Guid Id { get; private set; }

    public static async Task<Harbour> OpenAsync()
    {
        var harbour = new Harbour(await SourceRoom.CreateAsync());
        harbour.Id = (await harbour._room.ConnectedAsync(new NewSource.ServerFile("Harbour", harbour._file.Path))).Id;
        return harbour;
    }

    public async ValueTask DisposeAsync()
    {
        await _room.DisposeAsync();
        _file.Dispose();
    }
}
