using System.Buffers.Binary;
using System.Globalization;

namespace Assistant.Skills.Sources.PostgreSql;

/// <summary>PostgreSQL's binary numeric (numeric_send): digits to base 10,000 with a weight, a sign and a scale.</summary>
internal static class WideNumeric
{
    private const ushort Negative = 0x4000, NotANumber = 0xC000, Infinity = 0xD000, MinusInfinity = 0xF000;

    /// <summary>A double, about 15 digits right; or text where there is no number.</summary>
    public static object Read(ReadOnlySpan<byte> bytes)
    {
        var (weight, sign) = (BinaryPrimitives.ReadInt16BigEndian(bytes[2..]), BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]));
        if (sign is NotANumber or Infinity or MinusInfinity)
            return sign is NotANumber ? "NaN" : sign is Infinity ? "Infinity" : "-Infinity";
        var digits = "";
        for (var at = 8; at < bytes.Length && digits.Length < 40; at += 2)
            digits += BinaryPrimitives.ReadInt16BigEndian(bytes[at..]).ToString("0000", CultureInfo.InvariantCulture);
        var number = double.Parse(
            string.Create(CultureInfo.InvariantCulture, $"{(digits.Length == 0 ? "0" : digits)}e{4 * (weight + 1) - digits.Length}"), CultureInfo.InvariantCulture);
        return sign == Negative ? -number : number;
    }
}
