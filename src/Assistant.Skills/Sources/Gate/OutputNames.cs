using Assistant.Skills.Sql;
using Assistant.Skills.Sql.Syntax;

namespace Assistant.Skills.Sources.Gate;

/// <summary>What an engine calls a column of a result that has no alias. PostgreSQL's rules are those of its FigureColname.</summary>
internal static class OutputNames
{
    /// <summary>The names of a body's columns as far as its text alone tells; null when it has a star or an unnamed column.</summary>
    public static IReadOnlyList<string>? Of(QueryBody body, SqlDialect dialect)
    {
        while (body is SetOperation set)
            body = set.Left;
        if (body is NestedQuery nested)
            return Of(nested.Query.Body, dialect);
        if (body is not Select select)
            return null;
        var names = select.Items.Select(i => i.Alias ?? Of(i.Value, dialect)).OfType<string>().ToList();
        return names.Count == select.Items.Count ? names : null;
    }

    /// <summary>Null where the engine makes a name from the text of the expression.</summary>
    public static string? Of(Expression value, SqlDialect dialect) => value switch
    {
        ColumnReference column => column.Name,
        Star or FieldStar => null,
        FieldAccess field => field.Field,
        _ when dialect != SqlDialect.PostgreSql => null,
        FunctionCall call => call.SimpleName,
        Cast cast => Of(cast.Value, dialect) is { } name and not "?column?" ? name : TypeColumn(cast.Type),
        TypedLiteral typed => TypeColumn(typed.Type),
        IntervalLiteral => "interval",
        BooleanLiteral => "bool",
        Case @case => @case.Else is { } other && Of(other, dialect) is { } name and not ("?column?" or "bool") ? name : "case",
        KeywordFunction keyword => keyword.Name.ToLowerInvariant(),
        Collate collate => Of(collate.Value, dialect),
        AtTimeZone => "timezone",
        Subscript subscript => Of(subscript.Value, dialect),
        Slice slice => Of(slice.Value, dialect),
        SubQuery { Query.Body: Select { Items: [var item] } } => item.Alias ?? Of(item.Value, dialect),
        ArrayLiteral or ArrayQuery => "array",
        RowConstructor => "row",
        Exists => "exists",
        Extract => "extract",
        Position => "position",
        Substring or SubstringSimilar => "substring",
        Trim trim => trim.Side switch { TrimSide.Leading => "ltrim", TrimSide.Trailing => "rtrim", _ => "btrim" },
        Overlay => "overlay",
        _ => "?column?",
    };

    private static string TypeColumn(TypeName type) => type.Name switch
    {
        "integer" or "int" => "int4",
        "bigint" => "int8",
        "smallint" => "int2",
        "double precision" or "float" => "float8",
        "real" => "float4",
        "boolean" => "bool",
        "decimal" or "dec" => "numeric",
        "character varying" => "varchar",
        "char" or "character" => "bpchar",
        "timestamp with time zone" => "timestamptz",
        "timestamp without time zone" => "timestamp",
        "time with time zone" => "timetz",
        "time without time zone" => "time",
        var name => name,
    };
}
