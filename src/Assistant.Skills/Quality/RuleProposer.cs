using Assistant.Skills.Quality.Checking;
using Assistant.Skills.Quality.Evidence;
using Assistant.Skills.Quality.Learning;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Quality;

/// <summary>What was found out about a table: which values are missing, and the rules its data suggest, all of which ran.</summary>
/// <param name="Missing">Per column with missing values: how many there are, with the disguised ones and what gave them away.</param>
/// <param name="Queries">Queries it took.</param>
public sealed record TableFindings(CatalogTable Table, long Rows, IReadOnlyList<MissingValues> Missing, IReadOnlyList<ProposedRule> Rules, int Queries);

/// <summary>The missing values of a table, by column.</summary>
public sealed record MissingInTable(CatalogTable Table, long Rows, IReadOnlyList<MissingValues> Values, int Queries);

/// <param name="Explicit">Rows in which the column is null, blank or only says "null".</param>
/// <param name="Disguised">Rows in which something else stands for "missing".</param>
/// <param name="Disguises">The values that do, with the reason each.</param>
public sealed record MissingValues(string Column, long Explicit, long Disguised, IReadOnlyDictionary<string, string> Disguises)
{
    public long All => Explicit + Disguised;
}

/// <summary>
/// Learns rules from a table: reads the evidence, lets every family propose from four fifths of the rows and check on the last, merges what says the
/// same, and runs all of them in the source. What does not run, or what too many rows break to be meant, is not proposed.
/// </summary>
internal sealed class RuleProposer(QualityReader reader)
{
    private const double MostBroken = 0.15;
    private const int LeastConfidence = 55;

    /// <summary>Null where the table cannot be read.</summary>
    public async Task<TableFindings?> ProposeAsync(CatalogTable table, CancellationToken cancellationToken)
    {
        var before = reader.Queries;
        if (await new EvidenceReader(reader).ReadAsync(table, cancellationToken) is not { } evidence)
            return null;
        evidence = evidence with { Columns = [.. evidence.Columns.Select(MissingLearner.Learn)] };
        var drafts = Merged(Drafts(evidence).Concat(References(table))).ToList();
        var counts = await new RuleRunner(reader).CountAsync(table, [.. drafts.Select(d => d.Body)], cancellationToken);
        var rules = drafts.Zip(counts, (draft, count) => count is null ? null : Rule(table, draft, count)).OfType<ProposedRule>()
            .OrderByDescending(r => r.Violations > 0).ThenByDescending(r => r.Severity).ThenByDescending(r => r.Violations).ToList();
        return new(table, evidence.Rows, [.. evidence.Columns.Select(Missing).Where(m => m.All > 0)], rules, reader.Queries - before);
    }

    /// <summary>The missing values alone; null where the table cannot be read.</summary>
    public async Task<MissingInTable?> MissingAsync(CatalogTable table, CancellationToken cancellationToken)
    {
        var before = reader.Queries;
        return await new EvidenceReader(reader).ReadAsync(table, cancellationToken) is { } evidence
            ? new(table, evidence.Rows, [.. evidence.Columns.Select(MissingLearner.Learn).Select(Missing).Where(m => m.All > 0)], reader.Queries - before) : null;
    }

    /// <summary>What the evidence alone suggests, merged, before anything has run.</summary>
    public static IReadOnlyList<Draft> Suggest(TableEvidence table) => [.. Merged(Drafts(table))];

    private static IEnumerable<Draft> Drafts(TableEvidence table)
    {
        var frequent = table.Columns.Where(c => c.Kind is ValueKind.Text).SelectMany(c => c.Present.Where(v => v.Count >= Math.Max(10, table.Rows / 500)).Take(200).Select(v => (c, v.Value, v.Count))).ToList();
        foreach (var column in table.Columns)
        {
            var elsewhere = frequent.Where(f => f.c != column).GroupBy(f => f.Value, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Max(f => f.Count), StringComparer.Ordinal);
            var own = new[]
            {
                PresenceLearner.Filled(table, column) ?? PresenceLearner.FilledWhen(table, column), PresenceLearner.NoDisguise(table, column), PresenceLearner.Typed(table, column),
                DomainLearner.Learn(table, column, elsewhere), ShapeLearner.Learn(table, column), RangeLearner.Learn(table, column), RangeLearner.Past(table, column),
                TextLearner.Length(table, column), TextLearner.Trimmed(table, column), TextLearner.Unlike(table, column), TableLearner.Recent(table, column),
            };
            foreach (var draft in own.OfType<Draft>())
                yield return draft;
        }
        if (TableLearner.Volume(table) is { } volume)
            yield return volume;
        foreach (var draft in KeyLearner.Learn(table).Concat(DependencyLearner.Learn(table)).Concat(OrderLearner.Learn(table)).Concat(FormulaLearner.Learn(table)).Concat(GroupRangeLearner.Learn(table)).Concat(RatioLearner.Learn(table)))
            yield return draft;
    }

