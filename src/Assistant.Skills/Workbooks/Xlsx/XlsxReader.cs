using System.Buffers.Text;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Assistant.Skills.Workbooks.Xlsx;

/// <summary>The file is no workbook, or not one that is opened; the message is for the person.</summary>
internal sealed class RefusedWorkbookException(string message) : Exception(message);

/// <summary>
/// Reads the sheets of an .xlsx file row by row, whoever saved it: Excel, LibreOffice or we. Bounded in all that a hostile file could make grow.
/// </summary>
internal sealed class XlsxReader : IDisposable
{
    private const int MostEntries = 5_000, MostShared = 5_000_000, MostColumns = 16_384;
    private const long MostUnpacked = 2_000_000_000, MostRatio = 250, RatioFrom = 50_000_000;

    private readonly ZipArchive _zip;
    private readonly List<(string Name, string Path)> _sheets = [];
    private readonly List<string> _shared = [];
    private bool[] _days = [];
    private double _shift;   // workbooks of old Macs count days from 1904

    private XlsxReader(ZipArchive zip) => _zip = zip;

    public IEnumerable<string> Sheets => _sheets.Select(s => s.Name);

    /// <exception cref="RefusedWorkbookException">No workbook, or one that is not opened.</exception>
    public static XlsxReader Open(Stream stream)
    {
        ZipArchive zip;
        try
        {
            zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        }
        catch (InvalidDataException)
        {
            throw new RefusedWorkbookException("This is no .xlsx workbook. Upload the workbook as you got it, saved as .xlsx.");
        }
        var reader = new XlsxReader(zip);
        try
        {
            reader.Look();
            return reader;
        }
        catch (Exception broken) when (broken is BrokenXmlException or InvalidDataException)
        {
            reader.Dispose();
            throw new RefusedWorkbookException($"The workbook is damaged ({broken.Message}) Save it again in your spreadsheet program and upload it once more.");
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <summary>The rows of a sheet with their numbers from 1; the array is the same one for every row. Rows that are not there are left out.</summary>
    public IEnumerable<(int Number, XlsxCell[] Cells, int Count)> Rows(string sheet)
    {
        var path = _sheets.First(s => s.Name == sheet).Path;
        using var stream = Part(path);
        var xml = new XmlPull(stream);
        var cells = new XlsxCell[64];
        var number = 0;
        while (true)
        {
            var count = NextRow(xml, ref number, ref cells);
            if (count < 0)
                yield break;
            yield return (number, cells, count);
        }
    }

    public void Dispose() => _zip.Dispose();

    private void Look()
    {
        if (_zip.Entries.Count > MostEntries)
            throw new RefusedWorkbookException("The workbook is a package of too many parts and was not opened.");
        var (unpacked, packed) = (_zip.Entries.Sum(e => e.Length), Math.Max(1, _zip.Entries.Sum(e => e.CompressedLength)));
        if (unpacked > MostUnpacked || unpacked > RatioFrom && unpacked / packed > MostRatio)
            throw new RefusedWorkbookException($"The workbook would unpack to {unpacked / 1_000_000:N0} MB. It looks like a zip bomb and was not opened.");
        if (_zip.GetEntry("xl/workbook.xml") is null)
            throw new RefusedWorkbookException("This is no .xlsx workbook. Upload the workbook as you got it, saved as .xlsx.");
        var targets = Targets();
        Each("xl/workbook.xml", xml =>
        {
            if (xml.Is("workbookPr"u8) && xml.Attribute("date1904"u8) is [(byte)'1', ..] or [(byte)'t', ..])
                _shift = 1462;
            if (xml.Is("sheet"u8) && targets.TryGetValue(xml.AttributeText("id"u8), out var path))
                _sheets.Add((xml.AttributeText("name"u8), path));
        });
        _days = Days();
        ReadShared();
    }

    private Dictionary<string, string> Targets()
    {
        var targets = new Dictionary<string, string>();
        Each("xl/_rels/workbook.xml.rels", xml =>
        {
            if (xml.Is("Relationship"u8) && xml.AttributeText("Target"u8) is var target)
                targets[xml.AttributeText("Id"u8)] = target.StartsWith('/') ? target[1..] : $"xl/{target}";
        });
        return targets;
    }

    /// <summary>For each cell format: whether it shows a date or a time.</summary>
    private bool[] Days()
    {
        var custom = new Dictionary<int, bool>();
        var days = new List<bool>();
        var inFormats = false;
        Each("xl/styles.xml", xml =>
        {
            if (xml.Is("numFmt"u8))
                custom[Whole(xml.Attribute("numFmtId"u8))] = NumberFormat.IsDay(xml.AttributeText("formatCode"u8));
            else if (xml.Is("cellXfs"u8) || xml.Is("cellStyleXfs"u8))
                inFormats = xml.Is("cellXfs"u8);
            else if (xml.Is("xf"u8) && inFormats && Whole(xml.Attribute("numFmtId"u8)) is var format)
                days.Add(custom.TryGetValue(format, out var own) ? own : format is (>= 14 and <= 22) or (>= 27 and <= 36) or (>= 45 and <= 47) or (>= 50 and <= 58));
            else if (xml.Is("dxfs"u8) || xml.Is("cellStyles"u8))
                inFormats = false;
        });
        return [.. days];
    }

    private void ReadShared()
    {
        if (_zip.GetEntry("xl/sharedStrings.xml") is null)
            return;
        using var stream = Part("xl/sharedStrings.xml");
        var xml = new XmlPull(stream);
        while (xml.Read() is not XmlNode.Eof)
            if (xml.Node is XmlNode.Start && xml.Is("si"u8))
            {
                _shared.Add(RichText(xml, "si"));
                if (_shared.Count > MostShared)
                    throw new RefusedWorkbookException("The workbook has more texts than can be read.");
            }
    }

    /// <summary>The text of all its runs; readings in another script (phonetic) are left out.</summary>
    private static string RichText(XmlPull xml, string until)
    {
        string? text = null;
        var end = Encoding.ASCII.GetBytes(until);
        var (inText, inPhonetic) = (false, false);
        while (xml.Read() is var node && !(node is XmlNode.End && xml.Is(end)))
            switch (node)
            {
                case XmlNode.Start when xml.Is("t"u8): inText = true; break;
                case XmlNode.End when xml.Is("t"u8): inText = false; break;
                case XmlNode.Start when xml.Is("rPh"u8): inPhonetic = true; break;
                case XmlNode.End when xml.Is("rPh"u8): inPhonetic = false; break;
                case XmlNode.Text when inText && !inPhonetic: text += xml.Text(); break;
                case XmlNode.Eof: throw new BrokenXmlException("It is cut short.");
            }
        return XmlText.Meant(text ?? "");
    }

    /// <summary>The number of cells in the row; -1 after the last.</summary>
    private int NextRow(XmlPull xml, ref int number, ref XlsxCell[] cells)
    {
        while (true)
        {
            var node = xml.Read();
            if (node is XmlNode.Eof || node is XmlNode.End && xml.Is("sheetData"u8))
                return -1;
            if (node is XmlNode.Start && xml.Is("row"u8))
                break;
        }
        number = Whole(xml.Attribute("r"u8)) is > 0 and var told ? told : number + 1;
        var count = 0;
        while (xml.Read() is var node && !(node is XmlNode.End && xml.Is("row"u8)))
        {
            if (node is XmlNode.Eof)
                throw new BrokenXmlException("It is cut short.");
            if (node is not XmlNode.Start || !xml.Is("c"u8))
                continue;
            var column = CellPlace.Number(xml.Attribute("r"u8)) is > 0 and var place ? place : count + 1;
            if (column > MostColumns || column <= count)
                throw new BrokenXmlException("Its cells are out of order.");
            if (column > cells.Length)
                Array.Resize(ref cells, Math.Max(column, cells.Length * 2));
            for (; count < column - 1; count++)
                cells[count] = default;
            cells[count++] = Cell(xml);
        }
        return count;
    }

    private XlsxCell Cell(XmlPull xml)
    {
        var type = xml.Attribute("t"u8);
        var kind = type.IsEmpty ? 'n' : type.SequenceEqual("inlineStr"u8) ? 'i' : type.SequenceEqual("str"u8) ? 't' : (char)type[0];
        var style = Whole(xml.Attribute("s"u8));
        var (cell, formula) = (XlsxCell.Empty, false);
        while (xml.Read() is var node && !(node is XmlNode.End && xml.Is("c"u8)))
        {
            if (node is XmlNode.Eof)
                throw new BrokenXmlException("It is cut short.");
            if (node is not XmlNode.Start)
                continue;
            // LibreOffice writes a truth as a formula that says just that.
            if (xml.Is("f"u8))
                formula = xml.Read() is not XmlNode.Text || !(xml.Bytes.SequenceEqual("TRUE()"u8) || xml.Bytes.SequenceEqual("FALSE()"u8));
            else if (xml.Is("is"u8))
                cell = RichText(xml, "is") is { Length: > 0 } text ? new(CellContent.Text, text, 0) : XlsxCell.Empty;
            else if (xml.Is("v"u8) && xml.Read() is XmlNode.Text)
                cell = Value(xml, kind, style);
        }
        return formula ? cell with { IsFormula = true } : cell;
    }

    private XlsxCell Value(XmlPull xml, char kind, int style)
    {
        switch (kind)
        {
            case 's':
                var place = Whole(xml.Bytes);
                return place < _shared.Count ? _shared[place] is { Length: > 0 } shared ? new(CellContent.Text, shared, 0) : XlsxCell.Empty : throw new BrokenXmlException("A text of it is missing.");
            case 'b': return new(CellContent.Truth, null, xml.Bytes is [(byte)'1'] ? 1 : 0);
            case 'e': return new(CellContent.Error, xml.Text(), 0);
            case 'd': return DateTime.TryParse(xml.Text(), CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment) ? new(CellContent.Day, null, moment.ToOADate()) : new(CellContent.Text, xml.Text(), 0);
            case 't' or 'i': return xml.Text() is { Length: > 0 } text ? new(CellContent.Text, XmlText.Meant(text), 0) : XlsxCell.Empty;
        }
        var bytes = xml.Bytes;
        if (!Utf8Parser.TryParse(bytes, out double number, out var read) || read != bytes.Length)
            return double.TryParse(xml.Text(), NumberStyles.Float, CultureInfo.InvariantCulture, out number) ? new(CellContent.Number, null, number) : new(CellContent.Text, xml.Text(), 0);
        var day = style < _days.Length && _days[style];
        return new(day ? CellContent.Day : CellContent.Number, null, day ? number + _shift : number);
    }

    private void Each(string path, Action<XmlPull> start)
    {
        if (_zip.GetEntry(path) is null)
            return;
        using var stream = Part(path);
        var xml = new XmlPull(stream);
        while (xml.Read() is not XmlNode.Eof)
            if (xml.Node is XmlNode.Start)
                start(xml);
    }

    // The size that the package states may be a lie: what is read is counted.
    private BoundedStream Part(string path) => _zip.GetEntry(path) is { } entry ? new(entry.Open(), MostUnpacked) : throw new BrokenXmlException("A part of it is missing.");

    private static int Whole(ReadOnlySpan<byte> bytes) => Utf8Parser.TryParse(bytes, out int number, out _) && number >= 0 ? number : 0;
}
