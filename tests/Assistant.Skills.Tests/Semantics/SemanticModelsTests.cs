using Assistant.Skills.Access;
using Assistant.Skills.Semantics;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Tests.Semantics;

public class SemanticModelsTests
{
    private static readonly TableName Boats = new(null, "boats");

    [Fact]
    public async Task An_edit_answers_no_question_until_it_is_published_and_can_be_undone()
    {
        await using var harbour = await Moorings.OpenAsync();
        var (models, ours, id) = (harbour.Models, harbour.Ours, harbour.Id);
        var draft = await models.EditAsync(ours, id, "'vessel' means boats.", m => m.With(Boats, e => e with { Synonyms = ["vessel"] }), default);
        Assert.Equal(["'vessel' means boats."], draft!.Changes);
        Assert.Same(PublishedModel.None, await models.CurrentAsync(ours, id, default));

        Assert.Equal(1, Assert.IsType<PublishOutcome.Published>(await models.PublishAsync(ours, id, "First words", default)).Number);
        Assert.Equal(["vessel"], (await models.CurrentAsync(ours, id, default)).Model.Find(Boats)!.Synonyms);
        Assert.Null(await models.DraftAsync(ours, id, default));
        Assert.Same((await models.CurrentAsync(ours, id, default)).Model, (await models.CurrentAsync(ours, id, default)).Model);

        Assert.Equal(2, Assert.IsType<PublishOutcome.Published>(await models.RestoreAsync(ours, id, 0, default)).Number);
        Assert.True((await models.CurrentAsync(ours, id, default)).Model.IsEmpty);
        var history = await models.HistoryAsync(ours, id, default);
        Assert.Equal([(2, "Ada Ours", ""), (1, "Ada Ours", "First words")], history.Select(v => (v.Number, v.MadeBy, v.Note)));
        Assert.Equal(["'vessel' means boats."], history[1].Changes);
    }

    [Fact]
    public async Task Who_did_what_is_in_the_audit_log()
    {
        await using var harbour = await Moorings.OpenAsync();
        await harbour.Models.EditAsync(harbour.Ours, harbour.Id, "'vessel' means boats.", m => m.With(Boats, e => e with { Synonyms = ["vessel"] }), default);
        await harbour.Models.PublishAsync(harbour.Ours, harbour.Id, "", default);
        await harbour.Models.RestoreAsync(harbour.Ours, harbour.Id, 0, default);
        var log = await new Audit(harbour.Database.Storage).ListAsync(harbour.Ours, 2, default);
        Assert.Equal(["data model restored", "data model published"], log.Select(e => e.Action));
    }

    [Fact]
    public async Task A_word_learned_in_passing_is_published_at_once_and_kept_by_a_draft_under_way()
    {
        await using var harbour = await Moorings.OpenAsync();
        var (models, ours, id) = (harbour.Models, harbour.Ours, harbour.Id);
        await models.EditAsync(ours, id, "Length is in m.", m => m.With(Boats, "length", c => c with { Unit = "m" }), default);
        Assert.IsType<PublishOutcome.Published>(await harbour.Learning.TeachAsync(ours, id, "vessel", new(Boats), "a choice in a conversation", default));
        Assert.Equal(["vessel"], (await models.CurrentAsync(ours, id, default)).Model.Find(Boats)!.Synonyms);
        Assert.IsType<PublishOutcome.Published>(await models.PublishAsync(ours, id, "", default));
        var now = (await models.CurrentAsync(ours, id, default)).Model.Find(Boats)!;
        Assert.Equal(("vessel", "m"), (now.Synonyms[0], now.Columns[0].Unit));
    }

