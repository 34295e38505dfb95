using Assistant.Skills.Questions.Language;
using Assistant.Skills.Semantics;
using Assistant.Skills.Sources;
using Assistant.Skills.Sql;

namespace Assistant.Skills.Questions.Linking;

/// <summary>What people said about a table, as further ways to say its names, and as columns that follow from others.</summary>
internal static class SaidForms
{
    /// <summary>What people say a word means goes before what a name may be short for.</summary>
    public const double Taught = 1.15;

    public static void Add(SchemaTable table, ModelEntity said, SqlDialect dialect)
    {
        table.Forms = [.. table.Forms, .. Forms(said.Synonyms)];
        foreach (var column in table.Columns)
        {
            if (said.Find(column.Name) is { Synonyms.Count: > 0 } known)
                column.Forms = [.. column.Forms, .. Forms(known.Synonyms).Select(f => f with { Quality = Taught })];
        }
        table.DefaultDate = said.DefaultDate is { } date ? table.Columns.FirstOrDefault(c => Same(c.Name, date)) : null;
        var measures = said.Measures.Where(m => table.Catalog.Find(m.Name) is null).Select(m => Measure(table, m, dialect)).OfType<SchemaColumn>().ToList();
        // What people define stands before what was guessed under the same name.
        table.Derived = [.. measures, .. table.Derived.Where(d => !measures.Any(m => m.Forms.Any(f => d.Words.SequenceEqual(f.Words))))];
    }

    private static SchemaColumn? Measure(SchemaTable table, ModelMeasure measure, SqlDialect dialect) =>
        FormulaReader.Read(measure.Formula, table.Catalog, dialect) is not { } formula ? null
        : new(table, new CatalogColumn(measure.Name, "number", DataType.Number) { Unit = measure.Unit, Description = measure.Description }, WordsOf(measure.Name))
        {
            Formula = formula,
            Aggregate = Enum.Parse<MeasureFunction>(measure.Aggregate.ToString()),
            Role = ColumnRole.Measure,
            Forms = [new(WordsOf(measure.Name), 1), .. Forms(measure.Synonyms)],
        };

    private static IEnumerable<NameForm> Forms(IEnumerable<string> phrases) =>
        phrases.Select(WordsOf).Where(words => words.Count > 0).Select(words => new NameForm(words, 1));

    /// <summary>Base forms of a phrase's words; "of" and its kin say nothing.</summary>
    public static IReadOnlyList<string> WordsOf(string phrase) =>
        [.. NameWords.Split(phrase).Where(w => w is not ("of" or "the" or "a" or "an" or "in" or "for" or "to" or "and")).Select(Lemmas.Of)];

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
