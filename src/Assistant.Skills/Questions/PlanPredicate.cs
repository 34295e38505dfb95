using System.Text.Json.Serialization;

namespace Assistant.Skills.Questions;

/// <summary>What must hold for a row or a group.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(Compared), "compared")]
[JsonDerivedType(typeof(Ranged), "ranged")]
[JsonDerivedType(typeof(InPeriod), "period")]
[JsonDerivedType(typeof(TextMatch), "text")]
[JsonDerivedType(typeof(IsMissing), "missing")]
[JsonDerivedType(typeof(OneOf), "oneOf")]
[JsonDerivedType(typeof(InPlan), "inPlan")]
[JsonDerivedType(typeof(AllOf), "all")]
[JsonDerivedType(typeof(AnyOf), "any")]
[JsonDerivedType(typeof(Not), "not")]
public abstract record PlanPredicate
{
    /// <summary>Both hold; a missing one is no condition.</summary>
    public static PlanPredicate? And(PlanPredicate? left, PlanPredicate? right) => (left, right) switch
    {
        (null, _) => right,
        (_, null) => left,
        (AllOf l, AllOf r) => new AllOf([.. l.Parts, .. r.Parts]),
        (AllOf l, _) => new AllOf([.. l.Parts, right]),
        (_, AllOf r) => new AllOf([left, .. r.Parts]),
        _ => new AllOf([left, right]),
    };

    /// <summary>The conditions that must all hold, singly.</summary>
    public static IReadOnlyList<PlanPredicate> Conjuncts(PlanPredicate? predicate) => predicate switch
    {
        null => [],
        AllOf all => all.Parts,
        _ => [predicate],
    };
}

public enum Comparison { Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual }

/// <param name="IgnoreCase">Where the person's writing differs from the data's only in case.</param>
public sealed record Compared(PlanExpression Left, Comparison Operator, PlanExpression Right, bool IgnoreCase = false) : PlanPredicate;

/// <summary>From and To belong to the range.</summary>
public sealed record Ranged(PlanExpression Of, PlanExpression From, PlanExpression To, bool Negated = false) : PlanPredicate;

/// <summary>From the first day on, to the day before <paramref name="Before"/>; null is open.</summary>
/// <param name="Words">What the person said, e.g. "last month".</param>
public sealed record InPeriod(PlanExpression Of, DateOnly? From, DateOnly? Before, string Words) : PlanPredicate;

public enum TextMatchKind { Contains, StartsWith, EndsWith }

/// <summary>Text compared without regard to case.</summary>
public sealed record TextMatch(PlanExpression Of, TextMatchKind Kind, string Text, bool Negated = false) : PlanPredicate;

public sealed record IsMissing(PlanExpression Of, bool Negated = false) : PlanPredicate;

public sealed record OneOf(PlanExpression Of, IReadOnlyList<Literal> Values, bool Negated = false) : PlanPredicate;

/// <summary>The value is (not) among those the plan gives.</summary>
public sealed record InPlan(PlanExpression Of, QueryPlan Plan, bool Negated = false) : PlanPredicate;

public sealed record AllOf(IReadOnlyList<PlanPredicate> Parts) : PlanPredicate;

public sealed record AnyOf(IReadOnlyList<PlanPredicate> Parts) : PlanPredicate;

public sealed record Not(PlanPredicate Part) : PlanPredicate;
