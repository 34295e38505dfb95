using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.MissingData;
using Assistant.Skills.Quality;
using Assistant.Skills.Sources;
using Assistant.Skills.Tasks;
using Assistant.Skills.Tests.MissingData;
using Assistant.Testing;

namespace Assistant.Skills.Tests.Tasks;

/// <summary>From a finding to a task, and back when it is filled.</summary>
public sealed class TaskStoryTests : IAsyncLifetime
{
    private readonly SetClock _clock = new();
    private ConnectedSources _sources = null!;
    private PostgresDatabase _store = null!;
    private Guid _source;

    private TaskBoard Board => _sources.Get<TaskBoard>();

    public async Task InitializeAsync()
    {
        _sources = await ConnectedSources.StartAsync(_clock);
        (_source, _store) = await _sources.PostgresAsync("Yard",
            """
            CREATE TABLE crates (crate_id int PRIMARY KEY, hall text, weight_kg numeric);
            INSERT INTO crates SELECT i, 'H' || 1 + i % 9, CASE WHEN i % 50 = 0 THEN NULL ELSE 10 + i % 30 END FROM generate_series(1, 400) AS i;
            """);
    }

    public async Task DisposeAsync() => await _sources.DisposeAsync();

    [Fact]
    public async Task A_task_told_in_the_chat_is_about_the_finding_that_its_words_mean()
    {
        var colleague = await _sources.Database.ColleagueAsync(_sources.Ours, Permission.ReadData);
        var said = await _sources.TextAsync("make a task for Cleo to fill the missing weights by Friday", _source);
        Assert.Contains("Task 1: **Fill weight_kg in crates** (8 to fill or repair, for Cleo Colleague, due Fri", said.Replace("\\", "", StringComparison.Ordinal), StringComparison.Ordinal);
        var task = Assert.Single(await Board.ListAsync(colleague, default));
        Assert.Equal((colleague.UserId, TaskState.ToDo, 8L), (task.Assignee!.Id, task.State, task.Missing));
        Assert.Contains("Fill weight", await _sources.TextAsync("what are my tasks", null, colleague), StringComparison.Ordinal);

        var again = await _sources.TextAsync($"make a task for finding {(await ScanAsync()).Number}", _source);
        Assert.Contains("There was a task for this already; task 1", again, StringComparison.Ordinal);
        Assert.Single(await Board.ListAsync(_sources.Ours, default));
    }

    [Fact]
    public async Task A_task_is_closed_when_its_gap_is_filled_and_opened_when_it_comes_back_once_however_often_it_is_scanned()
    {
        var finding = await ScanAsync();
        await MakeAsync(finding);
        await _store.ScalarAsync("UPDATE crates SET weight_kg = 5 WHERE weight_kg IS NULL");
        await ScanAsync();
        await ScanAsync();
        var closed = Assert.Single(await Board.ListAsync(_sources.Ours, default));
        Assert.Equal((TaskState.Done, true), (closed.State, closed.ClosedByScan));

        await _store.ScalarAsync("UPDATE crates SET weight_kg = NULL WHERE crate_id = 7");
        await ScanAsync();
        await ScanAsync();
        var back = Assert.Single(await Board.ListAsync(_sources.Ours, default));
        Assert.Equal((TaskState.ToDo, 1L), (back.State, back.Missing));
        Assert.Equal(["made", "state", "state"], (await Board.EventsAsync(_sources.Ours, back.Number, default)).Select(e => e.What));
    }

    [Fact]
    public async Task A_task_that_somebody_closed_too_early_comes_back_at_the_next_scan_and_not_before()
    {
        var task = await MakeAsync(await ScanAsync());
        _clock.Advance(TimeSpan.FromMinutes(1));
        await _sources.AskAsync($"task {task.Number} is done");
        Assert.Equal(TaskState.Done, (await Board.FindAsync(_sources.Ours, task.Number, default))!.State);
        await ScanAsync();
        Assert.Equal(TaskState.ToDo, (await Board.FindAsync(_sources.Ours, task.Number, default))!.State);
        await _sources.AskAsync($"finding {(await ScanAsync()).Number} is meant so", _source);
        Assert.Equal(TaskState.Dropped, (await Board.FindAsync(_sources.Ours, task.Number, default))!.State);
    }

