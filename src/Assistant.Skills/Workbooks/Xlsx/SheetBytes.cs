using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Assistant.Skills.Workbooks.Xlsx;

/// <summary>
/// The XML of a sheet, written as bytes: of a million rows nothing is held but a buffer. Ten to twenty times faster than a document model, which
/// makes an object of every cell.
/// </summary>
internal sealed class SheetBytes(Stream stream) : IDisposable
{
    private const int Size = 1 << 17;
    private static readonly SearchValues<char> Special = SearchValues.Create("&<>\"_\r\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u000b\u000c\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f\ufffe\uffff");
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(Size);
    private int _length;

    /// <summary>Markup, as it is.</summary>
    public void Raw(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _buffer.Length - _length)
            Flush();
        if (bytes.Length > _buffer.Length)
        {
            stream.Write(bytes);
            return;
        }
        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }

    public void Raw(string markup)
    {
        if (markup.Length * 3 > _buffer.Length - _length)
            Flush();
        if (markup.Length * 3 > _buffer.Length)
            stream.Write(Encoding.UTF8.GetBytes(markup));
        else
            _length += Encoding.UTF8.GetBytes(markup, _buffer.AsSpan(_length));
    }

    public void Number(long number)
    {
        Room(24);
        Utf8Formatter.TryFormat(number, _buffer.AsSpan(_length), out var written);
        _length += written;
    }

    public void Number(decimal number)
    {
        Room(40);
        number.TryFormat(_buffer.AsSpan(_length), out var written, default, CultureInfo.InvariantCulture);
        _length += written;
    }

    public void Number(double number)
    {
        Room(40);
        Utf8Formatter.TryFormat(number, _buffer.AsSpan(_length), out var written);
        _length += written;
    }

    /// <summary>Text between tags or in an attribute.</summary>
    public void Text(string text)
    {
        if (text.AsSpan().ContainsAny(Special) || HasSurrogate(text))
            text = XmlText.Escaped(text);
        Raw(text);
    }

    public void Flush()
    {
        stream.Write(_buffer, 0, _length);
        _length = 0;
    }

    public void Dispose()
    {
        Flush();
        ArrayPool<byte>.Shared.Return(_buffer);
    }

    private void Room(int bytes)
    {
        if (_buffer.Length - _length < bytes)
            Flush();
    }

    private static bool HasSurrogate(string text) => text.AsSpan().ContainsAnyInRange('\ud800', '\udfff');
}
