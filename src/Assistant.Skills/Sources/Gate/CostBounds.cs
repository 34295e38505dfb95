using System.Globalization;
using System.Text.RegularExpressions;
using Assistant.Skills.Sql;
using Assistant.Skills.Sql.Syntax;

namespace Assistant.Skills.Sources.Gate;

/// <summary>
/// Refuses what can be seen from the text to be out of all proportion: generators, padding, patterns and cross products. What cannot
/// be seen, the source's time, row and memory limits stop.
/// </summary>
internal static partial class CostBounds
{
    private const double MaxGenerated = 1_000_000, MaxCombined = 10_000_000, MaxText = 1_000_000, MaxCross = 1e9;
    private const int MaxLoose = 3;

    public static void Check(FunctionCall call, SqlDialect dialect)
    {
        switch (call.SimpleName.ToUpperInvariant())
        {
            case "GENERATE_SERIES" or "RANGE" or "SEQUENCE" or "GENERATE_ARRAY" or "GENERATE_DATE_ARRAY":
                if (Generated(call) > MaxGenerated)
                    throw RefusedException.TooCostly($"{call.SimpleName} would make more than {MaxGenerated:N0} rows.");
                break;
            case "REPEAT" or "REPLICATE" or "SPACE" or "LPAD" or "RPAD" or "ZEROBLOB" or "RANDOMBLOB":
                if (TextLength(call) > MaxText)
                    throw RefusedException.TooCostly($"{call.SimpleName} would make a text of more than {MaxText:N0} characters.");
                break;
            case "FORMAT" or "PRINTF" or "FORMAT_STRING" or "TO_CHAR" when call.Arguments.Count > 0:
                CheckFormat(call);
                break;
            case "ARRAY_FILL" when call.Arguments is [_, ArrayLiteral sizes, ..]:
                if (sizes.Items.Aggregate(1.0, (all, size) => all * (Constants.Number(size) ?? 1)) > MaxGenerated)
                    throw RefusedException.TooCostly("array_fill would make too large an array.");
                break;
            case "LIST_RESIZE" or "ARRAY_RESIZE" or "FACTORIAL" or "BAR" or "GAMMA":
                if (call.Arguments.Any(a => Constants.Number(a) > (call.SimpleName.Equals("factorial", StringComparison.OrdinalIgnoreCase) ? 5_000 : MaxGenerated)))
                    throw RefusedException.TooCostly($"{call.SimpleName} would make too large a value.");
                break;
            case "REGEXP_REPLACE" or "REGEXP_MATCH" or "REGEXP_MATCHES" or "REGEXP_COUNT" or "REGEXP_LIKE" or "REGEXP_INSTR" or "REGEXP_SUBSTR"
                or "REGEXP_SPLIT_TO_ARRAY" or "REGEXP_SPLIT_TO_TABLE" or "REGEXP_EXTRACT" or "REGEXP_EXTRACT_ALL" or "REGEXP_CONTAINS" or "REGEXP":
                foreach (var argument in call.Arguments)
                    if (argument is TextLiteral pattern)
                        CheckPattern(pattern.Value);
                break;
        }
    }

    /// <summary>A repetition of nothing but a repetition, as in (a*)*, takes some engines exponential time.</summary>
    public static void CheckPattern(string pattern)
    {
        if (pattern.Length > 5_000 || RepeatedRepetition().IsMatch(pattern) || HugeCount().IsMatch(pattern))
            throw RefusedException.TooCostly("The regular expression repeats a repetition. Write it without the inner or the outer one.");
    }

    /// <summary>Products of generators and tables that nothing connects.</summary>
    public static void Check(Select select, NameScope scope)
    {
        if (select.From.Count == 0)
            return;
        List<FromItem> loose = [];
        var generated = 1.0;
        foreach (var item in select.From)
            Collect(item, loose, ref generated);
        if (generated > MaxCombined)
            throw RefusedException.TooCostly($"The query would combine more than {MaxCombined:N0} generated rows.");
        if (loose.Count < 2 || loose.Count <= MaxLoose && !scope.Relations.TrueForAll(r => r.Table?.Rows is > 1000))
            return;
        if (select.Where is { } where && Connections.Of(where, loose.Count))
            return;
        if (loose.Count > MaxLoose || scope.Relations.Aggregate(1.0, (all, r) => all * (r.Table?.Rows ?? 1)) > MaxCross)
            throw RefusedException.TooCostly("The query combines every row of several tables with every row of the others. Say how they belong together.");
    }

