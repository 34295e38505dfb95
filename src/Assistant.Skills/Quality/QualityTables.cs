using Assistant.Skills.Access;
using Assistant.Skills.Conversation;
using Assistant.Skills.Quality.Sentences;
using Assistant.Skills.Sources;
using Assistant.Skills.Sources.Profiling;

namespace Assistant.Skills.Quality;

/// <summary>Finds the table that a person means among the sources they may read.</summary>
public sealed class QualityTables(DataSources sources)
{
    /// <summary>The chosen source, or all.</summary>
    public async Task<IReadOnlyList<OpenedSource>> SourcesAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        var ids = turn.SourceId is { } chosen ? [chosen] : (await sources.ListAsync(turn.Caller, cancellationToken)).Select(s => s.Id).ToList();
        var opened = new List<OpenedSource>();
        foreach (var id in ids)
            if (await sources.OpenAsync(turn.Caller, id, cancellationToken) is { } source)
                opened.Add(source);
        return opened;
    }

    public Task<OpenedSource?> OpenAsync(Caller caller, Guid sourceId, CancellationToken cancellationToken) => sources.OpenAsync(caller, sourceId, cancellationToken);

    /// <summary>The table, or what to say where there is none of that name.</summary>
    public async Task<((OpenedSource Source, CatalogTable Table)? Found, SkillResult? Problem)> FindAsync(string said, TurnContext turn, CancellationToken cancellationToken)
    {
        var all = await SourcesAsync(turn, cancellationToken);
        if (all.Count == 0)
            return (null, SkillResult.Say("No data is connected yet. See the page [Sources](/sources)."));
        foreach (var source in all)
        {
            var visible = source.Catalog.Tables.Where(t => !source.Policy.HiddenTables.Contains(t.Name)).ToList();
            if (new SentenceNames(visible).Table(said) is { } table)
                return ((source, table.Table), null);
        }
        var names = all.SelectMany(s => s.Catalog.Tables.Where(t => !s.Policy.HiddenTables.Contains(t.Name))).Select(t => t.Name.Name).Take(12).ToList();
        var why = $"Say which table is meant: {string.Join(", ", names)}.";
        return (null, new(why, [new ClosingPart(ClosingState.NotModelled, $"There is no table “{said}”", why, [.. names.Take(3).Select(n => $"what's wrong with our {n} data")])]) { State = ClosingState.NotModelled });
    }

    /// <summary>"value in measurements": both names word for word, where they would else be taken for words of the sentence.</summary>
    private static (OpenedSource, CatalogTable, CatalogColumn)? Exactly(OpenedSource source, string said)
    {
        var words = NameWords.Of(said).Where(w => w is not ("the" or "of" or "in" or "our")).ToList();
        return (from table in source.Catalog.Tables
                where !source.Policy.HiddenTables.Contains(table.Name)
                from column in table.Columns
                where source.Policy.Masks.GetValueOrDefault((table.Name, column.Name), (ColumnMask)(-1)) is not ColumnMask.Hidden
                    && (words.SequenceEqual([.. NameWords.Of(column.Name), .. NameWords.Of(table.Name.Name)]) || words.SequenceEqual([.. NameWords.Of(table.Name.Name), .. NameWords.Of(column.Name)]))
                select ((OpenedSource, CatalogTable, CatalogColumn)?)(source, table, column)).FirstOrDefault();
    }

    /// <summary>The column that the words name best, its table included where it is said; null where none is named.</summary>
    public async Task<(OpenedSource Source, CatalogTable Table, CatalogColumn Column)?> FindColumnAsync(string said, TurnContext turn, CancellationToken cancellationToken)
    {
        foreach (var source in await SourcesAsync(turn, cancellationToken))
        {
            if (Exactly(source, said) is { } exact)
                return exact;
            var names = new SentenceNames([.. source.Catalog.Tables.Where(t => !source.Policy.HiddenTables.Contains(t.Name))]);
            if (names.Column(said) is { } found && source.Policy.Masks.GetValueOrDefault((found.Table.Name, found.Column.Name), (ColumnMask)(-1)) is not ColumnMask.Hidden)
                return (source, found.Table, found.Column);
        }
        return null;
    }
}
