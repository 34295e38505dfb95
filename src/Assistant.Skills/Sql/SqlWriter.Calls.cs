using System.Diagnostics;
using System.Globalization;
using Assistant.Skills.Sql.Syntax;

namespace Assistant.Skills.Sql;

internal sealed partial class SqlWriter
{
    private void Call(FunctionCall call)
    {
        for (var i = 0; i < call.Name.Count; i++)
        {
            if (i > 0)
                _text.Append('.');
            SqlNames.AppendFunctionName(_text, call.Name[i], dialect);
        }
        _text.Append('(').Append(call.Distinct ? "DISTINCT " : "");
        for (var i = 0; i < call.Arguments.Count; i++)
        {
            _text.Append(i > 0 ? ", " : "").Append(call.Variadic && i == call.Arguments.Count - 1 ? "VARIADIC " : "");
            Expression(call.Arguments[i]);
        }
        Order(call.OrderBy, call.Arguments.Count > 0 ? " ORDER BY " : "ORDER BY ");
        if (call.Limit is { } limit)
            Limit(limit);
        if (call.Separator is { } separator)
        {
            _text.Append(" SEPARATOR ");
            Expression(separator);
        }
        // DuckDB wants it inside, the standard outside; DuckDB and PostgreSQL 19 alone know it.
        if (call.IgnoreNulls is { } ignore && dialect == SqlDialect.DuckDb)
            _text.Append(ignore ? " IGNORE NULLS" : " RESPECT NULLS");
        _text.Append(')');
        if (call.IgnoreNulls is { } ignores && dialect != SqlDialect.DuckDb)
            _text.Append(ignores ? " IGNORE NULLS" : " RESPECT NULLS");
        if (call.WithinGroup.Count > 0)
        {
            Order(call.WithinGroup, " WITHIN GROUP (ORDER BY ");
            _text.Append(')');
        }
        if (call.Filter is { } filter)
        {
            _text.Append(" FILTER (WHERE ");
            Expression(filter);
            _text.Append(')');
        }
        if (call.OverName is { } name)
        {
            _text.Append(" OVER ");
            Name(name);
        }
        else if (call.Over is { } window)
        {
            _text.Append(" OVER ");
            Window(window);
        }
    }

    private void Order(SqlList<OrderItem> items, string words)
    {
        if (items.Count == 0)
            return;
        _text.Append(words);
        List(items, OrderItem);
    }

    private void Window(Window window)
    {
        var start = _text.Append('(').Length;
        if (window.BaseName is { } name)
            Name(name);
        if (window.PartitionBy.Count > 0)
        {
            _text.Append(_text.Length > start ? " " : "").Append("PARTITION BY ");
            List(window.PartitionBy, Expression);
        }
        Order(window.OrderBy, _text.Length > start ? " ORDER BY " : "ORDER BY ");
        if (window.Frame is { } frame)
        {
            _text.Append(_text.Length > start ? " " : "").Append(frame.Unit.ToString().ToUpperInvariant()).Append(' ');
            if (frame.End is { } end)
            {
                _text.Append("BETWEEN ");
                Bound(frame.Start);
                _text.Append(" AND ");
                Bound(end);
            }
            else
                Bound(frame.Start);
            _text.Append(frame.Exclude switch
            {
                FrameExclusion.CurrentRow => " EXCLUDE CURRENT ROW",
                FrameExclusion.Group => " EXCLUDE GROUP",
                FrameExclusion.Ties => " EXCLUDE TIES",
                FrameExclusion.NoOthers => " EXCLUDE NO OTHERS",
                _ => "",
            });
        }
        _text.Append(')');
    }

    private void Bound(FrameBound bound)
    {
        if (bound.Offset is { } offset)
        {
            Operand(offset, Other);
            _text.Append(' ');
        }
        _text.Append(bound.Kind switch
        {
            FrameBoundKind.UnboundedPreceding => "UNBOUNDED PRECEDING",
            FrameBoundKind.Preceding => "PRECEDING",
            FrameBoundKind.CurrentRow => "CURRENT ROW",
            FrameBoundKind.Following => "FOLLOWING",
            FrameBoundKind.UnboundedFollowing => "UNBOUNDED FOLLOWING",
            _ => throw new UnreachableException(),
        });
    }