    /// <summary>FROM items that no join condition ties to another.</summary>
    private static void Collect(FromItem item, List<FromItem> loose, ref double generated)
    {
        switch (item)
        {
            case Join { On: null, Using.Count: 0, Natural: false } cross:
                Collect(cross.Left, loose, ref generated);
                Collect(cross.Right, loose, ref generated);
                break;
            case Join join:
                List<FromItem> tied = [];
                Collect(join.Left, tied, ref generated);
                Collect(join.Right, tied, ref generated);
                // ON TRUE ties nothing.
                if (join.On is BooleanLiteral or NumberLiteral || join.On is BinaryOperation { Operator: "=", Left: NumberLiteral, Right: NumberLiteral })
                    loose.AddRange(tied);
                else if (tied.Count > 0)
                    loose.AddRange(tied.Take(tied.Count > 2 ? tied.Count - 1 : 1));
                break;
            case FunctionTable function:
                foreach (var call in function.Calls)
                    generated *= Math.Max(1, Generated(call) ?? 1);
                break;
            case TableReference:
            case DerivedTable { Lateral: false, Query: { Limit.Count: not NumberLiteral { Text: "1" } } or { Limit: null }, Query.Body: not Values }:
                loose.Add(item);
                break;
        }
    }

    private static double? Generated(FunctionCall call)
    {
        var arguments = call.Arguments;
        if (call.SimpleName.ToUpperInvariant() is not ("GENERATE_SERIES" or "RANGE" or "SEQUENCE" or "GENERATE_ARRAY" or "GENERATE_DATE_ARRAY"))
            return null;
        if (arguments.Count == 1)
            return Constants.Number(arguments[0]);
        if (arguments.Count < 2)
            return null;
        if (Constants.Number(arguments[1]) is { } stop && (Constants.Number(arguments[0]) ?? 0) is var start)
        {
            var step = arguments.Count > 2 ? Constants.Number(arguments[2]) ?? 1 : 1;
            return step == 0 ? double.PositiveInfinity : (stop - start) / step;
        }
        if (Constants.Moment(arguments[0]) is { } from && Constants.Moment(arguments[1]) is { } until)
            return arguments.Count < 3 ? (until - from) / 86400
                : Constants.Seconds(arguments[2]) is { } length ? length == 0 ? double.PositiveInfinity : (until - from) / length : null;
        return null;
    }

    /// <summary>How long a text can be told to get; 100 where the data decides.</summary>
    private static double TextLength(Expression expression) => expression switch
    {
        TextLiteral text => Math.Max(1, text.Value.Length),
        Cast cast => TextLength(cast.Value),
        BinaryOperation { Operator: "||" } joined => TextLength(joined.Left) + TextLength(joined.Right),
        FunctionCall { Arguments: [var only], SimpleName: var name } when name.ToUpperInvariant() is "SPACE" or "ZEROBLOB" or "RANDOMBLOB" =>
            Constants.Number(only) ?? 100,
        FunctionCall { Arguments: [_, var size, ..], SimpleName: var name } when name.ToUpperInvariant() is "LPAD" or "RPAD" =>
            Constants.Number(size) ?? 100,
        FunctionCall { Arguments: [var text, var times], SimpleName: var name } when name.ToUpperInvariant() is "REPEAT" or "REPLICATE" =>
            TextLength(text) * (Constants.Number(times) ?? 1),
        FunctionCall { Arguments: { Count: > 0 } arguments } => arguments.Max(TextLength),
        ArrayLiteral array => Math.Max(1, array.Items.Count),
        _ => 100,
    };

    private static void CheckFormat(FunctionCall call)
    {
        var wide = call.Arguments.Any(a => a is TextLiteral text && Digits().Matches(text.Value)
            .Any(m => double.Parse(m.Value, CultureInfo.InvariantCulture) > 10_000));
        var starred = call.Arguments.Any(a => a is TextLiteral text && text.Value.Contains('*') && text.Value.Contains('%'));
        if (wide && call.Arguments[0] is TextLiteral { Value: var format } && format.Contains('%') || starred && call.Arguments.Any(a => Constants.Number(a) > 10_000))
            throw RefusedException.TooCostly($"{call.SimpleName} would make a text of more than 10,000 characters.");
    }

    [GeneratedRegex(@"\((\?:)?(\\?.|\[[^\]]*\])[*+]\)[*+{]", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex RepeatedRepetition();

    [GeneratedRegex(@"\{[0-9,]*[0-9]{4,}", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex HugeCount();

    [GeneratedRegex("[0-9]{5,300}", RegexOptions.CultureInvariant)]
    private static partial Regex Digits();
}
