using Assistant.Skills.Sources;

namespace Assistant.Skills.Questions.Linking;

/// <summary>Amounts that follow from a line of stock: what it is worth, and what is left between the price it is bought at and the price it is sold at.</summary>
internal static class StockValues
{
    private static readonly HashSet<string> Limits = ["minimum", "maximum", "reorder", "safety", "target", "limit", "threshold", "order"];

    /// <summary>Whether a column holds what an amount should not fall below or exceed, rather than the amount.</summary>
    public static bool IsLimit(SchemaColumn column) => column is { IsMeasure: true } && column.Words.Any(w => w is not "order" && Limits.Contains(w));

    /// <summary>How many there are of what a row is about; null where no column says so.</summary>
    public static SchemaColumn? Quantity(SchemaTable table) => table.Columns.Where(c => c is { IsMeasure: true, IsFlag: false } && !c.Words.Any(Limits.Contains))
        .Select(c => (Column: c, Fit: c.Words.Count(w => w is "stock" or "hand" or "inventory") * 2 + c.Words.Count(w => w is "quantity" or "unit" or "level" or "count" or "current" or "available")))
        .Where(c => c.Fit >= 2 || c.Column.Words is ["quantity"] or ["stock"]).OrderByDescending(c => c.Fit).Select(c => c.Column).FirstOrDefault();

    public static IEnumerable<SchemaColumn> Of(SchemaTable table)
    {
        var cost = table.Columns.FirstOrDefault(c => c.IsMeasure && c.Words is ["unit", "cost"] or ["cost", "price"] or ["purchase" or "buying" or "cost", "price"] or ["cost"] or ["cost", "per", "unit"]);
        var price = table.Columns.FirstOrDefault(c => c.IsMeasure && c.Words is ["sale" or "selling" or "sell" or "retail" or "list", "price"] or ["unit", "price"] or ["price"]);
        var quantity = table.Words.Any(w => w is "order" or "sale" or "line" or "invoice") ? null : Quantity(table);
        if (quantity is not null && (cost ?? price) is { } each && !table.Columns.Any(c => c.IsMeasure && c.Words.Contains("value")))
        {
            yield return Amount(table, "stock value", ["stock", "value"], ArithmeticOperator.Multiply, quantity, each,
                [new(["stock", "value"], 1), new(["inventory", "value"], 1), new(["value", "stock"], 1), new(["value", "inventory"], 1), new([.. table.Words, "value"], 0.95), new(["warehouse", "value"], 0.9), new(["total", "stock", "value"], 1)]);
        }
        if (cost is not null && price is not null && cost != price && !table.Columns.Any(c => c.IsMeasure && c.Words.Any(w => w is "margin" or "profit" or "markup")))
            yield return Amount(table, "margin", ["margin"], ArithmeticOperator.Subtract, price, cost, [new(["margin"], 1), new(["markup"], 0.95), new(["profit"], 0.9), new(["gross", "margin"], 0.95), new(["profit", "unit"], 0.9)]);
    }

    private static SchemaColumn Amount(SchemaTable table, string name, IReadOnlyList<string> words, ArithmeticOperator with, SchemaColumn left, SchemaColumn right, IReadOnlyList<NameForm> forms) =>
        new(table, new CatalogColumn(name, "number", DataType.Number), words)
        {
            Formula = alias => new Arithmetic(with, new ColumnValue(alias, left.Name), new ColumnValue(alias, right.Name)),
            Forms = forms,
        };
}
