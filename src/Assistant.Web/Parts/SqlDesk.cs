using Assistant.Skills.Conversation;
using Assistant.Skills.Questions;
using Assistant.Skills.Sources;

namespace Assistant.Web.Parts;

/// <summary>What a person may do with the SQL of an answer: run it edited, have it changed by words, and leave it.</summary>
/// <param name="Run">Runs edited SQL on the source of the part; what is asked next goes on from it.</param>
/// <param name="Refine">Changes SQL by words, without running it.</param>
/// <param name="Leave">The answer's own query is the one to go on from again.</param>
public sealed record SqlDesk(
    Func<SqlPart, string, CancellationToken, Task<QueryOutcome>> Run,
    Func<SqlPart, string, string, CancellationToken, Task<RefineOutcome>> Refine,
    Func<SqlPart, CancellationToken, Task> Leave);
