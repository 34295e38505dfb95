using Assistant.Skills.Questions;
using Assistant.Skills.Semantics;
using Assistant.Skills.Sources;
using Assistant.Testing;

namespace Assistant.Skills.Tests.Questions.Values;

/// <summary>Values about persons are not gathered; the source is asked for those that a question names, with the rights of who asks.</summary>
public sealed class PersonalValuesTests : IAsyncLifetime
{
    private static readonly TableName Guests = new(null, "guests");

    private readonly QueryGate _gate = new();
    private readonly SqliteFile _file = new(
        """
        CREATE TABLE guests (guest_id INTEGER PRIMARY KEY, last_name TEXT NOT NULL, email TEXT NOT NULL, town TEXT NOT NULL, password_hash TEXT, nights INTEGER NOT NULL);
        INSERT INTO guests VALUES (1, 'Lindqvist', 'lindqvist@example.org', 'Umea', 'x1', 3), (2, 'O''Brien', 'brien@example.org', 'Cork', 'x2', 5), (3, 'Lindqvist', 'greta@example.org', 'Cork', 'x3', 2);
        """);

    private ISource _source = null!;
    private SourceCatalog _catalog = null!;

    public async Task InitializeAsync()
    {
        var opened = (OpenOutcome.Opened)await new SourceOpener().OpenFileAsync(_file.Path, default);
        (_source, _catalog) = (opened.Source, await new CatalogProfiler(_gate).ProfileAsync(opened.Source, opened.Catalog, default));
    }

    public async Task DisposeAsync()
    {
        await _source.DisposeAsync();
        _file.Dispose();
    }

    [Fact]
    public async Task The_index_holds_towns_and_no_names_addresses_or_columns_that_people_marked()
    {
        var model = await SourceModel.MakeAsync(_gate, _source, _catalog, default);
        Assert.Equal(Sensitivity.Personal, _catalog.Tables[0].Find("last_name")!.Sensitivity);
        Assert.Equal(["Umea"], model.Values.Whole("umea").Select(v => v.Text));
        Assert.Empty(model.Values.Whole("lindqvist"));
        Assert.Empty(model.Values.WithWord("lindqvist"));
        Assert.Empty(model.Values.WithWord("example"));

        var said = SemanticModel.Empty.With(Guests, "town", c => c with { Sensitive = true });
        Assert.Equal(0, (await SourceModel.MakeAsync(_gate, _source, _catalog, DataPolicy.Everything, said, default)).ValueCount);
    }

    [Fact]
    public async Task Rows_that_one_may_not_see_give_no_values()
    {
        var model = await SourceModel.MakeAsync(_gate, _source, _catalog, Only("town = 'Cork'"), SemanticModel.Empty, default);
        Assert.Empty(model.Values.Whole("umea"));
        Assert.NotEmpty(model.Values.Whole("cork"));
    }

    [Theory]
    [InlineData("How many nights did guest Lindqvist stay in all?", "'Lindqvist'", "5")]
    [InlineData("how many guests have the last name lindqvist", "'Lindqvist'", "2")]
    [InlineData("How many guests are called O'Brien?", "'O''Brien'", "1")]
    [InlineData("What is the town of the guest with email brien@example.org?", "'brien@example.org'", "Cork")]
    public async Task A_name_in_the_question_is_found_all_the_same(string question, string condition, string figure)
    {
        var answer = Assert.IsType<QuestionOutcome.Answered>(await AskAsync(question, DataPolicy.Everything));
        Assert.Contains(condition, answer.Sql, StringComparison.Ordinal);
        Assert.Contains(answer.Table!.Rows[0], cell => CellText.Invariant(cell) == figure);
    }

    [Fact]
    public async Task A_masked_name_and_one_of_another_row_are_not_confirmed()
    {
        const string question = "How many nights did guest Lindqvist stay in all?";
        var masked = new DataPolicy(new HashSet<TableName>(), new Dictionary<TableName, string>(), new Dictionary<(TableName, string), ColumnMask> { [(Guests, "last_name")] = ColumnMask.Partial });
        foreach (var policy in new[] { masked, Only("last_name = 'O''Brien'") })
            Assert.DoesNotContain("'Lindqvist'", (await AskAsync(question, policy) as QuestionOutcome.Answered)?.Sql ?? "", StringComparison.Ordinal);
    }

    private Task<QuestionOutcome> AskAsync(string question, DataPolicy policy) =>
        new QuestionEngine(_gate).AnswerAsync(question, _source, _catalog, policy, null, Orchard.Options with { Ask = false }, default);

    private static DataPolicy Only(string filter) => new(
        new HashSet<TableName>(), new Dictionary<TableName, string> { [Guests] = filter }, new Dictionary<(TableName, string), ColumnMask>());
}
