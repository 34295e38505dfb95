using System.Collections;
using System.Runtime.CompilerServices;

namespace Assistant.Skills.Sql.Syntax;

/// <summary>A list that never changes and equals any list of equal items, so that syntax trees compare by value.</summary>
[CollectionBuilder(typeof(SqlList), nameof(SqlList.Create))]
public sealed class SqlList<T> : IReadOnlyList<T>, IEquatable<SqlList<T>>
{
    private readonly T[] _items;

    internal SqlList(T[] items) => _items = items;

    public int Count => _items.Length;

    public T this[int index] => _items[index];

    public ReadOnlySpan<T> Span => _items;

    public bool Equals(SqlList<T>? other) =>
        other is not null && (ReferenceEquals(this, other) || _items.AsSpan().SequenceEqual(other._items, null));

    public override bool Equals(object? obj) => Equals(obj as SqlList<T>);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in _items)
            hash.Add(item);
        return hash.ToHashCode();
    }

    public override string ToString() => $"[{string.Join(", ", _items)}]";

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();
}

public static class SqlList
{
    public static SqlList<T> Create<T>(ReadOnlySpan<T> items) => items.IsEmpty ? None<T>.List : new([.. items]);

    public static SqlList<T> ToSqlList<T>(this IEnumerable<T> items) => [.. items];

    private static class None<T>
    {
        public static readonly SqlList<T> List = new([]);
    }
}
