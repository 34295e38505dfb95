namespace Assistant.Skills.Access;

/// <summary>What a person is in an organization. Not how answers are told to them: that is <see cref="AnswerRole"/>.</summary>
public enum OrganizationRole { Owner, Admin, Analyst, Viewer }

public static class OrganizationRoles
{
    /// <summary>What a role allows.</summary>
    public static IReadOnlySet<Permission> Permissions(this OrganizationRole role) => role switch
    {
        OrganizationRole.Owner or OrganizationRole.Admin => Enum.GetValues<Permission>().ToHashSet(),
        OrganizationRole.Analyst => new HashSet<Permission>
        {
            Permission.ReadData, Permission.WriteSql, Permission.ManageSources, Permission.ManageDashboards, Permission.ApproveChanges,
        },
        OrganizationRole.Viewer => new HashSet<Permission> { Permission.ReadData, Permission.ManageDashboards },
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    internal static string Stored(this OrganizationRole role) => role.ToString().ToLowerInvariant();

    internal static OrganizationRole Role(string stored) => Enum.Parse<OrganizationRole>(stored, ignoreCase: true);
}
