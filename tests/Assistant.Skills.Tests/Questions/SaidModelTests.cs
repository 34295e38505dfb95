using Assistant.Skills.Questions;
using Assistant.Skills.Semantics;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Tests.Questions;

/// <summary>What people said about a source changes how its questions are read, and nothing else does.</summary>
public class SaidModelTests
{
    private static readonly TableName Growers = new(null, "growers");
    private static readonly TableName Pickings = new(null, "pickings");

    [Fact]
    public async Task A_word_nobody_knows_is_understood_once_it_is_a_synonym()
    {
        await using var orchard = await Orchard.OpenAsync();
        const string question = "how many blips are there";
        Assert.IsType<QuestionOutcome.Declined>(await AskAsync(orchard, question, SemanticModel.Empty));
        Assert.Equal("4", await RowsAsync(orchard, question, SemanticModel.Empty.With(Growers, e => e with { Synonyms = ["blip"] })));
    }

    [Fact]
    public async Task A_synonym_of_several_words_names_a_column()
    {
        await using var orchard = await Orchard.OpenAsync();
        var model = SemanticModel.Empty.With(Pickings, "crates", c => c with { Synonyms = ["zorb haul"] });
        Assert.Equal("120", await RowsAsync(orchard, "what is the total zorb haul", model));
    }

    [Fact]
    public async Task A_measure_is_computed_by_its_formula_and_put_together_as_said()
    {
        await using var orchard = await Orchard.OpenAsync();
        var model = SemanticModel.Empty.With(Pickings, e => e with { Measures = [new("takings", "crates * unit_price") { Synonyms = ["earnings"] }] });
        Assert.Equal("712.5", await RowsAsync(orchard, "what are the takings", model));
        Assert.Equal("Bramley|332.5; Cox|380", Sorted(await RowsAsync(orchard, "earnings by variety name", model)));
        var average = SemanticModel.Empty.With(Pickings, e => e with { Measures = [new("takings", "crates * unit_price", MeasureAggregate.Max)] });
        Assert.Equal("260", await RowsAsync(orchard, "what are the takings", average));
    }

    [Fact]
    public async Task A_formula_may_be_more_than_arithmetic()
    {
        await using var orchard = await Orchard.OpenAsync();
        var model = SemanticModel.Empty.With(Pickings, e => e with { Measures = [new("large lots", "CASE WHEN crates >= 20 THEN 1 ELSE 0 END")] });
        Assert.Equal("3", await RowsAsync(orchard, "what are the large lots", model));
    }

    [Fact]
    public async Task A_value_is_found_by_what_people_call_it()
    {
        await using var orchard = await Orchard.OpenAsync();
        var model = SemanticModel.Empty.With(Growers, "region", c => c with { Values = [new("North", ["uplands"])] });
        Assert.Equal("2", await RowsAsync(orchard, "how many growers are in the uplands", model));
    }

    [Fact]
    public async Task A_rejected_join_is_not_taken_and_an_added_one_is()
    {
        await using var orchard = await Orchard.OpenAsync();
        var rejected = SemanticModel.Empty.With(new ModelJoin(Pickings, "grower_id", Growers, "grower_id", JoinState.Rejected), JoinState.Rejected);
        Assert.False(await AskAsync(orchard, "total crates by grower name", rejected) is QuestionOutcome.Answered a && a.Sql.Contains("JOIN", StringComparison.OrdinalIgnoreCase));
        var added = rejected.With(new ModelJoin(Pickings, "picking_id", Growers, "grower_id", JoinState.Added), JoinState.Added);
        var answer = Assert.IsType<QuestionOutcome.Answered>(await AskAsync(orchard, "total crates by grower name", added));
        Assert.Contains("picking_id", answer.Sql, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_left_out_is_not_answered_from()
    {
        await using var orchard = await Orchard.OpenAsync();
        var model = SemanticModel.Empty.With(Growers, "phone", c => c with { Hidden = true });
        Assert.Contains("phone", Assert.IsType<QuestionOutcome.Answered>(await AskAsync(orchard, "show the phone of all growers", SemanticModel.Empty)).Sql, StringComparison.Ordinal);
        Assert.False(await AskAsync(orchard, "show the phone of all growers", model) is QuestionOutcome.Answered a && a.Sql.Contains("phone", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_same_question_over_the_same_model_gives_the_same_plan()
    {
        await using var orchard = await Orchard.OpenAsync();
        var model = SemanticModel.Empty.With(Pickings, e => e with { Measures = [new("takings", "crates * unit_price")] });
        var again = SemanticModel.FromJson(model.ToJson());
        const string question = "takings by region in 2025";
        Assert.Equal(
            ((QuestionOutcome.Answered)await AskAsync(orchard, question, model)).Plan.ToJson(), ((QuestionOutcome.Answered)await AskAsync(orchard, question, again)).Plan.ToJson());
    }

    private static async Task<QuestionOutcome> AskAsync(Orchard orchard, string question, SemanticModel semantics)
    {
        var model = await orchard.Engine.ModelAsync(orchard.Source, orchard.Catalog, DataPolicy.Everything, semantics, default);
        return QuestionEngine.Plan(question, model, null, Orchard.Options) is QuestionOutcome.Answered planned
            ? await orchard.Engine.RunAsync(planned, orchard.Source, orchard.Catalog, DataPolicy.Everything, default)
            : QuestionEngine.Plan(question, model, null, Orchard.Options);
    }

    private static async Task<string> RowsAsync(Orchard orchard, string question, SemanticModel semantics) => await AskAsync(orchard, question, semantics) switch
    {
        QuestionOutcome.Answered { Table: { } table } => string.Join("; ", table.Rows.Select(r => string.Join('|', r.Select(CellText.Invariant)))),
        var other => other.ToString(),
    };

    private static string Sorted(string rows) => string.Join("; ", rows.Split("; ").Order(StringComparer.Ordinal));
}
