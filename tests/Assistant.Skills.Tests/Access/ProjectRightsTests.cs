using Assistant.Skills.Access;
using Assistant.Skills.Agents;
using Assistant.Skills.Changes;
using Assistant.Skills.Conversation;
using Assistant.Skills.Dashboards;
using Assistant.Skills.Questions;
using Assistant.Skills.Semantics;
using Assistant.Skills.Sources;
using Assistant.Skills.Tasks;
using Assistant.Skills.Tests.Quality;
using Assistant.Skills.Workbooks;

namespace Assistant.Skills.Tests.Access;

/// <summary>What a project means for what belongs to its sources: who is outside sees nothing of it, who is inside does there what their role there allows.</summary>
public sealed class ProjectRightsTests : IAsyncLifetime
{
    private static readonly TableName Pallets = new("public", "pallets");

    private QualityPlace _place = null!;
    private Guid _project;
    private Caller _outside = null!, _viewer = null!, _analyst = null!;

    public async Task InitializeAsync()
    {
        _place = await QualityPlace.OpenAsync(
            """
            CREATE TABLE pallets (pallet_no int PRIMARY KEY, hall text, goods text, boxes int);
            INSERT INTO pallets SELECT i, 'H' || i % 4, (ARRAY['bolts', 'cables', NULL])[1 + i % 3], CASE WHEN i = 50 THEN 900 ELSE 3 + i % 9 END FROM generate_series(1, 400) AS i;
            """);
        _project = Assert.IsType<NewProject.Made>(await _place.The<Projects>().CreateAsync(_place.Me, "Stores", true, default)).Project.Id;
        Assert.Null(await _place.The<Projects>().MoveAsync(_place.Me, _place.Source, _project, default));
        _outside = await PersonAsync("analyst", null);
        _viewer = await PersonAsync("analyst", OrganizationRole.Viewer);
        _analyst = await PersonAsync("viewer", OrganizationRole.Analyst);
    }

    public async Task DisposeAsync() => await _place.DisposeAsync();

    [Fact]
    public async Task Who_is_outside_sees_nothing_that_belongs_to_a_source_of_it()
    {
        var rule = await _place.RuleAsync("boxes must be at most 100");
        var (board, _) = (await _place.The<Widgets>().SaveAsync(_place.Me, new("Boxes in the secret stores", _place.Source, "SELECT sum(boxes) FROM pallets", null, []), null, "Shared", default))!.Value;
        Assert.True(await _place.The<Boards>().ShareAsync(_place.Me, board, true, default));
        Assert.IsType<TaskOutcome.Done>(await _place.The<TaskBoard>().MakeAsync(_place.Me, new("Count the secret stores") { SourceId = _place.Source, Table = Pallets }, default));
        Assert.IsType<ChangeOutcome.Done>(await _place.The<ChangeSets>().ProposeAsync(_place.Me, new(_place.Source, Pallets, ["pallet_no"], "Goods", "Test", [new(["3"], "goods", null, "nuts")]), null, default));
        Assert.IsType<WorkbookOutcome.Made>(await _place.The<FillInWorkbooks>().MakeAsync(_place.Me, new(_place.Source, Pallets), default));
        Assert.IsType<VerifyOutcome.Verified>(await _place.The<VerifiedQuestions>().AddAsync(_place.Me, _place.Source, "How full are the stores?", "SELECT sum(boxes) FROM pallets", null, new(2026, 1, 1), default));

        foreach (var (person, sees) in new[] { (_outside, false), (_viewer, true), (_analyst, true), (_place.Me, true) })
        {
            var count = sees ? 1 : 0;
            Assert.Equal(count, (await _place.The<DataSources>().ListAsync(person, default)).Count);
            Assert.Equal(sees, await _place.The<DataSources>().OpenAsync(person, _place.Source, default) is not null);
            Assert.Equal(sees, await _place.The<DataSources>().GetAsync(person, _place.Source, default) is not null);
            Assert.Equal(count, (await _place.Rules.ListAsync(person, null, default)).Count);
            Assert.Equal(sees, await _place.Rules.FindAsync(person, rule.Number, default) is not null);
            Assert.Equal(count, Assert.Single(await _place.The<Boards>().ListAsync(person, default)).WidgetCount);
            Assert.Equal((count, count), (await _place.The<Boards>().GetAsync(person, board, default))! is var shown ? (shown.Widgets.Count, shown.Places.Count) : default);
            Assert.Equal(count, (await _place.The<TaskBoard>().ListAsync(person, default)).Count);
            Assert.Equal(count, (await _place.The<ChangeSets>().ListAsync(person, default)).Count);
            Assert.Equal(count, (await _place.The<FillInWorkbooks>().ListAsync(person, default)).Count);
            Assert.Equal(sees, (await _place.The<AgentScripts>().ListAsync(person, default)).Count > 0);
            Assert.Equal(sees, (await _place.The<StartingQuestions>().ForAsync(person, null, default)).Count > 0);
            Assert.Equal(count, (await _place.The<Projects>().ListAsync(person, default)).Sum(p => p.Sources));
            Assert.Equal(sees, await _place.The<Results>().ReadSavedAsync(person, _place.Source, "SELECT 1 FROM pallets", default) is QueryOutcome.Rows);
        }
    }

