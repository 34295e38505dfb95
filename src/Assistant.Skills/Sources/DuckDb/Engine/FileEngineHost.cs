using System.Collections.Concurrent;

namespace Assistant.Skills.Sources.DuckDb.Engine;

/// <summary>
/// The file engine's own process: it alone loads libduckdb and opens people's files, so that a hostile file can take along this process
/// and nothing else. Requests come over the input, answers go over the output; when the input ends, so does the process.
/// </summary>
public static class FileEngineHost
{
    /// <summary>The first argument that makes a program serve as the engine.</summary>
    public const string Argument = "file-engine";

    public static bool IsAsked(string[] args) => args is [Argument, ..];

    /// <summary>Serves until the server hangs up. Returns the exit code.</summary>
    public static async Task<int> RunAsync()
    {
        await using var input = Console.OpenStandardInput();
        await using var output = Console.OpenStandardOutput();
        Console.SetOut(TextWriter.Null);   // nothing but frames may go over the output
        using var requests = new BlockingCollection<EngineFrame>();
        using var worker = new EngineWorker(frame => frame.WriteAsync(output, CancellationToken.None).GetAwaiter().GetResult());
        var working = Task.Factory.StartNew(
            () =>
            {
                foreach (var request in requests.GetConsumingEnumerable())
                    worker.Serve(request);
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        while (await EngineFrame.NextAsync(input, CancellationToken.None) is { } frame)
            if (frame.Kind is FrameKind.Cancel)
                worker.Stop();
            else
                requests.Add(frame);
        // The server is gone: what still runs is for nobody.
        Environment.Exit(0);
        await working;
        return 0;
    }
}
