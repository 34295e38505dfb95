using Assistant.Skills.Models;
using Microsoft.Extensions.DependencyInjection;

namespace Assistant.Skills.Catalog;

public static class CatalogServices
{
    public static IServiceCollection AddCatalog(this IServiceCollection services) => services
        .AddSingleton<VisibleSources>().AddSkill<CatalogSkill>(skill => [skill.ListAsync, skill.DescribeAsync])
        .AddSkill<ProjectsSkill>(skill => [skill.ListAsync, skill.MembersAsync]);
}
