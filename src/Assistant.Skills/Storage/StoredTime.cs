using System.Data;
using Dapper;

namespace Assistant.Skills.Storage;

/// <summary>Npgsql hands out timestamptz as a UTC DateTime; our records speak DateTimeOffset.</summary>
internal sealed class StoredTime : SqlMapper.TypeHandler<DateTimeOffset>
{
    public override DateTimeOffset Parse(object value) =>
        value is DateTime utc ? new DateTimeOffset(utc, TimeSpan.Zero) : (DateTimeOffset)value;

    public override void SetValue(IDbDataParameter parameter, DateTimeOffset value) => parameter.Value = value.UtcDateTime;
}
