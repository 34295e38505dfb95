using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Assistant.Skills.Quality;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Workbooks.Layout;

/// <summary>What is demanded of a column's cells: by its declaration, by declared keys, and by the quality rules that are active.</summary>
internal static partial class CellRules
{
    /// <param name="rules">Active ones of the table.</param>
    /// <param name="today">For rules that compare with it.</param>
    public static IReadOnlyList<CellRule> Of(CatalogTable table, CatalogColumn column, IEnumerable<Relationship> relationships, IEnumerable<QualityRule> rules, DateOnly today)
    {
        var found = new List<CellRule>(Declared(column));
        foreach (var key in relationships.Where(r => r.From == table.Name && r.Declared && r.FromColumns.Count == 1 && Same(r.FromColumns[0], column.Name)))
            found.Add(new CellRule.Known($"It must stand in {key.To.Name}.{key.ToColumns[0]}", Hard: true, key.To, key.ToColumns[0]));
        if (table.UniqueKeys.Any(u => u.Count == 1 && Same(u[0], column.Name)))
            found.Add(new CellRule.Unique("No other row may have the same value", Hard: true));
        foreach (var rule in rules)
            if (Of(rule, column.Name, today) is { } demand && !found.Any(f => f is CellRule.Known one && demand is CellRule.Known two && one.Table.Name == two.Table.Name && Same(one.Key, two.Key)))
                found.Add(rule.Rule.Body.When is { } when ? demand with { When = Condition(when) } : demand);
        return found;
    }

    private static IEnumerable<CellRule> Declared(CatalogColumn column)
    {
        var digits = Digits().Match(column.NativeType);
        var (first, second) = (digits.Groups[1], digits.Groups[2]);
        if (!column.Nullable)
            yield return new CellRule.Filled("It may not be empty", Hard: true);
        switch (column.Type)
        {
            case DataType.Integer: yield return new CellRule.Typed("A whole number", DataType.Integer); break;
            case DataType.Number when first.Success && second.Success && !column.NativeType.Contains("FLOAT", StringComparison.OrdinalIgnoreCase):
                var scale = int.Parse(second.Value, CultureInfo.InvariantCulture);
                yield return new CellRule.Typed(scale == 0 ? "A whole number" : $"A number with at most {scale} digits after the point", DataType.Number, int.Parse(first.Value, CultureInfo.InvariantCulture), scale);
                break;
            case DataType.Number: yield return new CellRule.Typed("A number", DataType.Number); break;
            case DataType.Date: yield return new CellRule.Typed("A date, written like 2026-11-21", DataType.Date); break;
            case DataType.Timestamp: yield return new CellRule.Typed("A date with a time, written like 2026-11-21 08:30:00", DataType.Timestamp); break;
            case DataType.Time: yield return new CellRule.Typed("A time, written like 08:30", DataType.Time); break;
            case DataType.Boolean: yield return new CellRule.Typed("true or false", DataType.Boolean); break;
            case DataType.Text when first.Success && int.Parse(first.Value, CultureInfo.InvariantCulture) is > 0 and var most:
                yield return new CellRule.Long($"At most {most} characters", Hard: true, 0, most);
                break;
        }
    }

    private static CellRule? Of(QualityRule kept, string column, DateOnly today)
    {
        var rule = kept.Rule;
        var (says, hard) = ($"{rule.Title} (rule {kept.Number})", rule.Severity >= Severity.High);
        string? Day(string? bound) => bound == "today" ? today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : bound;
        return rule.Body switch
        {
            RuleBody.Filled body when Same(body.Column, column) => new CellRule.Filled(says, hard),
            RuleBody.OneOf body when Same(body.Column, column) => new CellRule.Listed(says, Hard: true, body.Values),
            RuleBody.NotSpelled body when Same(body.Column, column) => new CellRule.NotThese(says, Hard: true, body.Meant),
            RuleBody.Within body when Same(body.Column, column) => new CellRule.Within(says, hard, Day(body.Least), Day(body.Most), body.Dates),
            RuleBody.Long body when Same(body.Column, column) => new CellRule.Long(says, hard, body.Least, body.Most),
            RuleBody.Shaped body when Same(body.Column, column) => new CellRule.Shaped(says, hard, Pattern(body.Shapes)),
            RuleBody.Typed body when Same(body.Column, column) => new CellRule.Typed(says, body.Kind switch { ValueKind.Date => DataType.Date, ValueKind.WholeNumber => DataType.Integer, ValueKind.Number => DataType.Number, _ => DataType.Text }),
            RuleBody.Known body when Same(body.Column, column) => new CellRule.Known(says, Hard: true, new(body.Schema.Length == 0 ? null : body.Schema, body.Table), body.Key),
            RuleBody.Unique { Columns: [var only] } when Same(only, column) => new CellRule.Unique(says, Hard: true),
            RuleBody.Ordered body when Same(body.Upper, column) => new CellRule.Ordered(says, hard, body.Lower, Above: true, body.Strictly),
            RuleBody.Ordered body when Same(body.Lower, column) => new CellRule.Ordered(says, hard, body.Upper, Above: false, body.Strictly),
            _ => null,
        };
    }

    private static Func<Func<string, string?>, bool> Condition(RowCondition when) => row =>
        row(when.Column) is { Length: > 0 } value && (when.Values is null || when.Values.Contains(value));

    private static Regex Pattern(IReadOnlyList<TextShape> shapes)
    {
        var pattern = new StringBuilder("^(?:");
        foreach (var shape in shapes)
        {
            foreach (var run in shape.Runs)
                pattern.Append(run.Kind switch { '9' => "[0-9]", 'A' => @"\p{Lu}", 'a' => @"\p{Ll}", 'w' => @"\p{L}", var other => Regex.Escape(other.ToString()) })
                    .Append(CultureInfo.InvariantCulture, $"{{{run.Least},{run.Most}}}");
            pattern.Append('|');
        }
        pattern.Length--;
        return new Regex(pattern.Append(")$").ToString(), RegexOptions.None, TimeSpan.FromMilliseconds(100));
    }

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"\((\d+)(?:\s*,\s*(\d+))?\)")] private static partial Regex Digits();
}
