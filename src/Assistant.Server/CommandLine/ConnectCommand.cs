using Assistant.Skills.Access;
using Assistant.Skills.Sources;

namespace Assistant.Server.CommandLine;

/// <summary>Connects a source for an organization, as its sources page does.</summary>
internal static class ConnectCommand
{
    private const string Usage = "assistant connect NAME (--postgres CONNECTION_STRING | --file PATH) [--as E-MAIL]";

    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var (postgres, file, person) = (arguments.Option("--postgres"), arguments.Option("--file"), arguments.Option("--as") ?? DemoOrganization.AdminEmail);
        // Who may run this program on the machine may read the file there; the setting holds for people on the pages.
        string[] settings = file is null ? [] : [$"--Files:Folders:0={Path.GetDirectoryName(Path.GetFullPath(file))}"];
        await using var skills = SkillHost.Build(arguments, settings);
        if (arguments.Words() is not [var name] || postgres is null == file is null)
            throw new UsageException(Usage);
        if (await skills.Services.GetRequiredService<Callers>().FindByEmailAsync(person, cancellationToken) is not { } account)
            throw new UsageException($"There is no account {person}. Name one that may manage sources: {Usage}");

        NewSource wanted = postgres is not null ? new NewSource.PostgreSqlText(name, postgres) : new NewSource.ServerFile(name, Path.GetFullPath(file!));
        switch (await skills.Services.GetRequiredService<DataSources>().ConnectAsync(account.Caller, wanted, cancellationToken))
        {
            case ConnectOutcome.Refused refused:
                await Console.Error.WriteLineAsync(refused.Reason);
                return 1;
            case ConnectOutcome.Connected { Source: var source }:
                Console.WriteLine($"{source.Name} is connected for {account.OrganizationName}: {source.Tables} tables, about {source.Rows} rows.");
                return 0;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}
