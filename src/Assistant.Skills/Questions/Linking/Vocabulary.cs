using Assistant.Skills.Questions.Language;
using Assistant.Skills.Semantics;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Questions.Linking;

/// <summary>The words of one source: made from its catalog and what people said about it, once per version of both.</summary>
internal sealed class Vocabulary
{
    private const int MaxForms = 16;
    private readonly Lexicon _lexicon;
    private readonly Dictionary<string, List<(object Element, NameForm Form)>> _byWord = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(object Element, double Quality)>> _joined = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _byStem = new(StringComparer.Ordinal);
    private readonly Dictionary<TableName, SchemaTable> _byName;
    private readonly HashSet<string> _tableWords;
    private readonly Dictionary<string, List<(string Word, double Strength)>> _said = new(StringComparer.Ordinal);

    public Vocabulary(SourceCatalog catalog, Lexicon lexicon, SemanticModel? semantics = null)
    {
        Catalog = catalog;
        Semantics = semantics ?? SemanticModel.Empty;
        _lexicon = lexicon;
        var names = new NameWords(lexicon, catalog.Tables.SelectMany(t => t.Columns.Select(c => c.Name).Append(t.Name.Name)), [.. catalog.Tables.Select(t => t.Name.Name)]);
        Tables = [.. catalog.Tables.Select((t, i) => new SchemaTable(i, t, names.Plain(t.Name.Name)))];
        _byName = Tables.GroupBy(t => t.Name).ToDictionary(g => g.Key, g => g.First());
        _tableWords = [.. Tables.Where(t => t.Words.Count == 1).Select(t => t.Words[0])];
        foreach (var table in Tables)
            AddColumns(table, names);
        foreach (var relationship in catalog.Relationships)
            AddReference(relationship);
        // "the manager" of employees whose manager_id points to employees is no thing of its own, but said as one.
        foreach (var role in Tables.SelectMany(t => t.Columns).Where(c => c is { References: { } key, Words: [_, _, ..] } && key.Table == c.Table && c.Words[^1] is "id" or "number" or "code"))
            role.Forms = [.. role.Forms, new([.. role.Words.SkipLast(1)], 0.93)];
        foreach (var table in Tables)
            FlatThings.Mark(table, Tables);
        foreach (var table in Tables)
        {
            table.Display = DisplayColumns(table);
            NameByKey(table);
            table.IsLink = table.Columns.Count(c => c.References is not null) >= 2
                && table.Columns.All(c => c.References is not null || c.IsKey || c.IsDate || c.Words[^1] is "id");
            table.Derived = Revenue(table);
            if (table.Derived.Count == 0)
                CallRevenue(table);
            OrderValues.Mark(table);
            table.Derived = [.. table.Derived, .. StockValues.Of(table), .. Durations.Of(table)];
            if (Semantics.Find(table.Name) is { } said)
                SaidForms.Add(table, said, catalog.Dialect);
            Index(table, table.Forms);
            foreach (var column in table.Columns.Concat(table.Derived))
                Index(column, column.Forms);
        }
        foreach (var word in _byWord.Keys)
        {
            var stem = Lemmas.Stem(word);
            (_byStem.TryGetValue(stem, out var words) ? words : _byStem[stem] = []).Add(word);
        }
        AddRelated();
    }

    /// <summary>What may be said for the words that names are made of; a phrase stands in base forms.</summary>
    private void AddRelated()
    {
        var own = Tables.SelectMany(t => t.Words).Concat(Tables.SelectMany(t => t.Columns).SelectMany(c => c.Words)).Distinct().Where(w => Weight(w) == 1);
        foreach (var word in own)
        {
            var related = RelatedWords.Of(word);
            if (related.Count == 0 && Lemmas.Verb(word) is { } verb)
                related = RelatedWords.Of(verb);
            foreach (var (said, strength) in related)
            {
                var key = string.Join(' ', said.Split(' ').Select(Lemmas.Of));
                (_said.TryGetValue(key, out var words) ? words : _said[key] = []).Add((word, strength));
                LongestPhrase = Math.Max(LongestPhrase, said.Count(c => c == ' ') + 1);
            }
        }
    }

    /// <summary>Words of names that a word or phrase, in base forms, may stand for, with how surely.</summary>
    public IReadOnlyList<(string Word, double Strength)> Said(string phrase) => _said.TryGetValue(phrase, out var found) ? found : [];

