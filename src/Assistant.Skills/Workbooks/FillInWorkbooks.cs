using System.Globalization;
using Assistant.Skills.Access;
using Assistant.Skills.Quality;
using Assistant.Skills.Sources;
using Assistant.Skills.Workbooks.Layout;
using Assistant.Skills.Workbooks.Xlsx;
using Microsoft.Extensions.Options;

namespace Assistant.Skills.Workbooks;

/// <summary>
/// Excel workbooks to fill in what is missing in a table: only what may be changed is open, with the lists and limits of the active rules. What comes
/// back is checked by <see cref="WorkbookUploads"/>.
/// </summary>
public sealed class FillInWorkbooks(DataSources sources, QueryGate gate, QualityRules rules, WorkbookShelf shelf, WorkbookKeys keys, IOptions<WorkbookOptions> options, TimeProvider time)
{
    private const string Gone = "There is no such table that you may read. The page Sources shows those there are.";

    /// <summary>Notes a workbook, to be taken by <see cref="WriteAsync"/>; or says why there can be none.</summary>
    public async Task<WorkbookOutcome> MakeAsync(Caller caller, WorkbookRequest request, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ReadData);
        var id = Guid.CreateVersion7(time.GetUtcNow());
        try
        {
            if (await PlanAsync(caller, request, id, cancellationToken) is not { } plan)
                return new WorkbookOutcome.Refused(Gone);
            if (plan.Layout is not { } layout)
                return new WorkbookOutcome.Refused(plan.Problem!);
            var (rows, cells) = await new RowReader(gate, plan.Source, layout).CountAsync(request, cancellationToken);
            if (rows == 0)
                return new WorkbookOutcome.Refused(request.Rows is WorkbookRows.Missing
                    ? $"Nothing is missing in {string.Join(", ", layout.Columns.Where(c => c.Role is ColumnRole.Fill).Select(c => c.Name))} of {layout.Table.Name.Name}. Ask for all rows to change values that are there." : $"{layout.Table.Name.Name} has no rows that you may see.");
            if (rows > options.Value.MostRows)
                return new WorkbookOutcome.Refused(string.Create(CultureInfo.InvariantCulture, $"The workbook would have {rows:N0} rows; at most {options.Value.MostRows:N0} fit. Ask for the rows with missing values, or for fewer columns."));
            await shelf.AddAsync(caller, id, request, layout.Title, rows, cells, cancellationToken);
            return new WorkbookOutcome.Made((await shelf.FindAsync(caller, id, cancellationToken))!);
        }
        catch (UnreadableException unreadable)
        {
            return new WorkbookOutcome.Refused(unreadable.Message);
        }
    }

    /// <summary>The latest workbooks of tables that the caller may read.</summary>
    public async Task<IReadOnlyList<IssuedWorkbook>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ReadData);
        var seen = new List<IssuedWorkbook>();
        var open = new Dictionary<Guid, OpenedSource?>();
        foreach (var workbook in await shelf.ListAsync(caller, cancellationToken))
        {
            if (!open.TryGetValue(workbook.SourceId, out var source))
                open[workbook.SourceId] = source = await sources.OpenAsync(caller, workbook.SourceId, cancellationToken);
            if (source is not null && !source.Policy.HiddenTables.Contains(workbook.Table))
                seen.Add(workbook);
        }
        return seen;
    }

    /// <summary>Null where the caller may know of no such workbook.</summary>
    public async Task<IssuedWorkbook?> FindAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ReadData);
        return await shelf.FindAsync(caller, id, cancellationToken) is { } workbook && await sources.OpenAsync(caller, workbook.SourceId, cancellationToken) is { } source
            && !source.Policy.HiddenTables.Contains(workbook.Table) ? workbook : null;
    }

    /// <summary>Writes the workbook with what stands in the source now and what the caller may see. Returns why not, in words; then nothing sensible was written.</summary>
    public async Task<string?> WriteAsync(Caller caller, Guid id, Stream stream, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ReadData);
        try
        {
            if (await shelf.RequestAsync(caller, id, cancellationToken) is not { } request || await PlanAsync(caller, request, id, cancellationToken) is not { } plan)
                return Gone;
            if (plan.Layout is not { } layout)
                return plan.Problem!;
            var reader = new RowReader(gate, plan.Source, layout);
            var key = await keys.OfAsync(caller.OrganizationId, cancellationToken);
            var rows = await FillInWriter.WriteAsync(stream, layout, await ListsAsync(reader, layout, cancellationToken), reader.PagesAsync(request, cancellationToken), key, cancellationToken);
            await shelf.TakenAsync(caller, id, rows, cancellationToken);
            return null;
        }
        catch (UnreadableException unreadable)
        {
            return unreadable.Message;
        }
    }

    private async Task<(OpenedSource Source, WorkbookLayout? Layout, string? Problem)?> PlanAsync(Caller caller, WorkbookRequest request, Guid id, CancellationToken cancellationToken)
    {
        if (await sources.OpenAsync(caller, request.SourceId, cancellationToken) is not { } source || source.Catalog.Find(request.Table) is not { } table || source.Policy.HiddenTables.Contains(table.Name))
            return null;
        var own = (await rules.ListAsync(caller, request.SourceId, cancellationToken)).Where(r => r.Rule.Table == table.Name).ToList();
        var (layout, problem) = LayoutPlanner.Plan(source, table, request, own, caller.OrganizationId, id, caller.Name, time.GetUtcNow());
        return (source, layout, problem);
    }

    /// <summary>What the drop-downs offer: the values of a rule, or those of the table that a column refers to.</summary>
    private async Task<IReadOnlyList<DropDown>> ListsAsync(RowReader reader, WorkbookLayout layout, CancellationToken cancellationToken)
    {
        var lists = new List<DropDown>();
        for (var i = 0; i < layout.Columns.Count; i++)
        {
            var always = layout.Columns[i].Rules.Where(r => r.When is null).ToList();
            var values = always.OfType<CellRule.Listed>().FirstOrDefault()?.Values;
            if (values is null && always.OfType<CellRule.Known>().FirstOrDefault() is { } known)
                values = await reader.ValuesAsync(known.Table, known.Key, options.Value.MostChoices, cancellationToken);
            if (values is null && layout.Columns[i].Column.Type is DataType.Boolean && layout.Columns[i].Role is ColumnRole.Fill)
                values = ["true", "false"];
            if (values is { Count: > 0 } && values.Count <= options.Value.MostChoices)
                lists.Add(new(i, values));
        }
        return lists;
    }
}
