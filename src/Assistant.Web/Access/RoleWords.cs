using Assistant.Skills.Access;
using Assistant.Web.Resources;
using Microsoft.Extensions.Localization;

namespace Assistant.Web.Access;

/// <summary>What a person is in the organization, in words.</summary>
public static class RoleWords
{
    public static string Of(IStringLocalizer<Words> say, OrganizationRole role) => role switch
    {
        OrganizationRole.Owner => say["Owner"],
        OrganizationRole.Admin => say["Administrator"],
        OrganizationRole.Analyst => say["Analyst"],
        _ => say["Viewer"],
    };
}
