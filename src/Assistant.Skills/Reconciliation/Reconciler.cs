using Assistant.Skills.Access;
using Assistant.Skills.Reconciliation.Comparing;
using Assistant.Skills.Sources;
using Assistant.Skills.Sources.Profiling;

namespace Assistant.Skills.Reconciliation;

/// <summary>Compares two tables, of one source or of two, whatever their engines. Nothing of the rows is kept.</summary>
public sealed class Reconciler(DataSources sources, QueryGate gate)
{
    private const int ExamplesShown = 50;

    /// <summary>
    /// What to compare where nobody says: the key of either table that the other has as well, and all columns of the same name. Null with the reason where the tables
    /// have no column in common that tells rows apart.
    /// </summary>
    public async Task<(ComparisonPlan? Plan, string? Why)> PlanAsync(Caller caller, ComparedTable left, ComparedTable right, IReadOnlyList<string> keys, Tolerance tolerance, CancellationToken cancellationToken)
    {
        if (await OpenAsync(caller, left, cancellationToken) is not var (leftSource, leftTable) || await OpenAsync(caller, right, cancellationToken) is not var (rightSource, rightTable))
            return (null, "There is no such table among the sources that you may read.");
        var pairs = leftTable.Columns.Where(c => Comparable(leftSource, leftTable, c)).Select(c => (Left: c, Right: rightTable.Columns.FirstOrDefault(o => Same(o.Name, c.Name) && Comparable(rightSource, rightTable, o)))).Where(p => p.Right is not null).ToList();
        if (pairs.Count == 0)
            return (null, $"{leftTable.Name.Name} and {rightTable.Name.Name} have no column of the same name. Choose the columns on the page Reconciliation.");
        var wanted = keys.Count > 0 ? keys : leftTable.PrimaryKey.Count > 0 && leftTable.PrimaryKey.All(k => pairs.Exists(p => Same(p.Left.Name, k))) ? leftTable.PrimaryKey
            : rightTable.PrimaryKey.Count > 0 && rightTable.PrimaryKey.All(k => pairs.Exists(p => Same(p.Right!.Name, k))) ? rightTable.PrimaryKey
            : pairs.FirstOrDefault(p => IsUnique(p.Left) && IsUnique(p.Right!)) is { Left: { } only } ? [only.Name] : [];
        var keyed = wanted.Select(k => pairs.FirstOrDefault(p => Same(p.Left.Name, k) || Same(p.Right!.Name, k))).ToList();
        if (keyed.Count == 0 || keyed.Exists(k => k.Left is null))
            return (null, $"Say which columns tell the rows apart, for example “by {pairs[0].Left.Name}”: no key is known that both tables have.");
        return (new(left, right, [.. keyed.Select(k => new ColumnPair(k.Left.Name, k.Right!.Name))], [.. pairs.Except(keyed).Select(p => new ColumnPair(p.Left.Name, p.Right!.Name))], tolerance), null);
    }

    /// <summary>
    /// Compares: counts and sums by the engines; hashes of parts where both engines write values alike; else, and for the parts that differ, the rows in the
    /// order of their keys, side by side.
    /// </summary>
    /// <param name="each">Hears of every difference, in the order of the keys; null where the first ones are enough.</param>
    public async Task<CompareOutcome> CompareAsync(Caller caller, ComparisonPlan plan, Func<Difference, Task>? each, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ReadData);
        if (await OpenAsync(caller, plan.Left, cancellationToken) is not var (leftSource, leftTable) || await OpenAsync(caller, plan.Right, cancellationToken) is not var (rightSource, rightTable))
            return new CompareOutcome.Refused("There is no such table among the sources that you may read.");
        var keys = Columns(plan.Keys);
        var columns = Columns(plan.Columns);
        if (keys is null || columns is null || keys.Count == 0)
            return new CompareOutcome.Refused("A column that is to be compared is not there any more, or you read it masked. Choose the columns anew.");
        var left = new Side(gate, leftSource, leftTable, Left: true, keys, columns);
        var right = new Side(gate, rightSource, rightTable, Left: false, keys, columns);
        if (await left.TotalsAsync(cancellationToken) is not { } leftTotals || await right.TotalsAsync(cancellationToken) is not { } rightTotals)
            return new CompareOutcome.Refused("One of the sources could not be read just now. Try again in a moment.");

