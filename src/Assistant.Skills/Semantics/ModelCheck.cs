using Assistant.Skills.Sources;
using Assistant.Skills.Sql;

namespace Assistant.Skills.Semantics;

/// <summary>What is wrong with a model, in words.</summary>
/// <param name="Path">Where, by names: "orders", "orders.amount", "joins"; for finding the line in a file.</param>
public sealed record ModelProblem(string Path, string Message);

/// <summary>A word that means something.</summary>
public sealed record Meaning(string Word, ModelPlace Place);

/// <summary>Holds a model against the source: names that are not there, words that would mean two things, formulas that don't run.</summary>
public sealed class ModelCheck(QueryGate gate)
{
    private static readonly GateLimits OneRow = new(MaxRows: 1) { Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>All problems; formulas are run on one row of the source.</summary>
    public async Task<IReadOnlyList<ModelProblem>> FindAsync(SemanticModel model, ISource source, SourceCatalog catalog, CancellationToken cancellationToken)
    {
        var problems = new List<ModelProblem>();
        foreach (var entity in model.Entities)
        {
            if (catalog.Find(entity.Table) is not { } table)
            {
                problems.Add(new(entity.Table.ToString(), NoTable(entity.Table, catalog)));
                continue;
            }
            problems.AddRange(Names(entity, table));
            foreach (var measure in entity.Measures.Where(m => m.Formula.Length > 0))
            {
                if (await ProblemAsync(measure, table, source, catalog, cancellationToken) is { } problem)
                    problems.Add(new($"{entity.Table}.{measure.Name}", problem));
            }
        }
        problems.AddRange(model.Joins.SelectMany(j => Joins(j, catalog)));
        problems.AddRange(Twice(TableWords(model, catalog)));
        foreach (var table in catalog.Tables)
            problems.AddRange(Twice(ColumnWords(model, table)));
        return problems;
    }

    /// <summary>Whether a formula gives a value for a row of the table; why not, in words.</summary>
    public async Task<string?> ProblemAsync(ModelMeasure measure, CatalogTable table, ISource source, SourceCatalog catalog, CancellationToken cancellationToken)
    {
        if (SqlParser.ParseExpression(measure.Formula, catalog.Dialect) is null)
            return $"The formula '{measure.Formula}' is not one expression. Write it like price * quantity.";
        var name = string.Join('.', new[] { table.Name.Schema, table.Name.Name }.OfType<string>().Select(n => $"\"{n.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));
        // GROUP BY the value: an aggregate is refused there, by the engine or by the gate, as it would be in an answer.
        var sql = $"SELECT ({measure.Formula}\n) AS value FROM {name} GROUP BY ({measure.Formula}\n) LIMIT 1";
        return await gate.ReadAsync(source, sql, new(catalog, DataPolicy.Everything, OneRow), cancellationToken) switch
        {
            QueryOutcome.Rows => null,
            QueryOutcome.NotModelled unknown => $"The formula '{measure.Formula}' names '{unknown.Name}', which the table '{table.Name}' doesn't have." + (unknown.Nearest is null ? "" : $" Nearest: {unknown.Nearest}."),
            QueryOutcome.NotAllowed refused => $"The formula '{measure.Formula}' can't be used: {refused.What}",
            QueryOutcome.NotARead refused => $"The formula '{measure.Formula}' can't be used: {refused.Why}",
            QueryOutcome.TooCostly refused => $"The formula '{measure.Formula}' takes too long: {refused.Why}",
            QueryOutcome.NotUnderstood refused => $"The formula '{measure.Formula}' can't be read: {refused.Why}",
            QueryOutcome.EngineFailed failed => $"The formula '{measure.Formula}' doesn't run: {failed.Message} It is computed row by row; how rows are put together is chosen beside it.",
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>Words for tables: their names, and what people say for them.</summary>
    public static IEnumerable<Meaning> TableWords(SemanticModel model, SourceCatalog catalog) =>
        catalog.Tables.Select(t => new Meaning(t.Name.Name, new(t.Name))).Concat(model.Entities.SelectMany(e => e.Synonyms.Select(s => new Meaning(s, new(e.Table)))));

    /// <summary>Words for the columns and measures of a table. In two tables a word may mean two columns: the rest of the question tells.</summary>
    public static IEnumerable<Meaning> ColumnWords(SemanticModel model, CatalogTable table) =>
        table.Columns.Select(c => new Meaning(c.Name, new(table.Name, c.Name))).Concat(model.Find(table.Name) is not { } entity ? [] :
            entity.Columns.SelectMany(c => c.Synonyms.Select(s => new Meaning(s, new(table.Name, c.Name))))
                .Concat(entity.Measures.SelectMany(m => m.Synonyms.Prepend(m.Name).Select(s => new Meaning(s, new(table.Name, m.Name))))));

    private static IEnumerable<ModelProblem> Twice(IEnumerable<Meaning> meanings) =>
        from words in meanings.GroupBy(m => m.Word.Replace('_', ' '), StringComparer.OrdinalIgnoreCase)
        let places = words.Select(m => m.Place).Distinct().ToList()
        where places.Count > 1
        select new ModelProblem(places[^1].ToString(), $"'{words.Last().Word}' would mean {string.Join(" and ", places)}. Keep it in one place.");

    private static IEnumerable<ModelProblem> Names(ModelEntity entity, CatalogTable table)
    {
        foreach (var column in entity.Columns.Where(c => table.Find(c.Name) is null))
            yield return new($"{entity.Table}.{column.Name}", NoColumn(column.Name, table));
        if (entity.DefaultDate is { } date && table.Find(date) is null)
            yield return new($"{entity.Table}/default_date", $"The default date '{date}' is no column of '{entity.Table}'.{Nearest(date, table.Columns.Select(c => c.Name))}");
        else if (entity.DefaultDate is { } given && table.Find(given) is { Type: not (DataType.Date or DataType.Timestamp), TextFormat: null })
            yield return new($"{entity.Table}/default_date", $"The default date '{given}' of '{entity.Table}' holds no dates.");
        foreach (var measure in entity.Measures)
        {
            if (measure.Name.Length == 0 || measure.Formula.Length == 0)
                yield return new($"{entity.Table}.{measure.Name}", $"A measure of '{entity.Table}' needs a name and a formula.");
            else if (table.Find(measure.Name) is not null)
                yield return new($"{entity.Table}.{measure.Name}", $"The measure '{measure.Name}' is called like a column of '{entity.Table}'. Give it another name.");
        }
        foreach (var twice in entity.Measures.GroupBy(m => m.Name, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1))
            yield return new($"{entity.Table}.{twice.Key}", $"'{entity.Table}' has two measures called '{twice.Key}'.");
    }

    private static IEnumerable<ModelProblem> Joins(ModelJoin join, SourceCatalog catalog)
    {
        foreach (var (name, column) in new[] { (join.From, join.FromColumn), (join.To, join.ToColumn) })
        {
            if (catalog.Find(name) is not { } table)
                yield return new($"joins/{join}", $"The join {join} names a table '{name}' that is not there.");
            else if (table.Find(column) is null)
                yield return new($"joins/{join}", $"The join {join} names '{column}', which '{name}' doesn't have.{Nearest(column, table.Columns.Select(c => c.Name))}");
        }
    }

    internal static string NoTable(TableName name, SourceCatalog catalog) =>
        $"There is no table '{name}' in this source.{Nearest(name.Name, catalog.Tables.Select(t => t.Name.Name))}";

    internal static string NoColumn(string name, CatalogTable table) => $"The table '{table.Name}' has no column '{name}'.{Nearest(name, table.Columns.Select(c => c.Name))}";

    private static string Nearest(string name, IEnumerable<string> names) => Sources.Gate.Nearest.Of(name, names) is { } nearest ? $" Nearest: {nearest}." : "";
}
