namespace Assistant.Skills.Questions.Linking;

/// <summary>"order value" where a table has a line for each item of an order: what all lines of one order come to.</summary>
internal static class OrderValues
{
    private static readonly HashSet<string> Deals = ["order", "invoice", "basket", "cart", "transaction", "receipt", "purchase"];

    /// <summary>Lets the amount be called so. To be called before the forms are indexed.</summary>
    public static void Mark(SchemaTable table)
    {
        var amount = table.Derived.FirstOrDefault(d => d.Words is ["revenue"]) ?? table.Columns.FirstOrDefault(c => c.IsRevenue)
            ?? table.Columns.FirstOrDefault(c => c.IsMeasure && c.ShortWords is ["sale"] or ["revenue"] or ["amount"] or ["sale", "amount"] || c.IsMeasure && c.Words is ["sale"]);
        if (amount is null || table.Columns.Any(c => c.IsMeasure && c.Words.Contains("value")))
            return;
        foreach (var deal in Deals.Where(d => Key(table, d) is not null && !amount.Forms.Any(f => f.Words is [var word, "value"] && word == d)))
            amount.Forms = [.. amount.Forms, new([deal, "value"], 0.97)];
    }

    /// <summary>The column that tells which deal a line belongs to, where the words speak of the value of one; null where each row is one.</summary>
    public static SchemaColumn? Of(SchemaColumn amount, IEnumerable<string> words)
    {
        var said = words.ToList();
        return said.Contains("value") ? said.Where(Deals.Contains).Select(d => Key(amount.Table, d)).FirstOrDefault(k => k is not null) : null;
    }

    private static SchemaColumn? Key(SchemaTable table, string deal) => table.Words is [.., var own] && own == deal ? null
        : table.Columns.FirstOrDefault(c => c.References is { } key && key.Table.Words is [.., var last] && last == deal)
            ?? table.Columns.FirstOrDefault(c => c.Thing is [.., var thing] && thing == deal)?.ThingKey;
}
