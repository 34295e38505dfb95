using Assistant.Skills.Storage;

namespace Assistant.Server.CommandLine;

internal static class MigrateCommand
{
    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        await using var skills = SkillHost.Build(arguments);
        await skills.Services.GetRequiredService<Database>().PrepareAsync(cancellationToken);
        Console.WriteLine("The database has this version.");
        return 0;
    }
}
