using Assistant.Skills.Questions.Linking;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Questions.Telling;

/// <summary>Questions that can be asked of a source: made from its catalog, each planned and run before it is shown.</summary>
internal sealed class Suggestions(QuestionEngine engine)
{
    private const int Shown = 3;
    private const int MostTried = 8;
    private const int Sure = 75;

    /// <summary>Words of columns that people care to add up.</summary>
    private static readonly HashSet<string> Amounts = ["amount", "total", "sale", "revenue", "profit", "cost", "price", "value", "salary", "quantity", "hour", "day", "distance", "weight"];

    /// <summary>What one may ask next, after an answer.</summary>
    public Task<IReadOnlyList<string>> AfterAsync(
        QuestionOutcome.Answered answer, SourceModel model, ISource source, DataPolicy policy, QuestionOptions options, CancellationToken cancellationToken)
    {
        var tables = answer.Plan.Sources.Select(s => s.Table is null ? null : model.Vocabulary.Find(s.Table)).OfType<SchemaTable>();
        var near = tables.SelectMany(t => new[] { t }.Concat(model.Joins.EdgesOf(t).Select(e => e.Other(t)))).Distinct().SelectMany(QuestionsOf);
        return CheckedAsync(near.Where(q => !IsAnswered(q, answer, model, options)), model, source, policy, options, cancellationToken);
    }

    /// <summary>What one may ask of the source to begin with.</summary>
    public Task<IReadOnlyList<string>> FirstAsync(SourceModel model, ISource source, DataPolicy policy, QuestionOptions options, CancellationToken cancellationToken) =>
        CheckedAsync(model.Vocabulary.Tables.OrderByDescending(t => model.Joins.EdgesOf(t).Count).ThenBy(t => t.Index).SelectMany(QuestionsOf), model, source, policy, options, cancellationToken);

    /// <summary>The nearest questions that can be answered, where one could not: the same with a name that the data have, then others about the same things.</summary>
    /// <param name="unknown">The word that the data don't know, or null.</param>
    public Task<IReadOnlyList<string>> NearestAsync(
        string question, string? unknown, IReadOnlyList<Ranking.Candidate> ranked, SourceModel model, ISource source, DataPolicy policy, QuestionOptions options, CancellationToken cancellationToken)
    {
        var tables = Nearest.Tables(ranked);
        var same = unknown is null ? [] : Nearest.Columns(unknown, tables, model.Vocabulary).Select(c => question.Replace(unknown, NameWords.Spoken(c.Name), StringComparison.OrdinalIgnoreCase)).Take(MostTried / 2);
        var others = (tables.Count > 0 ? tables : (IEnumerable<SchemaTable>)model.Vocabulary.Tables.OrderByDescending(t => model.Joins.EdgesOf(t).Count).ThenBy(t => t.Index)).SelectMany(QuestionsOf);
        return CheckedAsync(same.Concat(others).Where(q => !string.Equals(q, question, StringComparison.OrdinalIgnoreCase)), model, source, policy, options with { Ask = false }, cancellationToken);
    }

    private async Task<IReadOnlyList<string>> CheckedAsync(
        IEnumerable<string> questions, SourceModel model, ISource source, DataPolicy policy, QuestionOptions options, CancellationToken cancellationToken)
    {
        var good = new List<string>();
        foreach (var question in questions.Distinct().Take(MostTried))
        {
            if (good.Count == Shown)
                break;
            if (QuestionEngine.Plan(question, model, null, options) is QuestionOutcome.Answered { Confidence: >= Sure } planned
                && await engine.RunAsync(planned, source, model.Catalog, policy, cancellationToken) is QuestionOutcome.Answered { Table.Rows.Count: > 0 })
                good.Add(question);
        }
        return good;
    }

    private static bool IsAnswered(string question, QuestionOutcome.Answered answer, SourceModel model, QuestionOptions options) =>
        QuestionEngine.Plan(question, model, null, options) is QuestionOutcome.Answered same && same.Sql == answer.Sql;

    private static IEnumerable<string> QuestionsOf(SchemaTable table)
    {
        if (table.IsLink)
            yield break;
        var name = NameWords.Spoken(table.Name.Name);
        var category = table.Columns.FirstOrDefault(c => c.IsText && !c.IsIdentifier && c.Thing is null && !table.Display.Contains(c) && c.Catalog.Statistics is { Distinct: > 1 and <= 30 });
        var measure = table.Columns.Where(c => c.IsMeasure && !c.IsFlag).OrderBy(c => c.Words.Any(Amounts.Contains) ? 0 : 1).FirstOrDefault();
        var date = table.Columns.FirstOrDefault(c => c.IsDate);
        // A table of sales or readings is not asked about by its name: its amounts and the things in it are.
        if (table.Columns.FirstOrDefault(c => c.Thing is not null) is { } thing && measure is not null)
        {
            var (amount, things) = (NameWords.Spoken(measure.Name), NameWords.Plural(string.Join(' ', thing.Thing!)));
            if (category is not null)
                yield return $"What is the total {amount} by {NameWords.Spoken(category.Name)}?";
            yield return $"What are the top 5 {things} by {amount}?";
            if (date is not null)
                yield return $"What is the total {amount} by month?";
            yield return $"How many {things} are there?";
            yield break;
        }
        if (category is not null)
            yield return $"How many {name} are there for each {NameWords.Spoken(category.Name)}?";
        if (measure is not null && category is not null)
            yield return $"What is the average {NameWords.Spoken(measure.Name)} of {name} for each {NameWords.Spoken(category.Name)}?";
        if (date is not null)
            yield return $"How many {name} are there per month?";
        if (measure is not null && table.Display[0].IsText)
            yield return $"Which {name} have the highest {NameWords.Spoken(measure.Name)}?";
        yield return $"How many {name} are there?";
    }
}
