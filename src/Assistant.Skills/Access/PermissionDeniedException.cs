namespace Assistant.Skills.Access;

/// <summary>
/// Somebody reached what they may not do: edges check first, so this is the second lock. The message is for the person.
/// </summary>
public sealed class PermissionDeniedException(Permission permission)
    : Exception($"Your role does not allow this ({Words(permission)}). Ask an administrator of your organization.")
{
    public Permission Permission { get; } = permission;

    private static string Words(Permission permission) => permission switch
    {
        Permission.ReadData => "reading data",
        Permission.WriteSql => "writing SQL",
        Permission.ManageSources => "managing data sources",
        Permission.ManageDashboards => "managing dashboards",
        Permission.ManageOrganization => "managing the organization",
        Permission.ApproveChanges => "approving changes of data",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

public static class CallerPermissions
{
    public static bool May(this Caller caller, Permission permission) => caller.Permissions.Contains(permission);

    /// <exception cref="PermissionDeniedException">The caller may not.</exception>
    public static void Require(this Caller caller, Permission permission)
    {
        if (!caller.May(permission))
            throw new PermissionDeniedException(permission);
    }
}
