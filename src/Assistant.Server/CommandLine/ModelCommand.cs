using Assistant.Skills.Access;
using Assistant.Skills.Semantics;
using Assistant.Skills.Sources;

namespace Assistant.Server.CommandLine;

/// <summary>The semantic model of a connected source, out to a file and in again.</summary>
internal static class ModelCommand
{
    private const string Usage = "assistant model export SOURCE [--draft] [--as E-MAIL]\nassistant model import SOURCE FILE [--publish] [--as E-MAIL]";

    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var (draft, publish, person) = (arguments.Flag("--draft"), arguments.Flag("--publish"), arguments.Option("--as") ?? DemoOrganization.AdminEmail);
        await using var skills = SkillHost.Build(arguments);
        var words = arguments.Words();
        if (words is not (["export", _] or ["import", _, _]))
            throw new UsageException(Usage);
        if (await skills.Services.GetRequiredService<Callers>().FindByEmailAsync(person, cancellationToken) is not { Caller: var caller })
            throw new UsageException($"There is no account {person}. Name one that may manage sources:\n{Usage}");
        var all = await skills.Services.GetRequiredService<DataSources>().ListAsync(caller, cancellationToken);
        if (all.FirstOrDefault(source => string.Equals(source.Name, words[1], StringComparison.OrdinalIgnoreCase)) is not { } source)
        {
            await Console.Error.WriteLineAsync($"There is no connected source {words[1]}. Connected are: {string.Join(", ", all.Select(s => s.Name))}.".AsMemory(), cancellationToken);
            return 1;
        }
        try
        {
            return words[0] == "export"
                ? await ExportAsync(skills.Services.GetRequiredService<ModelFiles>(), caller, source.Id, draft, cancellationToken)
                : await ImportAsync(skills.Services, caller, source, words[2], publish, cancellationToken);
        }
        catch (PermissionDeniedException denied)
        {
            await Console.Error.WriteLineAsync(denied.Message.AsMemory(), cancellationToken);
            return 1;
        }
    }

    private static async Task<int> ExportAsync(ModelFiles files, Caller caller, Guid source, bool draft, CancellationToken cancellationToken)
    {
        Console.Write(await files.ExportAsync(caller, source, draft, cancellationToken));
        return 0;
    }

    private static async Task<int> ImportAsync(IServiceProvider services, Caller caller, DataSource source, string file, bool publish, CancellationToken cancellationToken)
    {
        if (!File.Exists(file))
            return await FailedAsync($"There is no file {file}.");
        switch (await services.GetRequiredService<ModelFiles>().ImportAsync(caller, source.Id, await File.ReadAllTextAsync(file, cancellationToken), cancellationToken))
        {
            case ImportOutcome.Refused refused:
                return await FailedAsync(string.Join('\n', refused.Problems.Select(p => $"{file}:{p.Line}: {p.Message}")));
            case ImportOutcome.Gone:
                return await FailedAsync($"The source {source.Name} is not there any more.");
        }
        if (!publish)
        {
            Console.WriteLine($"The file is the draft of {source.Name} now. Look at it on the page Data model, or publish it by --publish.");
            return 0;
        }
        switch (await services.GetRequiredService<SemanticModels>().PublishAsync(caller, source.Id, "", cancellationToken))
        {
            case PublishOutcome.Published published:
                Console.WriteLine($"Published as version {published.Number} of {source.Name}.");
                return 0;
            case PublishOutcome.Refused refused:
                return await FailedAsync(refused.Reason);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static async Task<int> FailedAsync(string words)
    {
        await Console.Error.WriteLineAsync(words);
        return 1;
    }
}
