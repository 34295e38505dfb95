using System.ComponentModel;
using System.Globalization;
using System.Text.RegularExpressions;
using Assistant.Skills.Access;
using Assistant.Skills.Conversation;

namespace Assistant.Skills.Changes;

/// <summary>Talks about changes of data: what waits, what it would do, and what a person decides.</summary>
public sealed partial class ChangeSkill(ChangeSets sets)
{
    private const int CardsShown = 5, ColumnsShown = 6;

    [DisplayName("list_changes"), Requires(Permission.ReadData)]
    [Description("Shows which proposed changes of data wait for the person's approval.")]
    public async Task<SkillResult> ListAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        var waiting = (await sets.ListAsync(turn.Caller, cancellationToken)).Where(s => s.State is ChangeState.Proposed or ChangeState.Approved).ToList();
        if (waiting.Count == 0)
            return SkillResult.Say("Nothing waits for approval. Changes come from filled workbooks: write “make a workbook for …” to get one. The page [Approvals](/approvals) shows all that was decided.");
        var text = $"{(waiting.Count == 1 ? "One change waits" : $"{waiting.Count} changes wait")} for a decision. All are on the page [Approvals](/approvals).";
        await turn.ShowAsync(new TextPart(text));
        foreach (var set in waiting.Take(CardsShown))
            await turn.ShowAsync(await CardAsync(set, turn, cancellationToken));
        return new(text, []);
    }

    [DisplayName("show_change"), Requires(Permission.ReadData)]
    [Description("Shows one change of data by its number: the cells with old and new values.")]
    public async Task<SkillResult> ShowAsync([Description("The change's number.")] string number, TurnContext turn, CancellationToken cancellationToken)
    {
        if (await FindAsync(number, turn, cancellationToken) is not { } set)
            return None(number);
        await turn.ShowAsync(new TextPart($"Change {set.Number}: {MarkdownText.Plain(set.Title)}. All cells with old and new values are on the page [Approvals](/approvals/{set.Number})."));
        await turn.ShowAsync(await CardAsync(set, turn, cancellationToken));
        return new($"Showed change {set.Number}.", []);
    }

    [DisplayName("decide_change"), Requires(Permission.ApproveChanges)]
    [Description("Approves (and writes), rejects or undoes a change of data by its number. Only when the person says so.")]
    public async Task<SkillResult> DecideAsync(
        [Description("approve, reject or undo")] string decision, [Description("The change's number; empty for the latest.")] string number,
        [Description("For reject: why.")] string note, TurnContext turn, CancellationToken cancellationToken)
    {
        var undo = decision.Equals("undo", StringComparison.OrdinalIgnoreCase);
        var set = number.Trim().Length > 0 ? await FindAsync(number, turn, cancellationToken)
            : (await sets.ListAsync(turn.Caller, cancellationToken)).Where(s => s.State == (undo ? ChangeState.Applied : ChangeState.Proposed)).OrderByDescending(s => undo ? s.WrittenAt ?? s.MadeAt : s.MadeAt).FirstOrDefault();
        if (set is null)
            return number.Trim().Length > 0 ? None(number) : SkillResult.Say(undo ? "There is no written change to undo." : "Nothing waits for approval.");
        if (decision.Equals("reject", StringComparison.OrdinalIgnoreCase))
            return Told(await sets.RejectAsync(turn.Caller, set.Id, Why().Replace(note, ""), cancellationToken), $"Change {set.Number} is rejected. Nothing was written.");
        if (undo)
            return Told(await sets.UndoAsync(turn.Caller, set.Id, cancellationToken), $"Change {set.Number} is undone: {Cells(set, turn)} of {MarkdownText.Plain(set.Table.Name)} have their old values again.");
        if (set.State is ChangeState.Proposed && await sets.ApproveAsync(turn.Caller, set.Id, null, "", cancellationToken) is ChangeOutcome.Refused refused)
            return SkillResult.Say(MarkdownText.Plain(refused.Why));
        return Told(await sets.ApplyAsync(turn.Caller, set.Id, cancellationToken), $"Change {set.Number} is approved and written: {Cells(set, turn)} of {MarkdownText.Plain(set.Table.Name)}. Write “undo change {set.Number}” to take it back.");
    }

    private async Task<ProposalPart> CardAsync(ChangeSet set, TurnContext turn, CancellationToken cancellationToken)
    {
        var cells = (await sets.CellsAsync(turn.Caller, set.Id, cancellationToken)).Where(c => c.Verdict is not CellVerdict.LeftOut).ToList();
        // What is shown here is stored: figures, never values. Those stand on the page.
        var shown = cells.GroupBy(c => c.Column).OrderByDescending(g => g.Count()).Take(ColumnsShown).Select(g => new ProposalEvidence(g.Count().ToString("#,0", Culture(turn)), $"cells of {g.Key}")).ToList();
        if (set.Unusual > 0)
            shown.Add(new(set.Unusual.ToString("#,0", Culture(turn)), "are unusual by a rule", Against: true));
        if (set.LeftOut > 0)
            shown.Add(new(set.LeftOut.ToString("#,0", Culture(turn)), "are left out and not written", Against: true));
        var why = $"{Cells(set, turn)} in {set.Rows.ToString("#,0", Culture(turn))} rows of {set.Table.Name}, {set.SourceName}. Proposed by {set.Author}. It is {State(set.State)}.{(set.Failure is null ? "" : $" {set.Failure}")}";
        var acts = new List<ProposalAct>();
        if (turn.Caller.MayOn(Permission.ApproveChanges, set.SourceId))
            acts.AddRange(set.State switch
            {
                ChangeState.Proposed => [new("Approve", $"approve change {set.Number}")],
                ChangeState.Approved => [new("Write", $"approve change {set.Number}")],
                ChangeState.Applied => [new("Undo", $"undo change {set.Number}")],
                _ => Array.Empty<ProposalAct>(),
            });
        var pass = set.Cells == 0 ? 0 : 100 * (set.Cells - set.Unusual) / set.Cells;
        return new($"change-{set.Number}", $"{set.Origin} · change {set.Number}", pass, set.Title, why, shown, acts);
    }

    private static SkillResult Told(ChangeOutcome outcome, string done) => outcome switch
    {
        ChangeOutcome.Done => SkillResult.Say(done),
        ChangeOutcome.Refused refused => SkillResult.Say(MarkdownText.Plain(refused.Why)),
        ChangeOutcome.Stale stale => SkillResult.Say($"{stale.Set.Failure} See [Approvals](/approvals/{stale.Set.Number})."),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private async Task<ChangeSet?> FindAsync(string number, TurnContext turn, CancellationToken cancellationToken) =>
        int.TryParse(Digits().Match(number).Value, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? await sets.FindAsync(turn.Caller, parsed, cancellationToken) : null;

    private static SkillResult None(string number) => SkillResult.Say($"There is no change {MarkdownText.Plain(number)}. The page [Approvals](/approvals) lists all with their numbers.");

    private static string Cells(ChangeSet set, TurnContext turn) => set.Cells == 1 ? "1 cell" : $"{set.Cells.ToString("#,0", Culture(turn))} cells";

    private static CultureInfo Culture(TurnContext turn) => CultureInfo.GetCultureInfo(turn.Caller.Preferences.Culture);

    private static string State(ChangeState state) => state switch
    {
        ChangeState.Proposed => "waiting for approval", ChangeState.Approved => "approved and waits to be written", ChangeState.Applied => "written", _ => state.ToString().ToLowerInvariant(),
    };

    [GeneratedRegex(@"^\s*(please\s+)?(reject|decline)\s+(the\s+)?change\s+#?\d+\s*(because|since|:|,)?\s*", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)] private static partial Regex Why();

    [GeneratedRegex(@"\d+")] private static partial Regex Digits();
}
