namespace Assistant.Skills.Access;

/// <summary>What belongs together in an organization, and who may see it: sources with all that is made of them, and conversations.</summary>
/// <param name="Restricted">It exists for its members and for administrators only; else for everybody of the organization.</param>
/// <param name="General">The one that each organization has from its beginning: open, and not to be deleted.</param>
/// <param name="Sources">How many of its sources the caller may use.</param>
/// <param name="Members">People with a role of their own in it.</param>
/// <param name="Role">What the caller is in it.</param>
public sealed record Project(Guid Id, string Name, bool Restricted, bool General, int Sources, int Members, OrganizationRole Role);

/// <param name="Role">In the project.</param>
/// <param name="Elsewhere">In the organization.</param>
/// <param name="Service">The account that the organization's agents work as.</param>
public sealed record ProjectMember(Guid UserId, string Name, OrganizationRole Role, OrganizationRole Elsewhere, bool Disabled, bool Service);

/// <summary>How making a project ended.</summary>
public abstract record NewProject
{
    private NewProject() { }

    public sealed record Made(Project Project) : NewProject;

    public sealed record Refused(string Why) : NewProject;
}
