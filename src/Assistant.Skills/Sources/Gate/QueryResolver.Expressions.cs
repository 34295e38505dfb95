using Assistant.Skills.Sql;
using Assistant.Skills.Sql.Syntax;

namespace Assistant.Skills.Sources.Gate;

internal sealed partial class QueryResolver
{
    protected override Expression Rewrite(Expression expression)
    {
        switch (expression)
        {
            case ColumnReference column:
                return Resolve(column);
            case FunctionCall call:
                return Resolve(call);
            case Star star:
                return Resolve(star);
            case BinaryOperation binary when !OperatorNames.MayUse(binary.Operator, Dialect):
                throw RefusedException.NotAllowed($"the operator {binary.Operator}");
            case UnaryOperation unary when !OperatorNames.MayUsePrefix(unary.Operator):
                throw RefusedException.NotAllowed($"the operator {unary.Operator}");
            case Quantified quantified when !quantified.Operator.EndsWith("LIKE", StringComparison.Ordinal) && !OperatorNames.MayUse(quantified.Operator, Dialect):
                throw RefusedException.NotAllowed($"the operator {quantified.Operator}");
            case BinaryOperation { Operator: "~" or "~*" or "!~" or "!~*", Right: TextLiteral pattern }:
                CostBounds.CheckPattern(pattern.Value);
                break;
            case LikeOperation { Kind: LikeKind.Regexp or LikeKind.SimilarTo, Pattern: TextLiteral pattern }:
                CostBounds.CheckPattern(pattern.Value);
                break;
            case Cast cast:
                Check(cast.Type);
                break;
            case TypedLiteral typed:
                Check(typed.Type);
                break;
            case KeywordFunction keyword when keyword.Name is not ("CURRENT_DATE" or "CURRENT_TIME" or "CURRENT_TIMESTAMP" or "LOCALTIME" or "LOCALTIMESTAMP"):
                throw RefusedException.NotAllowed(keyword.Name);
            case FieldAccess field:
                Check(field);
                break;
            case Lambda lambda:
                return WithParameters(lambda.Parameters, () => base.Rewrite(lambda));
            case ListComprehension list:
                return WithParameters(list.Names, () => base.Rewrite(list));
        }
        return base.Rewrite(expression);
    }

    private Expression WithParameters(SqlList<string> names, Func<Expression> rewrite)
    {
        var scope = _scope;
        _scope = new(scope) { Parameters = names };
        var rewritten = rewrite();
        _scope = scope;
        return rewritten;
    }

    private void Check(TypeName type)
    {
        var known = type.Schema is null or "pg_catalog" && TypeNames.MayCastTo(type.Name)
            || !type.Name.StartsWith("reg", StringComparison.OrdinalIgnoreCase) && type.Schema != "pg_catalog" && catalog.HasType(type.Name);
        if (!known)
            throw RefusedException.NotAllowed($"the type {type.Name}");
        foreach (var field in type.Fields)
            Check(field.Type);
        foreach (var element in type.Elements)
            Check(element);
    }

    /// <summary>In PostgreSQL (x).f may also call the function f with x.</summary>
    private void Check(FieldAccess field)
    {
        if (Dialect != SqlDialect.PostgreSql)
            return;
        if (field.Value is ColumnReference { Path: [var name] } && FindRelation(name) is { } relation)
            CheckColumn(relation, field.Field);
        else if (!(field.Field is "key" or "value" or "ordinality" || field.Field is ['f', .. var digits] && digits.All(char.IsAsciiDigit)
            || FunctionNames.MayCall(field.Field, Dialect) || IsColumnOfCatalog(field.Field)))
            throw new RefusedException(new QueryOutcome.NotModelled(field.Field, null));
    }

    private bool IsColumnOfCatalog(string name) => _tables.Any(t => t.Columns.Contains(name)) && !IsSystemColumn(name, Dialect);

    private FunctionCall Resolve(FunctionCall call)
    {
        var name = call.SimpleName;
        // pg_catalog.lower is lower; any other schema's function is somebody's own.
        if (call.Name.Count > 1)
            call = call.Name.Count == 2 && IsSystemSchema(call.Name[0])
                ? call with { Name = [name] }
                : throw RefusedException.NotAllowed($"the function {string.Join('.', call.Name)}");
        if (!FunctionNames.MayCall(name, Dialect))
            throw RefusedException.NotAllowed($"the function {name}");
        CostBounds.Check(call, Dialect);
        if (Dialect is SqlDialect.MySql or >= SqlDialect.SqlServer && call.Arguments is [ColumnReference { Path: [var unit] }, ..] && DateUnits.Takes(name, unit, Dialect == SqlDialect.MySql))
            return Children(call with { Arguments = [.. call.Arguments.Skip(1)] }) is var rest
                ? rest with { Arguments = [call.Arguments[0], .. rest.Arguments] }
                : call;
        if (Dialect >= SqlDialect.SqlServer && call.Arguments is [.., ColumnReference { Path: [var last] }] && call.Arguments.Count > 1 && DateUnits.Takes(name, last, onlyMySql: false))
            return Children(call with { Arguments = [.. call.Arguments.Take(call.Arguments.Count - 1)] }) is var head
                ? head with { Arguments = [.. head.Arguments, call.Arguments[^1]] }
                : call;
        return Children(call);
    }

    private bool IsSystemSchema(string schema) => Dialect switch
    {
        SqlDialect.PostgreSql => schema == "pg_catalog",
        SqlDialect.DuckDb => schema.ToLowerInvariant() is "main" or "pg_catalog" or "system",
        _ => false,
    };
}
