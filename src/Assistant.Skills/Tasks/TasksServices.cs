using Assistant.Skills.Models;
using Microsoft.Extensions.DependencyInjection;

namespace Assistant.Skills.Tasks;

public static class TasksServices
{
    public static IServiceCollection AddTasks(this IServiceCollection services) => services
        .AddSingleton<TaskBoard>().AddSingleton<TaskSettling>().AddSingleton<TaskSight>().AddSingleton<TaskPeople>().AddSingleton<TaskFindings>().AddSingleton<TaskWorkbooks>()
        .AddSkill<TasksSkill>(skill => [skill.MakeAsync, skill.ListAsync, skill.ChangeAsync, skill.CommentAsync, skill.WorkbookAsync]);
}
