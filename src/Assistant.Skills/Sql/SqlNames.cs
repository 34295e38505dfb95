using System.Collections.Frozen;
using System.Text;

namespace Assistant.Skills.Sql;

/// <summary>How names and texts are written in each dialect.</summary>
internal static class SqlNames
{
    // Reserved in any of the dialects: quoting one too many never changes a meaning.
    private static readonly FrozenSet<string> Reserved = """
        abort accessible action add after all alter always analyse analyze and anti any array as asc asensitive asof asymmetric
        asyncronous at attach authorization autoincrement before begin between bigint binary bit blob boolean both by call cascade case
        cast change char character check coalesce collate collation column columns commit concurrently condition conflict constraint
        continue convert create cross cube cume_dist current current_catalog current_date current_role current_schema
        current_time current_timestamp current_user cursor database databases date day_hour day_minute day_second dec decimal
        declare default deferrable deferred delayed delete dense_rank desc describe detach deterministic distinct
        distinctrow div do double drop dual each else elseif empty enclosed end escape escaped except exclude exclusive
        exists exit explain extract fail false fetch filter first_value float float4 float8 following for force foreign
        freeze from full fulltext function generated glob global grant greatest group grouping groups having high_priority hour_minute
        hour_second if ignore ilike immediate in index indexed infile initially inner inout insensitive insert instead int
        int1 int2 int3 int4 int8 integer intersect interval into is isnull iterate join json_table key keys kill lag
        lambda last_value lateral lead leading least leave left like limit linear lines load local localtime localtimestamp lock long
        longblob longtext loop low_priority map match materialized mediumblob mediumint mediumtext middleint minus
        minute_second mod modifies national natural nchar no no_write_to_binlog none not nothing notnull nth_value ntile null nullif
        numeric of offset on only optimize optimizer_costs option optionally or order others out outer outfile over overlaps
        overlay partition percent_rank pivot pivot_longer pivot_wider placing plan position positional pragma precedes precision preceding primary procedure
        purge qualify query raise range rank read reads real recursive references regexp reindex release rename repeat replace
        require restrict return returning revoke right rlike rollback row row_number rows savepoint schema schemas select
        semi sensitive separator session_user set setof show signal similar smallint some spatial specific sql
        sqlexception sqlstate sqlwarning ssl starting stored straight_join struct substring summarize symmetric system table
        tablesample temp temporary terminated then ties time timestamp tinyblob tinyint tinytext to trailing transaction
        treat trigger trim true try_cast unbounded undo union unique unlock unpivot unsigned update usage use user using
        vacuum values varbinary varchar varcharacter variadic varying verbose view virtual when where while window with
        within without write xmlattributes xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot
        xmlserialize xmltable xor year_month zerofill
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // Reserved words that are ordinary function names when a parenthesis follows.
    private static readonly FrozenSet<string> CallableReserved = """
        char coalesce columns convert cume_dist date default dense_rank exists extract first_value float glob greatest grouping if insert
        interval json_table lag last_value lead least left like localtime localtimestamp map mod nth_value ntile nullif
        overlay percent_rank position rank regexp repeat replace right row row_number schema struct substring time timestamp
        treat trim truncate user values match date query int integer bigint smallint double precision bit year_month
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // SQLite reserves little, and what it reads in quotes it may take for a text.
    private static readonly FrozenSet<string> ReservedInSqlite = """
        add all alter and any array as asc autoincrement between by case check collate commit constraint create cross current_date current_time
        current_timestamp default deferrable delete desc distinct drop else end escape except exists false fetch filter for foreign from full glob group
        having ilike in index indexed inner insert intersect into is isnull join lateral left like limit match natural not notnull null offset on or order outer
        over primary qualify references regexp right select set similar some table tablesample then to transaction true union unique update
        using values when where window with within
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static bool IsReserved(string word, SqlDialect dialect) => (dialect == SqlDialect.Sqlite ? ReservedInSqlite : Reserved).Contains(word);

    public static void AppendName(StringBuilder text, string name, SqlDialect dialect)
    {
        if (IsPlain(name, dialect) && !IsReserved(name, dialect))
            text.Append(name);
        else
            AppendQuoted(text, name, dialect);
    }

    public static void AppendFunctionName(StringBuilder text, string name, SqlDialect dialect)
    {
        if (IsPlain(name, dialect) && (!IsReserved(name, dialect) || CallableReserved.Contains(name)))
            text.Append(name);
        else
            AppendQuoted(text, name, dialect);
    }

    public static void AppendQuoted(StringBuilder text, string name, SqlDialect dialect)
    {
        var (open, close) = dialect switch
        {
            // SQLite reads a double-quoted name that it does not know as a text.
            SqlDialect.MySql or SqlDialect.ClickHouse or SqlDialect.Sqlite => ('`', '`'),
            SqlDialect.SqlServer => ('[', ']'),
            _ => ('"', '"'),
        };
        text.Append(open);
        foreach (var c in name)
        {
            if (c == close || c == '\\' && dialect == SqlDialect.ClickHouse)
                text.Append(c);
            text.Append(c);
        }
        text.Append(close);
    }

    public static void AppendText(StringBuilder text, string value, SqlDialect dialect)
    {
        var escapes = value.Contains('\\') && dialect is SqlDialect.PostgreSql or SqlDialect.MySql or SqlDialect.ClickHouse;
        // Read alike whatever the session's standard_conforming_strings says.
        if (escapes && dialect == SqlDialect.PostgreSql && value.Contains('\\'))
            text.Append('E');
        text.Append('\'');
        foreach (var c in value)
        {
            if (c == '\'' || c == '\\' && escapes)
                text.Append(c);
            text.Append(c);
        }
        text.Append('\'');
    }

    private static bool IsPlain(string name, SqlDialect dialect)
    {
        if (name.Length == 0 || !(char.IsAsciiLetter(name[0]) || name[0] == '_'))
            return false;
        foreach (var c in name)
            if (!(char.IsAsciiLetterOrDigit(c) || c == '_') || dialect == SqlDialect.PostgreSql && char.IsAsciiLetterUpper(c))
                return false;
        return true;
    }
}
