using System.Text;

namespace Assistant.Skills.Sources.Files;

/// <param name="Name">As .NET names it: utf-8, utf-16, utf-16BE, windows-1252.</param>
/// <param name="Nuls">NUL bytes that are no part of UTF-16.</param>
internal sealed record TextEncoding(string Name, bool Binary, bool Nuls)
{
    private const int Look = 1 << 16;

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
        var decoder = new UTF8Encoding(false, throwOnInvalidBytes: true).GetDecoder();
        var (buffer, chars) = (new byte[1 << 20], new char[(1 << 20) + 16]);
        var (utf8, nuls, controls, total) = (true, 0L, 0L, 0L);
        int read;
        while ((read = file.Read(buffer)) > 0)
        {
            var part = buffer.AsSpan(0, read);
            total += read;
            nuls += part.Count((byte)0);
            foreach (var b in part)
                if (b is < 0x09 or > 0x0D and < 0x20 and not 0x1A and not 0x1B)
                    controls++;
            if (!utf8)
                continue;
            try
            {
                decoder.GetChars(part, chars, flush: false);
            }
            catch (DecoderFallbackException)
            {
                utf8 = false;
            }
        }
        return new(utf8 ? "utf-8" : "windows-1252", controls * 100 > total, nuls > 0);
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
