using Assistant.Skills.Questions.Language;
using Assistant.Skills.Questions.Linking;

namespace Assistant.Skills.Questions.Parsing;

/// <summary>Rows that point to others of their own table: employees and their managers, parts and what they are part of.</summary>
internal sealed partial class PlanBuilder
{
    private static readonly HashSet<string> Beneath = ["report", "reports", "reported", "reporting", "under", "supervised", "answers"];

    private bool _inRole;

    /// <summary>The key to a row of the same table; null where there is none or several.</summary>
    private static SchemaColumn? OwnKey(SchemaTable table) =>
        table.Columns.Where(c => c.References is { } key && key.Table == table).ToList() is [var only] ? only : null;

    /// <summary>The words of a key that say the role: "manager" of manager_id.</summary>
    private static HashSet<string> RoleStems(SchemaColumn key) => [.. key.Words.Where(w => w is not ("id" or "number" or "code" or "key" or "no") && !key.Table.Words.Contains(w)).Select(Lemmas.Stem)];

    /// <summary>Whether a named row is said to stand above those asked for (true), or below (false); null where it is neither.</summary>
    private bool? StandsAbove(Condition condition)
    {
        if (_inRole || condition is not { Scope: 0, Operator: Comparison.Equal, Kind: ConditionKind.Value or ConditionKind.Compare, Right: { } named } || ColumnOf(condition) is not { IsText: true } column
            || OwnKey(column.Table) is not { } key || !IsName(column))
            return null;
        var stems = RoleStems(key);
        for (var at = named.Start - 1; at >= Math.Max(0, named.Start - 5); at--)
        {
            var word = tokens[at].Lower;
            if (!Beneath.Contains(word) && !stems.Contains(Lemmas.Stem(word)))
                continue;
            var between = tokens.Skip(at + 1).Take(named.Start - at - 1).Select(t => t.Lower).ToList();
            return Beneath.Contains(word) || between.Any(w => w is "by" or "to" or "is" or "was" or "named" or "called");
        }
        return null;
    }

    /// <summary>"who reports to X", "the manager of X": X is found by a plan of its own.</summary>
    private InPlan? InRole(IReadOnlyList<Condition> conditions, PlanScope scope, out IReadOnlyList<Condition> others)
    {
        others = conditions;
        var named = conditions.Where(c => StandsAbove(c) is not null).ToList();
        if (named.Count == 0)
            return null;
        var table = ColumnOf(named[0])!.Table;
        var key = OwnKey(table)!;
        if (table.Key is not [{ } id] || named.Any(c => ColumnOf(c)!.Table != table))
            return null;
        var above = StandsAbove(named[0]) == true;
        others = [.. conditions.Except(named).Where(c => !(c.Kind is ConditionKind.Flag or ConditionKind.Exists && c.Left?.Link?.Column == key))];
        _inRole = true;
        var inner = new PlanScope(joins);
        var value = inner.Use(above ? id : key);
        var (where, _) = Conditions(named, inner, table);
        _inRole = false;
        sketch.PassedOver.RemoveAll(Beneath.Contains);
        sketch.Unused.RemoveAll(c => Beneath.Contains(c.Lower));
        return inner.Connect() is var (sources, connections)
            ? new InPlan(scope.Use(above ? key : id), Finished(new QueryPlan { Sources = sources, Joins = connections, Where = where, Outputs = [new(value, NameWords.Spoken(value.Column))] }))
            : null;
    }

    /// <summary>Whether the question asks for whom a named row points to: "the manager of X".</summary>
    private bool AsksForRole(SchemaColumn key) => key.References?.Table == key.Table && sketch.Conditions.Any(c => StandsAbove(c) == false && ColumnOf(c)!.Table == key.Table);

    /// <summary>"each manager", "employees and their managers": those whom the keys point to are told by name.</summary>
    private QueryPlan WithRolesNamed(QueryPlan plan)
    {
        foreach (var noun in sketch.Targets.Concat(sketch.Groups).Where(n => n.Functions.Count == 0 && n.Chunk is not null && n.Link?.Column is { } c && c == OwnKey(c.Table)))
        {
            var key = noun.Link!.Column!;
            var table = key.Table;
            var own = new ColumnValue(PlanScope.Alias(table), key.Name);
            var at = plan.Outputs.ToList().FindIndex(o => o.Value == own);
            if (at < 0 || plan.Combined is not null || table.Key is not [{ } id] || !table.Display.All(d => d.IsText) || noun.Chunk!.Lower.Split(' ').Any(w => Lemma(w) is "id" or "number" or "code"))
                continue;
            var alias = own.Alias + "r";
            var names = table.Display.Select(d => new PlanOutput(new ColumnValue(alias, d.Name), RoleName(key, d))).ToList();
            plan = plan with
            {
                Sources = [.. plan.Sources, new(alias, table.Name)],
                Joins = [.. plan.Joins, new(own.Alias, [key.Name], alias, [id.Name], KeepUnmatched: plan.Groups.Count == 0)],
                Outputs = [.. plan.Outputs.Take(at), .. names, .. plan.Outputs.Skip(at + 1)],
                Groups = plan.Groups.Count == 0 ? [] : [.. plan.Groups, .. names.Select(n => n.Value)],
            };
        }
        return plan;
    }

    private static string RoleName(SchemaColumn key, SchemaColumn display) =>
        string.Join(' ', NameWords.Split(key.Name).Where(w => w is not ("id" or "no" or "number" or "code")).Append(NameWords.Spoken(display.Name)));
}
