using System.Globalization;
using Assistant.Skills.Sources.Files;
using Assistant.Skills.Sources.Sqlite;

namespace Assistant.Skills.Sources.DuckDb.Engine;

/// <summary>Serves one request after the other inside the engine's process.</summary>
internal sealed class EngineWorker(Action<EngineFrame> reply) : IDisposable
{
    private DuckDbConnection? _database;
    private EngineStart? _start;
    private readonly SqliteWorker _sqlite = new(reply);
    private volatile bool _stopping;

    public void Stop()
    {
        _stopping = true;
        _sqlite.Stop();
        _database?.Interrupt();
    }

    public void Serve(EngineFrame request)
    {
        _stopping = false;
        try
        {
            switch (request.Kind)
            {
                case FrameKind.Start: Start(request.Read<EngineStart>()); break;
                case FrameKind.Inspect:
                    reply(EngineFrame.Of(FrameKind.Inspected, new FileInspector(_database!, _start!.Folder).Inspect(request.Read<FileLook>())));
                    break;
                case FrameKind.Open: Open(request.Read<FilePlan>()); break;
                case FrameKind.Query: Query(request.Read<EngineQuery>()); break;
                case FrameKind.LookAtSqlite: _sqlite.Look(request.Read<string>()); break;
                case FrameKind.ReadSqlite: _sqlite.Read(request.Read<SqliteEngineQuery>()); break;
                case FrameKind.WriteSqlite: _sqlite.Write(request.Read<SqliteWriteOrder>()); break;
            }
            reply(EngineFrame.Of(FrameKind.Done, true));
        }
        catch (Exception failure)
        {
            // The one place where this process turns whatever a file did into an answer.
            reply(EngineFrame.Of(FrameKind.Failed, _stopping ? new EngineFailure(EngineFailureKind.Stopped, "") : EngineFailures.Of(failure)));
        }
    }

    public void Dispose()
    {
        _sqlite.Dispose();
        _database?.Dispose();
    }

    private void Start(EngineStart start)
    {
        _start = start;
        DuckDbLibrary.Load(start.Library);
        _database = new(new Dictionary<string, string>
        {
            ["threads"] = start.Threads.ToString(CultureInfo.InvariantCulture),
            ["memory_limit"] = $"{start.MemoryMegabytes}MB",
            ["temp_directory"] = Path.Combine(start.Folder, "spill"),
            ["max_temp_directory_size"] = $"{start.TemporaryMegabytes}MB",
            ["autoinstall_known_extensions"] = "false",
            ["autoload_known_extensions"] = "false",
            ["allow_community_extensions"] = "false",
            ["preserve_insertion_order"] = "true",
        });
    }

    /// <summary>Makes a view of each table, then closes every other door: after this no SQL opens another file or setting.</summary>
    private void Open(FilePlan plan)
    {
        FileRewriter.Write(plan, _start!.Folder);
        foreach (var table in plan.Tables)
            _database!.Run($"CREATE VIEW {DuckDbText.Name(table.Name)} AS SELECT {table.Select} FROM {table.Relation.Replace("{clean}", DuckDbText.Inside(_start.Folder), StringComparison.Ordinal)}");
        var paths = plan.Tables.Select(t => t.Rewrite is null ? plan.Path : Path.Combine(_start.Folder, t.Rewrite.FileName)).Distinct();
        _database!.Run($"SET allowed_paths = [{string.Join(", ", paths.Select(DuckDbText.Literal))}]");
        _database.Run("SET enable_external_access = false; SET lock_configuration = true");
    }

    private void Query(EngineQuery query)
    {
        var target = new FrameTarget(reply, query.MaxRows);
        _database!.Read(Readable(query.Sql, target), target);
        target.Flush();
    }

    /// <summary>Lists, structures and other kinds without a cell of ours are turned into JSON text around the query.</summary>
    private string Readable(string sql, FrameTarget target)
    {
        // What cannot be described is no query: DuckDB runs some pragmas as if they were.
        var shape = _database!.Rows($"DESCRIBE {sql}");
        var types = shape.Select(row => (string)row[1]!).ToList();
        target.Types = [.. types.Select(DuckDbText.TypeOf)];
        if (!types.Exists(DuckDbText.IsNested))
            return sql;
        var columns = types.Select((type, i) => $"{(DuckDbText.IsJson(type) ? $"to_json(c{i})::VARCHAR" : DuckDbText.IsNested(type) ? $"c{i}::VARCHAR" : $"c{i}")} AS {DuckDbText.Name((string)shape[i][0]!)}");
        return $"SELECT {string.Join(", ", columns)} FROM (\n{sql.TrimEnd().TrimEnd(';')}\n) AS t({string.Join(", ", types.Select((_, i) => $"c{i}"))})";
    }

    private sealed class FrameTarget(Action<EngineFrame> reply, int maxRows) : IRowTarget
    {
        private const int PageRows = 1000, PageBytes = 4_000_000;
        private const long MostBytes = 80_000_000;   // the server cuts at 64 MB
        private readonly List<object?[]> _page = [];
        private long _rows, _bytes, _pageBytes;

        public List<DataType>? Types { get; set; }

        public void Columns(IReadOnlyList<ResultColumn> columns) => reply(EngineFrame.Of(
            FrameKind.Columns, columns.Select((c, i) => Types is { } types && types.Count == columns.Count && c.Type is DataType.Text ? c with { Type = types[i] } : c).ToList()));

        public bool Row(object?[] row)
        {
            _page.Add(row);
            foreach (var cell in row)
                _pageBytes += cell switch { string text => text.Length, byte[] bytes => bytes.Length, _ => 9 };
            if (_page.Count >= PageRows || _pageBytes > PageBytes)
                Flush();
            // One row more than allowed tells the server that there are more.
            return ++_rows <= maxRows && _bytes < MostBytes;
        }

        public void Flush()
        {
            if (_page.Count > 0)
                reply(new(FrameKind.Rows, CellPacking.Pack(_page)));
            _page.Clear();
            _bytes += _pageBytes;
            _pageBytes = 0;
        }
    }
}
