using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Assistant.Skills.Sources.Files;

/// <param name="Name">As .NET names it: utf-8, utf-16, utf-16BE, windows-1252.</param>
/// <param name="Nuls">NUL bytes that are no part of UTF-16.</param>
internal sealed record TextEncoding(string Name, bool Binary, bool Nuls)
{
    private const int Look = 1 << 16;
    private static readonly SearchValues<byte> Controls = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Except([0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x1A, 0x1B]).Select(b => (byte)b)]);

    static TextEncoding() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static Encoding Named(string name) => Encoding.GetEncoding(name);

    public string Words => Name switch
    {
        "windows-1252" => "Western European (Latin-1/Windows-1252)",
        "utf-16" or "utf-16BE" => "UTF-16",
        _ => "UTF-8",
    };

    /// <summary>Looks at the whole file: one byte in its last line can tell UTF-8 from Latin-1.</summary>
    public static TextEncoding Detect(string path)
    {
        using var file = File.OpenRead(path);
        var head = new byte[Look];
        var first = head.AsSpan(0, file.ReadAtLeast(head, Look, throwOnEndOfStream: false));
        if (first.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || first.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            return new(first[0] == 0xFF ? "utf-16" : "utf-16BE", false, false);
        var (even, odd) = Zeros(first);
        if (even + odd > first.Length / 5 && (even == 0 || odd == 0 || even > 8 * odd || odd > 8 * even))
            return new(odd > even ? "utf-16" : "utf-16BE", false, false);

        file.Position = 0;
        return Scan(file);
    }

    private static TextEncoding Scan(FileStream file)
    {
        var buffer = new byte[1 << 20];
        var (utf8, nuls, controls, total, kept) = (true, 0L, 0L, 0L, 0);
        int read;
        while ((read = file.Read(buffer, kept, buffer.Length - kept)) > 0)
        {
            var part = buffer.AsSpan(kept, read);
            total += read;
            nuls += part.Count((byte)0);
            for (var rest = part; rest.IndexOfAny(Controls) is var at and >= 0; rest = rest[(at + 1)..])
                controls++;
            // A letter of several bytes may lie across two parts: its beginning waits for the rest.
            var whole = buffer.AsSpan(0, kept + read);
            var open = utf8 ? Open(whole) : 0;
            utf8 = utf8 && Utf8.IsValid(whole[..^open]);
            whole[^open..].CopyTo(buffer);
            kept = open;
        }
        return new(utf8 && kept == 0 ? "utf-8" : "windows-1252", controls * 100 > total, nuls > 0);
    }

    /// <summary>Bytes at the end that begin a letter and do not finish it.</summary>
    private static int Open(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back <= Math.Min(3, bytes.Length); back++)
            if (bytes[^back] is var b && (b & 0xC0) != 0x80)
                return b >= 0xF0 && back < 4 || b >= 0xE0 && back < 3 || b >= 0xC0 && back < 2 ? back : 0;
        return 0;
    }

    private static (int Even, int Odd) Zeros(ReadOnlySpan<byte> bytes)
    {
        var (even, odd) = (0, 0);
        for (var i = 0; i < bytes.Length; i++)
            if (bytes[i] == 0)
                _ = i % 2 == 0 ? even++ : odd++;
        return (even, odd);
    }
}
