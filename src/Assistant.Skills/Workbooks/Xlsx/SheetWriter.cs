using System.Globalization;
using Assistant.Skills.Sources.Export;

namespace Assistant.Skills.Workbooks.Xlsx;

/// <summary>What a cell takes, as the spreadsheet checks it while somebody types.</summary>
/// <param name="Kind">The format's name of the check: list, whole, decimal, date, textLength, custom.</param>
/// <param name="Operator">between, greaterThanOrEqual, lessThanOrEqual; null where the kind has none.</param>
internal sealed record CellCheck(string Kind, string? Operator, string First, string? Second, string Says);

/// <summary>
/// Writes one sheet row by row. The parts of a sheet have a fixed order: views, widths, rows, protection, filter, checks; so the methods are
/// called in this order.
/// </summary>
internal sealed class SheetWriter(Stream stream) : IDisposable
{
    private const int LongestText = 32_767;   // Excel refuses more in a cell
    private const long Widest = 1_000_000_000_000_000;   // a number in a spreadsheet holds 15 digits
    private static readonly byte[][] Starts = [.. Enumerable.Range(0, CellStyle.Prose + 1).Select(s => System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"<c s=\"{s}\"")))];
    private readonly SheetBytes _xml = new(stream);
    private int _rows;

    /// <summary>Rows written so far.</summary>
    public int Rows => _rows;

    /// <param name="widths">In characters.</param>
    /// <param name="frozenColumns">Columns that stay while scrolling, beside the first row; -1 freezes nothing.</param>
    public void Begin(IReadOnlyList<double> widths, int frozenColumns)
    {
        _xml.Raw("""<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0">"""u8);
        if (frozenColumns >= 0)
            _xml.Raw(string.Create(CultureInfo.InvariantCulture, $"""<pane {(frozenColumns > 0 ? $"xSplit=\"{frozenColumns}\" " : "")}ySplit="1" topLeftCell="{CellPlace.Column(frozenColumns + 1)}2" activePane="{(frozenColumns > 0 ? "bottomRight" : "bottomLeft")}" state="frozen"/>"""));
        _xml.Raw("</sheetView></sheetViews>"u8);
        if (widths.Count > 0)
        {
            _xml.Raw("<cols>"u8);
            for (var i = 0; i < widths.Count; i++)
                _xml.Raw(string.Create(CultureInfo.InvariantCulture, $"""<col min="{i + 1}" max="{i + 1}" width="{widths[i]}" customWidth="1"/>"""));
            _xml.Raw("</cols>"u8);
        }
        _xml.Raw("<sheetData>"u8);
    }

    public void BeginRow()
    {
        _rows++;
        _xml.Raw("<row r=\""u8);
        _xml.Number((long)_rows);
        _xml.Raw("\">"u8);
    }

    public void EndRow() => _xml.Raw("</row>"u8);

    public void Empty(int style)
    {
        _xml.Raw(Starts[style]);
        _xml.Raw("/>"u8);
    }

    /// <summary>A text is always a text: no reader takes it for a formula.</summary>
    public void Text(string text, int style)
    {
        _xml.Raw(Starts[style]);
        _xml.Raw(text.Length > 0 && (text[0] <= ' ' || text[^1] <= ' ' || text.Contains('\n', StringComparison.Ordinal)) ? " t=\"inlineStr\"><is><t xml:space=\"preserve\">"u8 : " t=\"inlineStr\"><is><t>"u8);
        _xml.Text(text.Length <= LongestText ? text : text[..(LongestText - 1)] + "…");
        _xml.Raw("</t></is></c>"u8);
    }

    /// <summary>A value in the nearest form that a spreadsheet has; what would lose digits is written as text.</summary>
    public void Value(object? value, CellKind kind, CellLook look)
    {
        switch (value)
        {
            case null: Empty(CellStyle.Of(kind, look)); break;
            case string text: Text(text, look is CellLook.Locked && kind is CellKind.Text && CellSafety.IsRisky(text) ? CellStyle.Inert : CellStyle.Of(CellKind.Text, look)); break;
            case long whole and > -Widest and < Widest:
                Open(CellStyle.Of(kind is CellKind.Whole or CellKind.Number ? kind : CellKind.Whole, look));
                _xml.Number(whole);
                Close();
                break;
            case decimal number when Significant(number) <= 15:
                Open(CellStyle.Of(CellKind.Number, look));
                _xml.Number(number);
                Close();
                break;
            case double number when double.IsFinite(number):
                Open(CellStyle.Of(CellKind.Number, look));
                _xml.Number(number);
                Close();
                break;
            case bool yes:
                _xml.Raw(Starts[CellStyle.Of(CellKind.Truth, look)]);
                _xml.Raw(yes ? " t=\"b\"><v>1"u8 : " t=\"b\"><v>0"u8);
                Close();
                break;
            case DateOnly { Year: >= 1901 } day:
                Open(CellStyle.Of(CellKind.Date, look));
                _xml.Number((long)(day.DayNumber - Epoch));
                Close();
                break;
            case DateTime { Year: >= 1901 } moment:
                Open(CellStyle.Of(CellKind.Moment, look));
                _xml.Number(moment.ToOADate());
                Close();
                break;
            case TimeOnly time:
                Open(CellStyle.Of(CellKind.Time, look));
                _xml.Number(time.Ticks / (double)TimeSpan.TicksPerDay);
                Close();
                break;
            default: Text(Sources.CellText.Invariant(value) ?? "", CellStyle.Of(CellKind.Text, look)); break;
        }
    }

    /// <param name="columns">How many have a head.</param>
    /// <param name="locked">Locked cells cannot be changed; filtering and widths still can.</param>
    /// <param name="checks">For columns by place from 1; each holds from the second row to the last.</param>
    public void End(int columns, bool locked, bool filter, IReadOnlyList<(int Column, CellCheck Check)> checks)
    {
        _xml.Raw("</sheetData>"u8);
        if (locked)
            _xml.Raw("""<sheetProtection sheet="1" objects="1" scenarios="1" formatColumns="0" formatRows="0" sort="0" autoFilter="0"/>"""u8);
        if (filter && _rows > 1)
            _xml.Raw(string.Create(CultureInfo.InvariantCulture, $"""<autoFilter ref="A1:{CellPlace.Column(columns)}{_rows}"/>"""));
        if (checks.Count > 0 && _rows > 1)
        {
            _xml.Raw(string.Create(CultureInfo.InvariantCulture, $"""<dataValidations count="{checks.Count}">"""));
            foreach (var (column, check) in checks)
                Check(column, check);
            _xml.Raw("</dataValidations>"u8);
        }
        _xml.Raw("</worksheet>"u8);
    }

    public void Dispose() => _xml.Dispose();

    private void Check(int column, CellCheck check)
    {
        var letters = CellPlace.Column(column);
        _xml.Raw(string.Create(CultureInfo.InvariantCulture, $"""<dataValidation type="{check.Kind}"{(check.Operator is null ? "" : $" operator=\"{check.Operator}\"")} allowBlank="1" showInputMessage="1" showErrorMessage="1" errorTitle="Not allowed" error="{XmlText.Escaped(Short(check.Says))}" promptTitle="Allowed" prompt="{XmlText.Escaped(Short(check.Says))}" sqref="{letters}2:{letters}{_rows}"><formula1>{XmlText.Escaped(check.First)}</formula1>"""));
        if (check.Second is not null)
            _xml.Raw($"<formula2>{XmlText.Escaped(check.Second)}</formula2>");
        _xml.Raw("</dataValidation>"u8);
    }

    private void Open(int style)
    {
        _xml.Raw(Starts[style]);
        _xml.Raw("><v>"u8);
    }

    private void Close() => _xml.Raw("</v></c>"u8);

    private static readonly int Epoch = new DateOnly(1899, 12, 30).DayNumber;

    private static string Short(string text) => text.Length <= 220 ? text : text[..219] + "…";   // Excel takes 255, and 225 in some versions

    private static int Significant(decimal number)
    {
        // 15 digits or fewer are told without writing them down, in nearly all cases.
        if (number.Scale <= 4 && Math.Abs(number) < 10_000_000_000m)
            return 0;
        return Math.Abs(number).ToString(CultureInfo.InvariantCulture).Trim('0').Count(char.IsAsciiDigit);
    }
}
