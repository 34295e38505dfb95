using System.Collections.Frozen;
using Assistant.Skills.Sql;

namespace Assistant.Skills.Sources.Gate;

/// <summary>Operators a query may use: an engine that lets people define their own would run their functions.</summary>
internal static class OperatorNames
{
    private static readonly FrozenSet<string> Everywhere = Set("AND OR XOR = <> < <= > >= + - * / % ^ || | & << >> ~ -> ->> DIV");

    private static readonly FrozenSet<string> PostgresLike = Set("""
        # #> #>> @> <@ ? ?| ?& @? @@ @@@ #- && -|- ~* !~ !~* ~~ !~~ ~~* !~~* ~~~ ^@ OVERLAPS <-> <=> <#> <+> <<-> <->> &< &> <<| |>> &<| |&> ~= >^ <^
        // ** <% %> <<% %>> ^ ~<=~ ~<~ ~>=~ ~>~ << >> |-| ## ?- ?# <<= >>= # *= *<> *< *>
        """);

    private static readonly FrozenSet<string> Prefix = Set("- + ~ NOT @ |/ ||/ @@ !! *");

    public static bool MayUse(string name, SqlDialect dialect) =>
        Everywhere.Contains(name) || dialect is SqlDialect.PostgreSql or SqlDialect.DuckDb && PostgresLike.Contains(name);

    public static bool MayUsePrefix(string name) => Prefix.Contains(name);

    private static FrozenSet<string> Set(string names) =>
        names.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
