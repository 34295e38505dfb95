using Assistant.Skills.Access;
using Assistant.Skills.Semantics;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Tests.Semantics;

public class ModelYamlTests
{
    private static readonly TableName Boats = new(null, "boats");

    private static readonly SemanticModel Said = SemanticModel.Empty
        .With(Boats, e => e with
        {
            Description = "Everything: that \"floats\"", Synonyms = ["vessel", "no", "12"], DefaultDate = "built", Hidden = true,
            Measures = [new("area", "length * width", MeasureAggregate.Average) { Unit = "m²", Synonyms = ["deck"], Description = "# not a comment" }],
        })
        .With(Boats, "state", c => c with { Values = [new("A", ["afloat", "at sea"]), new("1.0", ["true"])], Role = ColumnRole.Dimension })
        .With(Boats, "name", c => c with { Sensitive = true, Hidden = true, Description = "two\nlines", Unit = "-", Synonyms = ["ship's name"] })
        .With(new ModelJoin(Boats, "harbour_id", new(null, "harbours"), "harbour_id", JoinState.Confirmed), JoinState.Confirmed);

    [Fact]
    public async Task A_model_comes_back_from_its_file_as_it_went()
    {
        await using var harbour = await Moorings.OpenAsync();
        var catalog = (await harbour.Sources.OpenAsync(harbour.Ours, harbour.Id, default))!.Catalog;
        var read = ModelYaml.Read(ModelYaml.Write(Said, catalog), catalog);
        Assert.Empty(read.Problems);
        Assert.Equal(Said.Tidy().ToJson(), read.Model.ToJson());
        Assert.True(ModelYaml.Read(ModelYaml.Write(SemanticModel.Empty, catalog), catalog).Model.IsEmpty);
    }

    [Fact]
    public async Task What_is_wrong_with_a_file_is_told_by_line()
    {
        await using var harbour = await Moorings.OpenAsync();
        var refused = Assert.IsType<ImportOutcome.Refused>(await harbour.Files.ImportAsync(harbour.Ours, harbour.Id, """
            entities:
              - table: boats
                synonyms: [harbours]
                columns:
                  - name: lenght
                    unit: m
                measures:
                  - name: area
                    formula: length * widht
              - table: harbours
                synonyms: [quay]
            """, default));
        Assert.Equal([2, 5, 8], refused.Problems.Select(p => p.Line));
        Assert.Contains("would mean", refused.Problems[0].Message, StringComparison.Ordinal);
        Assert.Contains("Nearest: length", refused.Problems[1].Message, StringComparison.Ordinal);
        Assert.Contains("widht", refused.Problems[2].Message, StringComparison.Ordinal);
        Assert.Null(await harbour.Models.DraftAsync(harbour.Ours, harbour.Id, default));
    }

