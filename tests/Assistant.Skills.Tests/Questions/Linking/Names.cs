using Assistant.Skills.Questions.Language;
using Assistant.Skills.Questions.Linking;
using Assistant.Skills.Questions.Values;
using Assistant.Skills.Sources;
using Assistant.Skills.Sql;

namespace Assistant.Skills.Tests.Questions.Linking;

/// <summary>What words link to among names that a test thinks up: "trucks(truck_id, plate)" is a table with two columns, the first its key.</summary>
internal sealed class Names
{
    private readonly Linker _linker;

    public Names(params string[] tables)
    {
        Vocabulary = new(new SourceCatalog(SqlDialect.Sqlite, [.. tables.Select(Table)], [], "1"), Lexicon.Default);
        _linker = new(Vocabulary, Values, Lexicon.Default);
    }

    public Vocabulary Vocabulary { get; }
    public ValueIndex Values { get; } = new();

    /// <summary>Links of the words taken together, best first.</summary>
    public IReadOnlyList<Link> Of(string words)
    {
        var tokens = Tokenizer.Tokenize(words);
        return _linker.Link(tokens).TryGetValue((0, tokens.Count), out var links) ? links : [];
    }

    /// <summary>The best link as "table" or "table.column"; empty when there is none.</summary>
    public string Best(string words) => Of(words) is [var best, ..] ? best.Column?.ToString() ?? best.Table!.ToString() : "";

    private static CatalogTable Table(string written)
    {
        var parts = written.Split('(', ',', ')').Select(p => p.Trim()).Where(p => p.Length > 0).ToList();
        return new(new TableName(null, parts[0]), [.. parts.Skip(1).Select(c => new CatalogColumn(c, "text", DataType.Text))], [parts[1]]);
    }
}
