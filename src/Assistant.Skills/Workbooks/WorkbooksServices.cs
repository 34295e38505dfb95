using Assistant.Skills.Models;
using Microsoft.Extensions.DependencyInjection;

namespace Assistant.Skills.Workbooks;

public static class WorkbooksServices
{
    public static IServiceCollection AddWorkbooks(this IServiceCollection services)
    {
        services.AddOptions<WorkbookOptions>().BindConfiguration("Workbooks").ValidateDataAnnotations().ValidateOnStart();
        return services.AddSingleton<WorkbookKeys>().AddSingleton<WorkbookShelf>().AddSingleton<FillInWorkbooks>().AddSingleton<WorkbookUploads>()
            .AddSkill<WorkbookSkill>(skill => [skill.MakeAsync]);
    }
}
