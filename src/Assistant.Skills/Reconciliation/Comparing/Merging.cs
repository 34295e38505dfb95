namespace Assistant.Skills.Reconciliation.Comparing;

/// <summary>Holds two streams of rows in the order of their keys against each other. Rows of one key are held against each other in their order.</summary>
internal sealed class Merging(IReadOnlyList<ComparedColumn> columns, Tolerance tolerance, int most, Func<Difference, Task>? each)
{
    public long Matched { get; private set; }
    public long OnlyLeft { get; private set; }
    public long OnlyRight { get; private set; }
    public long Different { get; private set; }
    public long Repeated { get; private set; }
    public long[] ByColumn { get; } = new long[columns.Count];
    public List<Difference> Examples { get; } = [];

    /// <summary>Why the streams could not be held against each other.</summary>
    public string? Problem { get; private set; }

    public async Task RunAsync(IAsyncEnumerable<KeyedRow> left, IAsyncEnumerable<KeyedRow> right, CancellationToken cancellationToken)
    {
        await using var lefts = left.GetAsyncEnumerator(cancellationToken);
        await using var rights = right.GetAsyncEnumerator(cancellationToken);
        var (hasLeft, hasRight) = (await lefts.MoveNextAsync(), await rights.MoveNextAsync());
        IReadOnlyList<object?>? lastLeft = null, lastRight = null;
        while (hasLeft || hasRight)
        {
            var order = !hasRight ? -1 : !hasLeft ? 1 : KeyOrder.Instance.Compare(lefts.Current.Key, rights.Current.Key);
            if (order <= 0 && !Follows(ref lastLeft, lefts.Current.Key) || order >= 0 && !Follows(ref lastRight, rights.Current.Key))
                return;
            if (order < 0)
            {
                OnlyLeft++;
                await TellAsync(new(DifferenceKind.OnlyLeft, Key(lefts.Current), null, null, null));
            }
            else if (order > 0)
            {
                OnlyRight++;
                await TellAsync(new(DifferenceKind.OnlyRight, Key(rights.Current), null, null, null));
            }
            else
                await MatchAsync(lefts.Current, rights.Current);
            hasLeft = order <= 0 ? await lefts.MoveNextAsync() : hasLeft;
            hasRight = order >= 0 ? await rights.MoveNextAsync() : hasRight;
        }
    }

    private async Task MatchAsync(KeyedRow left, KeyedRow right)
    {
        Matched++;
        var differs = false;
        for (var i = 0; i < columns.Count; i++)
        {
            if (ComparedColumn.Same(left.Values[i], right.Values[i], tolerance))
                continue;
            differs = true;
            ByColumn[i]++;
            await TellAsync(new(DifferenceKind.Different, Key(left), columns[i].Left.Name, ComparedColumn.Shown(left.Values[i]), ComparedColumn.Shown(right.Values[i])));
        }
        Different += differs ? 1 : 0;
    }

    /// <summary>An engine that gives its keys in another order would make differences where there are none: that is an error, not a finding.</summary>
    private bool Follows(ref IReadOnlyList<object?>? last, IReadOnlyList<object?> key)
    {
        var order = last is null ? -1 : KeyOrder.Instance.Compare(last, key);
        Repeated += order == 0 ? 1 : 0;
        last = key;
        if (order <= 0)
            return true;
        Problem = "The two sources give their rows in another order by these key columns. Choose other key columns, numbers if there are any.";
        return false;
    }

    private async Task TellAsync(Difference difference)
    {
        if (Examples.Count < most)
            Examples.Add(difference);
        if (each is not null)
            await each(difference);
    }

    private static IReadOnlyList<string> Key(KeyedRow row) => [.. row.Key.Select(k => ComparedColumn.Shown(k) ?? "")];
}
