using System.ComponentModel;
using System.Globalization;
using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Workflows;

namespace Assistant.Skills.Agents;

/// <summary>Talks about agents: what they do, whether they work, when they work next; and lets administrators run, pause and schedule them.</summary>
public sealed class AgentSkill(AgentHub hub, WorkflowRuns runs, WorkflowSchedules schedules, TimeProvider time)
{
    [DisplayName("show_agents"), Requires(Permission.ReadData)]
    [Description("Tells which agents there are, what runs now and how the last runs ended.")]
    public async Task<SkillResult> ShowAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        var views = await hub.ListAsync(turn.Caller, cancellationToken);
        var working = views.Where(v => v.Open is not null).ToList();
        var head = working.Count == 0 ? "Nothing runs right now." : $"{(working.Count == 1 ? "One agent is" : $"{working.Count} agents are")} at work.";
        return SkillResult.Say($"{head}\n\n{string.Join('\n', views.Select(v => Line(v, turn)))}\n\nThe page [Agents](/agents) shows every run.");
    }

    [DisplayName("next_runs"), Requires(Permission.ReadData)]
    [Description("Tells when agents run next, how often, and when they last ran.")]
    public async Task<SkillResult> NextAsync([Description("The agent or workflow, as the person says it; empty for all.")] string agent, TurnContext turn, CancellationToken cancellationToken)
    {
        var views = await hub.ListAsync(turn.Caller, cancellationToken);
        if (agent.Length > 0)
        {
            if (hub.Meant(agent) is not { } meant)
                return Unknown(agent);
            views = [.. views.Where(v => v.Agent.Name == meant.Name)];
        }
        return SkillResult.Say(string.Join('\n', views.Select(v => views.Count == 1 ? Times(v, turn) : $"- {Times(v, turn)}")));
    }

    [DisplayName("run_agent"), Requires(Permission.ManageOrganization)]
    [Description("Runs an agent's workflow now.")]
    public async Task<SkillResult> RunAsync([Description("The agent or workflow, as the person says it.")] string agent, TurnContext turn, CancellationToken cancellationToken) =>
        hub.Meant(agent) is not { } meant ? Unknown(agent) : await runs.AskAsync(turn.Caller, meant.Workflow, cancellationToken) switch
        {
            AskOutcome.Asked(var run) => SkillResult.Say($"The **{meant.Title}** runs now. [Follow it](/agents/runs/{run}) as it works."),
            AskOutcome.Open(var run) => SkillResult.Say($"The **{meant.Title}** is at work already; a workflow does not overlap itself. [Follow it](/agents/runs/{run})."),
            AskOutcome.Refused refused => SkillResult.Say(refused.Why),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    [DisplayName("cancel_agent"), Requires(Permission.ManageOrganization)]
    [Description("Cancels the run of an agent that works or waits now.")]
    public async Task<SkillResult> CancelAsync([Description("The agent or workflow, as the person says it.")] string agent, TurnContext turn, CancellationToken cancellationToken)
    {
        if (hub.Meant(agent) is not { } meant)
            return Unknown(agent);
        if (await hub.FindAsync(turn.Caller, meant.Name, cancellationToken) is not { Open: { } open })
            return SkillResult.Say($"The **{meant.Title}** does not run right now. “pause the {meant.Title.ToLowerInvariant()}” turns its schedule off.");
        return SkillResult.Say(await runs.CancelAsync(turn.Caller, open.Id, cancellationToken) ?? $"The run of the **{meant.Title}** is being cancelled. What it has done stays done; [here](/agents/runs/{open.Id}) you can let it go on later.");
    }

    [DisplayName("switch_agent"), Requires(Permission.ManageOrganization)]
    [Description("Turns the schedule of an agent on or off.")]
    public async Task<SkillResult> SwitchAsync(
        [Description("The agent or workflow, as the person says it.")] string agent, [Description("on or off")] string on, TurnContext turn, CancellationToken cancellationToken)
    {
        if (hub.Meant(agent) is not { } meant)
            return Unknown(agent);
        var enabled = on.Trim().Equals("on", StringComparison.OrdinalIgnoreCase);
        if (await schedules.ChangeAsync(turn.Caller, meant.Workflow, new(Enabled: enabled), cancellationToken) is { } problem)
            return SkillResult.Say(problem);
        return SkillResult.Say(enabled ? $"The **{meant.Title}** is on. {Times((await hub.FindAsync(turn.Caller, meant.Name, cancellationToken))!, turn)}"
            : $"The **{meant.Title}** is off. It runs only when somebody asks; “resume the {meant.Title.ToLowerInvariant()}” turns it on again.");
    }

    [DisplayName("schedule_agent"), Requires(Permission.ManageOrganization)]
    [Description("Changes how often an agent runs.")]
    public async Task<SkillResult> ScheduleAsync(
        [Description("The agent or workflow, as the person says it.")] string agent, [Description("How often, e.g. 2 hours, 30m, or five fields of cron.")] string schedule,
        TurnContext turn, CancellationToken cancellationToken)
    {
        if (hub.Meant(agent) is not { } meant)
            return Unknown(agent);
        return await schedules.ChangeAsync(turn.Caller, meant.Workflow, new(Schedule: schedule, TimeZone: turn.Caller.Preferences.TimeZone), cancellationToken) is { } problem
            ? SkillResult.Say(problem) : SkillResult.Say(Times((await hub.FindAsync(turn.Caller, meant.Name, cancellationToken))!, turn));
    }

    private SkillResult Unknown(string agent) =>
        SkillResult.Say($"There is no agent “{MarkdownText.Plain(agent)}”. There are: {string.Join(", ", hub.Agents.Select(a => $"**{a.Title}**"))}.");

    private string Line(AgentView view, TurnContext turn) => $"- **{view.Agent.Title}**: " + view.Status switch
    {
        AgentStatus.Working => $"[works](/agents/runs/{view.Open!.Id}) since {Clock(view.Open.StartedAt ?? view.Open.AskedAt, turn)}",
        AgentStatus.Waiting => $"[waits](/agents/runs/{view.Open!.Id}) until {Clock(view.Open.DueAt, turn)} or for a free place",
        AgentStatus.Off => "is off",
        AgentStatus.Failing => $"its [last run](/agents/runs/{view.Last!.Id}) failed{(view.Last.Problem is { } problem ? $": {MarkdownText.Plain(problem)}" : "")}",
        _ => view.Last is { EndedAt: { } ended, Summary: var summary } ? $"ran last at {Clock(ended, turn)}{(summary is null ? "" : $": {MarkdownText.Plain(summary)}")}" : "has not run yet",
    };

    private string Times(AgentView view, TurnContext turn)
    {
        var last = view.Last is { EndedAt: { } ended } ? $" It last ran at {Clock(ended, turn)}." : " It has not run yet.";
        return !view.Settings.Enabled ? $"The **{view.Agent.Title}** is off; it runs only when somebody asks.{last}"
            : $"The **{view.Agent.Title}** runs {view.ScheduleWords}{(view.Settings.NextAt is { } next ? $", next at {Clock(next, turn)}" : "")}.{last}";
    }

    /// <summary>The clock on the same day, else the day too; in the person's zone.</summary>
    private string Clock(DateTimeOffset moment, TurnContext turn)
    {
        var zone = TimeZoneInfo.TryFindSystemTimeZoneById(turn.Caller.Preferences.TimeZone, out var found) ? found : TimeZoneInfo.Utc;
        var (local, now) = (TimeZoneInfo.ConvertTime(moment, zone), TimeZoneInfo.ConvertTime(time.GetUtcNow(), zone));
        return local.ToString(local.Date == now.Date ? "HH:mm" : "d MMM yyyy, HH:mm", CultureInfo.GetCultureInfo(turn.Caller.Preferences.Culture));
    }
}