    [Theory]
    [InlineData("entities: [", 1, "no YAML")]
    [InlineData("entities:\n  - tabel: boats", 2, "needs the name of its 'table'")]
    [InlineData("entities:\n  - table: boats\n    synonym: [x]", 3, "'synonym' is nothing that an entity has")]
    [InlineData("entities:\n  - table: boats\n    hidden: maybe", 3, "true or false")]
    [InlineData("entities:\n  - table: boats\n  - table: BOATS", 3, "twice")]
    [InlineData("entities:\n  - table: boats\n    columns:\n      - name: length\n        role: 7", 5, "one of byitself, dimension, measure")]
    [InlineData("joins:\n  - from: boats\n    to: harbours.harbour_id", 2, "table.column")]
    [InlineData("joins:\n  - from: boats.length\n    to: harbours.harbour_id\n    state: maybe", 4, "one of confirmed, rejected, added")]
    [InlineData("entities: &a [*a]", 1, "References")]
    [InlineData("- a\n- b", 1, "one model")]
    [InlineData("", 1, "one model")]
    public async Task A_file_that_is_no_model_is_refused_with_the_line(string text, int line, string words)
    {
        await using var harbour = await Moorings.OpenAsync();
        var catalog = (await harbour.Sources.OpenAsync(harbour.Ours, harbour.Id, default))!.Catalog;
        var problem = ModelYaml.Read(text, catalog).Problems[0];
        Assert.Equal(line, problem.Line);
        Assert.Contains(words, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_nested_without_end_is_refused_and_does_no_harm()
    {
        await using var harbour = await Moorings.OpenAsync();
        var catalog = (await harbour.Sources.OpenAsync(harbour.Ours, harbour.Id, default))!.Catalog;
        Assert.Contains("nested", ModelYaml.Read(new string('[', 200_000), catalog).Problems[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_goes_out_and_comes_in_as_the_draft()
    {
        await using var harbour = await Moorings.OpenAsync();
        var yaml = (await harbour.Files.ExportAsync(harbour.Ours, harbour.Id, draft: false, default))!;
        Assert.Contains("table: boats", yaml, StringComparison.Ordinal);
        var changed = yaml.Replace("table: boats", "table: boats\n    synonyms: [vessel]", StringComparison.Ordinal);
        Assert.IsType<ImportOutcome.Imported>(await harbour.Files.ImportAsync(harbour.Ours, harbour.Id, changed, default));
        Assert.DoesNotContain("vessel", (await harbour.Files.ExportAsync(harbour.Ours, harbour.Id, draft: false, default))!, StringComparison.Ordinal);
        Assert.Contains("vessel", (await harbour.Files.ExportAsync(harbour.Ours, harbour.Id, draft: true, default))!, StringComparison.Ordinal);
        await harbour.Models.PublishAsync(harbour.Ours, harbour.Id, "", default);
        Assert.Equal(["vessel"], (await harbour.Models.CurrentAsync(harbour.Ours, harbour.Id, default)).Model.Find(Boats)!.Synonyms);
        Assert.Null(await harbour.Files.ExportAsync(harbour.Database.Theirs, harbour.Id, false, default));
        Assert.IsType<ImportOutcome.Gone>(await harbour.Files.ImportAsync(harbour.Database.Theirs, harbour.Id, yaml, default));
    }

    [Fact]
    public async Task What_a_person_may_not_see_is_not_in_their_file_and_is_kept_when_it_comes_back()
    {
        await using var harbour = await Moorings.OpenAsync();
        await harbour.Learning.TeachAsync(harbour.Ours, harbour.Id, "berth", new(new(null, "harbours")), "", default);
        await harbour.Learning.TeachAsync(harbour.Ours, harbour.Id, "beam", new(Boats, "width"), "", default);
        var colleague = await harbour.Database.ColleagueAsync(harbour.Ours, Permission.ReadData, Permission.ManageSources);
        await new Policies(harbour.Database.Storage, TimeProvider.System).SaveAsync(
            harbour.Ours, harbour.Id, [new(OrganizationRole.Viewer, new(null, "harbours")), new(OrganizationRole.Viewer, Boats, "width", ColumnMask.Hidden)], default);
        var yaml = (await harbour.Files.ExportAsync(colleague, harbour.Id, false, default))!;
        Assert.DoesNotContain("harbours", yaml, StringComparison.Ordinal);
        Assert.DoesNotContain("beam", yaml, StringComparison.Ordinal);
        Assert.IsType<ImportOutcome.Imported>(await harbour.Files.ImportAsync(colleague, harbour.Id, yaml.Replace("table: boats", "table: boats\n    synonyms: [vessel]", StringComparison.Ordinal), default));
        var draft = (await harbour.Models.DraftAsync(harbour.Ours, harbour.Id, default))!.Model;
        Assert.Equal(("berth", "beam", "vessel"), (draft.Find(new(null, "harbours"))!.Synonyms[0], draft.Find(Boats, "width")!.Synonyms[0], draft.Find(Boats)!.Synonyms[0]));
    }
}
