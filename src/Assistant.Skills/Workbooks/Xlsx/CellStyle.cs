using System.Globalization;
using System.Text;

namespace Assistant.Skills.Workbooks.Xlsx;

/// <summary>What kind of value a cell holds: its number format.</summary>
internal enum CellKind { Text, Whole, Number, Date, Moment, Time, Truth }

/// <summary>Locked cells may not be changed; Open ones may; Missing ones are to be filled.</summary>
internal enum CellLook { Locked, Open, Missing }

/// <summary>The cell formats of our workbooks: one for each kind and look, then the heads and prose.</summary>
internal static class CellStyle
{
    private const int Looks = 3;
    private static readonly int Kinds = Enum.GetValues<CellKind>().Length;

    // 49 is text: what is typed stays what it is, also when it begins like a formula. 14 and 22 would follow the reader's country.
    private static readonly int[] Formats = [49, 1, 0, 164, 165, 166, 0];

    public static int Of(CellKind kind, CellLook look) => 1 + (int)kind * Looks + (int)look;

    /// <summary>A locked text that a spreadsheet could take for a formula: marked as text whatever happens to it.</summary>
    public static int Inert => 1 + Kinds * Looks;

    public static int Head => Inert + 1;

    /// <summary>The head of a column that is to be filled.</summary>
    public static int HeadOpen => Head + 1;

    public static int Title => HeadOpen + 1;

    public static int Prose => Title + 1;

    public static string Sheet()
    {
        var formats = new StringBuilder();
        var count = 1;
        void Format(int format, int font, int fill, int border, string rest = "", string attributes = "")
        {
            count++;
            formats.Append(CultureInfo.InvariantCulture, $"""<xf numFmtId="{format}" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyProtection="1"{attributes}>{rest}</xf>""");
        }
        formats.Append("""<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>""");
        foreach (var kind in Enum.GetValues<CellKind>())
        {
            Format(Formats[(int)kind], 2, 2, 1, """<protection locked="1"/>""");
            Format(Formats[(int)kind], 0, 0, 1, """<protection locked="0"/>""");
            Format(Formats[(int)kind], 0, 3, 1, """<protection locked="0"/>""");
        }
        Format(49, 2, 2, 1, """<protection locked="1"/>""", " quotePrefix=\"1\"");
        Format(49, 1, 4, 1, """<alignment vertical="center" wrapText="1"/><protection locked="1"/>""");
        Format(49, 1, 5, 1, """<alignment vertical="center" wrapText="1"/><protection locked="1"/>""");
        Format(49, 3, 0, 0, """<protection locked="1"/>""");
        Format(49, 0, 0, 0, """<alignment vertical="top" wrapText="1"/><protection locked="1"/>""");
        return $"""
            <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
            <styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="3"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/><numFmt numFmtId="165" formatCode="yyyy\-mm\-dd\ hh:mm:ss"/><numFmt numFmtId="166" formatCode="hh:mm:ss"/></numFmts><fonts count="4"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font><font><sz val="11"/><color rgb="FF6B6B6B"/><name val="Calibri"/></font><font><b/><sz val="16"/><name val="Calibri"/></font></fonts><fills count="6"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>{Fill("FFF4F4F2")}{Fill("FFFFF1CC")}{Fill("FFE4E4E0")}{Fill("FFFFDD88")}</fills><borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border>{Side("left")}{Side("right")}{Side("top")}{Side("bottom")}<diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="{count}">{formats}</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>
            """;
    }

    private static string Fill(string colour) => $"""<fill><patternFill patternType="solid"><fgColor rgb="{colour}"/><bgColor indexed="64"/></patternFill></fill>""";

    private static string Side(string side) => $"""<{side} style="thin"><color rgb="FFD8D8D4"/></{side}>""";
}
