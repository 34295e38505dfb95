using System.Security.Cryptography;
using System.Text;
using Assistant.Skills.Workbooks.Layout;
using Assistant.Skills.Workbooks.Xlsx;

namespace Assistant.Skills.Workbooks.Checking;

/// <summary>A workbook that came back: whether it is ours and whole, and its rows.</summary>
internal sealed record ReturnedWorkbook(WorkbookLabel Label, IReadOnlyList<ReturnedRow> Rows, IReadOnlyDictionary<string, byte[]> Seals)
{
    private const string Again = "Take a new workbook and copy your values into it.";
    private const int MostRows = 1_048_576;

    /// <exception cref="RefusedWorkbookException">Not ours, forged, or changed in its structure; says which.</exception>
    /// <param name="key">Of the organization that it is uploaded to.</param>
    public static ReturnedWorkbook Read(Stream stream, Guid organizationId, byte[] key)
    {
        try
        {
            using var reader = XlsxReader.Open(stream);
            var (label, seals) = Signed(reader, organizationId, key);
            var sheet = reader.Sheets.FirstOrDefault(s => s == SheetName(reader, label)) ?? throw new RefusedWorkbookException($"The sheet {label.Table} is missing. {Again}");
            return Of(reader, sheet, label, seals);
        }
        catch (Exception broken) when (broken is BrokenXmlException or InvalidDataException)
        {
            throw new RefusedWorkbookException($"The workbook is damaged ({broken.Message}) Save it again in your spreadsheet program and upload it once more.");
        }
    }

    private static (WorkbookLabel Label, List<byte[]> Seals) Signed(XlsxReader reader, Guid organizationId, byte[] key)
    {
        if (!reader.Sheets.Contains(WorkbookLabel.Sheet))
            throw new RefusedWorkbookException("This is no fill-in workbook of the assistant: its hidden sheet is missing. Fill the workbook that you were given, not a copy of its cells. To ask about another workbook, connect it as a source.");
        var (json, signature, seals) = (new StringBuilder(), Array.Empty<byte>(), new List<byte[]>());
        foreach (var (number, cells, count) in reader.Rows(WorkbookLabel.Sheet))
        {
            if (number == 1)
                for (var i = 0; i < count; i++)
                    json.Append(cells[i].Text);
            else if (Decoded(cells[0].Text) is not { } bytes)
                throw new RefusedWorkbookException($"The hidden sheet of the workbook was changed, so nobody can tell what was filled in. {Again}");
            else if (number == 2)
                signature = bytes;
            else
                seals.AddRange(bytes.Chunk(RowSeal.Length));
        }
        if (WorkbookLabel.Read(json.ToString()) is not { } label)
            throw new RefusedWorkbookException($"The hidden sheet of the workbook was changed, so nobody can tell what was filled in. {Again}");
        if (label.Organization != organizationId)
            throw new RefusedWorkbookException("This workbook was made in another organization. Upload it there, or take one here.");
        if (label.Format != WorkbookLabel.Current)
            throw new RefusedWorkbookException($"This workbook was made by another version of the assistant. {Again}");
        using var signing = WorkbookLabel.Signing(key, json.ToString());
        foreach (var seal in seals)
            signing.AppendData(seal);
        if (!CryptographicOperations.FixedTimeEquals(signing.GetHashAndReset(), signature))
            throw new RefusedWorkbookException($"The signature of the workbook does not fit what it says of itself: it was changed by hand or is forged. {Again}");
        return (label, seals);
    }

    private static ReturnedWorkbook Of(XlsxReader reader, string sheet, WorkbookLabel label, List<byte[]> seals)
    {
        var byKey = new Dictionary<ulong, byte[]>(seals.Count);
        foreach (var seal in seals)
            byKey[BitConverter.ToUInt64(seal)] = seal;
        var columns = label.Columns;
        var keys = columns.Select((c, i) => (c, i)).Where(c => c.c.Role is ColumnRole.Key).Select(c => c.i).ToList();
        var sealing = UploadCheck.Sealing(columns.Select(c => (c.Type, c.Role)));
        var (rows, found, buffer) = (new List<ReturnedRow>(), new Dictionary<string, byte[]>(StringComparer.Ordinal), new byte[RowSeal.Length]);
        var headed = false;
        foreach (var (number, cells, count) in reader.Rows(sheet))
        {
            if (!headed)
            {
                CheckHead(cells, count, columns);
                headed = true;
                continue;
            }
            var values = new string?[columns.Count];
            for (var i = 0; i < values.Length && i < count; i++)
                values[i] = CellReading.Of(cells[i], columns[i].Type);
            if (Array.TrueForAll(values, v => v is null))
                continue;
            sealing.WriteComparable(values, buffer);
            var key = keys.Select(k => values[k] ?? "").ToArray();
            if (!byKey.TryGetValue(BitConverter.ToUInt64(buffer), out var seal))
                throw new RefusedWorkbookException($"Row {number} ({string.Join(", ", key)}) was not in the workbook that was given out: a key was changed or a row was added. Put the key back or delete the row; new rows cannot be added this way.");
            if (!found.TryAdd(string.Join('\u001f', key), seal))
                throw new RefusedWorkbookException($"Row {number} ({string.Join(", ", key)}) stands twice in the workbook. Delete one of the two.");
            if (rows.Count > MostRows)
                throw new RefusedWorkbookException("The workbook has more rows than a sheet can have.");
            var formulas = new bool[columns.Count];
            for (var i = 0; i < formulas.Length && i < count; i++)
                formulas[i] = cells[i].IsFormula;
            rows.Add(new(number, key, values, formulas, seal.AsSpan().SequenceEqual(buffer)));
        }
        return headed ? new(label, rows, found) : throw new RefusedWorkbookException($"The sheet {sheet} is empty. {Again}");
    }

    private static void CheckHead(XlsxCell[] cells, int count, IReadOnlyList<LabelColumn> columns)
    {
        for (var i = 0; i < columns.Count; i++)
            if (i >= count || cells[i].ToString() != columns[i].Name)
                throw new RefusedWorkbookException($"Column {CellPlace.Column(i + 1)} should be “{columns[i].Name}” and is “{(i < count ? cells[i].ToString() : "")}”: columns were renamed, moved or removed. {Again}");
        for (var i = columns.Count; i < count; i++)
            if (cells[i].Content is not CellContent.Empty)
                throw new RefusedWorkbookException($"There is a column more than was given out, “{cells[i]}”. Remove it and upload the workbook again.");
    }

    /// <summary>The sheet of the rows is the first one that is none of ours.</summary>
    private static string? SheetName(XlsxReader reader, WorkbookLabel label) =>
        reader.Sheets.FirstOrDefault(s => string.Equals(s, label.Table, StringComparison.OrdinalIgnoreCase)) ?? reader.Sheets.FirstOrDefault(s => s is not (WorkbookLabel.Sheet or FillInWriter.Lists or FillInWriter.Instructions or FillInWriter.Mapping));

    private static byte[]? Decoded(string? text)
    {
        var bytes = new byte[(text?.Length ?? 0) * 3 / 4 + 3];
        return text is not null && Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }
}
