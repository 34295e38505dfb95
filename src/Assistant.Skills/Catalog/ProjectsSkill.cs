using System.ComponentModel;
using Assistant.Skills.Access;
using Assistant.Skills.Conversation;

namespace Assistant.Skills.Catalog;

/// <summary>Tells which projects there are for the person, and who may see them.</summary>
public sealed class ProjectsSkill(Projects projects, ProjectMembers members)
{
    [DisplayName("list_projects"), Requires(Permission.ReadData)]
    [Description("Lists the projects that the person may see, who sees each, and what the person is in it.")]
    public async Task<SkillResult> ListAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        var all = await projects.ListAsync(turn.Caller, cancellationToken);
        var lines = all.Select(p => $"- **{MarkdownText.Plain(p.Name)}**: {Counted.Of(p.Sources, "source", "sources")}, {Sight(p)}. You are {Role(p.Role)} in it.");
        return SkillResult.Say($"There {(all.Count == 1 ? "is one project" : $"are {all.Count} projects")} that you may see:\n\n{string.Join('\n', lines)}\n\n{Next(turn.Caller)}");
    }

    [DisplayName("who_sees_project"), Requires(Permission.ReadData)]
    [Description("Tells who may see a project and what its members are in it.")]
    public async Task<SkillResult> MembersAsync([Description("The project's name; empty for the one that the conversation is in.")] string project, TurnContext turn, CancellationToken cancellationToken)
    {
        var all = await projects.ListAsync(turn.Caller, cancellationToken);
        var said = project.Trim().Trim('?', '.', '"', '“', '”').Trim();
        var found = all.FirstOrDefault(p => p.Name.Equals(said, StringComparison.OrdinalIgnoreCase)) ?? all.FirstOrDefault(p => said.Length > 0 && p.Name.Contains(said, StringComparison.OrdinalIgnoreCase))
            ?? (said.Length == 0 || said.ToUpperInvariant() is "THIS" or "IT" ? all.FirstOrDefault(p => p.Id == turn.ProjectId) ?? all[0] : null);
        if (found is null)
            return SkillResult.Say($"There is no project “{MarkdownText.Plain(said)}” that you may see. There {(all.Count == 1 ? "is" : "are")}: {string.Join(", ", all.Select(p => MarkdownText.Plain(p.Name)))}.");
        var inside = (await members.ListAsync(turn.Caller, found.Id, cancellationToken) ?? []).Where(m => !m.Disabled && m.Elsewhere is OrganizationRole.Analyst or OrganizationRole.Viewer).ToList();
        var who = found.Restricted ? "its members and administrators see it" : "everybody in the organization sees it, with their own role";
        var lines = inside.Select(m => $"- **{MarkdownText.Plain(m.Name)}** is {Role(m.Role)} in it");
        var rest = inside.Count == 0 ? (found.Restricted ? "It has no members yet." : "Nobody has another role in it.")
            : $"{(found.Restricted ? "Its members" : "With a role of their own in it")}:\n\n{string.Join('\n', lines)}";
        return SkillResult.Say($"**{MarkdownText.Plain(found.Name)}**: {who}. {rest}\n\n{Next(turn.Caller)}");
    }

    private static string Sight(Project project) => project.Restricted ? $"for its {Counted.Of(project.Members, "member", "members")} and administrators" : "open to everybody";

    private static string Role(OrganizationRole role) => role switch
    {
        OrganizationRole.Owner => "an owner", OrganizationRole.Admin => "an administrator", OrganizationRole.Analyst => "an analyst", _ => "a viewer",
    };

    private static string Next(Caller caller) => caller.May(Permission.ManageOrganization)
        ? "The page [Projects](/projects) makes and changes them." : "Administrators make and change them.";
}
