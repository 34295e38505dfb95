using Assistant.Skills.Quality.Checking;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Quality;

/// <summary>When a cell counts as missing, as SQL: the same for rules, findings and workbooks.</summary>
public static class MissingTest
{
    /// <summary>Texts that only say that there is nothing, in small letters.</summary>
    public static IReadOnlyList<string> NothingWords { get; } = [.. Evidence.ValueText.Nothing.Where(word => word.Length > 0)];

    /// <summary>True where the column is null, blank, only says that there is nothing, or holds one of the values that stand for "missing".</summary>
    public static string Of(CatalogColumn column, IEnumerable<string> disguised) => SqlText.Missing(column, disguised);
}
