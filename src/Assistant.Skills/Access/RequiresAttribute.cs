namespace Assistant.Skills.Access;

/// <summary>What a person may do. Roles of an organization are sets of these.</summary>
public enum Permission { ReadData, WriteSql, ManageSources, ManageDashboards, ManageOrganization, ApproveChanges }

/// <summary>What a person must be allowed, for a function to be offered to the model and to run when it is called.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RequiresAttribute(Permission permission) : Attribute
{
    public Permission Permission { get; } = permission;
}
