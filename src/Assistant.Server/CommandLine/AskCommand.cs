using System.Globalization;
using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Questions;
using Assistant.Skills.Sources;

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
        var told = await TellAsync(question, opened, new(Today(date, skills.Services)) { Semantics = opened.Semantics }, trace, skills.Services, cancellationToken);
        Console.WriteLine(json ? told.ToJson() : told.ToText());
        return told.Status is AskedAnswer.Answered ? 0 : told.State == nameof(ClosingState.EngineError) ? 1 : 3;
    }

    /// <summary>As in the chat: what was verified goes before what is worked out.</summary>
    private static async Task<AskedAnswer> TellAsync(
        string question, AskedSource opened, QuestionOptions options, bool trace, IServiceProvider services, CancellationToken cancellationToken)
    {
        CaveatPart? notice = null;
        if (opened.Connected is var (person, id))
        {
            var verified = services.GetRequiredService<VerifiedAnswers>();
            (var match, notice) = await verified.FindAsync(person, question, id, id, options, cancellationToken);
            if (match is not null)
                return AskedAnswer.Of(match, await verified.ReadAsync(match, cancellationToken));
            if ((await verified.OnlyAsync(person, cancellationToken)).Contains(id))
                return AskedAnswer.Of(await verified.RefuseAsync(person, id, question, cancellationToken));
            if (await services.GetRequiredService<DataSources>().OpenAsync(person, id, cancellationToken) is { } source)
                options = options with { Verified = await verified.NeighboursAsync(person, source, question, cancellationToken) };
        }
        var outcome = await services.GetRequiredService<QuestionEngine>().AnswerAsync(
            question, opened.Source!, opened.Catalog!, opened.Policy, last: null, options, cancellationToken);
        return AskedAnswer.Of(outcome, opened, trace) with { Notice = notice is null ? null : $"{notice.Title} {notice.Text}" };
    }

    private static DateOnly Today(string? date, IServiceProvider services) =>
        date is null ? DateOnly.FromDateTime(services.GetRequiredService<TimeProvider>().GetLocalNow().DateTime)
        : DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw new UsageException($"--today takes a date such as 2026-05-31, not {date}.");
}
