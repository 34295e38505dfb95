using System.Globalization;
using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Questions;

namespace Assistant.Server.CommandLine;

/// <summary>Answers one question from a file, a connection string or a connected source, through the same engine as the chat.</summary>
internal static class AskCommand
{
    private const string Usage = "assistant ask --source FILE_OR_NAME \"question\" [--json] [--trace] [--today YYYY-MM-DD] [--as E-MAIL]";

    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var (json, trace) = (arguments.Flag("--json"), arguments.Flag("--trace"));
        var (where, person, date) = (arguments.Option("--source"), arguments.Option("--as"), arguments.Option("--today"));
        await using var skills = SkillHost.Build(arguments);
        if (where is null || arguments.Words() is not [var question])
            throw new UsageException(Usage);

        var source = await AskedSource.OpenAsync(where, person ?? DemoOrganization.AdminEmail, skills.Services, cancellationToken);
        if (source.Refusal is { } refusal)
        {
            await Console.Error.WriteLineAsync(refusal.AsMemory(), cancellationToken);
            return 1;
        }
        await using var opened = source;
        var outcome = await skills.Services.GetRequiredService<QuestionEngine>().AnswerAsync(
            question, opened.Source!, opened.Catalog!, opened.Policy, last: null, new(Today(date, skills.Services)) { Semantics = opened.Semantics }, cancellationToken);
        var told = AskedAnswer.Of(outcome, opened, trace);
        Console.WriteLine(json ? told.ToJson() : told.ToText());
        return outcome is QuestionOutcome.Answered ? 0 : outcome is QuestionOutcome.Declined { State: ClosingState.EngineError } ? 1 : 3;
    }

    private static DateOnly Today(string? date, IServiceProvider services) =>
        date is null ? DateOnly.FromDateTime(services.GetRequiredService<TimeProvider>().GetLocalNow().DateTime)
        : DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw new UsageException($"--today takes a date such as 2026-05-31, not {date}.");
}
