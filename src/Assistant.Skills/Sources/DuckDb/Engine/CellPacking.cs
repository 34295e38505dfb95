namespace Assistant.Skills.Sources.DuckDb.Engine;

/// <summary>Rows as bytes: a tag and a value a cell.</summary>
internal static class CellPacking
{
    public static byte[] Pack(List<object?[]> rows)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(rows.Count);
        foreach (var row in rows)
            foreach (var cell in row)
                Write(writer, cell);
        writer.Flush();
        return stream.ToArray();
    }

    public static IEnumerable<object?[]> Unpack(byte[] bytes, int columns)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var row = new object?[columns];
            for (var i = 0; i < columns; i++)
                row[i] = Read(reader);
            yield return row;
        }
    }

    private static void Write(BinaryWriter writer, object? cell)
    {
        switch (cell)
        {
            case null: writer.Write((byte)0); break;
            case string text: writer.Write((byte)1); writer.Write(text); break;
            case long number: writer.Write((byte)2); writer.Write(number); break;
            case double number: writer.Write((byte)3); writer.Write(number); break;
            case decimal number: writer.Write((byte)4); writer.Write(number); break;
            case bool flag: writer.Write((byte)5); writer.Write(flag); break;
            case DateOnly day: writer.Write((byte)6); writer.Write(day.DayNumber); break;
            case DateTime moment: writer.Write((byte)7); writer.Write(moment.Ticks); break;
            case DateTimeOffset moment: writer.Write((byte)8); writer.Write(moment.UtcTicks); break;
            case TimeOnly time: writer.Write((byte)9); writer.Write(time.Ticks); break;
            case byte[] bytes: writer.Write((byte)10); writer.Write(bytes.Length); writer.Write(bytes); break;
            default: throw new InvalidOperationException(cell.GetType().Name);
        }
    }

    private static object? Read(BinaryReader reader) => reader.ReadByte() switch
    {
        0 => null,
        1 => reader.ReadString(),
        2 => reader.ReadInt64(),
        3 => reader.ReadDouble(),
        4 => reader.ReadDecimal(),
        5 => reader.ReadBoolean(),
        6 => DateOnly.FromDayNumber(reader.ReadInt32()),
        7 => new DateTime(reader.ReadInt64()),
        8 => new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero),
        9 => new TimeOnly(reader.ReadInt64()),
        10 => reader.ReadBytes(reader.ReadInt32()),
        var tag => throw new InvalidDataException($"cell tag {tag}"),
    };
}
