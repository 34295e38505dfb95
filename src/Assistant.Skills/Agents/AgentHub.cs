using Assistant.Skills.Access;
using Assistant.Skills.Models;
using Assistant.Skills.Workflows;

namespace Assistant.Skills.Agents;

/// <summary>The agents of an organization: what each is, whether it works, how it did, when it works next.</summary>
public sealed class AgentHub(WorkflowRuns runs, WorkflowSchedules schedules)
{
    /// <summary>Those of prompts/agents whose workflow this program has.</summary>
    public IReadOnlyList<Agent> Agents { get; } =
        [.. PromptLibrary.Files("agents").Select(PromptLibrary.Read<Agent>).Where(a => runs.Workflows.Any(w => w.Name == a.Workflow)).OrderBy(a => runs.Workflows.ToList().FindIndex(w => w.Name == a.Workflow))];

    public async Task<IReadOnlyList<AgentView>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        var settings = (await schedules.ListAsync(caller, cancellationToken)).ToDictionary(s => s.Workflow);
        var figures = (await runs.FiguresAsync(caller, cancellationToken)).ToDictionary(f => f.Workflow);
        var views = new List<AgentView>();
        foreach (var agent in Agents)
        {
            var latest = await runs.ListAsync(caller, agent.Workflow, 5, cancellationToken);
            var (open, last, own) = (latest.FirstOrDefault(r => r.IsOpen), latest.FirstOrDefault(r => !r.IsOpen), settings[agent.Workflow]);
            var status = open is { State: RunState.Running } ? AgentStatus.Working : open is not null ? AgentStatus.Waiting
                : !own.Enabled ? AgentStatus.Off : last is { State: RunState.Failed } ? AgentStatus.Failing : AgentStatus.Ready;
            views.Add(new(agent, status, own, ScheduleReading.Of(own.Schedule, own.TimeZone, default).Words, figures[agent.Workflow], open, last));
        }
        return views;
    }

    public async Task<AgentView?> FindAsync(Caller caller, string name, CancellationToken cancellationToken) =>
        (await ListAsync(caller, cancellationToken)).FirstOrDefault(v => v.Agent.Name == name);

    /// <summary>The agent that a person means; null where none is near.</summary>
    public Agent? Meant(string said)
    {
        var words = Plain(said);
        return Agents.FirstOrDefault(a => words == a.Name.Replace('-', ' ') || words == a.Workflow.Replace('-', ' '))
            ?? Agents.SelectMany(a => a.Called, (agent, called) => (agent, called)).OrderByDescending(c => c.called.Length)
                .FirstOrDefault(c => words.Contains(c.called, StringComparison.Ordinal) || words.Length > 3 && c.called.Contains(words, StringComparison.Ordinal)).agent;
    }

    private static string Plain(string said) => string.Join(' ', said.ToLowerInvariant().Replace('-', ' ').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        .Where(w => w is not ("the" or "a" or "an" or "my" or "our" or "please" or "now")));
}
