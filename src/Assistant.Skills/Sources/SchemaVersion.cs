using System.Security.Cryptography;
using System.Text;

namespace Assistant.Skills.Sources;

/// <summary>A hash over names, types and keys: the same schema has the same version, whatever its statistics.</summary>
internal static class SchemaVersion
{
    public static string Of(IEnumerable<CatalogTable> tables, IEnumerable<Relationship> relationships)
    {
        var text = new StringBuilder();
        foreach (var table in tables)
        {
            text.Append(table.Name).Append('(').AppendJoin(',', table.PrimaryKey).Append(")\n");
            foreach (var column in table.Columns)
                text.Append("  ").Append(column.Name).Append(' ').Append(column.NativeType).Append(column.Nullable ? "\n" : " not null\n");
            foreach (var key in table.UniqueKeys)
                text.Append("  unique ").AppendJoin(',', key).Append('\n');
        }
        foreach (var key in relationships)
            text.Append(key.From).Append('(').AppendJoin(',', key.FromColumns).Append(")->")
                .Append(key.To).Append('(').AppendJoin(',', key.ToColumns).Append(")\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..16];
    }
}
