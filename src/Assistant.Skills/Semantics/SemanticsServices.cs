using Microsoft.Extensions.DependencyInjection;

namespace Assistant.Skills.Semantics;

public static class SemanticsServices
{
    public static IServiceCollection AddSemantics(this IServiceCollection services) => services
        .AddSingleton<SemanticModels>()
        .AddSingleton<ModelLearning>()
        .AddSingleton<VerifiedQuestions>()
        .AddSingleton<ModelCheck>()
        .AddSingleton<ModelFiles>();
}
