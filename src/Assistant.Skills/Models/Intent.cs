namespace Assistant.Skills.Models;

/// <summary>Something people want, told by examples: the local model ranks these, hosted models never see them.</summary>
public sealed class Intent
{
    /// <summary>The tool that does it; empty where words alone answer.</summary>
    public string Tool { get; set; } = "";

    /// <summary>Takes whatever no other intent clearly claims.</summary>
    public bool Fallback { get; set; }

    /// <summary>Slash commands, e.g. "/sql"; what follows the command fills the slots.</summary>
    public List<string> Commands { get; set; } = [];

    /// <summary>What people say. A word in braces stands for any words and fills the slot of that name.</summary>
    public List<string> Examples { get; set; } = [];

    /// <summary>Arguments of the tool: a slot's name in braces, "{all}" for the whole text, "{rest}" for what follows a command, or fixed text.</summary>
    public Dictionary<string, string> Arguments { get; set; } = [];

    /// <summary>Words to answer with where no tool is needed.</summary>
    public string Say { get; set; } = "";
}