    private IEnumerable<Draft> References(CatalogTable table) => reader.Catalog.Relationships
        .Where(r => r.From == table.Name && !r.Declared && r.FromColumns.Count == 1)
        .Select(r => new Draft(new RuleBody.Known(r.FromColumns[0], r.To.Schema ?? "", r.To.Name, r.ToColumns[0]), Severity.Critical, r.Confidence, (0, 0),
            $"Its values are those of {r.To.Name}; no key is declared that keeps it so."));

    /// <summary>One rule where two would say the same.</summary>
    private static IEnumerable<Draft> Merged(IEnumerable<Draft> all)
    {
        var drafts = all.ToList();
        var listed = drafts.Select(d => d.Body).OfType<RuleBody.OneOf>().Select(r => r.Column).ToHashSet();
        var filled = drafts.Select(d => d.Body).OfType<RuleBody.Filled>().Select(r => r.Column).ToHashSet();
        var many = drafts.Select(d => d.Body).OfType<RuleBody.Determined>().Where(r => r.FromMany).Select(r => r.Column).ToHashSet();
        var shaped = drafts.Select(d => d.Body).OfType<RuleBody.Shaped>().Select(r => r.Column).ToHashSet();
        var spelled = drafts.Select(d => d.Body).OfType<RuleBody.NotSpelled>().Where(r => r.Meant.Values.Any(v => v != "")).Select(r => r.Column).ToHashSet();
        var recent = drafts.Where(d => d.Body is RuleBody.Recent).OrderBy(d => ((RuleBody.Recent)d.Body).Days).Select(d => d.Body).FirstOrDefault();
        var counted = drafts.Where(d => d.Body is RuleBody.Within).GroupBy(d => Bounded((RuleBody.Within)d.Body)).ToDictionary(g => g.Key, g => g.First().Body);
        return drafts.Where(d => d.Body switch
        {
            RuleBody.Shaped rule => !listed.Contains(rule.Column) && !many.Contains(rule.Column),
            RuleBody.Within rule => !listed.Contains(rule.Column) && ReferenceEquals(counted[Bounded(rule)], rule),
            RuleBody.Long rule => !listed.Contains(rule.Column) && !shaped.Contains(rule.Column) && !many.Contains(rule.Column),
            RuleBody.Trimmed rule => !listed.Contains(rule.Column) && !shaped.Contains(rule.Column) && !spelled.Contains(rule.Column) && !many.Contains(rule.Column),
            RuleBody.Unlike { Columns: [var only] } => !listed.Contains(only) && !spelled.Contains(only) && !many.Contains(only),
            RuleBody.Recent rule => ReferenceEquals(recent, rule),
            RuleBody.NotSpelled rule => !(filled.Contains(rule.Column) && rule.Meant.Values.All(v => v == "")) && !many.Contains(rule.Column),
            _ => true,
        });
    }

    /// <summary>One rule of bounds for a column, or for each group of its rows; that something is past is another matter.</summary>
    private static (string Column, string? Group, bool Past) Bounded(RuleBody.Within rule) => (rule.Column, rule.When is { Values: [var group, ..] } ? group : null, rule.Most == "today");

    private static ProposedRule? Rule(CatalogTable table, Draft draft, RuleCount count)
    {
        var many = draft.Body is RuleBody.Determined { FromMany: true };
        if (count.Judged == 0 || count.Broken > MostBroken * count.Judged && !many && draft.Body is not (RuleBody.Typed or RuleBody.NotSpelled))
            return null;
        var confidence = many ? (int)(100 * draft.Prior * 0.9) : draft.Confidence;
        return confidence < LeastConfidence ? null
            : new(table.Name, draft.Body, RuleWords.Title(draft.Body), draft.Severity, confidence, count.Judged, count.Broken, many ? null : draft.Checked, draft.Reason);
    }

    private static MissingValues Missing(ColumnEvidence column)
    {
        var disguised = column.Counts.Where(c => column.Missing.Disguised.Contains(c.Value)).Sum(c => c.Count);
        var nothing = column.Counts.Where(c => ValueText.IsNothing(c.Value)).Sum(c => c.Count);
        return new(column.Name, column.Nulls + nothing, disguised, column.Missing.Reasons);
    }
}
