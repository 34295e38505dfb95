using Assistant.Skills.Sources;

namespace Assistant.Skills.Conversation;

/// <summary>
/// Results read a moment ago, in memory only. The key holds the source, its schema's version, the rights as they apply, and the query, so
/// nobody gets what others may see, and nothing outlives a change of schema.
/// </summary>
public sealed class ResultCache(TimeProvider time)
{
    private const int MaxCells = 2_000_000;
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<Kept>> _byKey = [];
    private readonly LinkedList<Kept> _oldestFirst = new();
    private long _cells;

    internal ResultTable? Find(OpenedSource source, string sql)
    {
        var key = Key(source, sql);
        lock (_lock)
        {
            Forget();
            return _byKey.TryGetValue(key, out var kept) ? kept.Value.Table : null;
        }
    }

    internal void Remember(OpenedSource source, string sql, ResultTable table)
    {
        var kept = new Kept(Key(source, sql), table, (long)table.Rows.Count * table.Columns.Count, time.GetTimestamp());
        lock (_lock)
        {
            if (_byKey.TryGetValue(kept.Key, out var before))
                Remove(before);
            _byKey[kept.Key] = _oldestFirst.AddLast(kept);
            _cells += kept.Cells;
            Forget();
        }
    }

    private void Forget()
    {
        while (_oldestFirst.First is { } oldest && (_cells > MaxCells || time.GetElapsedTime(oldest.Value.At) > Lifetime))
            Remove(oldest);
    }

    private void Remove(LinkedListNode<Kept> node)
    {
        _oldestFirst.Remove(node);
        _byKey.Remove(node.Value.Key);
        _cells -= node.Value.Cells;
    }

    private static string Key(OpenedSource source, string sql) =>
        string.Join('\u001f', source.Info.Id.ToString("N"), source.Catalog.Version, source.Policy.Fingerprint(), sql);

    private sealed record Kept(string Key, ResultTable Table, long Cells, long At);
}
