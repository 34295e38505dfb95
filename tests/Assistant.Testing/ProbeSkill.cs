using System.ComponentModel;
using Assistant.Skills.Access;
using Assistant.Skills.Conversation;

namespace Assistant.Testing;

/// <summary>Tools whose course a test decides.</summary>
public sealed class ProbeSkill
{
    /// <summary>Set when "wait" has begun.</summary>
    public TaskCompletionSource Waiting { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets "wait" go on.</summary>
    public TaskCompletionSource Go { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Set when "wait" was cancelled.</summary>
    public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [DisplayName("echo"), Requires(Permission.ReadData), Description("Says the text again and notes it.")]
    public static SkillResult Echo([Description("The text.")] string text, TurnContext turn)
    {
        var before = turn.State.TryGetValue("echo", out var noted) ? noted : "nothing";
        turn.State["echo"] = text;
        return new($"echoed {text}", [new HeadlinePart($"{text} after {before}")]);
    }

    [DisplayName("wait"), Requires(Permission.ReadData), Description("Shows a step and waits.")]
    public async Task<SkillResult> WaitAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        await turn.ShowAsync(new StepPart("wait", "Waiting", StepState.Running));
        Waiting.TrySetResult();
        try { await Go.Task.WaitAsync(cancellationToken); }
        catch (OperationCanceledException)
        {
            Cancelled.TrySetResult();
            throw;
        }
        await turn.ShowAsync(new StepPart("wait", "Waiting", StepState.Done, 1));
        return SkillResult.Say("waited");
    }

    [DisplayName("manage"), Requires(Permission.ManageOrganization), Description("Only for administrators.")]
    public static SkillResult Manage() => SkillResult.Say("managed");

    [DisplayName("fail"), Requires(Permission.ReadData), Description("Breaks.")]
    public static SkillResult Fail() => throw new InvalidOperationException("Password=secret");
}
