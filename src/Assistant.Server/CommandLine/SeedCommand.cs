using System.Text.Json;
using Assistant.Skills.Access;
using Assistant.Skills.Sources;

namespace Assistant.Server.CommandLine;

/// <summary>Makes the demo organization and connects the samples; what is there already stays as it is.</summary>
internal static class SeedCommand
{
    /// <summary>A line of sources.json, which the program in seed-data writes beside the samples.</summary>
    private sealed record Sample(string Name, string? Path, string? Connection);

    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var folder = arguments.Option("--samples");
        await using var skills = SkillHost.Build(arguments);
        var admin = (await skills.Services.GetRequiredService<DemoOrganization>().EnsureAsync(cancellationToken)).Caller;
        if (folder is null)
            return 0;

        var sources = skills.Services.GetRequiredService<DataSources>();
        var connected = (await sources.ListAsync(admin, cancellationToken)).ToLookup(s => s.Name);
        foreach (var sample in await SamplesAsync(folder, cancellationToken))
        {
            var there = connected[sample.Name].FirstOrDefault();
            if (there is not null && (sample.Connection is null || IsAt(sample.Connection, there.Address)))
                continue;
            // Its server has moved to another port: a source's address is part of its credentials, which are never changed in part.
            if (there is not null)
                await sources.DeleteAsync(admin, there.Id, cancellationToken);
            NewSource wanted = sample.Connection is { } connection
                ? new NewSource.PostgreSqlText(sample.Name, connection)
                : new NewSource.ServerFile(sample.Name, sample.Path ?? "");
            if (await sources.ConnectAsync(admin, wanted, cancellationToken) is ConnectOutcome.Refused refused)
            {
                await Console.Error.WriteLineAsync($"{sample.Name}: {refused.Reason}");
                return 1;
            }
            Console.WriteLine($"{sample.Name} is connected.");
        }
        return 0;
    }

    private static bool IsAt(string connection, string address) =>
        new System.Data.Common.DbConnectionStringBuilder { ConnectionString = connection } is var parts
        && parts.TryGetValue("Port", out var port) && address.Contains($":{port}/", StringComparison.Ordinal);

    private static async Task<IReadOnlyList<Sample>> SamplesAsync(string folder, CancellationToken cancellationToken)
    {
        var list = Path.Combine(folder, "sources.json");
        if (!File.Exists(list))
            throw new UsageException($"There is no {list}. Make the samples first: dotnet run --project seed-data -- {folder}");
        await using var stream = File.OpenRead(list);
        return await JsonSerializer.DeserializeAsync<IReadOnlyList<Sample>>(stream, JsonSerializerOptions.Web, cancellationToken) ?? [];
    }
}
