using System.Text.Json.Serialization;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Questions;

/// <summary>A value of a row, of a group, or of a whole plan.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(ColumnValue), "column")]
[JsonDerivedType(typeof(EveryColumn), "every")]
[JsonDerivedType(typeof(Literal), "literal")]
[JsonDerivedType(typeof(TimeGrain), "grain")]
[JsonDerivedType(typeof(Measure), "measure")]
[JsonDerivedType(typeof(Arithmetic), "arithmetic")]
[JsonDerivedType(typeof(ShareOfTotal), "share")]
[JsonDerivedType(typeof(PreviousPeriod), "previous")]
[JsonDerivedType(typeof(RunningTotal), "running")]
[JsonDerivedType(typeof(RankWithin), "rank")]
[JsonDerivedType(typeof(DaysBetween), "days")]
[JsonDerivedType(typeof(Computed), "computed")]
[JsonDerivedType(typeof(PlanValue), "plan")]
public abstract record PlanExpression;

public sealed record ColumnValue(string Alias, string Column) : PlanExpression;

/// <summary>All columns of the sources.</summary>
public sealed record EveryColumn : PlanExpression;

/// <param name="Text">In invariant form; dates as yyyy-MM-dd.</param>
public sealed record Literal(string Text, DataType Type) : PlanExpression;

public enum Grain { Year, Quarter, Month, Week, Day, Hour, MonthOfYear, DayOfWeek }

/// <summary>The period that a date or time falls into.</summary>
public sealed record TimeGrain(Grain Grain, PlanExpression Of) : PlanExpression;

public enum MeasureFunction { Count, Sum, Average, Min, Max, Median }

/// <param name="Of">Null counts rows.</param>
/// <param name="Only">Only rows for which this holds.</param>
public sealed record Measure(MeasureFunction Function, PlanExpression? Of, bool Distinct = false, PlanPredicate? Only = null) : PlanExpression;

public enum ArithmeticOperator { Add, Subtract, Multiply, Divide }

/// <summary>Division never cuts to whole numbers and gives null where the divisor is zero.</summary>
public sealed record Arithmetic(ArithmeticOperator Operator, PlanExpression Left, PlanExpression Right) : PlanExpression;

/// <summary>A group's measure divided by the sum of it over all groups, 0 to 1.</summary>
public sealed record ShareOfTotal(PlanExpression Of) : PlanExpression;

/// <summary>The measure of the group before this one in the order of the period.</summary>
public sealed record PreviousPeriod(PlanExpression Of, PlanExpression Period) : PlanExpression;

/// <summary>The measure summed from the first period to this one.</summary>
public sealed record RunningTotal(PlanExpression Of, PlanExpression Period) : PlanExpression;

/// <summary>The place of a row among the rows with the same partition, ties sharing a place.</summary>
public sealed record RankWithin(IReadOnlyList<PlanExpression> Partition, PlanExpression By, bool Descending) : PlanExpression;

/// <summary>Days from the first to the second.</summary>
public sealed record DaysBetween(PlanExpression From, PlanExpression To) : PlanExpression;

/// <summary>What a formula that people wrote gives for a row, where it is more than arithmetic.</summary>
/// <param name="Formula">In the source's dialect, columns by their names alone.</param>
/// <param name="Columns">Those that it reads.</param>
public sealed record Computed(string Alias, string Formula, IReadOnlyList<string> Columns) : PlanExpression;

/// <summary>The one value that a plan gives.</summary>
public sealed record PlanValue(QueryPlan Plan) : PlanExpression;
