using System.Text;

namespace Assistant.Skills.Workbooks.Xlsx;

internal enum XmlNode { Start, End, Text, Eof }

/// <summary>The file is no XML that a workbook has.</summary>
internal sealed class BrokenXmlException(string message) : Exception(message);

/// <summary>
/// Reads XML forward from bytes, a tag or a text at a time, without making strings. Knows what workbooks have, and refuses what they must not:
/// document types, with which XML can be made to read files or to blow up.
/// </summary>
internal sealed class XmlPull
{
    private const int Start = 1 << 16, Longest = 4_000_000;   // a cell holds 32,767 signs
    private readonly Stream _stream;
    private byte[] _buffer = new byte[Start];
    private int _from, _to;               // what of the buffer is unread
    private int _nodeFrom, _nodeTo;       // the tag without its brackets, or the text
    private int _nameFrom, _nameTo;
    private bool _ended, _pendingEnd;

    public XmlPull(Stream stream)
    {
        _stream = stream;
        Fill();
        if (Unread is [0xFE, 0xFF, ..] or [0xFF, 0xFE, ..])
            throw new BrokenXmlException("It is not written in UTF-8.");
        if (Unread is [0xEF, 0xBB, 0xBF, ..])
            _from += 3;
    }

    public XmlNode Node { get; private set; }

    /// <summary>A CDATA section: its text is as it stands.</summary>
    public bool IsLiteral { get; private set; }

    /// <summary>The tag's name without its prefix; valid until the next read.</summary>
    public ReadOnlySpan<byte> Name => _buffer.AsSpan(_nameFrom, _nameTo - _nameFrom);

    public bool Is(ReadOnlySpan<byte> name) => Name.SequenceEqual(name);

    /// <summary>The text as it stands, entities not resolved; valid until the next read.</summary>
    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(_nodeFrom, _nodeTo - _nodeFrom);

    public string Text() => IsLiteral ? Encoding.UTF8.GetString(Bytes) : Resolved(Bytes);

    private ReadOnlySpan<byte> Unread => _buffer.AsSpan(_from, _to - _from);

    /// <summary>The value of an attribute of the tag just read, as it stands; empty where it has none.</summary>
    public ReadOnlySpan<byte> Attribute(ReadOnlySpan<byte> name)
    {
        var rest = _buffer.AsSpan(_nameTo, _nodeTo - _nameTo);
        while (rest.IndexOf((byte)'=') is >= 0 and var sign)
        {
            var own = rest[..sign].Trim(" \t\r\n"u8);
            rest = rest[(sign + 1)..].TrimStart(" \t\r\n"u8);
            if (rest.IsEmpty || rest[0] is not ((byte)'"' or (byte)'\'') || rest[1..].IndexOf(rest[0]) is not (>= 0 and var length))
                throw new BrokenXmlException("An attribute is cut short.");
            if (own.SequenceEqual(name) || own.Length > name.Length && own[^(name.Length + 1)] == (byte)':' && own[^name.Length..].SequenceEqual(name))
                return rest.Slice(1, length);
            rest = rest[(length + 2)..];
        }
        return default;
    }

    public string AttributeText(ReadOnlySpan<byte> name) => Resolved(Attribute(name));

    public XmlNode Read()
    {
        if (_pendingEnd)
        {
            _pendingEnd = false;
            return Node = XmlNode.End;   // of a tag that closed itself; its name still stands
        }
        IsLiteral = false;
        while (true)
        {
            if (_from == _to && !Fill())
                return Node = XmlNode.Eof;
            if (_buffer[_from] != (byte)'<')
            {
                (_nodeFrom, _nodeTo) = (_from, Find("<"u8, 0, orEnd: true));
                _nodeFrom = _from;
                _from = _nodeTo;
                return Node = XmlNode.Text;
            }
            while (_to - _from < 9 && Fill())
            {
            }
            if (Unread.StartsWith("<?"u8))
                _from = Find("?>"u8, 2, orEnd: false) + 2;
            else if (Unread.StartsWith("<!--"u8))
                _from = Find("-->"u8, 4, orEnd: false) + 3;
            else if (Unread.StartsWith("<![CDATA["u8))
            {
                var end = Find("]]>"u8, 9, orEnd: false);
                (_nodeFrom, _nodeTo, _from, IsLiteral) = (_from + 9, end, end + 3, true);
                return Node = XmlNode.Text;
            }
            else if (Unread.StartsWith("<!"u8))
                throw new BrokenXmlException("It has a document type, which a workbook never has.");
            else
                return Tag();
        }
    }

    private XmlNode Tag()
    {
        var end = TagEnd();
        var closing = _buffer[_from + 1] == (byte)'/';
        (_nodeFrom, _nodeTo) = (_from + (closing ? 2 : 1), end);
        _from = end + 1;
        if (!closing && _nodeTo > _nodeFrom && _buffer[_nodeTo - 1] == (byte)'/')
        {
            _nodeTo--;
            _pendingEnd = true;
        }
        var tag = _buffer.AsSpan(_nodeFrom, _nodeTo - _nodeFrom);
        var length = tag.IndexOfAny(" \t\r\n"u8) is >= 0 and var blank ? blank : tag.Length;
        (_nameFrom, _nameTo) = (_nodeFrom + tag[..length].IndexOf((byte)':') + 1, _nodeFrom + length);
        return Node = closing ? XmlNode.End : XmlNode.Start;
    }

    /// <summary>The bracket that ends the tag: one inside quotes does not.</summary>
    private int TagEnd()
    {
        byte quote = 0;
        for (var i = 1; ; i++)
        {
            if (_from + i >= _to && !Fill())
                throw new BrokenXmlException("It is cut short.");
            var sign = _buffer[_from + i];
            if (quote != 0)
                quote = sign == quote ? (byte)0 : quote;
            else if (sign is (byte)'"' or (byte)'\'')
                quote = sign;
            else if (sign == (byte)'>')
                return _from + i;
        }
    }

    private int Find(ReadOnlySpan<byte> sought, int skip, bool orEnd)
    {
        while (true)
        {
            if (skip <= _to - _from && Unread[skip..].IndexOf(sought) is >= 0 and var place)
                return _from + skip + place;
            skip = Math.Max(skip, _to - _from - sought.Length + 1);
            if (!Fill())
                return orEnd ? _to : throw new BrokenXmlException("It is cut short.");
        }
    }

    /// <summary>Reads on; what is unread moves to the buffer's beginning. False at the end.</summary>
    private bool Fill()
    {
        if (_ended)
            return false;
        if (_from > 0)
        {
            _buffer.AsSpan(_from, _to - _from).CopyTo(_buffer);
            (_from, _to) = (0, _to - _from);
        }
        if (_to == _buffer.Length)
        {
            if (_buffer.Length >= Longest)
                throw new BrokenXmlException("A single text in it is longer than a cell can hold.");
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }
        var read = _stream.Read(_buffer, _to, _buffer.Length - _to);
        _to += read;
        _ended = read == 0;
        return read > 0;
    }

    private static string Resolved(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        return text.Contains('&', StringComparison.Ordinal) ? System.Net.WebUtility.HtmlDecode(text) : text;
    }
}
