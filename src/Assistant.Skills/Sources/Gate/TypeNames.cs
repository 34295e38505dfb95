using System.Collections.Frozen;

namespace Assistant.Skills.Sources.Gate;

/// <summary>
/// Types a query may cast to. PostgreSQL's reg* types look names up in the system catalog, and a table's own row type names a table; so
/// what is not listed here or used by a column of the catalog is refused.
/// </summary>
internal static class TypeNames
{
    private static readonly FrozenSet<string> Allowed = """
        int2 int4 int8 int16 int32 int64 int128 uint8 uint16 uint32 uint64 integer int smallint bigint tinyint mediumint hugeint uhugeint
        utinyint usmallint uinteger ubigint long short signed unsigned decimal dec numeric number bignum float float4 float8 float32 float64 double real money
        bool boolean logical bit varbit text string varchar nvarchar char nchar bpchar character clob tinytext mediumtext longtext citext
        bytea blob binary varbinary bytes date time timetz timestamp timestamptz datetime datetime2 datetimeoffset smalldatetime timestamp_s timestamp_ms
        timestamp_us timestamp_ns timestamp_ntz timestamp_ltz timestamp_tz interval year json jsonb variant object array map struct row union uuid inet cidr macaddr macaddr8 point line lseg
        box path polygon circle geometry geography tsvector tsquery int4range int8range numrange daterange tsrange tstzrange
        int4multirange int8multirange nummultirange datemultirange tsmultirange tstzmultirange xml vector halfvec sparsevec hstore ltree
        bitstring hyperloglog ipaddress any none
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // What may follow the first word: character varying, timestamp with time zone, unsigned big int, interval day to second.
    private static readonly FrozenSet<string> Following = """
        varying precision with without time zone unsigned big int integer character char national set utf8 utf8mb4 utf8mb3 latin1 ascii binary
        native varchar text large object day hour minute second month year to
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static bool MayCastTo(string name)
    {
        var first = true;
        foreach (var range in name.AsSpan().Split(' '))
        {
            var word = name.AsSpan(range);
            var set = first ? Allowed : Following;
            if (!set.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word) && !(first && word is "national" or "native" or "big" or "varying"))
                return false;
            first = false;
        }
        return !first;
    }
}
