namespace Assistant.Server.CommandLine;

/// <summary>A command with its arguments, ready to run. Exit codes: 0 done, 1 failed, 2 wrong usage, 3 not answered.</summary>
internal sealed record Command(Func<Arguments, CancellationToken, Task<int>> Body, Arguments Arguments)
{
    public async Task<int> RunAsync()
    {
        using var interrupted = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = true;
            interrupted.Cancel();
        };
        try
        {
            return await Body(Arguments, interrupted.Token);
        }
        catch (UsageException wrong)
        {
            await Console.Error.WriteLineAsync(wrong.Message);
            return 2;
        }
        catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
        {
            return 130;
        }
        catch (Exception failure) when (Hosting.Startup.Words(failure) is { } words)
        {
            await Console.Error.WriteLineAsync(words);
            return 1;
        }
    }
}

/// <summary>The commands by name.</summary>
internal static class Commands
{
    private static readonly Dictionary<string, Func<Arguments, CancellationToken, Task<int>>> Bodies = new()
    {
        ["help"] = HelpCommand.RunAsync,
        ["ask"] = AskCommand.RunAsync,
        ["audit"] = AuditCommand.RunAsync,
        ["connect"] = ConnectCommand.RunAsync,
        ["model"] = ModelCommand.RunAsync,
        ["migrate"] = MigrateCommand.RunAsync,
        ["seed"] = SeedCommand.RunAsync,
    };

    /// <summary>Null when the server is meant: no command, "serve", or only options such as --urls.</summary>
    public static Command? Find(string[] args) => args switch
    {
        [] or ["serve", ..] => null,
        ["--help" or "-h", ..] => new(HelpCommand.RunAsync, new([])),
        [var option, ..] when option.StartsWith('-') => null,
        [var name, ..] when Bodies.TryGetValue(name, out var body) => new(body, new(args[1..])),
        _ => new(HelpCommand.UnknownAsync, new(args)),
    };

    public static string[] WithoutServe(string[] args) => args is ["serve", .. var rest] ? rest : args;
}
