using System.Net.Sockets;
using Assistant.Skills.Storage;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace Assistant.Server.Hosting;

/// <summary>Failing to start is foreseen: it is told in words with a next step, and by the exit code.</summary>
internal static class Startup
{
    public static async Task<int> InPlainWordsAsync(Func<Task> start)
    {
        try
        {
            await start();
            return 0;
        }
        catch (Exception failure) when (Words(failure) is { } words)
        {
            await Console.Error.WriteLineAsync(words);
            return 1;
        }
    }

    /// <summary>The database is brought to this version before the first request, or the server does not start.</summary>
    public static Task ReadyAsync(this WebApplication app) => app.Services.GetRequiredService<Database>().PrepareAsync(CancellationToken.None);

    /// <summary>Null for what is not foreseen.</summary>
    public static string? Words(Exception failure) => failure switch
    {
        DatabaseNotReadyException database => database.Message,
        OptionsValidationException settings => "A setting is wrong. " + string.Join(" ", settings.Failures.Select(Reason)),
        IOException { InnerException: AddressInUseException } taken =>
            $"{taken.Message.TrimEnd('.')}. Stop the program that uses it, or choose another port: --urls http://localhost:5081",
        IOException { InnerException: SocketException } socket => socket.Message,
        SocketException { SocketErrorCode: SocketError.AccessDenied } => "The port may not be opened by this user. Choose one above 1024: --urls http://localhost:5080",
        _ => null,
    };

    // The framework wraps the words of our attributes: "... with the error: 'No database is configured.'."
    private static string Reason(string failure)
    {
        const string error = "with the error: '";
        return failure.IndexOf(error, StringComparison.Ordinal) is >= 0 and var place ? failure[(place + error.Length)..].TrimEnd('.', '\'') : failure;
    }
}
