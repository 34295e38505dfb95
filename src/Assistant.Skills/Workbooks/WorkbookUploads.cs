using Assistant.Skills.Access;
using Assistant.Skills.Changes;
using Assistant.Skills.Quality;
using Assistant.Skills.Sources;
using Assistant.Skills.Workbooks.Checking;
using Assistant.Skills.Workbooks.Layout;
using Assistant.Skills.Workbooks.Xlsx;
using Microsoft.Extensions.Options;

namespace Assistant.Skills.Workbooks;

/// <summary>
/// Takes filled workbooks back: whether it is ours and whole, then cell by cell. What is good becomes a proposed change; nothing is written here.
/// </summary>
public sealed class WorkbookUploads(
    DataSources sources, QueryGate gate, QualityRules rules, ChangeSets changes, WorkbookShelf shelf, WorkbookKeys keys, FillInWorkbooks workbooks, IOptions<WorkbookOptions> options, TimeProvider time)
{
    /// <summary>Checks a filled workbook and proposes its good cells.</summary>
    /// <param name="key">The sender's name for this request: sent again with it, it is proposed once.</param>
    public async Task<UploadOutcome> CheckAsync(Caller caller, Stream content, string? key, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ReadData);
        await using var file = new FileStream(Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        if (!await CopyAsync(content, file, options.Value.MaxUploadMegabytes * 1_000_000L, cancellationToken))
            return new UploadOutcome.Refused($"The workbook is larger than {options.Value.MaxUploadMegabytes} MB. Take it in parts: fewer columns, or only rows with missing values.");
        file.Position = 0;
        try
        {
            var signing = await keys.OfAsync(caller.OrganizationId, cancellationToken);
            var returned = await Task.Run(() => ReturnedWorkbook.Read(file, caller.OrganizationId, signing), cancellationToken);
            return await CheckAsync(caller, returned, key, cancellationToken);
        }
        catch (RefusedWorkbookException refused)
        {
            await shelf.ReturnedAsync(caller, null, "workbook refused", new { why = refused.Message }, cancellationToken);
            return new UploadOutcome.Refused(refused.Message);
        }
        catch (UnreadableException unreadable)
        {
            return new UploadOutcome.Refused(unreadable.Message);
        }
    }

    /// <summary>Whether a file is a workbook of ours, to be checked and not to be connected as a source. Only looks; the stream is left at its beginning.</summary>
    public static bool IsOurs(Stream file)
    {
        try
        {
            using var reader = XlsxReader.Open(file);
            return reader.Sheets.Contains(WorkbookLabel.Sheet);
        }
        catch (RefusedWorkbookException)
        {
            return false;
        }
        finally
        {
            file.Position = 0;
        }
    }

    private async Task<UploadOutcome> CheckAsync(Caller caller, ReturnedWorkbook returned, string? key, CancellationToken cancellationToken)
    {
        var label = returned.Label;
        if (await sources.OpenAsync(caller, label.Source, cancellationToken) is not { } source || source.Catalog.Find(label.TableName) is not { } table || source.Policy.HiddenTables.Contains(table.Name))
            return await RefusedAsync(caller, label, $"The table {label.TableName} of this workbook is not there any more, or you may not use it.", cancellationToken);
        if (label.Columns.FirstOrDefault(c => table.Find(c.Name) is not { } now || now.NativeType != c.NativeType) is { } changed)
            return await RefusedAsync(caller, label, $"The table {table.Name.Name} has changed since this workbook was made: its column {changed.Name} is gone or of another type. Take a new workbook.", cancellationToken);
        if (label.Columns.FirstOrDefault(c => source.Policy.Masks.Keys.Any(m => m.Table == table.Name && string.Equals(m.Column, c.Name, StringComparison.OrdinalIgnoreCase))) is { } masked)
            return await RefusedAsync(caller, label, $"This workbook has the column {masked.Name}, which you may not see. Let the person upload it who was given it.", cancellationToken);
        var active = (await rules.ListAsync(caller, label.Source, cancellationToken)).Where(r => r.State is RuleState.Active && r.Rule.Table == table.Name).ToList();
        var now = time.GetUtcNow();
        var layout = new WorkbookLayout(label.Workbook, label.Organization, label.Source, source.Info.Name, table, label.Title,
        [
            .. label.Columns.Select(c => new WorkbookColumn(
                table.Find(c.Name)! with { Type = c.Type }, c.Role, c.Missing.ToHashSet(), c.Role is ColumnRole.Fill ? CellRules.Of(table, table.Find(c.Name)!, source.Catalog.Relationships, active, DateOnly.FromDateTime(now.UtcDateTime)) : [], "")),
        ], label.OnlyMissing, [], caller.Name, now);
        var reader = new RowReader(gate, source, layout);
        var cells = await new UploadCheck(layout, reader, new CellLookups(reader, source.Catalog, table)).RunAsync(returned.Rows, returned.Seals, cancellationToken);
        var left = cells.Where(c => c.Verdict is CellVerdict.LeftOut).ToList();
        if (cells.Count == 0)
            return new UploadOutcome.Refused("Nothing was filled in: every cell is as it was given out. Fill in what you know, save the workbook and upload it again.");
        ChangeSet? set = null;
        if (left.Count < cells.Count)
        {
            var proposed = await changes.ProposeAsync(caller, new(label.Source, table.Name, [.. layout.Keys.Select(k => k.Name)], label.Title, "Workbook", cells), key, cancellationToken);
            if (proposed is ChangeOutcome.Refused refused)
                return await RefusedAsync(caller, label, refused.Why, cancellationToken);
            set = ((ChangeOutcome.Done)proposed).Set;
        }
        await shelf.ReturnedAsync(caller, label.Workbook, "workbook returned", new { rows = returned.Rows.Count, good = cells.Count - left.Count, left = left.Count }, cancellationToken);
        return new UploadOutcome.Checked(set, table.Name, returned.Rows.Count, cells.Count - left.Count, left, await RestAsync(caller, layout, left, cancellationToken));
    }

    /// <summary>A new workbook for the rows with cells that could not go on.</summary>
    private async Task<IssuedWorkbook?> RestAsync(Caller caller, WorkbookLayout layout, List<CellChange> left, CancellationToken cancellationToken)
    {
        var again = left.Where(c => layout.Columns.Any(k => k.Role is ColumnRole.Fill && k.Name == c.Column)).ToList();
        if (again.Count == 0)
            return null;
        return await workbooks.MakeAsync(caller, new(layout.SourceId, layout.Table.Name)
        {
            Rows = WorkbookRows.Chosen, Keys = [.. again.Select(c => c.Key).DistinctBy(k => string.Join('\u001f', k))], Columns = [.. again.Select(c => c.Column).Distinct()], Title = $"{layout.Title}, to be corrected",
        }, cancellationToken) is WorkbookOutcome.Made made ? made.Workbook : null;
    }

    private async Task<UploadOutcome> RefusedAsync(Caller caller, WorkbookLabel label, string why, CancellationToken cancellationToken)
    {
        await shelf.ReturnedAsync(caller, label.Workbook, "workbook refused", new { why }, cancellationToken);
        return new UploadOutcome.Refused(why);
    }

    private static async Task<bool> CopyAsync(Stream from, Stream to, long most, CancellationToken cancellationToken)
    {
        var buffer = new byte[1 << 16];
        var total = 0L;
        int read;
        while ((read = await from.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if ((total += read) > most)
                return false;
            await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }
        return true;
    }
}
