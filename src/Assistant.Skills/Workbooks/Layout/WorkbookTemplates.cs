using System.Reflection;
using Assistant.Skills.Sources;
using Assistant.Skills.Sources.Profiling;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Assistant.Skills.Workbooks.Layout;

internal sealed class TemplateField
{
    public List<string> Words { get; set; } = [];
    public string Help { get; set; } = "";
}

/// <summary>What a workbook for a kind of thing looks like: the order of its fields, and what to say about them.</summary>
internal sealed class WorkbookTemplate
{
    public string Name { get; set; } = "";
    public string Title { get; set; } = "";

    /// <summary>Words that a table of these may be named by.</summary>
    public List<string> Words { get; set; } = [];
    public List<string> Advice { get; set; } = [];
    public List<TemplateField> Fields { get; set; } = [];
}

/// <summary>Finds the template that a table fits by its meaning: what it is called, and what its columns are called. No table is known by name.</summary>
internal static class WorkbookTemplates
{
    private const double Named = 2.5, Enough = 5.5;
    private const int FewestFields = 3;

    public static IReadOnlyList<WorkbookTemplate> All { get; } = Read();

    /// <summary>Null where no template fits well enough.</summary>
    public static WorkbookTemplate? For(CatalogTable table)
    {
        var best = All.Select(t => (Template: t, Score: Score(t, table))).OrderByDescending(t => t.Score).First();
        return best.Score >= Enough ? best.Template : null;
    }

    /// <summary>The place of the column among the template's fields and what belongs into it; last and empty where it is none of them.</summary>
    public static (int Place, string Help) Field(WorkbookTemplate template, string column)
    {
        var place = template.Fields.FindIndex(f => f.Words.Exists(w => Means(column, w)));
        return place < 0 ? (int.MaxValue, "") : (place, template.Fields[place].Help);
    }

    private static double Score(WorkbookTemplate template, CatalogTable table)
    {
        var fields = template.Fields.Count(f => table.Columns.Any(c => f.Words.Exists(w => Means(c.Name, w))));
        if (fields < FewestFields)
            return 0;
        // A name of two words says more than one of one; a word at its end (of "work_orders") is the thing itself.
        var name = NameWords.Of(table.Name.Name).Select(NameWords.Singular).ToList();
        var named = template.Words.Select(w => w.Split(' ')).Where(w => Contains(name, w)).Select(w => w.Length + (name.Count > 0 && name[^1] == w[^1] ? 0.5 : 0)).DefaultIfEmpty(0).Max();
        return (named > 0 ? Named + named : 0) + Math.Min(fields, 6) * 0.8;
    }

    private static bool Means(string column, string words)
    {
        var own = NameWords.Of(column).Select(NameWords.Singular).Where(w => w is not ("id" or "no" or "code" or "kg" or "eur")).ToList();
        var wanted = words.Split(' ').Where(w => w is not ("id" or "no")).ToList();
        return wanted.Count > 0 && own.Count > 0 && (own.SequenceEqual(wanted) || wanted.Count > 1 && Contains(own, [.. wanted]) || wanted.Count == 1 && own.Count == 2 && own.Contains(wanted[0]) && own.Exists(w => w is "number" or "name" or "date"));
    }

    private static bool Contains(List<string> words, string[] sought)
    {
        for (var i = 0; i + sought.Length <= words.Count; i++)
            if (words.Skip(i).Take(sought.Length).SequenceEqual(sought))
                return true;
        return false;
    }

    private static List<WorkbookTemplate> Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("workbooks/templates.yaml")!;
        using var reader = new StreamReader(stream);
        return new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build().Deserialize<Dictionary<string, List<WorkbookTemplate>>>(reader)["templates"];
    }
}
