using System.Diagnostics;
using System.Globalization;
using Assistant.Skills.Sql.Syntax;

namespace Assistant.Skills.Sql;

internal sealed partial class SqlWriter
{
    // How tightly an expression holds together, as far as all dialects agree; where they differ, Other asks for parentheses.
    private const int OrLevel = 1, AndLevel = 2, NotLevel = 3, Comparison = 4, Other = 5, Additive = 6, Multiplicative = 7, Sign = 8, Primary = 9;

    private static int Level(Expression expression) => expression switch
    {
        BinaryOperation binary => binary.Operator switch
        {
            "OR" => OrLevel,
            "AND" => AndLevel,
            "=" or "<>" or "<" or "<=" or ">" or ">=" => Comparison,
            "+" or "-" => Additive,
            "*" or "/" or "%" => Multiplicative,
            "->" or "->>" or "XOR" => 0,
            _ => Other,
        },
        UnaryOperation { Operator: "NOT" } => NotLevel,
        UnaryOperation { Operator: "-" or "+" } => Sign,
        UnaryOperation => Other,
        LikeOperation or IsTest or DistinctTest or Syntax.Between or InList or InQuery or InArray or Quantified => Comparison,
        AtTimeZone or Collate => Other,
        Lambda => 0,
        _ => Primary,
    };

    private void Operand(Expression expression, int level)
    {
        if (Level(expression) >= level)
        {
            Expression(expression);
            return;
        }
        _text.Append('(');
        Expression(expression);
        _text.Append(')');
    }

