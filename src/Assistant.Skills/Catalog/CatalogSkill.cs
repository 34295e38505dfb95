using System.ComponentModel;
using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Catalog;

/// <summary>Tells what data there is: sources, tables, columns and how they hang together.</summary>
public sealed class CatalogSkill(VisibleSources sources)
{
    private const int MostTables = 40;

    [DisplayName("list_sources"), Requires(Permission.ReadData)]
    [Description("Lists the data sources and their tables that the person may ask about.")]
    public async Task<SkillResult> ListAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        var visible = await sources.ListAsync(turn.Caller, cancellationToken);
        if (visible.Count == 0)
            return NoSources(turn.Caller);
        var lines = visible.Select(source =>
            $"- **{MarkdownText.Plain(source.Info.Name)}**: {string.Join(", ", source.Tables.Take(MostTables).Select(table => MarkdownText.Plain(table.Name.Name)))}"
            + (source.Tables.Count > MostTables ? " and more" : ""));
        return SkillResult.Say($"You can ask about:\n\n{string.Join('\n', lines)}\n\nFor more on a table, write \"describe\" and its name. The page [Sources](/sources) shows everything.");
    }

    [DisplayName("describe_table"), Requires(Permission.ReadData)]
    [Description("Describes one table: its columns, types, keys, and the tables it belongs with.")]
    public async Task<SkillResult> DescribeAsync(
        [Description("The table's name, as the person says it.")] string table, TurnContext turn, CancellationToken cancellationToken)
    {
        var visible = await sources.ListAsync(turn.Caller, cancellationToken);
        if (visible.Count == 0)
            return NoSources(turn.Caller);
        var wanted = Key(string.Join(' ', table.Split(' ').Where(word => word.ToUpperInvariant() is not ("THE" or "TABLE" or "A" or "MY" or "OUR"))));
        var all = visible.SelectMany(source => source.Tables.Select(known => (Source: source, Table: known, Distance: Distance(wanted, Key(known.Name.Name)))))
            .OrderBy(known => known.Distance).ThenByDescending(known => known.Source.Info.Id == turn.SourceId).ToList();
        if (all is [var best, ..] && best.Distance <= Math.Max(1, best.Table.Name.Name.Length / 5))
            return SkillResult.Say(Describe(best.Source, best.Table));
        var nearest = string.Join(", ", all.Take(3).Select(known => MarkdownText.Plain(known.Table.Name.Name)));
        var why = $"There is no table '{table}'. The nearest are: {nearest}.";
        return new(why, [new ClosingPart(ClosingState.NotModelled, "There is no such table", why, [.. all.Take(3).Select(known => $"describe {known.Table.Name.Name}")])])
        {
            State = ClosingState.NotModelled,
        };
    }

    private static string Describe(VisibleSource source, CatalogTable table)
    {
        var columns = table.Columns.Select(column =>
            $"- **{MarkdownText.Plain(column.Name)}** {Type(column.Type)}"
            + (table.PrimaryKey.Contains(column.Name) ? ", key" : "")
            + (column.Sensitivity == Sensitivity.None ? "" : ", personal")
            + (column.Description is { Length: > 0 } description ? $": {MarkdownText.Plain(description)}" : ""));
        var related = source.Relationships.Where(key => key.From == table.Name).Select(key => $"belongs to {MarkdownText.Plain(key.To.Name)}")
            .Concat(source.Relationships.Where(key => key.To == table.Name).Select(key => $"has {MarkdownText.Plain(key.From.Name)}")).Distinct();
        var text = $"**{MarkdownText.Plain(table.Name.Name)}** in {MarkdownText.Plain(source.Info.Name)}";
        if (table.Description is { Length: > 0 } about)
            text += $": {MarkdownText.Plain(about)}";
        return $"{text}\n\n{string.Join('\n', columns)}{(related.Any() ? $"\n\nIt {string.Join(", ", related)}." : "")}";
    }

    private static SkillResult NoSources(Caller caller)
    {
        var next = caller.MaySomewhere(Permission.ManageSources)
            ? "Connect a database or drop a file on the page [Sources](/sources)." : "Drop a file into the chat, or ask an administrator to connect a database.";
        return SkillResult.Say($"No data is connected yet. {next}");
    }

    private static string Type(DataType type) => type switch
    {
        DataType.Integer => "whole number", DataType.Boolean => "yes or no", DataType.Timestamp => "date and time", DataType.Json => "JSON",
        _ => type.ToString().ToLowerInvariant(),
    };

    private static string Key(string name) => new([.. name.ToLowerInvariant().Where(char.IsLetterOrDigit)]);

    /// <summary>Edits between two names (Levenshtein 1966), a plural s counting as none.</summary>
    private static int Distance(string left, string right)
    {
        if (left.TrimEnd('s') == right.TrimEnd('s'))
            return left == right ? 0 : 1;
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (left[i - 1] == right[j - 1] ? 0 : 1)));
        }
        return row[^1];
    }
}
