namespace Assistant.Server.CommandLine;

internal static class HelpCommand
{
    private const string Text = """
        assistant                     serves the pages and the API; --urls http://localhost:5080
        assistant ask --source FILE_OR_NAME "question" [--json] [--trace]
                                      answers from a file, a PostgreSQL connection string, or a connected source
        assistant connect NAME (--postgres CONNECTION_STRING | --file PATH) [--as E-MAIL]
                                      connects a source for the organization
        assistant model export SOURCE [--draft] [--as E-MAIL]
        assistant model import SOURCE FILE [--publish] [--as E-MAIL]
                                      the words, measures and joins of a source, out as YAML and in again
        assistant audit verify [--as E-MAIL] [--head HASH]
                                      finds edited, deleted or moved entries of the audit trail; audit export writes it as CSV
        assistant migrate             brings the assistant's own database to this version
        assistant seed --samples DIR  makes the demo organization with its sign-ins and connects the samples
        assistant eval nl2sql|gate    measures answers or the gate on files with known results

        ASSISTANT__DATABASE is the connection string of the assistant's own database.
        Exit codes: 0 done or answered, 1 failed, 2 wrong usage, 3 not answered.
        """;

    public static Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        Console.WriteLine(Text);
        return Task.FromResult(0);
    }

    public static async Task<int> UnknownAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        await Console.Error.WriteLineAsync($"There is no command \"{arguments.Words()[0]}\".\n\n{Text}".AsMemory(), cancellationToken);
        return 2;
    }
}
