using System.Globalization;
using Assistant.Skills.Questions.Compiling;
using Assistant.Skills.Questions.FollowUps;
using Assistant.Skills.Questions.Joins;
using Assistant.Skills.Questions.Language;
using Assistant.Skills.Questions.Linking;
using Assistant.Skills.Questions.Ranking;
using Assistant.Skills.Questions.Telling;
using Assistant.Skills.Questions.Values;
using Assistant.Skills.Sources;
using Assistant.Skills.Sql;
using Assistant.Skills.Sql.Syntax;

namespace Assistant.Skills.Questions.Refining;

/// <summary>
/// Changes a query that a person wrote by words: as much of it as can be understood becomes a plan, the words edit the plan as they edit any
/// answer's, and what is new in the plan is written into the query's own tree. A query that cannot be understood from inside is changed
/// from outside, by the columns that it shows.
/// </summary>
internal static class SqlRefinement
{
    private const string Shown = "answer";
    private const string Possible = "I can add a filter on a column (\"add filter status = active\"), sort, show the first few rows, add a column, or group.";

    /// <param name="columns">What the query shows, where that is known.</param>
    public static RefineOutcome Refine(string words, string sql, IReadOnlyList<ResultColumn> columns, SourceModel model, DateOnly today, CultureInfo culture)
    {
        if (RefiningWords.Plain(words) is not { } plain)
            return new RefineOutcome.NotACommand();
        if (SqlParser.Parse(sql, model.Catalog.Dialect) is not ParseOutcome.Parsed { Query: var query })
            return new RefineOutcome.Refused("The query itself cannot be read, so it cannot be changed by words. Correct it first.");
        var missing = new List<string>();
        if (WrittenSelect.Read(query, model.Vocabulary) is { } written
            && Change(plain, written, model.Vocabulary, model.Values, model.Joins, model.Compiler, today, culture, missing) is { } inside)
            return new RefineOutcome.Refined(SqlPrinter.Print(inside.Query, model.Catalog.Dialect, lines: true), inside.What);
        if (columns.Count > 0 && Outside(plain, query, columns, model.Catalog.Dialect, today, culture, missing) is { } outside)
            return new RefineOutcome.Refined(SqlPrinter.Print(outside.Query, model.Catalog.Dialect, lines: true), outside.What);
        var why = missing.Count > 0 ? $"I don't find {string.Join(" or ", missing.Distinct().Take(3).Select(m => $"\"{m}\""))} in what your query reads." : "I don't see what to change in your query.";
        return new RefineOutcome.Refused($"{why} {Possible} Or open the query with Edit SQL.");
    }

    /// <summary>The query in parentheses as the only table there is.</summary>
    private static (Query Query, string What)? Outside(
        string words, Query query, IReadOnlyList<ResultColumn> columns, SqlDialect dialect, DateOnly today, CultureInfo culture, List<string> missing)
    {
        if (columns.DistinctBy(c => c.Name, StringComparer.OrdinalIgnoreCase).Count() < columns.Count)
            return null;
        var table = new CatalogTable(new(null, Shown), [.. columns.Select(c => new CatalogColumn(c.Name, "", c.Type, true))], [], null);
        var catalog = new SourceCatalog(dialect, [table], [], "");
        var vocabulary = new Vocabulary(catalog, Lexicon.Default);
        var around = new Query(new Select([new SelectItem(Make.AllOf)]) { From = [Make.Table(null, Shown)] });
        if (WrittenSelect.Read(around, vocabulary) is not { } written
            || Change(words, written, vocabulary, ValueIndex.Empty, new JoinGraph(vocabulary), new PlanCompiler(catalog), today, culture, missing) is not { } changed)
            return null;
        var select = (Select)changed.Query.Body;
        return (changed.Query with { Body = select with { From = [Make.Derived(query, Shown)] } }, changed.What);
    }

    private static (Query Query, string What)? Change(
        string words, WrittenSelect written, Vocabulary vocabulary, ValueIndex values, JoinGraph joins, PlanCompiler compiler,
        DateOnly today, CultureInfo culture, List<string> missing)
    {
        if ((PlainEdit.Rows(words, written.Plan) ?? ByWords(words, written.Plan, vocabulary, values, joins, today, missing)
            ?? PlainEdit.Filter(words, written.Plan, written.Find)) is not { } plan)
            return null;
        return new SqlEdit(written, compiler).Apply(plan) is { } query ? (query, What(written.Plan, plan, culture)) : null;
    }

    private static QueryPlan? ByWords(string words, QueryPlan last, Vocabulary vocabulary, ValueIndex values, JoinGraph joins, DateOnly today, List<string> missing)
    {
        var best = new FollowUp(vocabulary, values, joins, Lexicon.Default).Edit(Tokenizer.Tokenize(words), last, today).FirstOrDefault(c => c.Problems.Count == 0);
        if (best?.Plan is null)
            return null;
        var unknown = Telling(best);
        missing.AddRange(unknown);
        return unknown.Count == 0 ? best.Plan : null;
    }

    /// <summary>Words that the reading left out and that are no mere glue.</summary>
    private static List<string> Telling(Candidate reading) =>
        [.. reading.Unused.Where(word => word.Length > 1 && !Glue.Contains(word.ToLowerInvariant())).Concat(reading.Sketch.PassedOver)];

    private static string What(QueryPlan before, QueryPlan after, CultureInfo culture)
    {
        var said = new List<string>();
        if (PlanWords.Filters(after, culture) is { Count: > 0 } filters)
            said.Add($"only rows where {string.Join(" and ", filters)}");
        if (after.Orders.Count > 0)
            said.Add("sorted anew");
        if (after.Limit is { } limit && limit != before.Limit)
            said.Add(limit.Rows == 1 ? "the first row" : $"the first {limit.Rows.ToString("N0", culture)} rows");
        if (!after.Groups.SequenceEqual(before.Groups))
            said.Add("grouped anew");
        else if (after.Outputs.Count > before.Outputs.Count)
            said.Add($"with {string.Join(" and ", after.Outputs.Where(o => !before.Outputs.Contains(o)).Select(o => o.Label))}");
        return said.Count == 0 ? "changed" : string.Join(", ", said);
    }

    private static readonly HashSet<string> Glue = ["filter", "condition", "rows", "row", "results", "result", "query", "the", "to", "it", "column", "columns", "please", "where"];
}
