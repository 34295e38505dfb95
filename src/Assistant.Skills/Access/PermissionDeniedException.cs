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

/// <summary>
/// What a caller may do. What belongs to a source is asked with the source, since the role may be another in its project; without one, the
/// role in the organization counts.
/// </summary>
public static class CallerPermissions
{
    public static bool May(this Caller caller, Permission permission) => caller.Permissions.Contains(permission);

    /// <summary>Whether they may do it in a project.</summary>
    public static bool MayIn(this Caller caller, Permission permission, Guid projectId) =>
        (caller.Projects.Permissions.GetValueOrDefault(projectId) ?? caller.Permissions).Contains(permission);

    /// <summary>Whether they may do it with a source and all that belongs to it: its model, its rules, changes of its data.</summary>
    public static bool MayOn(this Caller caller, Permission permission, Guid sourceId) =>
        caller.Projects.Sources.TryGetValue(sourceId, out var project) ? caller.MayIn(permission, project) : caller.May(permission);

    /// <summary>Whether there is anything with which they may do it: to offer it at all. Who does it asks again, with the source.</summary>
    public static bool MaySomewhere(this Caller caller, Permission permission) =>
        caller.May(permission) || caller.Projects.Permissions.Values.Any(granted => granted.Contains(permission));

    /// <exception cref="PermissionDeniedException">The caller may not.</exception>
    public static void Require(this Caller caller, Permission permission) => Allow(caller.May(permission), permission);

    /// <exception cref="PermissionDeniedException">The caller may not in this project.</exception>
    public static void RequireIn(this Caller caller, Permission permission, Guid projectId) => Allow(caller.MayIn(permission, projectId), permission);

    /// <exception cref="PermissionDeniedException">The caller may not with this source.</exception>
    public static void RequireOn(this Caller caller, Permission permission, Guid sourceId) => Allow(caller.MayOn(permission, sourceId), permission);

    /// <exception cref="PermissionDeniedException">The caller may not anywhere.</exception>
    public static void RequireSomewhere(this Caller caller, Permission permission) => Allow(caller.MaySomewhere(permission), permission);

    /// <summary>The same caller with no more than these, anywhere.</summary>
    public static Caller LimitedTo(this Caller caller, IReadOnlyCollection<Permission> most) => caller with
    {
        Permissions = caller.Permissions.Intersect(most).ToHashSet(),
        Projects = caller.Projects with
        {
            Permissions = caller.Projects.Permissions.ToDictionary(p => p.Key, IReadOnlySet<Permission> (p) => p.Value.Intersect(most).ToHashSet()),
        },
    };

    private static void Allow(bool may, Permission permission)
    {
        if (!may)
            throw new PermissionDeniedException(permission);
    }
}
