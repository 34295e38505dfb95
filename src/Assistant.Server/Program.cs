using Assistant.Server.CommandLine;
using Assistant.Server.Hosting;
using Assistant.Skills.Sources.DuckDb.Engine;

// The file engine is this program again, as a child of the server: it starts before anything of the server does.
if (FileEngineHost.IsAsked(args))
    return await FileEngineHost.RunAsync();

// "assistant ask ..." and its like; without a command, or with "serve", the server.
if (Commands.Find(args) is { } command)
    return await command.RunAsync();

return await Startup.InPlainWordsAsync(async () =>
{
    var builder = WebApplication.CreateBuilder(Commands.WithoutServe(args));
    builder.AddAssistant();
    await using var app = builder.Build();
    await app.UseAssistant().ReadyAsync();
    await app.RunAsync();
});

public partial class Program;
