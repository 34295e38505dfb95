using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using static Assistant.Skills.Sources.DuckDb.DuckDbLibrary;

namespace Assistant.Skills.Sources.DuckDb;

/// <summary>How the values of one result column are read out of DuckDB's vectors.</summary>
[SuppressMessage("Performance", "CA1859", Justification = "Cells are objects: a wide number is a double, the others are decimals.")]
internal sealed unsafe record DuckDbColumn(string Name, DuckDbType Type, DuckDbType DecimalStorage, byte DecimalScale)
{
    public DataType DataType => Type switch
    {
        DuckDbType.Boolean => DataType.Boolean,
        DuckDbType.TinyInt or DuckDbType.SmallInt or DuckDbType.Integer or DuckDbType.BigInt or DuckDbType.UTinyInt or DuckDbType.USmallInt
            or DuckDbType.UInteger => DataType.Integer,
        DuckDbType.UBigInt or DuckDbType.HugeInt or DuckDbType.UHugeInt or DuckDbType.Float or DuckDbType.Double or DuckDbType.Decimal => DataType.Number,
        DuckDbType.Date => DataType.Date,
        DuckDbType.Timestamp or DuckDbType.TimestampS or DuckDbType.TimestampMs or DuckDbType.TimestampNs or DuckDbType.TimestampTz => DataType.Timestamp,
        DuckDbType.Time => DataType.Time,
        DuckDbType.Blob => DataType.Binary,
        _ => DataType.Text,
    };

    public static DuckDbColumn Of(Result* result, ulong column)
    {
        var name = DuckDbConnection.Text(duckdb_column_name(result, column));
        var type = (DuckDbType)duckdb_column_type(result, column);
        if (type is not DuckDbType.Decimal)
            return new(name, type, DuckDbType.Invalid, 0);
        var logical = duckdb_column_logical_type(result, column);
        var read = new DuckDbColumn(name, type, (DuckDbType)duckdb_decimal_internal_type(logical), duckdb_decimal_scale(logical));
        duckdb_destroy_logical_type(ref logical);
        return read;
    }

    public object Read(byte* data, int row) => Type switch
    {
        DuckDbType.Boolean => data[row] != 0,
        DuckDbType.TinyInt => (long)((sbyte*)data)[row],
        DuckDbType.SmallInt => (long)((short*)data)[row],
        DuckDbType.Integer => (long)((int*)data)[row],
        DuckDbType.BigInt => ((long*)data)[row],
        DuckDbType.UTinyInt => (long)data[row],
        DuckDbType.USmallInt => (long)((ushort*)data)[row],
        DuckDbType.UInteger => (long)((uint*)data)[row],
        DuckDbType.UBigInt => (decimal)((ulong*)data)[row],
        DuckDbType.HugeInt => Whole(((Int128*)data)[row]),
        DuckDbType.UHugeInt => (double)((UInt128*)data)[row],
        DuckDbType.Float => (double)((float*)data)[row],
        DuckDbType.Double => ((double*)data)[row],
        DuckDbType.Decimal => Decimal(data, row),
        DuckDbType.Date => Day(((int*)data)[row]),
        DuckDbType.Time => new TimeOnly(Math.Min(((long*)data)[row], 86_399_999_999) * TimeSpan.TicksPerMicrosecond),
        DuckDbType.Timestamp => Moment(((long*)data)[row], TimeSpan.TicksPerMicrosecond),
        DuckDbType.TimestampS => Moment(((long*)data)[row], TimeSpan.TicksPerSecond),
        DuckDbType.TimestampMs => Moment(((long*)data)[row], TimeSpan.TicksPerMillisecond),
        DuckDbType.TimestampNs => Moment(((long*)data)[row] / 100, 1),
        DuckDbType.TimestampTz => new DateTimeOffset(Moment(((long*)data)[row], TimeSpan.TicksPerMicrosecond), TimeSpan.Zero),
        DuckDbType.Varchar => Encoding.UTF8.GetString(Bytes(data + 16L * row)),
        DuckDbType.Blob => Bytes(data + 16L * row).ToArray(),
        _ => throw new DuckDbException($"Column {Name} is of a kind that cannot be shown; cast it to text."),
    };

    /// <summary>Sums of integers come as 128 bits: almost all of them fit a decimal.</summary>
    private static object Whole(Int128 number)
    {
        if (Int128.Abs(number) > (Int128)decimal.MaxValue)
            return (double)number;
        return (decimal)number;
    }

    /// <summary>DuckDB's decimals have up to 38 digits, .NET's 28: wider ones come as double.</summary>
    private object Decimal(byte* data, int row)
    {
        var unscaled = DecimalStorage switch
        {
            DuckDbType.SmallInt => ((short*)data)[row],
            DuckDbType.Integer => ((int*)data)[row],
            DuckDbType.BigInt => ((long*)data)[row],
            _ => ((Int128*)data)[row],
        };
        if (Int128.Abs(unscaled) > (Int128)decimal.MaxValue || DecimalScale > 28)
            return (double)unscaled / Math.Pow(10, DecimalScale);
        var whole = decimal.GetBits((decimal)unscaled);
        return new decimal(whole[0], whole[1], whole[2], unscaled < 0, DecimalScale);
    }

    /// <summary>Days and moments outside .NET's years 1 to 9999, infinity among them, are moved to its ends.</summary>
    private static DateOnly Day(int days)
    {
        const int epoch = 719_162;
        return DateOnly.FromDayNumber((int)Math.Clamp((long)days + epoch, 0, DateOnly.MaxValue.DayNumber));
    }

    private static DateTime Moment(long units, long ticksPerUnit)
    {
        var ticks = Int128.Clamp((Int128)units * ticksPerUnit + DateTime.UnixEpoch.Ticks, 0, DateTime.MaxValue.Ticks);
        return new((long)ticks, DateTimeKind.Unspecified);
    }

    /// <summary>duckdb_string_t: a length, then the bytes themselves up to twelve, else a prefix and a pointer.</summary>
    private static ReadOnlySpan<byte> Bytes(byte* text) => *(uint*)text is var length && length <= 12
        ? new(text + 4, (int)length) : new(*(byte**)(text + 8), (int)length);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name} {Type}");
}
