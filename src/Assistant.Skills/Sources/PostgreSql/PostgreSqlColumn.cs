using System.Collections;
using System.Globalization;
using System.Text.Json;
using Npgsql;
using Npgsql.PostgresTypes;
using NpgsqlTypes;

namespace Assistant.Skills.Sources.PostgreSql;

/// <summary>How the cells of one result column are read.</summary>
internal sealed record PostgreSqlColumn(string Name, DataType Type, Func<NpgsqlDataReader, int, object?> Read)
{
    public static PostgreSqlColumn[] All(NpgsqlDataReader reader) =>
        [.. Enumerable.Range(0, reader.FieldCount).Select(i => Of(reader.GetName(i), reader.GetPostgresType(i)))];

    /// <summary>The column's type, once its values are known: what could not be read in it makes it text.</summary>
    public DataType Settle(List<object?[]> rows, int column)
    {
        if (Type is not (DataType.Number or DataType.Interval) || !rows.Exists(row => row[column] is string))
            return Type;
        foreach (var row in rows)
            row[column] = CellText.Invariant(row[column]);
        return DataType.Text;
    }

    private static PostgreSqlColumn Of(string name, PostgresType postgresType)
    {
        var type = postgresType is PostgresDomainType domain ? domain.BaseType.Name : postgresType.Name;
        return type switch
        {
            _ when postgresType is PostgresArrayType => new(name, DataType.Array, ArrayText),
            "smallint" or "int2" or "integer" or "int4" or "bigint" or "int8" => new(name, DataType.Integer, (r, i) => r.GetInt64(i)),
            "oid" or "xid" or "cid" => new(name, DataType.Integer, (r, i) => (long)r.GetFieldValue<uint>(i)),
            "numeric" => new(name, DataType.Number, Numeric),
            "money" => new(name, DataType.Number, (r, i) => r.GetDecimal(i)),
            "real" or "float4" or "double precision" or "float8" => new(name, DataType.Number, (r, i) => r.GetDouble(i)),
            "boolean" or "bool" => new(name, DataType.Boolean, (r, i) => r.GetBoolean(i)),
            "date" => new(name, DataType.Date, (r, i) => r.GetFieldValue<DateOnly>(i)),
            "timestamp without time zone" or "timestamp" => new(name, DataType.Timestamp, (r, i) => r.GetDateTime(i)),
            "timestamp with time zone" or "timestamptz" => new(name, DataType.Timestamp, (r, i) => new DateTimeOffset(r.GetDateTime(i), TimeSpan.Zero)),
            "time without time zone" or "time" => new(name, DataType.Time, (r, i) => r.GetFieldValue<TimeOnly>(i)),
            "interval" => new(name, DataType.Interval, Interval),
            "json" or "jsonb" => new(name, DataType.Json, (r, i) => r.GetString(i)),
            "bytea" => new(name, DataType.Binary, (r, i) => r.GetFieldValue<byte[]>(i)),
            "uuid" => new(name, DataType.Text, (r, i) => r.GetGuid(i).ToString()),
            _ => new(name, DataType.Text, (r, i) => Text(r, i, type)),
        };
    }

    /// <summary>PostgreSQL's numeric goes beyond decimal's 28 digits: such values come as double, "NaN" and infinities as text.</summary>
    private static object Numeric(NpgsqlDataReader reader, int column)
    {
        try
        {
            return reader.GetDecimal(column);
        }
        catch (Exception tooWide) when (tooWide is OverflowException or InvalidCastException)
        {
            var bytes = new byte[reader.GetBytes(column, 0, null, 0, 0)];
            _ = reader.GetBytes(column, 0, bytes, 0, bytes.Length);
            return WideNumeric.Read(bytes);
        }
    }

    /// <summary>A month has no fixed length, so an interval with months is not a TimeSpan and stays text.</summary>
    private static object Interval(NpgsqlDataReader reader, int column)
    {
        var interval = reader.GetFieldValue<NpgsqlInterval>(column);
        var rest = TimeSpan.FromDays(interval.Days) + TimeSpan.FromMicroseconds(interval.Time);
        return interval.Months == 0 ? rest
            : string.Create(CultureInfo.InvariantCulture, $"{interval.Months / 12} years {interval.Months % 12} months {rest.Days} days {rest:hh\\:mm\\:ss}");
    }

    private static string Text(NpgsqlDataReader reader, int column, string type)
    {
        try
        {
            return reader.GetValue(column) is string text ? text : CellText.Invariant(reader.GetValue(column)) ?? "";
        }
        catch (Exception unreadable) when (unreadable is InvalidCastException or NotSupportedException)
        {
            return $"({type})";   // a composite or an extension's type; a cast to text in the query shows it
        }
    }

    private static string ArrayText(NpgsqlDataReader reader, int column)
    {
        try
        {
            return JsonSerializer.Serialize(Elements((IEnumerable)reader.GetValue(column)));
        }
        catch (Exception unreadable) when (unreadable is InvalidCastException or NotSupportedException)
        {
            return "(array)";
        }
    }

    private static List<object?> Elements(IEnumerable array) =>
        [.. array.Cast<object?>().Select(e => e is IEnumerable inner and not string ? Elements(inner) : e is null or bool or string
            or sbyte or short or int or long or float or double or decimal ? e : CellText.Invariant(e))];
}
