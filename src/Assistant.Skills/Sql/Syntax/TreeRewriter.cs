using System.Diagnostics;

namespace Assistant.Skills.Sql.Syntax;

/// <summary>
/// Walks the expressions of a tree and builds it anew where an override changes something; what stays the same stays the same object.
/// Queries and FROM are the override's own business: they open scopes.
/// </summary>
public abstract class TreeRewriter
{
    protected abstract Query Rewrite(Query query);

    protected virtual Expression Rewrite(Expression expression)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (expression)
        {
            case ColumnReference or NumberLiteral or TextLiteral or BinaryLiteral or BooleanLiteral or NullLiteral or TypedLiteral
                or KeywordFunction or AllColumns or ColumnPosition:
                return expression;
            case BinaryOperation binary:
            {
                var (left, right) = (Rewrite(binary.Left), Rewrite(binary.Right));
                return Same(left, binary.Left) && Same(right, binary.Right) ? binary : new BinaryOperation(binary.Operator, left, right);
            }
            case FunctionCall call: return Children(call);
            case UnaryOperation unary:
                return Rewrite(unary.Operand) is var operand && Same(operand, unary.Operand) ? unary : unary with { Operand = operand };
            case Cast cast:
                return Rewrite(cast.Value) is var value && Same(value, cast.Value) ? cast : cast with { Value = value };
            case SubQuery sub:
                return Rewrite(sub.Query) is var query && Same(query, sub.Query) ? sub : new SubQuery(query);
            case Case @case:
                return @case with { Operand = Optional(@case.Operand), Whens = Map(@case.Whens, Rewrite), Else = Optional(@case.Else) };
            case LikeOperation like:
                return like with { Value = Rewrite(like.Value), Pattern = Rewrite(like.Pattern), Escape = Optional(like.Escape) };
            case IsTest test: return test with { Value = Rewrite(test.Value) };
            case DistinctTest test: return test with { Left = Rewrite(test.Left), Right = Rewrite(test.Right) };
            case Between between:
                return between with { Value = Rewrite(between.Value), Low = Rewrite(between.Low), High = Rewrite(between.High) };
            case InList list: return list with { Value = Rewrite(list.Value), Items = Map(list.Items, Rewrite) };
            case InQuery @in: return @in with { Value = Rewrite(@in.Value), Query = Rewrite(@in.Query) };
            case InArray array: return array with { Value = Rewrite(array.Value), Array = Rewrite(array.Array) };
            case Exists exists: return new Exists(Rewrite(exists.Query));
            case ArrayQuery array: return new ArrayQuery(Rewrite(array.Query));
            case Quantified quantified: return quantified with { Left = Rewrite(quantified.Left), Right = Rewrite(quantified.Right) };
            default: return Rarer(expression);
        }
    }

    private Expression Rarer(Expression expression) => expression switch
    {
        AtTimeZone zoned => new AtTimeZone(Rewrite(zoned.Value), Rewrite(zoned.Zone)),
        Collate collate => collate with { Value = Rewrite(collate.Value) },
        RowConstructor row => row with { Items = Map(row.Items, Rewrite) },
        ArrayLiteral array => new ArrayLiteral(Map(array.Items, Rewrite)),
        StructLiteral literal => new StructLiteral(Map(literal.Fields, f => f with { Value = Rewrite(f.Value) })),
        MapLiteral map => new MapLiteral(Map(map.Entries, e => new MapEntry(Rewrite(e.Key), Rewrite(e.Value)))),
        ListComprehension list =>
            list with { Result = Rewrite(list.Result), Source = Rewrite(list.Source), Filter = Optional(list.Filter) },
        Lambda lambda => lambda with { Body = Rewrite(lambda.Body) },
        Subscript subscript => new Subscript(Rewrite(subscript.Value), Rewrite(subscript.Index)),
        Slice slice => slice with
        {
            Value = Rewrite(slice.Value), Low = Optional(slice.Low), High = Optional(slice.High), Step = Optional(slice.Step),
        },
        FieldAccess field => field with { Value = Rewrite(field.Value) },
        FieldStar star => new FieldStar(Rewrite(star.Value)),
        Star star => star with { Replace = Map(star.Replace, Rewrite), Filter = Optional(star.Filter) },
        IntervalLiteral interval => interval with { Value = Rewrite(interval.Value) },
        NamedArgument named => named with { Value = Rewrite(named.Value) },
        Extract extract => extract with { Source = Rewrite(extract.Source) },
        Position position => new Position(Rewrite(position.Part), Rewrite(position.Whole)),
        Substring part => new Substring(Rewrite(part.Value), Optional(part.From), Optional(part.For)),
        SubstringSimilar part => new SubstringSimilar(Rewrite(part.Value), Rewrite(part.Pattern), Rewrite(part.Escape)),
        Trim trim => trim with { Characters = Optional(trim.Characters), Value = Rewrite(trim.Value) },
        Overlay overlay =>
            new Overlay(Rewrite(overlay.Value), Rewrite(overlay.Replacement), Rewrite(overlay.From), Optional(overlay.For)),
        ConvertUsing convert => convert with { Value = Rewrite(convert.Value) },
        MatchAgainst match => match with { Columns = Map(match.Columns, Rewrite), Text = Rewrite(match.Text) },
        _ => throw new UnreachableException(expression.GetType().Name),
    };

    /// <summary>The call with its arguments, orders, filter and window rewritten.</summary>
    protected FunctionCall Children(FunctionCall call)
    {
        var arguments = Map(call.Arguments, Rewrite);
        var rewritten = ReferenceEquals(arguments, call.Arguments) ? call : call with { Arguments = arguments };
        if (call is { OrderBy.Count: 0, WithinGroup.Count: 0, Filter: null, Separator: null, Over: null, Limit: null })
            return rewritten;
        return rewritten with
        {
            OrderBy = Map(call.OrderBy, Rewrite),
            WithinGroup = Map(call.WithinGroup, Rewrite),
            Filter = Optional(call.Filter),
            Separator = Optional(call.Separator),
            Over = call.Over is { } over ? Rewrite(over) : null,
            Limit = call.Limit is { } limit ? Rewrite(limit) : null,
        };
    }

    protected Window Rewrite(Window window) => window with
    {
        PartitionBy = Map(window.PartitionBy, Rewrite),
        OrderBy = Map(window.OrderBy, Rewrite),
        Frame = window.Frame is { } frame
            ? frame with { Start = Bound(frame.Start), End = frame.End is { } end ? Bound(end) : null }
            : null,
    };

    protected virtual OrderItem Rewrite(OrderItem item) =>
        Rewrite(item.Value) is var value && Same(value, item.Value) ? item : item with { Value = value };

    protected SelectItem Rewrite(SelectItem item) =>
        Rewrite(item.Value) is var value && Same(value, item.Value) ? item : item with { Value = value };

    protected RowLimit Rewrite(RowLimit limit) => limit with { Count = Optional(limit.Count), Offset = Optional(limit.Offset) };

    protected Expression? Optional(Expression? expression) => expression is null ? null : Rewrite(expression);

    protected static SqlList<T> Map<T>(SqlList<T> items, Func<T, T> rewrite)
        where T : class
    {
        T[]? changed = null;
        for (var i = 0; i < items.Count; i++)
        {
            var item = rewrite(items[i]);
            if (changed is null && ReferenceEquals(item, items[i]))
                continue;
            changed ??= [.. items];
            changed[i] = item;
        }
        return changed is null ? items : [.. changed];
    }

    private When Rewrite(When when) => new(Rewrite(when.Condition), Rewrite(when.Result));

    private FrameBound Bound(FrameBound bound) => bound.Offset is null ? bound : bound with { Offset = Rewrite(bound.Offset) };

    private static bool Same(SqlNode one, SqlNode other) => ReferenceEquals(one, other);
}
