using Assistant.Skills.Models;
using Microsoft.Extensions.DependencyInjection;

namespace Assistant.Skills.Questions;

public static class QuestionsServices
{
    public static IServiceCollection AddQuestions(this IServiceCollection services) => services
        .AddSingleton<QuestionEngine>()
        .AddSingleton<QuestionModels>()
        .AddSingleton<VerifiedAnswers>()
        .AddSingleton<Meanings>()
        .AddSingleton<AskedBack>()
        .AddSingleton<SourceChooser>()
        .AddSingleton<StartingQuestions>()
        .AddSingleton<WrittenQueries>()
        .AddSkill<QuestionSkill>(skill => [skill.AnswerAsync, QuestionSkill.Explain]);
}
