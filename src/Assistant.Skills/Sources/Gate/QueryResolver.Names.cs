using Assistant.Skills.Sql;
using Assistant.Skills.Sql.Syntax;

namespace Assistant.Skills.Sources.Gate;

internal sealed partial class QueryResolver
{
    /// <summary>Columns every table of the engine has though no catalog lists them: row addresses, transaction numbers, file names.</summary>
    private static bool IsSystemColumn(string name, SqlDialect dialect) => dialect switch
    {
        SqlDialect.PostgreSql => name is "ctid" or "xmin" or "xmax" or "cmin" or "cmax" or "tableoid" or "oid",
        SqlDialect.Sqlite => name.ToLowerInvariant() is "rowid" or "oid" or "_rowid_",
        SqlDialect.DuckDb => name.ToLowerInvariant() is "rowid" or "filename" or "file_row_number" or "file_index",
        _ => name.ToLowerInvariant() is "_rowid" or "rowid" or "_table" or "_file" or "_path" or "_partition_id" or "_part",
    };

    private Expression Resolve(ColumnReference column) => column.Path.Count switch
    {
        1 => ResolveAlone(column),
        2 => ResolveQualified(column, 1) ?? ResolveField(column) ?? throw UnknownTable(column.Path[0]),
        _ => ResolveSchema(column) ?? ResolveQualified(column, 1) ?? ResolveField(column) ?? throw UnknownTable(string.Join('.', column.Path.Take(column.Path.Count - 1))),
    };

    private Expression ResolveAlone(ColumnReference column)
    {
        var name = column.Name;
        if (Knows(name))
            return column;
        // A text in double quotes, as SQLite reads it.
        if (column.MayBeText)
            return new TextLiteral(name);
        throw UnknownColumn(name, Scopes().SelectMany(s => s.Relations));
    }

    /// <summary>Is it a column, a parameter, a name of the SELECT list, or a whole row of what FROM reads?</summary>
    private bool Knows(string name)
    {
        foreach (var scope in Scopes())
        {
            if (scope.Parameters.Contains(name, catalog.Names))
                return true;
            var found = false;
            foreach (var relation in scope.Relations)
                if (relation.IndexOf(name) is var index and >= 0)
                {
                    found = true;
                    Record(relation, index);
                }
            if (found)
                return true;
            if (IsSystemColumn(name, Dialect))
                continue;
            if (scope.AliasesVisible && scope.Aliases.Contains(name, catalog.Names))
                return true;
            if (Dialect is SqlDialect.PostgreSql or SqlDialect.DuckDb && FindRelation(scope, name) is { } row)
            {
                Record(row);
                return true;
            }
            if (scope.Relations.Exists(r => r.Open))
                return true;
        }
        return false;
    }

    private IEnumerable<NameScope> Scopes()
    {
        for (var scope = _scope; scope is not null; scope = scope.Parent)
            yield return scope;
    }

    private Relation? FindRelation(NameScope scope, string name) =>
        scope.Relations.FindLast(r => r.Name is not null && catalog.Names.Equals(r.Name, name));

    private Relation? FindRelation(string name)
    {
        foreach (var scope in Scopes())
            if (FindRelation(scope, name) is { } relation)
                return relation;
        return null;
    }

    /// <summary>table.column, and in DuckDB table.column.field.</summary>
    private ColumnReference? ResolveQualified(ColumnReference column, int at)
    {
        if (column.Path.Count > at + 1 && Dialect != SqlDialect.DuckDb || FindRelation(column.Path[at - 1]) is not { } relation)
            return null;
        CheckColumn(relation, column.Path[at]);
        return column;
    }

    private void CheckColumn(Relation relation, string name)
    {
        if (relation.IndexOf(name) is var index and >= 0)
            Record(relation, index);
        else if (!relation.Open || IsSystemColumn(name, Dialect))
            throw UnknownColumn(name, [relation]);
    }

    /// <summary>schema.table.column; where a guard stands in for the table, its schema is no longer known.</summary>
    private ColumnReference? ResolveSchema(ColumnReference column)
    {
        if (column.Path.Count != 3 || FindSchemaRelation(column.Path[0], column.Path[1]) is not { } relation)
            return null;
        CheckColumn(relation, column.Path[2]);
        return new([column.Path[1], column.Path[2]]);
    }

    private Relation? FindSchemaRelation(string schema, string table)
    {
        foreach (var scope in Scopes())
            if (scope.Relations.FindLast(r => r is { Table: not null, Name: { } name } && catalog.Names.Equals(name, table)
                && (r.Schema is { } s ? catalog.Names.Equals(s, schema) : r.Table.Name.Schema is null && catalog.Names.Equals("main", schema))) is { } relation)
                return relation;
        return null;
    }

    /// <summary>DuckDB's column.field.</summary>
    private ColumnReference? ResolveField(ColumnReference column) =>
        Dialect == SqlDialect.DuckDb && Knows(column.Path[0]) ? column : null;

    private Star Resolve(Star star)
    {
        if (star.Qualifier.Count == 0)
        {
            foreach (var relation in _scope?.Relations ?? [])
                Record(relation);
        }
        else
        {
            var relation = star.Qualifier.Count switch
            {
                1 => FindRelation(star.Qualifier[0]),
                2 => FindSchemaRelation(star.Qualifier[0], star.Qualifier[1]),
                _ => null,
            };
            if (relation is not null)
                Record(relation);
            else if (!(Dialect == SqlDialect.DuckDb && Knows(star.Qualifier[0])))
                throw UnknownTable(string.Join('.', star.Qualifier));
            else
                return (Star)base.Rewrite(star);
            if (star.Qualifier.Count == 2)
                star = star with { Qualifier = [star.Qualifier[1]] };
        }
        return (Star)base.Rewrite(star);
    }

    private void Record(Relation relation)
    {
        for (var i = 0; i < relation.Columns.Count; i++)
            Record(relation, i);
    }

    private void Record(Relation relation, int index)
    {
        if (relation is { Table: { } table, BaseColumns: { } columns } && index < columns.Count)
            _columns.Add((table, columns[index]));
    }

    private static RefusedException UnknownColumn(string name, IEnumerable<Relation> relations) => new(new QueryOutcome.NotModelled(
        name, Nearest.Of(name, relations.SelectMany(r => r.Columns))));

    private RefusedException UnknownTable(string name) => new(new QueryOutcome.NotModelled(
        name, Nearest.Of(name, Scopes().SelectMany(s => s.Relations).Select(r => r.Name).OfType<string>()) ?? catalog.NearestTable(name)));
}
