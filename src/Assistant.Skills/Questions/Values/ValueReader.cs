using Assistant.Skills.Questions.Linking;
using Assistant.Skills.Sources;
using Assistant.Skills.Sql;
using Assistant.Skills.Sql.Syntax;
using static Assistant.Skills.Sql.Syntax.Make;

namespace Assistant.Skills.Questions.Values;

/// <summary>
/// Fills the value index of a source: the distinct values of its text columns, through the gate with the rights of who asks, bounded. Columns that
/// are personal or secret are left out: <see cref="ValueLookup"/> asks the source for values of the former when a question may name one.
/// </summary>
internal sealed class ValueReader(QueryGate gate)
{
    private const int MostPerColumn = 200_000;
    private const int MostInAll = 1_000_000;

    /// <summary>What is known of codes in general is less sure than what stands in the data.</summary>
    private const double OfCodes = 0.94;

    /// <param name="catalog">The whole of it, since row filters may rest on what the person does not see.</param>
    public async Task<ValueIndex> ReadAsync(ISource source, Vocabulary vocabulary, SourceCatalog catalog, DataPolicy policy, CancellationToken cancellationToken)
    {
        var index = new ValueIndex();
        var scope = new GateScope(catalog, policy, new GateLimits(MaxRows: MostPerColumn));
        foreach (var column in Chosen(vocabulary))
        {
            var table = column.Table.Name;
            var value = Column(column.Name);
            var query = new Query(new Select([new SelectItem(value)]) { Distinct = true, From = [Table(table.Schema, table.Name)], Where = IsNotNull(value) })
            {
                Limit = Limit(MostPerColumn),
            };
            // A column that can't be read is left out: its values are then not found, which the answer says.
            if (await gate.ReadAsync(source, SqlPrinter.Print(query, source.Dialect), scope, cancellationToken) is not QueryOutcome.Rows rows)
                continue;
            foreach (var row in rows.Table.Rows)
            {
                if (row[0] is string text)
                    index.Add(column, text);
                else if (row[0] is long number)
                    index.Add(column, number.ToString(System.Globalization.CultureInfo.InvariantCulture));
            }
            if (rows.Table.Rows.Count <= KnownCodes.MostValues)
            {
                foreach (var (code, said) in KnownCodes.Default.Of([.. rows.Table.Rows.Select(r => r[0]).OfType<string>().Where(t => t.Trim().Length > 0)]))
                    index.AddMeanings(column, code, said, OfCodes);
            }
        }
        foreach (var column in vocabulary.Tables.SelectMany(t => t.Columns))
        {
            foreach (var value in vocabulary.Semantics.Find(column.Table.Name, column.Name)?.Values ?? [])
                index.AddMeanings(column, value.Value, value.Meanings);
        }
        index.Trim();
        return index;
    }

    /// <summary>The columns whose values fit in, those with few different ones before those with many.</summary>
    private static IEnumerable<SchemaColumn> Chosen(Vocabulary vocabulary)
    {
        var all = vocabulary.Tables.SelectMany(t => t.Columns).Where(IsIndexed).ToList();
        var room = (double)MostInAll;
        var chosen = all.OrderBy(Expected).TakeWhile(c => (room -= Expected(c)) >= 0).ToHashSet();
        return all.Where(chosen.Contains);
    }

    private static double Expected(SchemaColumn column) => Math.Min(column.Catalog.Statistics?.Distinct ?? 1000, MostPerColumn);

    private static bool IsIndexed(SchemaColumn column) =>
        column.Type is DataType.Text or DataType.Other && column.Catalog.Sensitivity is Sensitivity.None && !column.IsDate && column.Catalog.TextFormat is null;
}
