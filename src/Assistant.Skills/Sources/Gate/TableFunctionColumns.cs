using Assistant.Skills.Sql;
using Assistant.Skills.Sql.Syntax;

namespace Assistant.Skills.Sources.Gate;

/// <summary>The columns that a function in FROM offers.</summary>
internal static class TableFunctionColumns
{
    public static (IReadOnlyList<string> Columns, bool Open) Of(FunctionTable function, SqlDialect dialect)
    {
        if (function.Definitions.Count > 0)
            return ([.. function.Definitions.Select(d => d.Name)], false);
        if (function.RowsFrom)
            return ([.. function.Calls.Select(c => c.SimpleName)], true);
        var name = function.Calls[0].SimpleName.ToLowerInvariant();
        return name switch
        {
            "json_each" or "json_tree" when dialect != SqlDialect.PostgreSql =>
                (["key", "value", "type", "atom", "id", "parent", "fullkey", "path", "json"], false),
            "json_each" or "jsonb_each" or "json_each_text" or "jsonb_each_text" or "each" => (["key", "value"], false),
            "json_array_elements" or "jsonb_array_elements" or "json_array_elements_text" or "jsonb_array_elements_text" =>
                ([function.Alias ?? "value", "value"], false),
            // Rows of a composite type, or of what the data holds.
            "unnest" or "flatten" or "json_to_record" or "jsonb_to_record" => ([function.Alias ?? name], true),
            "generate_series" when dialect == SqlDialect.Sqlite => (["value", "start", "stop", "step"], false),
            _ when dialect == SqlDialect.PostgreSql => ([function.Alias ?? name], false),
            _ => ([name, function.Alias ?? name], false),
        };
    }
}