    /// <summary>Words of the longest phrase that stands for a word.</summary>
    public int LongestPhrase { get; private set; } = 1;

    public SourceCatalog Catalog { get; }

    /// <summary>What people said about the source.</summary>
    public SemanticModel Semantics { get; }
    public IReadOnlyList<SchemaTable> Tables { get; }

    /// <summary>All words of names, for what a question word may be a slip of.</summary>
    public IEnumerable<string> Words => _byWord.Keys;

    public IReadOnlyList<string> WithStem(string stem) => _byStem.TryGetValue(stem, out var words) ? words : [];

    public IReadOnlyList<(object Element, NameForm Form)> With(string word) => _byWord.TryGetValue(word, out var found) ? found : [];

    public IReadOnlyList<(object Element, double Quality)> Joined(string letters) => _joined.TryGetValue(letters, out var found) ? found : [];

    public SchemaTable? Find(TableName name) => _byName.GetValueOrDefault(name);

    /// <summary>The table whose rows a plan calls so; null for what is no table, as a plan within a plan.</summary>
    public SchemaTable? Called(string alias) =>
        alias is ['t', .. var number] && int.TryParse(number, System.Globalization.CultureInfo.InvariantCulture, out var at) && at > 0 && at <= Tables.Count ? Tables[at - 1] : null;

    /// <summary>How much a word in a name says: little for "code" or "name", all for "salary".</summary>
    public double Weight(string word) => _lexicon.WeakWords.Contains(word) ? 0.5 : 1;

    private void AddColumns(SchemaTable table, NameWords names)
    {
        var prefix = names.PrefixOf([.. table.Catalog.Columns.Select(c => c.Name)]);
        table.Columns = [.. table.Catalog.Columns.Select(c => new SchemaColumn(table, c, names.Plain(c.Name, prefix)) { Role = Semantics.Find(table.Name, c.Name)?.Role ?? ColumnRole.ByItself })];
        table.Forms = FormsOf([(table.Words, 1)]);
        foreach (var column in table.Columns)
        {
            column.IsKey = table.Catalog.PrimaryKey.Any(k => Same(k, column.Name));
            column.ShortWords = WithoutTable(column.Words, table);
            var seeds = new List<(IReadOnlyList<string>, double)> { (column.Words, 1) };
            if (column.ShortWords.Count < column.Words.Count)
                seeds.Add((column.ShortWords, 0.98));
            else if (!column.Words.Any(table.Words.Contains) && !column.IsFlag && !(column.IsDate && column.Words is [[.., 'e', 'd']]))
                seeds.Add(([.. table.Words, .. column.Words], 0.99));
            if (column.Words is [.., "id"] && column.Words.Count > 1)
                seeds.Add(([.. column.Words.Take(column.Words.Count - 1), "number"], 0.8));
            foreach (var word in column.ShortWords.Where(w => column.ShortWords.Any(o => o != w && _lexicon.Synonyms(w).Contains(o))))
                seeds.Add(([word], 0.9));
            column.Forms = [.. FormsOf(seeds), .. Quantities.Of(column)];
        }
        table.Key = [.. table.Columns.Where(c => c.IsKey)];
    }

    /// <summary>A table whose key is a customer id, whatever it is called itself, holds the customers where no other table is called so.</summary>
    private void NameByKey(SchemaTable table)
    {
        if (Tables.Count == 1)
            NameByNumber(table);
        if (table.Key is not [{ } key] || key.Words is not [_, .., "id"] || key.Words.SkipLast(1).ToList() is not { } thing || thing.Any(table.Words.Contains) || table.Display.Contains(key)
            || Tables.Any(t => t.Words.Any(thing.Contains)) || Tables.Any(t => t != table && t.Key is [{ } other] && other.Words.SequenceEqual(key.Words) && t.Columns.Any(c => c is { IsText: true, Words: [.., "name"] })))
            return;
        table.Forms = [.. table.Forms, new(thing, 0.86)];
    }

