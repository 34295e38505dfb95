using System.Diagnostics;
using Assistant.Skills.Workflows;

namespace Assistant.Skills.Tests.Workflows;

/// <summary>A server process of its own, which kills itself with SIGKILL at the named place of a step.</summary>
internal static class FlowNode
{
    public const string Argument = "flow-node";

    private static readonly string[] Steps = ["one", "two", "three"];

    public static Workflow Counting(string dieAt) => new("counting", "Counting", "1d",
        [.. Steps.Select(name => FlowKit.Counting(name, place => DieAsync(dieAt, $"{name}/{place}")))]);

    /// <param name="args">The owner's connection string, and where to die, e.g. "two/inside".</param>
    public static async Task<int> RunAsync(string[] args)
    {
        await using var kit = await FlowKit.StartAsync(args[0], [Counting(args[1])]);
        await Task.Delay(Timeout.Infinite);
        return 0;
    }

    /// <summary>Runs it until it is dead; its exit code.</summary>
    public static async Task<int> KilledAsync(string database, string dieAt)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(FlowNode).Assembly.Location, Argument, database, dieAt]))!;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await process.WaitForExitAsync(patience.Token);
        return process.ExitCode;
    }

    private static Task DieAsync(string dieAt, string place)
    {
        if (dieAt == place)
            Process.GetCurrentProcess().Kill();
        return dieAt == place ? Task.Delay(Timeout.Infinite) : Task.CompletedTask;
    }
}
