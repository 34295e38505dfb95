using System.Text.Json;
using System.Text.Json.Serialization;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Questions;

/// <summary>
/// What a question asks, as a typed tree over the catalog: the one language between words and SQL. Made by the parser, edited by
/// follow-ups, kept in conversations and widgets as JSON; SQL, explanation and chart are computed from it.
/// </summary>
public sealed record QueryPlan
{
    /// <summary>What is read; the first is the entity the question is about.</summary>
    public required IReadOnlyList<PlanSource> Sources { get; init; }

    /// <summary>How the further sources hang on the earlier ones, in order: one or more for each source after the first.</summary>
    public IReadOnlyList<PlanJoin> Joins { get; init; } = [];

    public PlanPredicate? Where { get; init; }
    public IReadOnlyList<PlanExpression> Groups { get; init; } = [];
    public PlanPredicate? Having { get; init; }
    public required IReadOnlyList<PlanOutput> Outputs { get; init; }
    public bool Distinct { get; init; }
    public IReadOnlyList<PlanOrder> Orders { get; init; } = [];
    public PlanLimit? Limit { get; init; }
    public PlanCombination? Combined { get; init; }

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Converters = { new JsonStringEnumConverter() },
    };

    public string ToJson() => JsonSerializer.Serialize(this, Options);

    /// <summary>Null when the text is no plan, e.g. one written by an older version.</summary>
    public static QueryPlan? FromJson(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<QueryPlan>(json, Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>A table, or a plan in its place, under a short name that is unique in the plan.</summary>
public sealed record PlanSource(string Alias, TableName? Table, QueryPlan? Plan = null);

/// <summary>Rows of two sources belong together where the columns are equal, pair by pair.</summary>
public sealed record PlanJoin(
    string Left, IReadOnlyList<string> LeftColumns, string Right, IReadOnlyList<string> RightColumns, bool KeepUnmatched = false);

/// <param name="Label">Head for people.</param>
public sealed record PlanOutput(PlanExpression Value, string Label);

public sealed record PlanOrder(PlanExpression By, bool Descending);

/// <param name="WithTies">Whether further rows equal to the last under the order are shown too.</param>
/// <param name="Within">Not the first rows of all but of each group of these values, ties among them: "the cheapest product of each category".</param>
public sealed record PlanLimit(int Rows, bool WithTies = false, IReadOnlyList<PlanExpression>? Within = null);

public enum PlanSetOperator { Union, Intersect, Except }

public sealed record PlanCombination(PlanSetOperator Operator, QueryPlan With);
