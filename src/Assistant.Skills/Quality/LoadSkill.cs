using System.ComponentModel;
using System.Globalization;
using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Quality;

/// <summary>Tells in the chat whether the newest loads are as the earlier ones were.</summary>
public sealed class LoadSkill(QualityTables tables, QualityLoads loads)
{
    private const int MostTables = 12, MostReasons = 5;

    [DisplayName("check_load"), Requires(Permission.ReadData)]
    [Description("Compares the newest load of a table, or of all tables, with the loads before it: number of rows, missing values, spread, and whether it is late.")]
    public async Task<SkillResult> CheckAsync([Description("The table, as the person says it; empty for all.")] string table, TurnContext turn, CancellationToken cancellationToken)
    {
        var places = new List<(OpenedSource Source, CatalogTable Table)>();
        if (table.Trim().Length > 0)
        {
            var (found, problem) = await tables.FindAsync(table, turn, cancellationToken);
            if (found is not { } place)
                return problem!;
            places.Add(place);
        }
        else
            foreach (var source in await tables.SourcesAsync(turn, cancellationToken))
                places.AddRange(source.VisibleTables().Where(QualityChecks.IsLoadedByDay).Select(t => (source, t)));
        await turn.ShowAsync(new StepPart("loads", $"Comparing the newest {(places.Count == 1 ? "load" : "loads")} with those before", StepState.Running));
        var judged = new List<TableLoad>();
        foreach (var (source, one) in places.Take(MostTables))
            if (await loads.JudgeAsync(turn.Caller, source, one, cancellationToken) is { } load)
                judged.Add(load);
        await turn.ShowAsync(new StepPart("loads", $"Compared {Counted.Of(judged.Count, "load", "loads")}", StepState.Done));
        if (judged.Count == 0)
            return SkillResult.Say(table.Trim().Length > 0 && places is [var (_, only)]
                ? $"I cannot judge the loads of **{MarkdownText.Plain(only.Name.Name)}**: that takes a column that tells when its rows came, more than eight days of them, and the right to see all of it."
                : "No table here is loaded day by day, as far as I can see: that takes a column that tells when its rows came, more than eight days of them, and the right to see the whole table.");
        var culture = CultureInfo.GetCultureInfo(turn.Caller.Preferences.Culture);
        var lines = judged.OrderByDescending(l => l.IsOdd).ThenByDescending(l => l.IsLate(loads.Now)).Select(l =>
            $"**{MarkdownText.Plain(l.Table.Name)}**: {LoadWords.Said(l, loads.Now, culture)}{(l.IsOdd ? "\n" + string.Concat(l.Alerts.Take(MostReasons).Select(a => $"\n- {MarkdownText.Plain(LoadWords.Said(a))}")) : "")}");
        return SkillResult.Say(string.Join("\n\n", lines));
    }

    [DisplayName("expect_load"), Requires(Permission.ManageSources)]
    [Description("Notes that the newest load of a table is as it should be, though it is not like those before.")]
    public async Task<SkillResult> ExpectAsync([Description("The table, as the person says it.")] string table, TurnContext turn, CancellationToken cancellationToken)
    {
        var (found, problem) = await tables.FindAsync(table, turn, cancellationToken);
        if (found is not { } place)
            return problem!;
        var name = MarkdownText.Plain(place.Table.Name.Name);
        return SkillResult.Say(await loads.ExpectAsync(turn.Caller, place.Source.Info.Id, place.Table.Name, cancellationToken)
            ? $"The newest load of **{name}** counts as it should be, and later ones are compared with it, too." : $"No load of **{name}** was judged yet. Write “is the load of {name} ok?”.");
    }
}
