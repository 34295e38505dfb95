using Assistant.Skills.Access;

namespace Assistant.Server.CommandLine;

/// <summary>"audit verify": is the trail whole? "audit export": the trail as CSV.</summary>
internal static class AuditCommand
{
    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var person = arguments.Option("--as") ?? DemoOrganization.AdminEmail;
        var expected = arguments.Option("--head");
        await using var skills = SkillHost.Build(arguments);
        if (arguments.Words() is not [var what and ("verify" or "export")])
            throw new UsageException("Say: assistant audit verify [--as E-MAIL] [--head HASH], or: assistant audit export [--as E-MAIL] > audit.csv");
        if (await skills.Services.GetRequiredService<Callers>().FindByEmailAsync(person, cancellationToken) is not { Caller: var caller } || !caller.May(Permission.ManageOrganization))
        {
            await Console.Error.WriteLineAsync($"There is no administrator {person}. Name one of the organization whose trail is meant with --as E-MAIL.".AsMemory(), cancellationToken);
            return 1;
        }
        return what == "verify"
            ? Told(await skills.Services.GetRequiredService<AuditChain>().VerifyAsync(caller, cancellationToken), expected)
            : await ExportAsync(skills.Services.GetRequiredService<Audit>(), caller, cancellationToken);
    }

    private static int Told(AuditVerdict verdict, string? expected)
    {
        foreach (var fault in verdict.Faults)
            Console.WriteLine($"entry {fault.Place}: {fault.What}");
        var same = expected is null || string.Equals(expected, verdict.Head, StringComparison.OrdinalIgnoreCase);
        if (!same)
            Console.WriteLine("The head is another than the one you noted: entries were added since, or the whole trail was written anew.");
        Console.WriteLine(verdict.Holds
            ? $"The trail is whole: {verdict.Entries} entries, head {verdict.Head}"
            : $"The trail is NOT whole: {verdict.Faults.Count} faults in {verdict.Entries} entries.");
        return verdict.Holds && same ? 0 : 1;
    }

    private static async Task<int> ExportAsync(Audit audit, Caller caller, CancellationToken cancellationToken)
    {
        await using var output = new StreamWriter(Console.OpenStandardOutput());
        await AuditExport.WriteAsync(await audit.ListAsync(caller, new(), AuditExport.Most, cancellationToken), output, cancellationToken);
        return 0;
    }
}
