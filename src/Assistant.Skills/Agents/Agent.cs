using Assistant.Skills.Workflows;

namespace Assistant.Skills.Agents;

/// <summary>A worker that people know by name, as its file in prompts/agents tells it.</summary>
public sealed class Agent
{
    public string Name { get; set; } = "";
    public string Title { get; set; } = "";
    public string Role { get; set; } = "";
    public string Summary { get; set; } = "";

    /// <summary>The workflow that it does.</summary>
    public string Workflow { get; set; } = "";

    /// <summary>What it does, in order.</summary>
    public List<string> Does { get; set; } = [];

    /// <summary>What it never does.</summary>
    public List<string> Never { get; set; } = [];

    /// <summary>Tools by which the same can be asked for in the chat.</summary>
    public List<string> Tools { get; set; } = [];

    /// <summary>What its account must be allowed.</summary>
    public List<string> Permissions { get; set; } = [];

    /// <summary>What people call it.</summary>
    public List<string> Called { get; set; } = [];
}

/// <summary>Working and Waiting have an open run; Failing: its last run failed.</summary>
public enum AgentStatus { Off, Ready, Waiting, Working, Failing }

/// <summary>An agent as an organization has it.</summary>
/// <param name="ScheduleWords">E.g. "every 30 minutes".</param>
/// <param name="Open">The run that works or waits.</param>
/// <param name="Last">The latest that ended.</param>
public sealed record AgentView(
    Agent Agent, AgentStatus Status, WorkflowSettings Settings, string ScheduleWords, WorkflowFigures Figures, WorkflowRun? Open, WorkflowRun? Last);