    [Fact]
    public async Task The_chat_answers_from_it_for_members_only_and_names_nothing_of_it_to_others()
    {
        Assert.IsType<VerifyOutcome.Verified>(await _place.The<VerifiedQuestions>().AddAsync(_place.Me, _place.Source, "How full are the stores?", "SELECT sum(boxes) FROM pallets", null, new(2026, 1, 1), default));
        await _place.RuleAsync("boxes must be at most 100");
        foreach (var text in new[] { "How many pallets are there?", "How full are the stores?", "which sources are there?", "check pallets", "what is missing in pallets?", "describe pallets" })
        {
            var told = await AskAsync(_outside, text);
            foreach (var word in new[] { "Store", "boxes", "goods", "400" })
                Assert.DoesNotContain(word, told.Replace(text, "", StringComparison.Ordinal), StringComparison.Ordinal);
        }
        Assert.Contains("400", await AskAsync(_viewer, "How many pallets are there?"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_viewer_there_changes_nothing_there_though_an_analyst_elsewhere_and_an_analyst_there_does()
    {
        var rule = await _place.RuleAsync("boxes must be at most 100");
        var change = Assert.IsType<ChangeOutcome.Done>(await _place.The<ChangeSets>().ProposeAsync(_place.Me, new(_place.Source, Pallets, ["pallet_no"], "Goods", "Test", [new(["3"], "goods", null, "nuts")]), null, default)).Set;
        var pair = Assert.IsType<VerifyOutcome.Verified>(await _place.The<VerifiedQuestions>().AddAsync(_place.Me, _place.Source, "How full are the stores?", "SELECT sum(boxes) FROM pallets", null, new(2026, 1, 1), default));
        var models = _place.The<SemanticModels>();
        var ways = new (string What, Func<Caller, Task> Do)[]
        {
            ("refresh", p => _place.The<DataSources>().RefreshAsync(p, _place.Source, default)),
            ("connect", p => _place.The<DataSources>().ConnectAsync(p, new NewSource.ServerFile("x", "/nowhere") { ProjectId = _project }, default)),
            ("model", p => models.EditAsync(p, _place.Source, "x", m => m, default)),
            ("verify", p => _place.The<VerifiedQuestions>().AnswerOnlyVerifiedAsync(p, _place.Source, false, default)),
            ("unverify", p => _place.The<VerifiedQuestions>().RemoveAsync(p, pair.Id, default)),
            ("decide", p => _place.Rules.DecideAsync(p, rule.Id, Assistant.Skills.Quality.RuleDecision.Accepted, "", null, default)),
            ("propose", p => _place.Rules.ProposeAsync(p, _place.Source, [rule.Rule], default)),
            ("severity", p => _place.The<Assistant.Skills.Quality.RuleChanges>().SetAsync(p, rule.Number, Assistant.Skills.Quality.Severity.Low, null, default)),
            ("approve", p => _place.The<ChangeSets>().ApproveAsync(p, change.Id, null, "", default)),
            ("delete", p => _place.The<DataSources>().DeleteAsync(p, _place.Source, default)),
        };
        foreach (var (what, way) in ways)
            Assert.True(await Record.ExceptionAsync(() => way(_viewer)) is PermissionDeniedException, what);
        Assert.IsType<QueryOutcome.NotAllowed>(await _place.The<Results>().RunAsync(_viewer, _place.Source, "SELECT 1 FROM pallets", default));
        Assert.DoesNotContain("\"kind\":\"table\"", await AskAsync(_viewer, "SELECT count(*) FROM pallets"), StringComparison.Ordinal);
        Assert.DoesNotContain("Accept", await AskAsync(_viewer, "goods must be unique"), StringComparison.Ordinal);

        Assert.IsType<QueryOutcome.Rows>(await _place.The<Results>().RunAsync(_analyst, _place.Source, "SELECT 1 FROM pallets", default));
        Assert.Contains("\"kind\":\"table\"", await AskAsync(_analyst, "SELECT count(*) FROM pallets"), StringComparison.Ordinal);
        foreach (var (what, way) in ways)
            Assert.True(await Record.ExceptionAsync(() => way(_analyst)) is null, what);
    }

    [Fact]
    public async Task A_conversation_that_was_shared_is_there_only_for_who_sees_its_project_and_all_sources_it_read()
    {
        var conversations = _place.The<Conversations>();
        var conversation = await conversations.CreateAsync(_place.Me, default);
        Assert.Contains("400", await AskAsync(_place.Me, "How many pallets are there?", conversation), StringComparison.Ordinal);
        Assert.True(await conversations.ShareAsync(_place.Me, conversation, true, default));
        foreach (var (person, sees) in new[] { (_outside, false), (_viewer, true) })
        {
            Assert.Equal(sees, (await conversations.ListAsync(person, null, default)).Count > 0);
            Assert.Equal(sees, (await conversations.ListAsync(person, "pallets", default)).Count > 0);
            Assert.Equal(sees, await conversations.GetAsync(person, conversation, default) is not null);
        }

        // Begun in a project, it belongs there, whatever was asked.
        var begun = ((StartOutcome.Started)await _place.The<Turns>().StartAsync(_place.Me, new(default, "hello") { ProjectId = _project }, default)).ConversationId;
        Assert.True(await conversations.ShareAsync(_place.Me, begun, true, default));
        Assert.Null(await conversations.GetAsync(_outside, begun, default));
        Assert.NotNull(await conversations.GetAsync(_viewer, begun, default));
        Assert.Null(await _place.The<Projects>().ChangeAsync(_place.Me, _project, null, false, default));
        Assert.NotNull(await conversations.GetAsync(_outside, begun, default));
    }

    [Fact]
    public async Task A_question_in_a_conversation_of_a_project_prefers_its_sources()
    {
        Assert.IsType<ConnectOutcome.Connected>(await _place.The<DataSources>().ConnectAsync(_place.Me, new NewSource.PostgreSqlText("Copy", _place.Store.ConnectionString), default));
        Assert.Contains("Which source do you mean?", await AskAsync(_viewer, "How many pallets are there?"), StringComparison.Ordinal);

        Assert.Null(await _place.The<Projects>().WorkInAsync(_viewer, _project, default));
        var inside = await NowAsync(_viewer);
        Assert.Equal(_project, inside.ProjectId);
        var turn = (StartOutcome.Started)await _place.The<Turns>().StartAsync(inside, new(default, "How many pallets are there?"), default);
        var told = await FollowAsync(inside, turn.TurnId);
        Assert.Contains("\"sourceName\":\"Store\"", told, StringComparison.Ordinal);

        Assert.NotNull(await _place.The<Projects>().WorkInAsync(_outside, _project, default));
        Assert.True(await _place.The<ProjectMembers>().RemoveAsync(_place.Me, _project, _viewer.UserId, default));
        Assert.Null((await NowAsync(_viewer)).ProjectId);
    }

    [Fact]
    public async Task The_chat_tells_which_projects_there_are_and_who_sees_them()
    {
        Assert.Contains("Stores", await AskAsync(_viewer, "which projects are there?"), StringComparison.Ordinal);
        Assert.Contains("You are a viewer in it", await AskAsync(_viewer, "which projects are there?"), StringComparison.Ordinal);
        var inside = await AskAsync(_viewer, "who may see the project Stores?");
        Assert.Contains("its members and administrators see it", inside, StringComparison.Ordinal);
        Assert.Contains("is an analyst in it", inside, StringComparison.Ordinal);
        Assert.DoesNotContain("Stores", await AskAsync(_outside, "which projects are there?"), StringComparison.Ordinal);
        Assert.Contains("that you may see", await AskAsync(_outside, "who may see the project Stores?"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_that_ends_in_a_project_ends_at_once_and_the_organizations_own_counts_where_it_is_open()
    {
        Assert.Null(await _place.The<Projects>().ChangeAsync(_place.Me, _project, null, false, default));
        Assert.True(await _place.The<ProjectMembers>().RemoveAsync(_place.Me, _project, _viewer.UserId, default));
        Assert.True((await NowAsync(_viewer)).MayOn(Permission.ManageSources, _place.Source));
        Assert.True(await _place.The<ProjectMembers>().RemoveAsync(_place.Me, _project, _analyst.UserId, default));
        Assert.False((await NowAsync(_analyst)).MayOn(Permission.ManageSources, _place.Source));
        Assert.NotNull(await _place.The<DataSources>().GetAsync(_outside, _place.Source, default));
    }

    [Fact]
    public async Task Masks_and_hidden_tables_are_those_of_the_role_in_the_project()
    {
        Assert.Null(await _place.The<SourcePolicies>().SaveAsync(_place.Me, _place.Source, [new(OrganizationRole.Viewer, Pallets, "goods", ColumnMask.Hidden)], default));
        Assert.Single((await _place.The<DataSources>().OpenAsync(_viewer, _place.Source, default))!.Policy.Masks);
        Assert.Empty((await _place.The<DataSources>().OpenAsync(_analyst, _place.Source, default))!.Policy.Masks);
        Assert.Null(await _place.The<SourcePeople>().SaveAsync(_place.Me, _place.Source, new([OrganizationRole.Analyst], []), default));
        Assert.Null(await _place.The<DataSources>().OpenAsync(_viewer, _place.Source, default));
        Assert.NotNull(await _place.The<DataSources>().OpenAsync(_analyst, _place.Source, default));
    }

    [Fact]
    public async Task A_source_goes_into_projects_that_exist_for_the_person_only_and_a_project_with_sources_is_not_deleted()
    {
        Assert.Contains("no such project", Assert.IsType<ConnectOutcome.Refused>(await _place.The<DataSources>().ConnectAsync(_outside, new NewSource.ServerFile("x", "/nowhere") { ProjectId = _project }, default)).Reason, StringComparison.Ordinal);
        using var csv = new MemoryStream("town,people\nOslo,7\nRome,28\n"u8.ToArray());
        Assert.IsType<ConnectOutcome.Refused>(await _place.The<DataSources>().UploadAsync(_outside, "towns.csv", csv, _project, default));
        var connected = Assert.IsType<ConnectOutcome.Connected>(await _place.The<DataSources>().ConnectAsync(
            await NowAsync(_analyst), new NewSource.PostgreSqlText("Second", _place.Store.ConnectionString) { ProjectId = _project }, default)).Source;
        Assert.Equal((_project, "Stores"), (connected.ProjectId, connected.Project));
        Assert.Null(await _place.The<DataSources>().GetAsync(_outside, connected.Id, default));
        Assert.NotNull(await _place.The<DataSources>().GetAsync(_viewer, connected.Id, default));

        Assert.Contains("Move them", await _place.The<Projects>().DeleteAsync(_place.Me, _project, default), StringComparison.Ordinal);
        Assert.True(await _place.The<DataSources>().DeleteAsync(await NowAsync(_analyst), connected.Id, default));
        Assert.NotNull(await _place.The<Projects>().MoveAsync(_place.Me, _place.Source, Guid.NewGuid(), default));
        Assert.NotNull(await _place.The<Projects>().MoveAsync(_place.Database.Theirs, _place.Source, _place.Database.Theirs.OrganizationId, default));
        Assert.Null(await _place.The<Projects>().MoveAsync(_place.Me, _place.Source, Projects.General(_place.Me.OrganizationId), default));
        Assert.NotNull(await _place.The<DataSources>().GetAsync(_outside, _place.Source, default));
        Assert.Null(await _place.The<Projects>().DeleteAsync(_place.Me, _project, default));
        Assert.Contains("source moved", (await _place.The<Audit>().ListAsync(_place.Me, 50, default)).Select(e => e.Action));
    }

    private async Task<Caller> PersonAsync(string role, OrganizationRole? inProject)
    {
        var person = await _place.Database.ColleagueAsync(_place.Me, Permission.ReadData);
        await _place.Database.RunAsync($"UPDATE users SET role = '{role}' WHERE id = '{person.UserId}'");
        if (inProject is { } member)
            Assert.Null(await _place.The<ProjectMembers>().SetAsync(_place.Me, _project, person.UserId, member, default));
        return await NowAsync(person);
    }

    private async Task<Caller> NowAsync(Caller person) => (await _place.The<Callers>().FindAccountAsync(person.OrganizationId, person.UserId, default))!.Caller;

    private async Task<string> AskAsync(Caller caller, string text, Guid? conversation = null) => await FollowAsync(
        caller, ((StartOutcome.Started)await _place.The<Turns>().StartAsync(caller, new(conversation ?? await _place.The<Conversations>().CreateAsync(caller, default), text, null), default)).TurnId);

    private async Task<string> FollowAsync(Caller caller, Guid turn)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        return string.Join('\n', AnswerSoFar.Of(await _place.The<Turns>().FollowAsync(caller, turn, 0, patience.Token).ToListAsync(patience.Token)).Parts.Select(p => ConversationJson.Write(p)));
    }
}