    [Fact]
    public async Task A_broken_rule_becomes_a_task_that_closes_when_the_rule_is_kept()
    {
        await _sources.AskAsync("weight_kg must be at most 30", _source);
        await _sources.AskAsync("accept rule 1");
        Assert.Contains("Repair crates: weight kg is out of range", (await _sources.TextAsync("make a task for rule 1")).Replace("\\", "", StringComparison.Ordinal), StringComparison.Ordinal);
        await _store.ScalarAsync("UPDATE crates SET weight_kg = 30 WHERE weight_kg > 30");
        _clock.Advance(TimeSpan.FromMinutes(1));
        await _sources.AskAsync("check crates", _source);
        Assert.Equal((TaskState.Done, true), Assert.Single(await Board.ListAsync(_sources.Ours, default)) is var task ? (task.State, task.ClosedByScan) : default);
        Assert.NotNull(await _sources.Get<QualityRules>().FindAsync(_sources.Ours, 1, default));
    }

    [Fact]
    public async Task Due_dates_comments_and_people_change_by_the_chat_and_stand_in_the_history()
    {
        var colleague = await _sources.Database.ColleagueAsync(_sources.Ours, Permission.ReadData);
        await _sources.AskAsync("make a task: weigh the crates again");
        await _sources.AskAsync("assign task 1 to Cleo Colleague");
        await _sources.AskAsync("task 1 is due tomorrow");
        await _sources.AskAsync("start task 1", null, colleague);
        await _sources.AskAsync("comment on task 1: the scale is broken", null, colleague);
        var events = await Board.EventsAsync(_sources.Ours, 1, default);
        Assert.Equal(["made", "assignee", "due", "state", "comment"], events.Select(e => e.What));
        Assert.Equal(("Cleo Colleague", "the scale is broken"), (events[^1].By, events[^1].After));
        _clock.Advance(TimeSpan.FromDays(3));
        Assert.Contains("overdue", await _sources.TextAsync("which tasks are overdue"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tasks_hold_the_rights_to_what_they_are_about()
    {
        var task = await MakeAsync(await ScanAsync());
        var colleague = await _sources.Database.ColleagueAsync(_sources.Ours, Permission.ReadData);
        Assert.Single(await Board.ListAsync(colleague, default));
        Assert.IsType<TaskOutcome.Refused>(await Board.ChangeAsync(colleague, task.Number, new() { State = TaskState.Done }, default));
        Assert.Null(await Board.CommentAsync(colleague, task.Number, "I can help", default));
        Assert.Empty(await Board.ListAsync(_sources.Database.Theirs, default));

        Assert.Null(await _sources.Get<SourcePolicies>().SaveAsync(_sources.Ours, _source, [new(OrganizationRole.Viewer, new("public", "crates"))], default));
        Assert.Empty(await Board.ListAsync(colleague, default));
        Assert.Empty(await Board.EventsAsync(colleague, task.Number, default));
        var refused = Assert.IsType<TaskOutcome.Refused>(await Board.ChangeAsync(_sources.Ours, task.Number, new() { Assignee = colleague.UserId }, default));
        Assert.Contains("may not read the data", refused.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_about_missing_cells_offers_a_workbook_with_those_cells_alone()
    {
        var task = await MakeAsync(await ScanAsync());
        var told = await _sources.AskAsync($"get the workbook for task {task.Number}");
        Assert.Contains("8 rows, 8 cells to fill", Assert.Single(told.Parts.OfType<DownloadPart>()).Text, StringComparison.Ordinal);
        await _sources.AskAsync("make a task: weigh the crates again");
        Assert.Contains("is not about cells", await _sources.TextAsync($"get the workbook for task {task.Number + 1}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workflow_makes_tasks_of_important_findings_once()
    {
        await ScanAsync();
        var source = await _sources.OpenAsync(_source);
        var findings = await _sources.Get<MissingFindings>().ListAsync(_sources.Ours, source, default);
        Assert.Equal(1, await Board.MakeAsync(_sources.Ours, source, findings, PriorityLevel.Medium, default));
        Assert.Equal(0, await Board.MakeAsync(_sources.Ours, source, findings, PriorityLevel.Medium, default));
    }

    private async Task<WorkTask> MakeAsync(MissingFinding finding) =>
        Assert.IsType<TaskOutcome.Done>(await Board.MakeAsync(_sources.Ours, await _sources.OpenAsync(_source), finding, null, null, default)).Task;

    private async Task<MissingFinding> ScanAsync()
    {
        _clock.Advance(TimeSpan.FromMinutes(30));
        await _sources.Get<MissingScans>().ScanAsync(_sources.Ours, _source, null, null, default);
        return (await _sources.Get<MissingFindings>().ListAsync(_sources.Ours, await _sources.OpenAsync(_source), default)).Single(f => f.Gap.Body.Column == "weight_kg");
    }
}