    /// <summary>A file with a line for each invoice number holds invoices, whatever the file is called.</summary>
    private void NameByNumber(SchemaTable table)
    {
        var key = table.Key is [{ } only] ? only : table.Columns is [{ Catalog.Statistics: { Rows: > 1, Nulls: 0 } seen } first, ..] && seen.Distinct == seen.Rows ? first : null;
        if (key is not { Words: [_, .., "id" or "number" or "code"] } || key.Words.SkipLast(1).ToList() is not { } thing || thing is ["row" or "line" or "record" or "serial" or "phone"] || thing.Any(table.Words.Contains))
            return;
        table.Forms = [.. table.Forms, .. FormsOf([(thing, 0.95)])];
    }

    private static IReadOnlyList<string> WithoutTable(IReadOnlyList<string> words, SchemaTable table)
    {
        var rest = words.Where(w => !table.Words.Contains(w)).ToList();

        // One letter before a name is often the table's first: cName of College.
        if (rest.Count > 1 && rest[0].Length == 1 && table.Words.Any(t => t[0] == rest[0][0]))
            rest.RemoveAt(0);
        return rest.Count > 0 ? rest : words;
    }

    private void AddReference(Relationship relationship)
    {
        if (relationship.FromColumns.Count != 1 || Find(relationship.From) is not { } from || Find(relationship.To) is not { } to)
            return;
        var column = from.Columns.FirstOrDefault(c => Same(c.Name, relationship.FromColumns[0]));
        var target = to.Columns.FirstOrDefault(c => Same(c.Name, relationship.ToColumns[0]));
        if (column is not null && target is not null && column != target)
            column.References ??= target;
    }

    private List<NameForm> FormsOf(List<(IReadOnlyList<string> Words, double Quality)> seeds)
    {
        var forms = new List<NameForm>();
        foreach (var (words, quality) in seeds)
            forms.Add(new(words, quality));
        foreach (var (words, quality) in seeds)
        {
            for (var start = 0; start < words.Count; start++)
            {
                for (var length = Math.Min(3, words.Count - start); length >= 1; length--)
                {
                    // "customer" for an account, unless there are customers beside the accounts.
                    var named = length == 1 && _tableWords.Contains(words[start]);
                    foreach (var synonym in _lexicon.Synonyms(string.Join(' ', words.Skip(start).Take(length))).Where(s => !(named && _tableWords.Contains(s))))
                    {
                        if (forms.Count >= MaxForms * seeds.Count)
                            return forms;
                        var replaced = synonym.Split(' ', '-').Where(w => w is not "of" and not "the").Select(Lemmas.Of);
                        forms.Add(new([.. words.Take(start), .. replaced, .. words.Skip(start + length)], quality * (words.Skip(start).Take(length).All(w => synonym.Contains(w, StringComparison.Ordinal)) ? 0.97 : 0.84)));
                    }
                }
            }
        }
        return forms;
    }

    private void Index(object element, IReadOnlyList<NameForm> forms)
    {
        foreach (var form in forms)
        {
            foreach (var word in form.Words.Distinct())
                (_byWord.TryGetValue(word, out var list) ? list : _byWord[word] = []).Add((element, form));
            var letters = string.Concat(form.Words);
            if (letters.Length >= (form.Words.Count > 1 ? 4 : 5))
                (_joined.TryGetValue(letters, out var joined) ? joined : _joined[letters] = []).Add((element, form.Quality));
        }
    }

    /// <summary>Where sales are stored as a total or amount, people still say revenue.</summary>
    private static void CallRevenue(SchemaTable table)
    {
        var sells = table.Words.Concat(table.Forms.Where(f => f.Quality >= 0.95).SelectMany(f => f.Words)).Any(w => w is "order" or "sale" or "invoice" or "line" or "item" or "purchase" or "booking" or "reservation" or "rental" or "ticket" or "subscription" or "receipt" or "bill");
        var total = table.Columns.Where(c => c.IsMeasure && c.ShortWords is ["total"] or ["net" or "gross" or "invoice" or "order" or "line" or "sale", "amount" or "value" or "total"] or ["amount", "net"] or ["line", "total"] or ["amount"] or ["total", "amount"] or ["sale", "price"] or ["total", "price"] or ["order", "total"]).ToList();
        if (!sells || total is not [var only] || table.Columns.Any(c => c.Words.Contains("revenue")))
            return;
        only.Forms = [.. only.Forms, new([.. table.Words, "value"], 0.95), new([.. table.Words, "amount"], 0.95), new(["order", "value"], 0.85), new(["revenue"], 0.85), new(["total", "revenue"], 0.85), new(["sale"], 0.72), new(["total", "sale"], 0.85), new(["turnover"], 0.85)];
        only.IsRevenue = true;
    }