    public void Expression(Expression expression)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (expression)
        {
            case ColumnReference column: Column(column); break;
            case NumberLiteral number: _text.Append(number.Text); break;
            case TextLiteral text: Text(text.Value); break;
            case NullLiteral: _text.Append("NULL"); break;
            case BooleanLiteral truth: _text.Append(truth.Value ? "TRUE" : "FALSE"); break;
            case BinaryOperation binary: Binary(binary); break;
            case FunctionCall call: Call(call); break;
            case UnaryOperation unary: Unary(unary); break;
            case Case @case: Case(@case); break;
            case Cast cast: Cast(cast); break;
            case SubQuery sub: Parenthesized(sub.Query); break;
            case Exists exists:
                _text.Append("EXISTS ");
                Parenthesized(exists.Query);
                break;
            case ArrayQuery array:
                _text.Append("ARRAY");
                Parenthesized(array.Query);
                break;
            case LikeOperation or IsTest or DistinctTest or Syntax.Between or InList or InQuery or InArray or Quantified:
                Predicate(expression);
                break;
            case AtTimeZone zoned:
                Operand(zoned.Value, Primary);
                _text.Append(" AT TIME ZONE ");
                Operand(zoned.Zone, Primary);
                break;
            case Collate collate:
                Operand(collate.Value, Primary);
                _text.Append(" COLLATE ");
                Path(collate.Collation);
                break;
            case Star star: Star(star); break;
            case AllColumns: _text.Append("ALL"); break;
            case ColumnPosition position: _text.Append('#').Append(position.Number.ToString(CultureInfo.InvariantCulture)); break;
            case TypedLiteral typed:
                Type(typed.Type);
                _text.Append(' ');
                Text(typed.Value);
                break;
            case BinaryLiteral binary:
                _text.Append(binary.Hexadecimal ? "X'" : "B'").Append(binary.Digits).Append('\'');
                break;
            case IntervalLiteral interval:
                _text.Append("INTERVAL ");
                Operand(interval.Value, Primary);
                _text.Append(interval.Unit is { } unit ? " " + unit : "");
                break;
            case RowConstructor row:
                _text.Append(row.WithKeyword ? "ROW(" : "(");
                List(row.Items, Expression);
                _text.Append(')');
                break;
            case Subscript or Slice or FieldAccess or FieldStar: Access(expression); break;
            case ArrayLiteral or StructLiteral or MapLiteral or ListComprehension or Lambda: Collection(expression); break;
            default: SpecialCall(expression); break;
        }
    }

    private void Column(ColumnReference column)
    {
        if (column.MayBeText)
            _text.Append('"').Append(column.Name.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        else
            Path(column.Path);
    }

    private void Star(Star star)
    {
        foreach (var part in star.Qualifier)
        {
            Name(part);
            _text.Append('.');
        }
        _text.Append('*');
        if (star is { FilterKind: { } kind, Filter: { } filter })
        {
            _text.Append(LikeWord(kind));
            Operand(filter, Other);
        }
        if (star.Exclude.Count > 0)
        {
            _text.Append(" EXCLUDE (");
            List(star.Exclude, Column);
            _text.Append(')');
        }
        if (star.Replace.Count > 0)
        {
            _text.Append(" REPLACE (");
            List(star.Replace, SelectItem);
            _text.Append(')');
        }
        if (star.Rename.Count == 0)
            return;
        _text.Append(" RENAME (");
        List(star.Rename, rename =>
        {
            Column(rename.Column);
            _text.Append(" AS ");
            Name(rename.Name);
        });
        _text.Append(')');
    }

    private void Binary(BinaryOperation binary)
    {
        // MySQL reads || as OR.
        if (binary.Operator == "||" && dialect == SqlDialect.MySql)
        {
            Call(new(["CONCAT"], [binary.Left, binary.Right]));
            return;
        }
        var (left, right) = binary.Operator switch
        {
            "OR" => (OrLevel, AndLevel),
            "AND" => (AndLevel, NotLevel),
            "=" or "<>" or "<" or "<=" or ">" or ">=" => (Other, Other),
            "+" or "-" => (Additive, Multiplicative),
            "*" or "/" or "%" => (Multiplicative, Sign),
            "||" => (binary.Left is BinaryOperation { Operator: "||" } ? Other : Primary, Primary),
            _ => (Primary, Primary),
        };
        Operand(binary.Left, left);
        if (lines && binary.Operator == "AND")
            Break();
        else
            _text.Append(' ');
        _text.Append(binary.Operator).Append(' ');
        Operand(binary.Right, right);
    }

    private void Unary(UnaryOperation unary)
    {
        _text.Append(unary.Operator);
        // A word needs a space, and so do two symbols that would become another one.
        if (unary.Operator is not ("-" or "+" or "~"))
            _text.Append(' ');
        Operand(unary.Operand, unary.Operator == "NOT" ? NotLevel : Primary);
    }

    private void Predicate(Expression expression)
    {
        switch (expression)
        {
            case LikeOperation like:
                Operand(like.Value, Other);
                _text.Append(like.Negated ? " NOT" : "").Append(LikeWord(like.Kind));
                Operand(like.Pattern, Other);
                if (like.Escape is { } escape)
                {
                    _text.Append(" ESCAPE ");
                    Operand(escape, Primary);
                }
                break;
            case IsTest test:
                Operand(test.Value, Other);
                _text.Append(test.Negated ? " IS NOT " : " IS ").Append(test.Kind.ToString().ToUpperInvariant());
                break;
            case DistinctTest test:
                Operand(test.Left, Other);
                _text.Append((dialect, test.Negated) switch
                {
                    (SqlDialect.Sqlite, true) => " IS ",
                    (SqlDialect.Sqlite, false) => " IS NOT ",
                    (SqlDialect.MySql, true) => " <=> ",
                    (_, true) => " IS NOT DISTINCT FROM ",
                    _ => " IS DISTINCT FROM ",
                });
                // SQLite would read NOT, NULL and the like after IS as a part of it.
                Operand(test.Right, Other);
                break;
            case Between between:
                Operand(between.Value, Other);
                _text.Append(between.Negated ? " NOT BETWEEN " : " BETWEEN ").Append(between.Symmetric ? "SYMMETRIC " : "");
                Operand(between.Low, Other);
                _text.Append(" AND ");
                Operand(between.High, Other);
                break;
            case InList list:
                Operand(list.Value, Other);
                _text.Append(list.Negated ? " NOT IN (" : " IN (");
                List(list.Items, Expression);
                _text.Append(')');
                break;
            case InQuery query:
                Operand(query.Value, Other);
                _text.Append(query.Negated ? " NOT IN " : " IN ");
                Parenthesized(query.Query);
                break;
            case InArray array:
                Operand(array.Value, Other);
                _text.Append(array.Negated ? " NOT IN " : " IN ");
                Operand(array.Array, Primary);
                break;
            case Quantified quantified:
                Operand(quantified.Left, Other);
                _text.Append(' ').Append(quantified.Operator).Append(quantified.All ? " ALL " : " ANY ");
                if (quantified.Right is SubQuery sub)
                {
                    Parenthesized(sub.Query);
                    break;
                }
                _text.Append('(');
                Expression(quantified.Right);
                _text.Append(')');
                break;
            default: throw new UnreachableException(expression.GetType().Name);
        }
    }

    private string LikeWord(LikeKind kind) => kind switch
    {
        LikeKind.Like => " LIKE ",
        LikeKind.ILike => " ILIKE ",
        LikeKind.SimilarTo => " SIMILAR TO ",
        LikeKind.Glob => " GLOB ",
        LikeKind.Match => " MATCH ",
        LikeKind.Regexp => dialect == SqlDialect.PostgreSql ? " ~ " : " REGEXP ",
        _ => throw new UnreachableException(),
    };

    private void Case(Case @case)
    {
        _text.Append("CASE");
        if (@case.Operand is { } operand)
        {
            _text.Append(' ');
            Expression(operand);
        }
        foreach (var when in @case.Whens)
        {
            _text.Append(" WHEN ");
            Expression(when.Condition);
            _text.Append(" THEN ");
            Expression(when.Result);
        }
        if (@case.Else is { } other)
        {
            _text.Append(" ELSE ");
            Expression(other);
        }
        _text.Append(" END");
    }

    private void Cast(Cast cast)
    {
        _text.Append(cast.Try ? "TRY_CAST(" : "CAST(");
        Expression(cast.Value);
        _text.Append(" AS ");
        Type(cast.Type);
        _text.Append(')');
    }

    private void Access(Expression expression)
    {
        switch (expression)
        {
            case Subscript subscript:
                Base(subscript.Value);
                _text.Append('[');
                Expression(subscript.Index);
                _text.Append(']');
                break;
            case Slice slice:
                Base(slice.Value);
                _text.Append('[');
                if (slice.Low is { } low)
                    Operand(low, Other);
                _text.Append(slice.Step is not null && slice.High is null ? ":-" : ":");
                if (slice.High is { } high)
                    Operand(high, Other);
                if (slice.Step is { } step)
                {
                    _text.Append(':');
                    Operand(step, Other);
                }
                _text.Append(']');
                break;
            case FieldAccess field:
                var chained = field.Value is FieldAccess;
                _text.Append(chained ? "" : "(");
                Expression(field.Value);
                _text.Append(chained ? "." : ").");
                Name(field.Field);
                break;
            case FieldStar star:
                _text.Append('(');
                Expression(star.Value);
                _text.Append(").*");
                break;
            default: throw new UnreachableException(expression.GetType().Name);
        }

        void Base(Expression value)
        {
            var bare = value is ColumnReference or Subscript or Slice;
            _text.Append(bare ? "" : "(");
            Expression(value);
            _text.Append(bare ? "" : ")");
        }
    }

    private void Type(TypeName type)
    {
        if (type.Schema is { } schema)
        {
            Name(schema);
            _text.Append('.');
        }
        var (head, tail) = type.Arguments.Count > 0 && type.Name.IndexOf(" with", StringComparison.Ordinal) is var cut and > 0
            ? (type.Name[..cut], type.Name[cut..])
            : (type.Name, "");
        if (head.All(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '_') && head.Length > 0 && (type.Schema is null || !head.Contains(' ')))
            _text.Append(head);
        else
            SqlNames.AppendQuoted(_text, head, dialect);
        if (type.Arguments.Count + type.Fields.Count + type.Elements.Count > 0)
        {
            _text.Append('(');
            List(type.Arguments, argument =>
            {
                if (argument.All(char.IsAsciiLetterOrDigit))
                    _text.Append(argument);
                else
                    Text(argument);
            });
            List(type.Fields, field =>
            {
                Name(field.Name);
                _text.Append(' ');
                Type(field.Type);
            });
            List(type.Elements, Type);
            _text.Append(')');
        }
        _text.Append(tail);
        foreach (var length in type.Dimensions)
            _text.Append('[').Append(length?.ToString(CultureInfo.InvariantCulture)).Append(']');
    }
}
