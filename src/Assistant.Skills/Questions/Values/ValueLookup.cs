using Assistant.Skills.Questions.Language;
using Assistant.Skills.Questions.Linking;
using Assistant.Skills.Sources;
using Assistant.Skills.Sql;
using Assistant.Skills.Sql.Syntax;
using static Assistant.Skills.Sql.Syntax.Make;

namespace Assistant.Skills.Questions.Values;

/// <summary>
/// Looks in the personal columns of a source for what a question may name: "Smith", an e-mail address. The source is asked with the rights of who
/// asks, for these words only; what it holds is used for this question and kept nowhere.
/// </summary>
internal sealed class ValueLookup(QueryGate gate)
{
    private const int MostColumns = 16, MostWords = 40, MostValues = 40, LongestRun = 4;

    /// <summary>Larger tables would have to be read for every question.</summary>
    private const long MostRows = 2_000_000;

    private static readonly GateLimits Limits = new(MaxRows: MostValues) { Timeout = TimeSpan.FromSeconds(1.5) };

    /// <summary>The model with the personal values that stand in the question; the same model where there are none.</summary>
    public async Task<SourceModel> WithValuesOfAsync(string question, SourceModel model, ISource source, DataPolicy policy, CancellationToken cancellationToken)
    {
        var columns = model.Vocabulary.Tables.Where(t => (t.Catalog.RowEstimate ?? 0) <= MostRows).SelectMany(t => t.Columns).Where(IsPersonal).Take(MostColumns).ToList();
        if (columns.Count == 0 || Sought(question, model) is not { Count: > 0 } words)
            return model;
        var found = new List<(SchemaColumn, string)>();
        foreach (var column in columns)
        {
            var (table, value) = (column.Table.Name, Column(column.Name));
            var query = new Query(new Select([new SelectItem(value)])
            {
                Distinct = true, From = [Table(table.Schema, table.Name)], Where = new InList(Call("lower", value), [.. words.Select(w => (Expression)Text(w))]),
            }) { Limit = Limit(MostValues) };
            if (await gate.ReadAsync(source, SqlPrinter.Print(query, source.Dialect), new(model.Catalog, policy, Limits), cancellationToken) is QueryOutcome.Rows rows)
                found.AddRange(rows.Table.Rows.Select(r => r[0]).OfType<string>().Select(text => (column, text)));
        }
        return found.Count == 0 ? model : model.With(found);
    }

    /// <summary>Runs of words that nothing else in the question explains: quoted, capitalized, or known neither to the lexicon nor to the source; as written, in small letters.</summary>
    private static List<string> Sought(string question, SourceModel model)
    {
        var tokens = Tokenizer.Tokenize(question);
        var open = tokens.Select((t, i) => t.Kind is TokenKind.Quoted || t.Kind is TokenKind.Word && (t.IsCapitalized && i > 0 || IsUnknown(t, i))).ToList();
        var runs = new List<string>();
        for (var start = 0; start < tokens.Count; start++)
        {
            for (var end = start; end < tokens.Count && end - start < LongestRun && tokens[end].Kind is not TokenKind.Mark; end++)
            {
                if (open.GetRange(start, end - start + 1).Contains(true))
                    runs.Add(start == end ? tokens[start].Text : question[tokens[start].Start..(tokens[end].Start + tokens[end].Length)]);
            }
        }
        // An e-mail address or a telephone number is several tokens.
        runs.AddRange(question.Split(' ').Select(w => w.Trim('.', ',', ';', '?', '!', '"', '\'')).Where(w => w.Contains('@', StringComparison.Ordinal) || w.Count(char.IsDigit) >= 6));
        return [.. runs.Select(r => r.ToLowerInvariant()).Distinct().Take(MostWords)];

        bool IsUnknown(Token token, int at) =>
            model.Vocabulary.With(token.Lemma).Count == 0 && model.Vocabulary.With(token.Lower).Count == 0 && !Lexicon.Default.At(tokens, at).Any()
            && model.Values.Whole(ValueIndex.Normalize(token.Text)).Count == 0;
    }

    private static bool IsPersonal(SchemaColumn column) =>
        column.Type is DataType.Text or DataType.Other && column.Catalog.Sensitivity is Sensitivity.Personal && !column.IsDate && column.Catalog.TextFormat is null;
}