        var (parts, same, skipped, only) = await HashAsync(left, right, cancellationToken);
        var merge = new Merging(columns, plan.Tolerance, ExamplesShown, each);
        if (only?.Left != "none")
        {
            var (leftRows, rightRows) = (left.Rows(only?.Left), right.Rows(only?.Right));
            await merge.RunAsync(leftRows.ReadAsync(cancellationToken), rightRows.ReadAsync(cancellationToken), cancellationToken);
            if ((leftRows.Problem ?? rightRows.Problem ?? merge.Problem) is { } problem)
                return new CompareOutcome.Refused(problem);
            left.Queries += leftRows.Queries;
            right.Queries += rightRows.Queries;
        }
        var figures = columns.Select((c, i) => new ColumnFigures(c.Pair, merge.ByColumn[i], leftTotals.Sums[i], rightTotals.Sums[i])).ToList();
        var partly = leftSource.Policy.RowFilters.ContainsKey(leftTable.Name) || rightSource.Policy.RowFilters.ContainsKey(rightTable.Name);
        return new CompareOutcome.Compared(new(
            plan, leftTotals.Rows, rightTotals.Rows, merge.Matched + skipped, merge.OnlyLeft, merge.OnlyRight, merge.Different, leftTotals.NoKey + rightTotals.NoKey, merge.Repeated, figures, merge.Examples,
            parts, same, left.Queries + right.Queries, partly));

        List<ComparedColumn>? Columns(IReadOnlyList<ColumnPair> pairs)
        {
            var found = pairs.Select(p => (Left: leftTable.Find(p.Left), Right: rightTable.Find(p.Right))).ToList();
            return found.Exists(p => p.Left is null || p.Right is null || !Comparable(leftSource, leftTable, p.Left) || !Comparable(rightSource, rightTable, p.Right)) ? null : [.. found.Select(p => ComparedColumn.Of(p.Left!, p.Right!))];
        }
    }

    /// <returns>Parts hashed, those that are the same, their rows, and conditions for what is left to read; "none" where nothing is.</returns>
    private static async Task<(int Parts, int Same, long Rows, (string? Left, string? Right)? Only)> HashAsync(Side left, Side right, CancellationToken cancellationToken)
    {
        if (left.Bucket is not { } mine || right.Bucket is not { } theirs || await left.HashesAsync(cancellationToken) is not { } leftHashes || await right.HashesAsync(cancellationToken) is not { } rightHashes)
            return (0, 0, 0, null);
        var all = leftHashes.Keys.Union(rightHashes.Keys).ToList();
        var same = all.Where(b => leftHashes.TryGetValue(b, out var one) && rightHashes.TryGetValue(b, out var other) && one == other).ToList();
        if (same.Count == all.Count)
            return (all.Count, same.Count, same.Sum(b => leftHashes[b].Rows), ("none", "none"));
        var different = all.Except(same).ToList();
        return BucketHashes.Only(mine, different) is { } only ? (all.Count, same.Count, same.Sum(b => leftHashes[b].Rows), (only, BucketHashes.Only(theirs, different))) : (all.Count, same.Count, 0, null);
    }

    private async Task<(OpenedSource Source, CatalogTable Table)?> OpenAsync(Caller caller, ComparedTable side, CancellationToken cancellationToken) =>
        await sources.OpenAsync(caller, side.SourceId, cancellationToken) is { } source && !source.Policy.HiddenTables.Contains(side.Table) && source.Catalog.Find(side.Table) is { } table ? (source, table) : null;

    /// <summary>Of masked values nothing can be said; binary and nested ones are not compared.</summary>
    private static bool Comparable(OpenedSource source, CatalogTable table, CatalogColumn column) =>
        !source.Policy.Masks.ContainsKey((table.Name, column.Name)) && column.Sensitivity is not Sensitivity.Secret && column.Type is not (DataType.Binary or DataType.Json or DataType.Array or DataType.Other);

    private static bool IsUnique(CatalogColumn column) => column.Statistics is { Rows: > 0 } known && known.Distinct >= 0.99 * known.Rows && column.Type is DataType.Integer or DataType.Text;

    private static bool Same(string one, string other) => NameWords.Of(one).SequenceEqual(NameWords.Of(other));
}
