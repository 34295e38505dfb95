using Assistant.Skills.Access;
using Assistant.Skills.Agents;
using Assistant.Skills.Catalog;
using Assistant.Skills.Changes;
using Assistant.Skills.Conversation;
using Assistant.Skills.Curation;
using Assistant.Skills.Dashboards;
using Assistant.Skills.Help;
using Assistant.Skills.MissingData;
using Assistant.Skills.Models;
using Assistant.Skills.Quality;
using Assistant.Skills.Queries;
using Assistant.Skills.Questions;
using Assistant.Skills.Reconciliation;
using Assistant.Skills.Semantics;
using Assistant.Skills.Sources;
using Assistant.Skills.Storage;
using Assistant.Skills.Workbooks;
using Assistant.Skills.Tasks;
using Assistant.Skills.Workflows;
using Microsoft.Extensions.DependencyInjection;

namespace Assistant.Skills;

/// <summary>Everything the assistant can do: one line per folder.</summary>
public static class AssistantSkills
{
    public static IServiceCollection AddAssistantSkills(this IServiceCollection services) => services
        .AddStorage()
        .AddAccess()
        .AddConversation()
        .AddModels()
        .AddSemantics()
        .AddQuestions()
        .AddSources()
        .AddWorkflows()
        .AddCuration()
        .AddDashboards()
        .AddHelp()
        .AddQuality()
        .AddChanges()
        .AddMissingData()
        .AddWorkbooks()
        .AddTasks()
        .AddReconciliation()
        .AddCatalog()
        .AddQueries()
        .AddAgents();
}
