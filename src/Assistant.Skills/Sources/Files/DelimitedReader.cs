using System.Text;

namespace Assistant.Skills.Sources.Files;

/// <summary>Reads delimited text record by record, and forgives what people's programs do to it: ragged lines, stray quotes, NULs, any line ends.</summary>
internal sealed class DelimitedReader(TextReader text, char delimiter)
{
    private const int LongestField = 8_000_000;
    private readonly char[] _buffer = new char[1 << 16];
    private int _at, _length;

    /// <summary>Physical lines before the record read last, quoted line breaks counted.</summary>
    public int LinesBefore { get; private set; }

    /// <summary>Physical lines up to the end of the record read last.</summary>
    public int LinesRead { get; private set; }

    public bool SawQuotedLineBreak { get; private set; }

    /// <summary>The fields of the next record; null at the end. A blank line is one empty field.</summary>
    /// <exception cref="InvalidDataException">A quote never closes.</exception>
    public string[]? Next()
    {
        if (Peek() < 0)
            return null;
        LinesBefore = LinesRead;
        var fields = new List<string>();
        var field = new StringBuilder();
        var (quoted, wasQuoted) = (false, false);
        while (true)
        {
            var c = Take();
            if (c < 0)
            {
                if (quoted && field.Length > 100_000)
                    throw new InvalidDataException($"A quote that opens near line {LinesBefore + 1} never closes.");
                fields.Add(field.ToString());
                LinesRead++;
                return [.. fields];
            }
            if (field.Length > LongestField)
                throw new InvalidDataException($"A quote that opens near line {LinesBefore + 1} never closes, or a field there is longer than {LongestField / 1_000_000} MB.");
            if (quoted)
            {
                if (c == '"' && Peek() == '"')
                    field.Append((char)Take());
                else if (c == '"')
                    quoted = false;
                else
                {
                    if (c == '\n')
                        (LinesRead, SawQuotedLineBreak) = (LinesRead + 1, true);
                    field.Append((char)c);
                }
            }
            else if (c == '"' && !wasQuoted && IsBlank(field))
            {
                field.Clear();
                (quoted, wasQuoted) = (true, true);
            }
            else if (c == delimiter)
            {
                fields.Add(field.ToString());
                field.Clear();
                wasQuoted = false;
            }
            else if (c is '\n' or '\r')
            {
                if (c == '\r' && Peek() == '\n')
                    Take();
                fields.Add(field.ToString());
                LinesRead++;
                return [.. fields];
            }
            else if (c != 0)
                field.Append((char)c);
        }
    }

    public IEnumerable<string[]> All()
    {
        while (Next() is { } record)
            yield return record;
    }

    private static bool IsBlank(StringBuilder field)
    {
        for (var i = 0; i < field.Length; i++)
            if (field[i] != ' ')
                return false;
        return true;
    }

    private int Peek() => _at < _length || Fill() ? _buffer[_at] : -1;

    private int Take() => _at < _length || Fill() ? _buffer[_at++] : -1;

    private bool Fill()
    {
        (_at, _length) = (0, text.Read(_buffer));
        return _length > 0;
    }
}
