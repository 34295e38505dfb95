namespace Assistant.Evals.Nl2Sql.Training;

/// <summary>Parts of the data that keep each database whole, so that what is learned is judged on databases it never saw.</summary>
internal static class Folds
{
    public const int Count = 6;

    /// <summary>FNV-1a of the name: the same database is always in the same part.</summary>
    public static int Of(string database)
    {
        var hash = 2166136261u;
        foreach (var c in database)
            hash = (hash ^ c) * 16777619u;
        return (int)((hash ^ (hash >> 15)) % Count);
    }
}
