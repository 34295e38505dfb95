using Assistant.Skills.Quality;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Workbooks.Layout;

/// <summary>Decides what a workbook for a table holds: which columns, in which order, which of them may be filled, and by which rules.</summary>
internal static class LayoutPlanner
{
    private const int MostColumns = 200, MostShown = 14;
    private const double MostlyEmpty = 0.6;   // more than that is missing: nobody keeps the column
    private static readonly string[] Usual = ["n/a", "#n/a", "na", "-", "--", "?", "null", "none", "nan", "tbd", "unknown"];

    /// <summary>The layout, or why there is none, in words.</summary>
    /// <param name="rules">The table's rules: active ones bind, proposed ones only tell what stands for missing.</param>
    public static (WorkbookLayout? Layout, string? Problem) Plan(
        OpenedSource source, CatalogTable table, WorkbookRequest request, IReadOnlyList<QualityRule> rules, Guid organizationId, Guid workbookId, string madeBy, DateTimeOffset now)
    {
        var visible = table.Columns.Where(c => !Masked(source, table, c.Name)).ToList();
        if (Key(table) is not { } key)
            return (null, $"The rows of {table.Name.Name} have no key that tells them apart, so nothing that is filled in could be put back. Give the table a key, or connect one that has it.");
        if (key.FirstOrDefault(k => visible.TrueForAll(c => !Same(c.Name, k))) is { } hidden)
            return (null, $"You may not see {hidden}, which tells the rows of {table.Name.Name} apart. Ask somebody who may.");
        var active = rules.Where(r => r.State is RuleState.Active).ToList();
        var changeable = visible.Where(c => !key.Contains(c.Name, StringComparer.OrdinalIgnoreCase) && MayChange(c)).ToList();
        if (request.Columns?.FirstOrDefault(n => changeable.TrueForAll(c => !Same(c.Name, n))) is { } wrong)
            return (null, visible.Exists(c => Same(c.Name, wrong)) ? $"{wrong} cannot be filled in: it is a key, or its type is none that a spreadsheet has." : $"There is no column {wrong} in {table.Name.Name} that you may read.");
        var template = WorkbookTemplates.For(table);
        var fill = request.Columns is { Count: > 0 } asked ? changeable.Where(c => asked.Contains(c.Name, StringComparer.OrdinalIgnoreCase)).ToList()
            : request.Rows is WorkbookRows.Missing ? Wanting(changeable, active) : changeable;
        if (fill.Count == 0)
            return (null, $"Nothing seems to be missing in {table.Name.Name}. Say which columns shall be filled, or ask for all rows.");
        int Place(CatalogColumn c) => template is null ? int.MaxValue : WorkbookTemplates.Field(template, c.Name).Place;
        var shown = visible.Where(c => !key.Contains(c.Name, StringComparer.OrdinalIgnoreCase) && !fill.Contains(c) && c.Type is not (DataType.Binary or DataType.Json or DataType.Array or DataType.Other))
            .OrderBy(c => Place(c) is int.MaxValue ? NamesRows(c) ? 0 : 1 : 0).ThenBy(Place).Take(MostShown).ToList();
        // What names the row stands beside the key, then what is to be filled, then the rest; within each in the template's order.
        var naming = shown.Where(NamesRows).Take(2).ToList();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        WorkbookColumn Column(CatalogColumn c, ColumnRole role) => new(
            c, role, Missing(c, rules, request), role is ColumnRole.Fill ? CellRules.Of(table, c, source.Catalog.Relationships, active, today) : [], template is null ? c.Description ?? "" : WorkbookTemplates.Field(template, c.Name).Help);
        List<WorkbookColumn> columns =
        [
            .. key.Select(k => Column(table.Find(k)!, ColumnRole.Key)), .. naming.Select(c => Column(c, ColumnRole.Shown)),
            .. fill.OrderBy(Place).Select(c => Column(c, ColumnRole.Fill)), .. shown.Except(naming).OrderBy(Place).Select(c => Column(c, ColumnRole.Shown)),
        ];
        if (columns.Count > MostColumns)
            return (null, $"A workbook has at most {MostColumns} columns. Name those that shall be filled.");
        var title = request.Title ?? $"Fill-in workbook: {(template is null ? table.Name.Name : template.Title.ToLowerInvariant())}";
        return (new(workbookId, organizationId, source.Info.Id, source.Info.Name, table, title, columns, request.Rows is WorkbookRows.Missing, template?.Advice ?? [], madeBy, now), null);
    }

    /// <summary>The columns that tell rows apart; null where none do.</summary>
    public static IReadOnlyList<string>? Key(CatalogTable table) =>
        table.PrimaryKey.Count > 0 ? table.PrimaryKey : table.UniqueKeys.FirstOrDefault(u => u.All(c => table.Find(c) is { Nullable: false }));

    /// <summary>A column by which people know a row.</summary>
    public static bool NamesRows(CatalogColumn column) => column.Type is DataType.Text
        && (column.Name.Contains("name", StringComparison.OrdinalIgnoreCase) || column.Name.Contains("title", StringComparison.OrdinalIgnoreCase) || column.Name.Contains("tag", StringComparison.OrdinalIgnoreCase)
            || column.Name.Contains("descr", StringComparison.OrdinalIgnoreCase) || column.Name.Contains("label", StringComparison.OrdinalIgnoreCase) || column.Name.EndsWith("number", StringComparison.OrdinalIgnoreCase));

    private static bool MayChange(CatalogColumn column) => column.Sensitivity is not Sensitivity.Secret
        && column.Type is DataType.Text or DataType.Integer or DataType.Number or DataType.Boolean or DataType.Date or DataType.Timestamp or DataType.Time
        && !column.NativeType.Contains("with time zone", StringComparison.OrdinalIgnoreCase) && !column.NativeType.Equals("money", StringComparison.OrdinalIgnoreCase)
        && !column.NativeType.Equals("timestamptz", StringComparison.OrdinalIgnoreCase);

    /// <summary>Columns that a rule wants filled; where there is none, those that are filled mostly and not everywhere.</summary>
    private static List<CatalogColumn> Wanting(List<CatalogColumn> columns, List<QualityRule> active)
    {
        var ruled = columns.Where(c => active.Exists(r => r.Rule.Body is RuleBody.Filled body && Same(body.Column, c.Name))).ToList();
        return ruled.Count > 0 ? ruled : [.. columns.Where(c => c.Nullable && (c.Statistics is not { Rows: > 0 } s || s.Nulls > 0 && s.Nulls <= MostlyEmpty * s.Rows))];
    }

    private static HashSet<string> Missing(CatalogColumn column, IReadOnlyList<QualityRule> rules, WorkbookRequest request)
    {
        var told = rules.Where(r => r.State is RuleState.Active or RuleState.Proposed).SelectMany(r => r.Rule.Body switch
        {
            RuleBody.Filled body when Same(body.Column, column.Name) => body.Disguised,
            RuleBody.NotSpelled body when Same(body.Column, column.Name) => body.Meant.Where(m => m.Value == "").Select(m => m.Key),
            _ => [],
        });
        var asked = request.Disguised.Where(d => Same(d.Key, column.Name)).SelectMany(d => d.Value);
        return [.. told.Concat(asked).Concat(column.Type is DataType.Text ? Usual : []).Select(v => v.Trim().ToLowerInvariant()).Where(v => v.Length > 0)];
    }

    private static bool Masked(OpenedSource source, CatalogTable table, string column) => source.Policy.Masks.Keys.Any(m => m.Table == table.Name && Same(m.Column, column));

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
