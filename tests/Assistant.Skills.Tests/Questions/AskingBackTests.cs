using Assistant.Skills.Questions;
using Assistant.Skills.Sources;
using Assistant.Testing;

namespace Assistant.Skills.Tests.Questions;

public sealed class AskingBackTests : IAsyncLifetime
{
    private readonly SqliteFile _file = new(
        """
        CREATE TABLE clients (client_id INTEGER PRIMARY KEY, client_name TEXT NOT NULL, town TEXT NOT NULL);
        CREATE TABLE orders (order_id INTEGER PRIMARY KEY, client_id INTEGER NOT NULL REFERENCES clients, order_date DATE NOT NULL, ship_date DATE NOT NULL, net_weight INTEGER NOT NULL, gross_weight INTEGER NOT NULL);
        INSERT INTO clients VALUES (1, 'Ann', 'Lugano'), (2, 'Ben', 'Como');
        INSERT INTO orders VALUES (1, 1, '2025-01-30', '2025-02-02', 10, 12), (2, 1, '2025-02-03', '2025-02-04', 7, 9), (3, 2, '2025-02-10', '2025-03-01', 5, 8), (4, 2, '2025-02-10', '2025-03-02', 1, 2);
        """);

    private readonly QueryGate _gate = new();
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

    private Task<QuestionOutcome> AskAsync(string question, QuestionOptions? options = null) =>
        new QuestionEngine(_gate).AnswerAsync(question, _source, _catalog, DataPolicy.Everything, null, options ?? Orchard.Options, default);

    [Theory]
    [InlineData("How many orders by date?", "Order date", "Ship date")]
    [InlineData("What is the total weight?", "Net weight", "Gross weight")]
    public async Task A_word_that_two_columns_share_is_asked_about_with_their_names_as_choices(string question, params string[] choices)
    {
        var asked = Assert.IsType<QuestionOutcome.Clarify>(await AskAsync(question));
        Assert.Equal(choices.Order(), asked.Choices.Select(c => c.Label).Order());
        Assert.Contains(choices[0], asked.Question, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("How many orders by ship date?")]
    [InlineData("What is the total net weight?")]
    [InlineData("How many clients are in Como?")]
    [InlineData("How many orders does each client have?")]
    public async Task A_clear_question_is_answered(string question) => Assert.IsType<QuestionOutcome.Answered>(await AskAsync(question));

    [Fact]
    public async Task What_was_chosen_is_taken_without_asking_and_told()
    {
        var asked = Assert.IsType<QuestionOutcome.Clarify>(await AskAsync("How many orders by date?"));
        var shipped = asked.Meanings[asked.Choices.ToList().FindIndex(c => c.Label == "Ship date")];
        var answer = Assert.IsType<QuestionOutcome.Answered>(await AskAsync("How many orders by date?", Orchard.Options with { Meanings = [shipped] }));
        Assert.Contains("ship_date", answer.Sql, StringComparison.Ordinal);
        Assert.Equal([shipped], answer.Meanings);
    }

    [Fact]
    public async Task Nobody_is_asked_twice_in_a_row() =>
        Assert.IsType<QuestionOutcome.Answered>(await AskAsync("How many orders by date?", Orchard.Options with { Ask = false }));
}
