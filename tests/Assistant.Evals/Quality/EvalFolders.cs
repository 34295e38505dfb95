namespace Assistant.Evals.Quality;

/// <summary>Where an evaluation reads and writes.</summary>
internal static class EvalFolders
{
    /// <param name="inner">The folder of that name inside the one given is taken where there is one.</param>
    public static bool TryRead(string[] args, string inner, out string data, out string output)
    {
        (data, output) = (Option(args, "--data") ?? "", Option(args, "--out") ?? "");
        if (data.Length == 0 || output.Length == 0 || !Directory.Exists(data))
        {
            Console.Error.WriteLine("usage: assistant eval quality|missing|batches --data DIR --out DIR");
            return false;
        }
        if (Directory.Exists(Path.Combine(data, inner)))
            data = Path.Combine(data, inner);
        Directory.CreateDirectory(output);
        return true;
    }

    public static string Field(string text) => text.IndexOfAny([',', '"', '\n']) < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string? Option(string[] args, string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
}
