using Assistant.Skills.Models;
using Microsoft.Extensions.DependencyInjection;

namespace Assistant.Skills.Queries;

public static class QueryServices
{
    public static IServiceCollection AddQueries(this IServiceCollection services) => services.AddSkill<SqlSkill>(skill => [skill.RunAsync]);
}
