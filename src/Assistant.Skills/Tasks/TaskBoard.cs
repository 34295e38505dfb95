using Assistant.Skills.Access;
using Assistant.Skills.MissingData;
using Assistant.Skills.Quality;
using Assistant.Skills.Sources;
using Assistant.Skills.Storage;
using Dapper;

namespace Assistant.Skills.Tasks;

/// <summary>
/// The tasks of an organization. A task about data is seen by who may see that data, others by everybody. Who made a task, who has it, and who manages sources
/// may change it; whoever sees it may comment.
/// </summary>
public sealed class TaskBoard(Database database, TaskSettling settling, TaskSight sight, TaskPeople people, TimeProvider time)
{
    public const int LongestTitle = 300, LongestNote = 4000, LongestComment = 2000;

    private const int MostColumns = 100;
    private const string NoDay = "A task is due in this century: write the day as year-month-day, for example 2027-03-31.";

    /// <summary>The tasks that the caller may see, as the data stand now: the most important first, then the soonest due.</summary>
    public async Task<IReadOnlyList<WorkTask>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ReadData);
        await settling.SettleAsync(caller, cancellationToken);
        IReadOnlyList<TaskRows.Row> rows;
        await using (var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken))
            rows = await TaskRows.ReadAsync(tenant, cancellationToken);
        return await sight.OfAsync(caller, rows, cancellationToken);
    }

    /// <summary>Null where there is none of that number, or none that the caller may see.</summary>
    public async Task<WorkTask?> FindAsync(Caller caller, int number, CancellationToken cancellationToken) =>
        (await ListAsync(caller, cancellationToken)).FirstOrDefault(t => t.Number == number);

    /// <summary>What happened to a task, the oldest first; empty where the caller may not see it.</summary>
    public async Task<IReadOnlyList<TaskEvent>> EventsAsync(Caller caller, int number, CancellationToken cancellationToken)
    {
        if (await FindAsync(caller, number, cancellationToken) is not { } task)
            return [];
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        return await TaskRows.EventsAsync(tenant, task.Id, cancellationToken);
    }

    /// <summary>Makes a task. A finding or rule has one: made again, it gets the new assignee and date, and is opened again.</summary>
    public async Task<TaskOutcome> MakeAsync(Caller caller, NewTask wanted, CancellationToken cancellationToken)
    {
        caller.Require(Permission.ReadData);
        if (wanted.Title.Trim() is not { Length: > 0 and <= LongestTitle } title)
            return new TaskOutcome.Refused($"Give the task a title of at most {LongestTitle} characters.");
        if (wanted.Note.Length > LongestNote)
            return new TaskOutcome.Refused($"A note has at most {LongestNote} characters.");
        if (wanted.Columns.Count > MostColumns)
            return new TaskOutcome.Refused($"A task is about at most {MostColumns} columns.");
        if (!IsDay(wanted.DueOn))
            return new TaskOutcome.Refused(NoDay);
        if ((wanted.SourceId is null) != (wanted.Table is null) || wanted.SourceId is { } source && !await sight.MaySeeAsync(caller, source, wanted.Table!, wanted.Columns, cancellationToken))
            return new TaskOutcome.Refused("There is no such table among the sources that you may read.");
        if (wanted.Assignee is { } assignee && await AssigneeProblemAsync(caller, assignee, wanted.SourceId, wanted.Table, cancellationToken) is { } problem)
            return new TaskOutcome.Refused(problem);
        if ((wanted.FindingId ?? wanted.RuleId) is not null && (await ListAsync(caller, cancellationToken)).FirstOrDefault(t => t.FindingId is not null && t.FindingId == wanted.FindingId || t.RuleId is not null && t.RuleId == wanted.RuleId) is { } known)
            return await ChangeAsync(caller, known.Number, new() { Assignee = wanted.Assignee, DueOn = wanted.DueOn, State = known.IsClosed ? TaskState.ToDo : null }, cancellationToken);
        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        await using (var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken))
        {
            // Numbers are given one after another.
            await tenant.Connection.ExecuteAsync(new("SELECT pg_advisory_xact_lock(hashtextextended('tasks ' || @OrganizationId::text, 0))", new { caller.OrganizationId }, cancellationToken: cancellationToken));
            var made = await tenant.Connection.ExecuteAsync(new(
                """
                INSERT INTO tasks (organization_id, id, number, title, note, source_id, table_schema, table_name, columns, finding_id, rule_id, assignee, due_on, state, priority, made_by, made_at, changed_at)
                VALUES (@OrganizationId, @id, (SELECT coalesce(max(number), 0) + 1 FROM tasks WHERE organization_id = @OrganizationId), @title, @Note, @SourceId, @schema, @table, @columns, @FindingId, @RuleId,
                    @Assignee, @DueOn, 'ToDo', @priority, @UserId, @now, @now) ON CONFLICT DO NOTHING
                """,
                new
                {
                    caller.OrganizationId, caller.UserId, id, title, Note = wanted.Note.Trim(), wanted.SourceId, schema = wanted.Table?.Schema, table = wanted.Table?.Name, columns = wanted.Columns.ToArray(), wanted.FindingId, wanted.RuleId,
                    wanted.Assignee, wanted.DueOn, priority = wanted.Priority.ToString(), now,
                }, cancellationToken: cancellationToken));
            if (made == 0)
                return new TaskOutcome.Refused("There is a task for this already, about data that you may not see whole.");
            await TaskRows.TellAsync(tenant, id, caller.UserId, now, "made", null, title, cancellationToken);
            await Audit.RecordAsync(tenant, caller.UserId, "task made", title, now, cancellationToken, new { id, wanted.FindingId, wanted.RuleId });
            await tenant.CommitAsync(cancellationToken);
        }
        return new TaskOutcome.Done((await ListAsync(caller, cancellationToken)).First(t => t.Id == id), IsNew: true);
    }

    /// <summary>Makes a task of a finding, for its most important column's table; a finding that has one keeps it.</summary>
    public Task<TaskOutcome> MakeAsync(Caller caller, OpenedSource source, MissingFinding finding, Guid? assignee, DateOnly? dueOn, CancellationToken cancellationToken) =>
        MakeAsync(caller, Of(source, finding) with { Assignee = assignee, DueOn = dueOn }, cancellationToken);

    /// <summary>Makes a task of a broken rule; a rule that has one keeps it.</summary>
    public Task<TaskOutcome> MakeAsync(Caller caller, QualityRule rule, Guid? assignee, DateOnly? dueOn, CancellationToken cancellationToken) => MakeAsync(
        caller,
        new($"Repair {rule.Rule.Table.Name}: {RuleWords.Fault(rule.Rule.Body)}")
        {
            SourceId = rule.SourceId, Table = rule.Rule.Table, Columns = QualityChecks.ColumnsOf(rule.Rule.Body), RuleId = rule.Id, Assignee = assignee, DueOn = dueOn,
            Priority = rule.Rule.Severity switch { Severity.Critical => PriorityLevel.Critical, Severity.High => PriorityLevel.High, Severity.Medium => PriorityLevel.Medium, _ => PriorityLevel.Low },
        }, cancellationToken);

    /// <summary>Makes tasks of all open findings of a source from a priority on that have none yet: for workflows. Doing it twice makes none twice.</summary>
    /// <returns>Tasks made.</returns>
    public async Task<int> MakeAsync(Caller caller, OpenedSource source, IReadOnlyList<MissingFinding> findings, PriorityLevel least, CancellationToken cancellationToken)
    {
        var there = (await ListAsync(caller, cancellationToken)).Select(t => t.FindingId).OfType<Guid>().ToHashSet();
        var made = 0;
        foreach (var finding in findings.Where(f => f.State is FindingState.Open && f.Priority.Level >= least && f.Gap.Body is not GapBody.Values { Optional: true } && !there.Contains(f.Id)))
            made += await MakeAsync(caller, source, finding, null, null, cancellationToken) is TaskOutcome.Done { IsNew: true } ? 1 : 0;
        return made;
    }

    /// <summary>Changes a task; each change stands in its history.</summary>
    public async Task<TaskOutcome> ChangeAsync(Caller caller, int number, TaskChange change, CancellationToken cancellationToken)
    {
        if (await FindAsync(caller, number, cancellationToken) is not { } task)
            return new TaskOutcome.Refused($"There is no task {number}.");
        if (!MayChange(caller, task))
            return new TaskOutcome.Refused($"Task {number} is changed by who made it, who has it, or who manages sources. You may comment on it.");
        if (change.Title is { } title && title.Trim() is not { Length: > 0 and <= LongestTitle } || change.Note?.Length > LongestNote)
            return new TaskOutcome.Refused($"A title has 1 to {LongestTitle} characters, a note at most {LongestNote}.");
        if (!IsDay(change.DueOn))
            return new TaskOutcome.Refused(NoDay);
        if (change.Assignee is { } person && await AssigneeProblemAsync(caller, person, task.Place?.SourceId, task.Place?.Table, cancellationToken) is { } problem)
            return new TaskOutcome.Refused(problem);
        var now = time.GetUtcNow();
        var names = change.Assignee is null ? [] : await people.ListAsync(caller, cancellationToken);
        await using (var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken))
        {
            if (change.State is { } state && state != task.State)
                await TaskRows.MoveAsync(tenant, task.Id, task.State, state, caller.UserId, now, null, cancellationToken);
            if (change.NoAssignee && task.Assignee is not null || change.Assignee is { } id && id != task.Assignee?.Id)
                await SetAsync("assignee", change.NoAssignee ? null : change.Assignee, task.Assignee?.Name, names.FirstOrDefault(n => n.Id == change.Assignee)?.Name);
            if (change.NoDue && task.DueOn is not null || change.DueOn is { } due && due != task.DueOn)
                await SetAsync("due_on", change.NoDue ? null : change.DueOn, task.DueOn?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), change.NoDue ? null : change.DueOn?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
            if (change.Priority is { } priority && priority != task.Priority)
                await SetAsync("priority", priority.ToString(), task.Priority.ToString(), priority.ToString());
            if (change.Title?.Trim() is { } said && said != task.Title)
                await SetAsync("title", said, task.Title, said);
            if (change.Note?.Trim() is { } note && note != task.Note)
                await SetAsync("note", note, null, null);
            await tenant.CommitAsync(cancellationToken);

            async Task SetAsync(string column, object? value, string? before, string? after)
            {
                await tenant.Connection.ExecuteAsync(new($"UPDATE tasks SET {column} = @value, changed_at = @now WHERE organization_id = @OrganizationId AND id = @Id", new { caller.OrganizationId, task.Id, value, now }, cancellationToken: cancellationToken));
                await TaskRows.TellAsync(tenant, task.Id, caller.UserId, now, column == "due_on" ? "due" : column, before, after, cancellationToken);
            }
        }
        return new TaskOutcome.Done((await ListAsync(caller, cancellationToken)).First(t => t.Id == task.Id), IsNew: false);
    }

    /// <summary>Returns why not, in words.</summary>
    public async Task<string?> CommentAsync(Caller caller, int number, string comment, CancellationToken cancellationToken)
    {
        if (comment.Trim() is not { Length: > 0 and <= LongestComment } said)
            return $"Write a comment of at most {LongestComment} characters.";
        if (await FindAsync(caller, number, cancellationToken) is not { } task)
            return $"There is no task {number}.";
        await using var tenant = await database.OpenAsync(caller.OrganizationId, cancellationToken);
        await TaskRows.TellAsync(tenant, task.Id, caller.UserId, time.GetUtcNow(), "comment", null, said, cancellationToken);
        await tenant.CommitAsync(cancellationToken);
        return null;
    }

    /// <summary>Who made it, who has it, and who manages sources.</summary>
    public static bool MayChange(Caller caller, WorkTask task) => task.MadeBy.Id == caller.UserId || task.Assignee?.Id == caller.UserId || (task.Place is { } place ? caller.MayOn(Permission.ManageSources, place.SourceId) : caller.May(Permission.ManageSources));

    private async Task<string?> AssigneeProblemAsync(Caller caller, Guid assignee, Guid? sourceId, TableName? table, CancellationToken cancellationToken)
    {
        if ((await people.ListAsync(caller, cancellationToken)).FirstOrDefault(p => p.Id == assignee) is not { } person)
            return "There is no such person in your organization.";
        return sourceId is { } source && table is not null && !await people.MayReadAsync(caller, assignee, source, table, cancellationToken)
            ? $"{person.Name} may not read the data that this task is about. Give it to somebody else, or ask an administrator for the right." : null;
    }

    private static NewTask Of(OpenedSource source, MissingFinding finding)
    {
        var (table, column) = (finding.Gap.Table.Name, finding.Gap.Body.Column);
        var title = finding.Gap.Body switch
        {
            GapBody.Values => $"Fill {column} in {table}",
            GapBody.Numbers => $"Find the missing numbers of {column} in {table}",
            GapBody.Days days => $"Find the rows of the {(days.Months ? "months" : "days")} without any in {table}",
            GapBody.Parents parents => $"Correct {column} in {table}: not in {parents.To.Name}",
            GapBody.Children children => $"Find the missing {children.From.Name} of {table}",
            _ => $"Find out why rows of {table} stopped for some {column}",
        };
        return new(title) { SourceId = source.Info.Id, Table = finding.Gap.Table, Columns = [column], FindingId = finding.Id, Priority = finding.Priority.Level };
    }

    private static bool IsDay(DateOnly? due) => due is null or { Year: >= 2000 and < 2100 };
}