    [Theory]
    [InlineData("harbour", "boats", null, "already means harbours", "harbours")]
    [InlineData("vessel", "ships", null, "no table 'ships'", "")]
    [InlineData("vessel", "boats", "mast", "no column 'mast'", "")]
    [InlineData("  ", "boats", null, "Give a word", "")]
    public async Task A_word_that_can_mean_no_such_thing_is_refused_with_the_reason(string word, string table, string? column, string reason, string alreadyOf)
    {
        await using var harbour = await Moorings.OpenAsync();
        if (alreadyOf.Length > 0)
            await harbour.Learning.TeachAsync(harbour.Ours, harbour.Id, word, new(new(null, alreadyOf)), "", default);
        var outcome = await harbour.Learning.TeachAsync(harbour.Ours, harbour.Id, word, new(new(null, table), column), "", default);
        Assert.Contains(reason, Assert.IsType<PublishOutcome.Refused>(outcome).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_draft_begun_before_another_version_was_published_is_not_published_over_it()
    {
        await using var harbour = await Moorings.OpenAsync();
        var (models, ours, id) = (harbour.Models, harbour.Ours, harbour.Id);
        await models.EditAsync(ours, id, "a", m => m.With(Boats, e => e with { Synonyms = ["vessel"] }), default);
        Assert.Contains("not published", Assert.IsType<PublishOutcome.Refused>(await models.RestoreAsync(ours, id, 0, default)).Reason, StringComparison.Ordinal);
        Assert.True(await models.DiscardAsync(ours, id, default));
        Assert.Contains("nothing to publish", Assert.IsType<PublishOutcome.Refused>(await models.PublishAsync(ours, id, "", default)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_not_manage_sources_edits_nothing_and_answers_with_the_model_all_the_same()
    {
        await using var harbour = await Moorings.OpenAsync();
        var reader = await harbour.Database.ColleagueAsync(harbour.Ours, Permission.ReadData);
        await harbour.Learning.TeachAsync(harbour.Ours, harbour.Id, "vessel", new(Boats), "", default);
        Assert.Equal(1, (await harbour.Models.CurrentAsync(reader, harbour.Id, default)).Number);
        await Assert.ThrowsAsync<PermissionDeniedException>(() => harbour.Models.EditAsync(reader, harbour.Id, "x", m => m, default));
        await Assert.ThrowsAsync<PermissionDeniedException>(() => harbour.Models.PublishAsync(reader, harbour.Id, "", default));
        await Assert.ThrowsAsync<PermissionDeniedException>(() => harbour.Models.RestoreAsync(reader, harbour.Id, 0, default));
        await Assert.ThrowsAsync<PermissionDeniedException>(() => harbour.Models.HistoryAsync(reader, harbour.Id, default));
        await Assert.ThrowsAsync<PermissionDeniedException>(() => harbour.Learning.TeachAsync(reader, harbour.Id, "x", new(Boats), "", default));
    }

    [Fact]
    public async Task The_other_organization_sees_and_changes_no_model_of_ours()
    {
        await using var harbour = await Moorings.OpenAsync();
        var (models, theirs, id) = (harbour.Models, harbour.Database.Theirs, harbour.Id);
        await harbour.Learning.TeachAsync(harbour.Ours, id, "vessel", new(Boats), "", default);
        await models.EditAsync(harbour.Ours, id, "b", m => m.With(Boats, e => e with { Description = "Secret" }), default);
        Assert.Same(PublishedModel.None, await models.CurrentAsync(theirs, id, default));
        Assert.Null(await models.DraftAsync(theirs, id, default));
        Assert.Null(await models.EditAsync(theirs, id, "x", m => m, default));
        Assert.False(await models.DiscardAsync(theirs, id, default));
        Assert.IsType<PublishOutcome.Refused>(await models.PublishAsync(theirs, id, "", default));
        Assert.IsType<PublishOutcome.Refused>(await models.RestoreAsync(theirs, id, 1, default));
        Assert.IsType<PublishOutcome.Refused>(await harbour.Learning.TeachAsync(theirs, id, "x", new(Boats), "", default));
        Assert.Empty(await models.HistoryAsync(theirs, id, default));
        Assert.NotNull(await models.DraftAsync(harbour.Ours, id, default));
    }

    [Fact]
    public async Task Everything_that_does_not_fit_the_source_is_told_at_once()
    {
        await using var harbour = await Moorings.OpenAsync();
        var model = SemanticModel.Empty
            .With(new TableName(null, "baots"), e => e with { Description = "x" })
            .With(Boats, e => e with
            {
                Synonyms = ["harbours"], DefaultDate = "name",
                Measures = [new("area", "length * widht"), new("whole", "sum(length)"), new("name", "length"), new("odd", "length; DROP TABLE boats")],
            })
            .With(Boats, "lenght", c => c with { Unit = "m" })
            .With(new ModelJoin(Boats, "port", new(null, "harbours"), "id", JoinState.Added), JoinState.Added);
        var opened = (await harbour.Sources.OpenAsync(harbour.Ours, harbour.Id, default))!;
        var problems = string.Join('\n', (await new ModelCheck(new QueryGate()).FindAsync(model, opened.Source, opened.Catalog, default)).Select(p => $"{p.Path}: {p.Message}"));
        foreach (var expected in new[]
        {
            "There is no table 'baots'", "Nearest: boats", "no column 'lenght'", "Nearest: length", "'harbours' would mean", "holds no dates", "names 'widht'", "'sum(length)' doesn't run", "called like a column",
            "is not one expression", "names 'port'",
        })
            Assert.Contains(expected, problems, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_saying_leaves_nothing_behind()
    {
        var model = SemanticModel.Empty.With(Boats, "length", c => c with { Unit = " m ", Synonyms = [" size ", "SIZE", ""] });
        Assert.Equal(("m", 1), (model.Find(Boats, "length")!.Unit, model.Find(Boats, "length")!.Synonyms.Count));
        Assert.True(model.With(Boats, "LENGTH", c => c with { Unit = "", Synonyms = [] }).IsEmpty);
    }

    [Fact]
    public void A_model_reads_back_as_it_was_written()
    {
        var model = SemanticModel.Empty
            .With(Boats, e => e with { Synonyms = ["vessel"], Measures = [new("area", "a*b", MeasureAggregate.Average)], DefaultDate = "built", Hidden = true })
            .With(Boats, "state", c => c with { Values = [new("A", ["afloat", "at sea"])], Role = ColumnRole.Dimension, Sensitive = true })
            .With(new ModelJoin(Boats, "h", new("x", "harbours"), "id", JoinState.Added), JoinState.Rejected);
        Assert.Equal(model.ToJson(), SemanticModel.FromJson(model.ToJson()).ToJson());
    }
}
