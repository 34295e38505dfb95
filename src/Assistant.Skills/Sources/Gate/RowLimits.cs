using System.Globalization;
using Assistant.Skills.Sql.Syntax;

namespace Assistant.Skills.Sources.Gate;

/// <summary>Adds or lowers the limit of a query to one row more than is shown, so that the reader can tell a cut result from a whole one.</summary>
internal static class RowLimits
{
    public static Query Apply(Query query, int maxRows)
    {
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
}