    /// <summary>Price times quantity, less the discount where one stands beside as a share: what people call revenue or sales.</summary>
    private List<SchemaColumn> Revenue(SchemaTable table)
    {
        var price = table.Columns.FirstOrDefault(c => c.IsMeasure && c.Words is ["unit", "price"] or ["price"] or ["sale" or "selling", "price"] or ["price", "per", "unit"]);
        var quantity = table.Columns.FirstOrDefault(c => c.IsMeasure && c.ShortWords is ["quantity"] or ["quantity", "sold"] or ["unit", "sold"]);
        if (price is null || quantity is null || table.Columns.Any(c => c.IsMeasure && c.Words.Any(w => w is "revenue" or "amount" or "total" or "sale")))
            return [];
        var discount = table.Columns.FirstOrDefault(c => c.IsMeasure && c.ShortWords is ["discount"] or ["discount", "rate" or "percent"]
            && double.TryParse(c.Catalog.Statistics?.Max, System.Globalization.CultureInfo.InvariantCulture, out var most) && most <= 1);
        PlanExpression Formula(string alias)
        {
            PlanExpression product = new Arithmetic(ArithmeticOperator.Multiply, new ColumnValue(alias, price.Name), new ColumnValue(alias, quantity.Name));
            return discount is null ? product : new Arithmetic(ArithmeticOperator.Multiply, product, new Arithmetic(ArithmeticOperator.Subtract, new Literal("1", DataType.Integer), new ColumnValue(alias, discount.Name)));
        }
        return [new SchemaColumn(table, new CatalogColumn("revenue", "number", DataType.Number), ["revenue"])
        {
            Formula = Formula,
            Forms = [new(["revenue"], 1), new(["total", "revenue"], 1), new(["sale", "revenue"], 1), new(["turnover"], 0.95), new(["sale"], 0.8), new(["sale", "amount"], 0.95), .. Tables.Any(t => t != table && t.Words.Contains("order") && t.Columns.Any(c => c.IsMeasure && c.Words.Any(w => w is "total" or "amount" or "value"))) ? (NameForm[])[] : [new(["order", "value"], 0.9)]],
        }];
    }

    private List<SchemaColumn> DisplayColumns(SchemaTable table)
    {
        var first = table.Columns.FirstOrDefault(c => c.Words is [.., "first", "name"] && c.IsText);
        var last = table.Columns.FirstOrDefault(c => c.Words is [.., "last", "name"] && c.IsText);
        if (first is not null && last is not null)
            return [first, last];
        foreach (var name in _lexicon.DisplayNames)
        {
            var words = name.Split(' ');
            var found = table.Columns.FirstOrDefault(c => c.IsText && c.References is null && c.ShortWords.SequenceEqual(words))
                ?? table.Columns.FirstOrDefault(c => c.IsText && c.References is null && words.Length == 1 && c.Words[^1] == name && c.Words.Any(table.Words.Contains))
                ?? table.Columns.FirstOrDefault(c => c.IsText && c.References is null && words.Length == 1 && c.Words[^1] == name && name is "name" or "title");
            // What repeats from row to row tells kinds apart, not rows.
            if (found is not null && (name is "name" or "title" or "full name" || found.Catalog.Statistics is not { Rows: >= 12 } seen || seen.Distinct * 3 > seen.Rows))
                return [found];
        }
        var sameWord = table.Columns.FirstOrDefault(c => c.IsText && c.Words.SequenceEqual(table.Words));
        if (sameWord is not null)
            return [sameWord];
        var key = table.Columns.Where(c => c.IsKey).ToList();
        // A text that is another one in nearly every row, beside a number that only counts them: "company" of customers.
        if (key is [{ IsNumeric: true }] && table.Columns.FirstOrDefault(c => c is { IsText: true, References: null, IsKey: false, IsDate: false } && c.Words[^1] is not ("email" or "mail" or "phone" or "address" or "url" or "note" or "comment" or "remark" or "code" or "hash" or "password")
            && c.Catalog.Statistics is { Rows: >= 5, Nulls: 0 } s && s.Distinct * 20 >= s.Rows * 19) is { } naming)
            return [naming];
        if (key.Count > 0)
            return key;
        return table.Columns.Take(1).ToList();
    }

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
