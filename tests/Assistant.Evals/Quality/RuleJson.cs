using System.Globalization;
using System.Text.Json.Nodes;
using Assistant.Skills.Quality;
using Assistant.Skills.Quality.Checking;

namespace Assistant.Evals.Quality;

/// <summary>Rules in the benchmark's own language, for those that it can say.</summary>
internal static class RuleJson
{
    public static JsonObject? Of(RuleBody rule, Func<string, string> head)
    {
        if (rule.When is not null)
            return null;
        return rule switch
        {
            RuleBody.Filled { Disguised.Count: 0 } r => new() { ["type"] = "not_null", ["column"] = head(r.Column) },
            RuleBody.Unique r => new() { ["type"] = "unique", ["columns"] = Texts(r.Columns.Select(head)) },
            RuleBody.OneOf r => new() { ["type"] = "in_set", ["column"] = head(r.Column), ["values"] = Texts(r.Values) },
            RuleBody.NotSpelled r => new() { ["type"] = "not_in_set", ["column"] = head(r.Column), ["values"] = Texts(r.Meant.Keys) },
            RuleBody.Shaped r => new() { ["type"] = "regex", ["column"] = head(r.Column), ["pattern"] = Python(string.Join('|', r.Shapes.Select(s => ShapeSql.Pattern(s)))) },
            RuleBody.Long r => new() { ["type"] = "length", ["column"] = head(r.Column), ["min"] = r.Least, ["max"] = r.Most },
            RuleBody.Typed r => new() { ["type"] = "datatype", ["column"] = head(r.Column), ["datatype"] = r.Kind is ValueKind.Date ? "date" : r.Kind is ValueKind.WholeNumber ? "integer" : "number" },
            RuleBody.Within r => Range(r, head),
            RuleBody.Determined { FromMany: false } r => new() { ["type"] = "fd", ["lhs"] = Texts([head(r.By)]), ["rhs"] = head(r.Column) },
            RuleBody.Ordered r => new() { ["type"] = "compare", ["left"] = head(r.Lower), ["op"] = "<=", ["right"] = head(r.Upper), ["blame"] = "both" },
            _ => null,
        };
    }

    private static JsonObject Range(RuleBody.Within rule, Func<string, string> head)
    {
        var json = new JsonObject { ["type"] = "range", ["column"] = head(rule.Column) };
        JsonNode Bound(string text) => rule.Dates ? text : double.Parse(text, CultureInfo.InvariantCulture);
        if (rule.Least is { } least)
            json["min"] = Bound(least);
        if (rule.Most is { } most)
            json["max"] = Bound(most);
        return json;
    }

    /// <summary>Python's expressions know no categories of letters.</summary>
    private static string Python(string pattern) => pattern.Replace(@"\p{Lu}", "[A-Z]", StringComparison.Ordinal).Replace(@"\p{Ll}", "[a-z]", StringComparison.Ordinal).Replace(@"\p{L}", "[^\\W\\d_]", StringComparison.Ordinal);

    private static JsonArray Texts(IEnumerable<string> values) => [.. values.Select(v => (JsonNode)v)];
}
