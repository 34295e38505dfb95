using System.Globalization;
using Assistant.Skills.Sql;
using Assistant.Skills.Sql.Syntax;

namespace Assistant.Skills.Sources.Gate;

/// <summary>Adds or lowers the limit of a query to one row more than is shown, so that the reader can tell a cut result from a whole one.</summary>
internal static class RowLimits
{
    public static Query Apply(Query query, int maxRows, SqlDialect dialect)
    {
        // SQLite takes no limit after VALUES.
        if (dialect == SqlDialect.Sqlite && query.Limit is null && EndsWithValues(query.Body))
            query = new(new Select([new(Make.AllOf)]) { From = [new DerivedTable(query)] });
        var most = new NumberLiteral((maxRows + 1L).ToString(CultureInfo.InvariantCulture));
        return query.Limit switch
        {
            null => query with { Limit = new(most) },
            { Count: null } open => query with { Limit = open with { Count = most } },
            { Count: NumberLiteral number, WithTies: false, Percent: false } limit when Constants.Number(number) > maxRows =>
                query with { Limit = limit with { Count = most } },
            // The source itself stops reading at the limit.
            _ => query,
        };
    }

    private static bool EndsWithValues(QueryBody body) => body is Values || body is SetOperation set && EndsWithValues(set.Right);
}
