namespace Assistant.Skills.Sources;

public enum SchemaChangeKind { TableAdded, TableRemoved, ColumnAdded, ColumnRemoved, TypeChanged, KeyChanged }

/// <param name="Before">Type or key before, where there was one.</param>
public sealed record SchemaChange(SchemaChangeKind Kind, TableName Table, string? Column, string? Before, string? After);

/// <summary>What is different between two looks at the same source.</summary>
public static class SchemaDiff
{
    public static IReadOnlyList<SchemaChange> Between(SourceCatalog before, SourceCatalog after) =>
    [
        .. after.Tables.Where(t => before.Find(t.Name) is null).Select(t => new SchemaChange(SchemaChangeKind.TableAdded, t.Name, null, null, null)),
        .. before.Tables.Where(t => after.Find(t.Name) is null).Select(t => new SchemaChange(SchemaChangeKind.TableRemoved, t.Name, null, null, null)),
        .. after.Tables.SelectMany(t => before.Find(t.Name) is { } old ? Within(old, t) : []),
    ];

    private static IEnumerable<SchemaChange> Within(CatalogTable before, CatalogTable after)
    {
        foreach (var column in after.Columns)
            if (before.Find(column.Name) is not { } old)
                yield return new(SchemaChangeKind.ColumnAdded, after.Name, column.Name, null, column.NativeType);
            else if (old.NativeType != column.NativeType)
                yield return new(SchemaChangeKind.TypeChanged, after.Name, column.Name, old.NativeType, column.NativeType);
        foreach (var column in before.Columns.Where(c => after.Find(c.Name) is null))
            yield return new(SchemaChangeKind.ColumnRemoved, after.Name, column.Name, column.NativeType, null);
        var (oldKey, newKey) = (before.PrimaryKeyInferred ? [] : before.PrimaryKey, after.PrimaryKeyInferred ? [] : after.PrimaryKey);
        if (!oldKey.SequenceEqual(newKey, StringComparer.OrdinalIgnoreCase))
            yield return new(SchemaChangeKind.KeyChanged, after.Name, null, string.Join(", ", oldKey), string.Join(", ", newKey));
    }
}
