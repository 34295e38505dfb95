using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Workbooks.Checking;

/// <summary>
/// A row's fingerprint: which row it is (eight bytes, FNV-1a, only to find it) and what stood in it (sixteen, cut from SHA-256). The same for a value whether it comes from the
/// source or back from a spreadsheet, see <see cref="CellForm"/>.
/// </summary>
internal sealed class RowSeal(IReadOnlyList<DataType> types, IReadOnlyList<int> keys)
{
    public const int Length = KeyLength + RestLength;
    public const int KeyLength = 8;
    private const int RestLength = 16, LongestText = 32_767;   // what a cell holds
    private readonly byte[] _hash = new byte[SHA256.HashSizeInBytes];
    private byte[] _buffer = new byte[4096];
    private int _length;

    /// <summary>Writes the seal of a row. For one thread at a time.</summary>
    public void Write(IReadOnlyList<object?> row, Span<byte> seal)
    {
        _length = 0;
        foreach (var key in keys)
            Append(row[key], types[key]);
        BinaryPrimitives.WriteUInt64LittleEndian(seal, Fnv1a(_buffer.AsSpan(0, _length)));
        _length = 0;
        for (var i = 0; i < types.Count; i++)
            Append(row[i], types[i]);
        Hash().AsSpan(0, RestLength).CopyTo(seal[KeyLength..]);
    }

    /// <summary>The same for values that are in comparable form already.</summary>
    public void WriteComparable(IReadOnlyList<string?> row, Span<byte> seal)
    {
        _length = 0;
        foreach (var key in keys)
            Append(row[key]);
        BinaryPrimitives.WriteUInt64LittleEndian(seal, Fnv1a(_buffer.AsSpan(0, _length)));
        _length = 0;
        for (var i = 0; i < types.Count; i++)
            Append(row[i]);
        Hash().AsSpan(0, RestLength).CopyTo(seal[KeyLength..]);
    }

    /// <summary>A value as a cell gives it back: an empty text is nothing, line breaks are alike, and what is too long for a cell is cut.</summary>
    public static string? Comparable(object? value, DataType type)
    {
        var text = CellForm.Of(value, type);
        if (string.IsNullOrEmpty(text))
            return null;
        if (text.Contains('\r', StringComparison.Ordinal))
            text = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        return text.Length <= LongestText ? text : text[..(LongestText - 1)] + "…";
    }

    /// <summary>Fowler, Noll and Vo, 64 bits.</summary>
    private static ulong Fnv1a(ReadOnlySpan<byte> bytes)
    {
        var hash = 14695981039346656037;
        foreach (var one in bytes)
            hash = (hash ^ one) * 1099511628211;
        return hash;
    }

    private byte[] Hash()
    {
        SHA256.HashData(_buffer.AsSpan(0, _length), _hash);
        return _hash;
    }

    private void Append(object? value, DataType type)
    {
        Room(64);
        switch (value)
        {
            // The ways of CellForm, without a string for each number.
            case long whole when type is not DataType.Boolean:
                Utf8Formatter.TryFormat(whole, _buffer.AsSpan(_length), out var digits);
                _length += digits;
                break;
            case decimal number when number.Scale <= 20:
                number.TryFormat(_buffer.AsSpan(_length), out var written, default, CultureInfo.InvariantCulture);
                var text = _buffer.AsSpan(_length, written);
                if (text.Contains((byte)'.'))
                    written = text.TrimEnd((byte)'0').TrimEnd((byte)'.').Length;
                if (written == 2 && text[0] == (byte)'-' && text[1] == (byte)'0')
                    (text[0], written) = ((byte)'0', 1);
                _length += written;
                break;
            case DateOnly day when type is DataType.Date:
                day.TryFormat(_buffer.AsSpan(_length), out var signs, "yyyy-MM-dd", CultureInfo.InvariantCulture);
                _length += signs;
                break;
            case DateTime moment when type is DataType.Timestamp && moment.Ticks % TimeSpan.TicksPerSecond == 0:
                moment.TryFormat(_buffer.AsSpan(_length), out var letters, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
                _length += letters;
                break;
            default:
                Append(Comparable(value, type));
                return;
        }
        _buffer[_length++] = 0x1f;
    }

    private void Append(string? comparable)
    {
        Room(3 * (comparable?.Length ?? 0) + 8);
        if (comparable is not null)
            _length += Encoding.UTF8.GetBytes(comparable, _buffer.AsSpan(_length));
        _buffer[_length++] = 0x1f;
    }

    private void Room(int bytes)
    {
        if (_buffer.Length - _length < bytes + 1)
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + bytes + 1));
    }
}
