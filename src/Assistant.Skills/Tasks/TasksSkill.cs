using System.ComponentModel;
using System.Globalization;
using System.Text.RegularExpressions;
using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.MissingData;
using Assistant.Skills.Quality;
using Assistant.Skills.Workbooks;

namespace Assistant.Skills.Tasks;

/// <summary>Talks about tasks: makes them of a sentence, a finding or a broken rule, lists, moves and comments on them.</summary>
public sealed partial class TasksSkill(TaskBoard board, TaskPeople people, TaskFindings meant, OpenFindings findings, QualityRules rules, TaskWorkbooks workbooks)
{
    private const int Shown = 20;

    [DisplayName("make_task"), Requires(Permission.ReadData)]
    [Description("Makes a task for somebody, of a sentence such as 'make a task for Anna to fill the missing locations by Friday', of a finding or of a broken rule.")]
    public async Task<SkillResult> MakeAsync([Description("What the person said, whole.")] string sentence, TurnContext turn, CancellationToken cancellationToken)
    {
        var all = await people.ListAsync(turn.Caller, cancellationToken);
        var said = TaskSentence.Read(sentence, all, new(turn.Caller.UserId, turn.Caller.Name), turn.Today);
        if (said.Unknown is { } name)
            return SkillResult.Say($"I don't know for sure who “{MarkdownText.Plain(name)}” is. Write the whole name of one of: {MarkdownText.Plain(string.Join(", ", all.Take(20).Select(p => p.Name)))}. No task was made.");
        var outcome = await OutcomeAsync(said, turn, cancellationToken);
        return outcome switch
        {
            null => SkillResult.Say("Say what is to be done, for example “make a task for Anna to fill the missing locations by Friday”, or name a finding or rule that there is: “make a task for finding 3”."),
            TaskOutcome.Refused refused => SkillResult.Say(refused.Why),
            TaskOutcome.Done done => SkillResult.Say($"{(done.IsNew ? "Task" : "There was a task for this already; task")} {done.Task.Number}: **{MarkdownText.Plain(done.Task.Title)}**{Details(done.Task, turn)}. See the [board](/tasks?task={done.Task.Number})."),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    [DisplayName("list_tasks"), Requires(Permission.ReadData)]
    [Description("Lists tasks: mine, overdue, open or done.")]
    public async Task<SkillResult> ListAsync([Description("mine, overdue, open or done")] string which, TurnContext turn, CancellationToken cancellationToken)
    {
        var all = await board.ListAsync(turn.Caller, cancellationToken);
        var wanted = which switch
        {
            "mine" => all.Where(t => !t.IsClosed && t.Assignee?.Id == turn.Caller.UserId),
            "overdue" => all.Where(t => t.IsOverdue(turn.Today)),
            "done" => all.Where(t => t.State is TaskState.Done),
            _ => all.Where(t => !t.IsClosed),
        };
        var list = wanted.ToList();
        if (list.Count == 0)
            return SkillResult.Say(which switch { "mine" => "You have no open tasks.", "overdue" => "No task is overdue.", "done" => "No task is done yet.", _ => "There are no open tasks. Write “make a task for Anna to fill the missing locations by Friday”, or make one from a finding on the page [Missing data](/missing)." });
        var lines = list.Take(Shown).Select(t => $"- task {t.Number}: **{MarkdownText.Plain(t.Title)}**{Details(t, turn)}");
        return SkillResult.Say($"{list.Count} {(list.Count == 1 ? "task" : "tasks")}:\n\n{string.Join('\n', lines)}{(list.Count > Shown ? $"\n- and {list.Count - Shown} more" : "")}\n\nAll are on the [board](/tasks).");
    }

    [DisplayName("change_task"), Requires(Permission.ReadData)]
    [Description("Changes a task by its number: starts, closes, reopens or drops it, gives it to somebody, sets its due date or priority.")]
    public async Task<SkillResult> ChangeAsync(
        [Description("The task's number.")] string number, [Description("doing, done, todo, review, dropped, assign, due or priority")] string change, [Description("Whom, when or which; else empty.")] string value, TurnContext turn, CancellationToken cancellationToken)
    {
        if (Number(number) is not { } parsed)
            return SkillResult.Say("Say the task's number, for example “task 4 is done”.");
        TaskChange? wanted = change switch
        {
            "doing" => new() { State = TaskState.Doing },
            "done" => new() { State = TaskState.Done },
            "todo" => new() { State = TaskState.ToDo },
            "review" => new() { State = TaskState.Review },
            "dropped" => new() { State = TaskState.Dropped },
            "due" => DueDate.Read(value, turn.Today) is { } day ? new() { DueOn = day } : null,
            "priority" => Enum.TryParse<PriorityLevel>(value.Trim(), ignoreCase: true, out var level) ? new() { Priority = level } : null,
            _ => null,
        };
        if (change == "assign")
        {
            var all = await people.ListAsync(turn.Caller, cancellationToken);
            var named = value.Trim().ToLowerInvariant() is "me" or "myself" ? [new(turn.Caller.UserId, turn.Caller.Name)] : TaskPeople.Named(all, value);
            if (named.Count != 1)
                return SkillResult.Say($"I don't know for sure who “{MarkdownText.Plain(value)}” is. Write the whole name of one of: {MarkdownText.Plain(string.Join(", ", all.Take(20).Select(p => p.Name)))}.");
            wanted = new() { Assignee = named[0].Id };
        }
        if (wanted is null)
            return SkillResult.Say($"I could not read “{MarkdownText.Plain(value)}”. Write for example “task {parsed} is due on Friday” or “set the priority of task {parsed} to high”.");
        return await board.ChangeAsync(turn.Caller, parsed, wanted, cancellationToken) switch
        {
            TaskOutcome.Done done => SkillResult.Say($"Task {parsed}: **{MarkdownText.Plain(done.Task.Title)}**{Details(done.Task, turn)}."),
            TaskOutcome.Refused refused => SkillResult.Say(refused.Why),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    [DisplayName("comment_on_task"), Requires(Permission.ReadData)]
    [Description("Comments on a task by its number.")]
    public async Task<SkillResult> CommentAsync([Description("The task's number.")] string number, [Description("What the person said, whole.")] string comment, TurnContext turn, CancellationToken cancellationToken)
    {
        if (Number(number) is not { } parsed)
            return SkillResult.Say("Say the task's number, for example “comment on task 4: the plates are painted over”.");
        return SkillResult.Say(await board.CommentAsync(turn.Caller, parsed, Commenting().Replace(comment, ""), cancellationToken) ?? $"Noted on [task {parsed}](/tasks?task={parsed}).");
    }

    [DisplayName("task_workbook"), Requires(Permission.ReadData)]
    [Description("Makes an Excel workbook with the rows and cells that a task is about, to be filled in.")]
    public async Task<SkillResult> WorkbookAsync([Description("The task's number.")] string number, TurnContext turn, CancellationToken cancellationToken) =>
        Number(number) is not { } parsed ? SkillResult.Say("Say the task's number, for example “get the workbook for task 4”.")
        : await workbooks.MakeAsync(turn.Caller, parsed, cancellationToken) switch
        {
            WorkbookOutcome.Made { Workbook: var made } => new(
                $"The workbook for task {parsed} is ready: {made.Rows} rows, {made.Cells} cells to fill.",
                [new DownloadPart(made.Title, $"{made.Table.Name} in {made.SourceName}: {made.Rows} rows, {made.Cells} cells to fill. Fill the amber cells, save it, and drop it here or on the page Approvals.", made.Address, "xlsx")]),
            WorkbookOutcome.Refused refused => SkillResult.Say(MarkdownText.Plain(refused.Why)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private async Task<TaskOutcome?> OutcomeAsync(TaskSentence said, TurnContext turn, CancellationToken cancellationToken)
    {
        if (said.Finding is { } number)
            return await findings.FindAsync(turn.Caller, number, cancellationToken) is var (source, finding) ? await board.MakeAsync(turn.Caller, source, finding, said.Assignee?.Id, said.DueOn, cancellationToken) : null;
        if (said.Rule is { } ruled)
            return await rules.FindAsync(turn.Caller, ruled, cancellationToken) is { } rule ? await board.MakeAsync(turn.Caller, rule, said.Assignee?.Id, said.DueOn, cancellationToken) : null;
        if (said.What.Length == 0)
            return null;
        if (await meant.FindAsync(said.What, turn, cancellationToken) is var (place, found))
            return await board.MakeAsync(turn.Caller, place, found, said.Assignee?.Id, said.DueOn, cancellationToken);
        var title = said.What.Length <= TaskBoard.LongestTitle ? said.What : said.What[..TaskBoard.LongestTitle];
        return await board.MakeAsync(turn.Caller, new(title) { Assignee = said.Assignee?.Id, DueOn = said.DueOn }, cancellationToken);
    }

    private static string Details(WorkTask task, TurnContext turn)
    {
        var culture = CultureInfo.GetCultureInfo(turn.Caller.Preferences.Culture);
        var parts = new List<string>();
        if (task.Missing is > 0 and var lacks)
            parts.Add($"{lacks.ToString("#,0", culture)} to fill or repair");
        parts.Add(task.Assignee is { } person ? $"for {MarkdownText.Plain(person.Name)}" : "for nobody yet");
        if (task.DueOn is { } due)
            parts.Add($"{(task.IsOverdue(turn.Today) ? "**overdue** since" : "due")} {due.ToString("ddd d MMM yyyy", culture)}");
        parts.Add(task.State switch { TaskState.ToDo => "to do", TaskState.Doing => "in progress", TaskState.Review => "waiting for approval", TaskState.Done => "done", _ => "dropped" });
        return $" ({string.Join(", ", parts)})";
    }

    private static int? Number(string said) => int.TryParse(Digits().Match(said).Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();

    [GeneratedRegex(@"^.*?\btask\s+#?\d+\s*[:,]?\s*(that\s+)?", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Commenting();
}