    private void Collection(Expression expression)
    {
        switch (expression)
        {
            case ArrayLiteral array:
                _text.Append(dialect == SqlDialect.DuckDb ? "[" : "ARRAY[");
                List(array.Items, Expression);
                _text.Append(']');
                break;
            case StructLiteral literal:
                _text.Append('{');
                List(literal.Fields, field =>
                {
                    Text(field.Name);
                    _text.Append(": ");
                    Expression(field.Value);
                });
                _text.Append('}');
                break;
            case MapLiteral map:
                _text.Append("MAP {");
                List(map.Entries, entry =>
                {
                    Expression(entry.Key);
                    _text.Append(": ");
                    Expression(entry.Value);
                });
                _text.Append('}');
                break;
            case ListComprehension comprehension:
                _text.Append('[');
                Operand(comprehension.Result, Other);
                _text.Append(" FOR ");
                List(comprehension.Names, Name);
                _text.Append(" IN ");
                Operand(comprehension.Source, Other);
                if (comprehension.Filter is { } filter)
                {
                    _text.Append(" IF ");
                    Expression(filter);
                }
                _text.Append(']');
                break;
            case Lambda lambda:
                _text.Append(lambda.WithKeyword ? "lambda " : lambda.Parameters.Count > 1 ? "(" : "");
                List(lambda.Parameters, Name);
                _text.Append(lambda.WithKeyword ? ": " : lambda.Parameters.Count > 1 ? ") -> " : " -> ");
                Expression(lambda.Body);
                break;
            default: throw new UnreachableException(expression.GetType().Name);
        }
    }

    private void SpecialCall(Expression expression)
    {
        switch (expression)
        {
            case KeywordFunction keyword:
                _text.Append(keyword.Name);
                if (keyword.Precision is { } precision)
                    _text.Append('(').Append(precision.ToString(CultureInfo.InvariantCulture)).Append(')');
                break;
            case NamedArgument named:
                Name(named.Name);
                _text.Append(dialect == SqlDialect.DuckDb ? " := " : " => ");
                Expression(named.Value);
                break;
            case Extract extract:
                _text.Append("EXTRACT(").Append(extract.Field).Append(" FROM ");
                Expression(extract.Source);
                _text.Append(')');
                break;
            case Position position:
                _text.Append("POSITION(");
                Operand(position.Part, Other);
                _text.Append(" IN ");
                Operand(position.Whole, Other);
                _text.Append(')');
                break;
            case Substring substring:
                _text.Append("SUBSTRING(");
                Expression(substring.Value);
                Part(" FROM ", substring.From);
                Part(" FOR ", substring.For);
                _text.Append(')');
                break;
            case SubstringSimilar similar:
                _text.Append("SUBSTRING(");
                Operand(similar.Value, Other);
                Part(" SIMILAR ", similar.Pattern);
                Part(" ESCAPE ", similar.Escape);
                _text.Append(')');
                break;
            case Trim trim:
                _text.Append("TRIM(").Append(trim.Side switch
                {
                    TrimSide.Both => "BOTH ",
                    TrimSide.Leading => "LEADING ",
                    TrimSide.Trailing => "TRAILING ",
                    _ => "",
                });
                if (trim.Characters is { } characters)
                {
                    Expression(characters);
                    _text.Append(' ');
                }
                _text.Append("FROM ");
                Expression(trim.Value);
                _text.Append(')');
                break;
            case Overlay overlay:
                _text.Append("OVERLAY(");
                Expression(overlay.Value);
                Part(" PLACING ", overlay.Replacement);
                Part(" FROM ", overlay.From);
                Part(" FOR ", overlay.For);
                _text.Append(')');
                break;
            case ConvertUsing convert:
                _text.Append("CONVERT(");
                Expression(convert.Value);
                _text.Append(" USING ");
                Name(convert.CharacterSet);
                _text.Append(')');
                break;
            case MatchAgainst match:
                _text.Append("MATCH (");
                List(match.Columns, Expression);
                _text.Append(") AGAINST (");
                Expression(match.Text);
                _text.Append(match.Mode is { } mode ? " " + mode : "").Append(')');
                break;
            default: throw new UnreachableException(expression.GetType().Name);
        }

        void Part(string words, Expression? value)
        {
            if (value is null)
                return;
            _text.Append(words);
            Operand(value, Other);
        }
    }
}
