using Assistant.Skills.Access;
using Assistant.Skills.MissingData;
using Assistant.Skills.Workbooks;

namespace Assistant.Skills.Tasks;

/// <summary>Fill-in workbooks for tasks: the rows and the column that a task is about. What comes back filled and is approved closes the task by the next look at the data.</summary>
public sealed class TaskWorkbooks(TaskBoard board, OpenFindings findings, FillInWorkbooks workbooks)
{
    /// <summary>Whether a task is about cells that can be filled in.</summary>
    public static bool Fits(WorkTask task) => task is { Place.Columns.Count: > 0, FindingId: not null, IsClosed: false };

    public async Task<WorkbookOutcome> MakeAsync(Caller caller, int number, CancellationToken cancellationToken)
    {
        if (await board.FindAsync(caller, number, cancellationToken) is not { } task)
            return new WorkbookOutcome.Refused($"There is no task {number}.");
        if (task.Place is not { } place || !Fits(task))
            return new WorkbookOutcome.Refused($"Task {number} is not about cells that can be filled in. A workbook for a table is made on the page Approvals.");
        var gap = (await findings.ListAsync(caller, place.SourceId, cancellationToken)).FirstOrDefault(f => f.Finding.Id == task.FindingId).Finding?.Gap;
        if (gap is not { Body: GapBody.Values values })
            return new WorkbookOutcome.Refused($"Task {number} is about whole rows that are missing, which no workbook can fill in.");
        return await workbooks.MakeAsync(caller, new(place.SourceId, place.Table)
        {
            Columns = place.Columns, Disguised = new Dictionary<string, IReadOnlyList<string>> { [values.Column] = values.Disguises }, Title = $"Task {number}, {task.Title}",
        }, cancellationToken);
    }
}
