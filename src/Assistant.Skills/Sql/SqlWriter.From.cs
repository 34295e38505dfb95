using System.Diagnostics;
using Assistant.Skills.Sql.Syntax;

namespace Assistant.Skills.Sql;

internal sealed partial class SqlWriter
{
    private void FromItem(FromItem item)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (item)
        {
            case TableReference table:
                _text.Append(table.Only ? "ONLY " : "");
                Path(table.Path);
                Alias(table);
                TableSample(table.Sample);
                break;
            case DerivedTable derived:
                if (derived.Lateral)
                    _text.Append("LATERAL ");
                Parenthesized(derived.Query);
                Alias(derived);
                TableSample(derived.Sample);
                break;
            case FunctionTable function:
                FunctionTable(function);
                break;
            case Join join:
                Join(join);
                break;
            case PivotTable pivot:
                PivotTable(pivot);
                break;
            case UnpivotTable unpivot:
                UnpivotTable(unpivot);
                break;
            case JsonTable json:
                JsonTable(json);
                break;
            default: throw new UnreachableException(item.GetType().Name);
        }
    }

    private void Alias(FromItem item)
    {
        if (item.Alias is not { } alias)
            return;
        _text.Append(" AS ");
        Name(alias);
        if (item.Columns.Count > 0)
            Names(item.Columns);
    }

    private void TableSample(Sample? sample)
    {
        if (sample is null)
            return;
        _text.Append(" TABLESAMPLE ");
        SampleSize(sample, duckDb: false);
    }

    /// <summary>USING SAMPLE writes the size first and the method in parentheses after it; TABLESAMPLE the other way round.</summary>
    private void SampleSize(Sample sample, bool duckDb)
    {
        if (sample.Method is { } method && !duckDb)
            _text.Append(method).Append(' ');
        _text.Append(duckDb ? "" : "(");
        Expression(sample.Size);
        if (sample.Unit is { } unit)
            _text.Append(' ').Append(unit);
        _text.Append(duckDb ? "" : ")");
        if (sample.Method is { } after && duckDb)
        {
            _text.Append(" (").Append(after);
            if (sample.Seed is not null)
            {
                _text.Append(", ");
                Expression(sample.Seed);
            }
            _text.Append(')');
        }
        else if (sample.Seed is { } seed)
        {
            _text.Append(" REPEATABLE (");
            Expression(seed);
            _text.Append(')');
        }
    }

    private void FunctionTable(FunctionTable function)
    {
        if (function.Lateral)
            _text.Append("LATERAL ");
        if (function.RowsFrom)
            _text.Append("ROWS FROM (");
        List(function.Calls, Expression);
        if (function.RowsFrom)
            _text.Append(')');
        if (function.WithOrdinality)
            _text.Append(" WITH ORDINALITY");
        if (function.Definitions.Count == 0)
        {
            Alias(function);
            return;
        }
        _text.Append(" AS ");
        if (function.Alias is { } alias)
            Name(alias);
        _text.Append('(');
        List(function.Definitions, definition =>
        {
            Name(definition.Name);
            _text.Append(' ');
            Type(definition.Type);
        });
        _text.Append(')');
    }

    private void Join(Join join)
    {
        var enclosed = join.Alias is not null;
        if (enclosed)
            _text.Append('(');
        FromItem(join.Left);
        Break();
        _text.Append(join.Natural ? "NATURAL " : "").Append(join.Asof ? "ASOF " : "").Append(join.Kind switch
        {
            JoinKind.Inner => "JOIN ",
            JoinKind.Left => "LEFT JOIN ",
            JoinKind.Right => "RIGHT JOIN ",
            JoinKind.Full => "FULL JOIN ",
            JoinKind.Cross => "CROSS JOIN ",
            JoinKind.Semi => "SEMI JOIN ",
            JoinKind.Anti => "ANTI JOIN ",
            JoinKind.Positional => "POSITIONAL JOIN ",
            _ => throw new UnreachableException(),
        });
        var nest = join.Right is Join { Alias: null };
        _text.Append(nest ? "(" : "");
        FromItem(join.Right);
        _text.Append(nest ? ")" : "");
        if (join.On is { } on)
        {
            _text.Append(" ON ");
            Expression(on);
        }
        if (join.Using.Count > 0)
        {
            _text.Append(" USING ");
            Names(join.Using);
            if (join.UsingAlias is { } name)
            {
                _text.Append(" AS ");
                Name(name);
            }
        }
        if (enclosed)
        {
            _text.Append(')');
            Alias(join);
        }
    }

    private void PivotTable(PivotTable pivot)
    {
        FromItem(pivot.Source);
        _text.Append(" PIVOT (");
        List(pivot.Using, SelectItem);
        _text.Append(" FOR ");
        for (var i = 0; i < pivot.For.Count; i++)
        {
            _text.Append(i > 0 ? " " : "");
            PivotColumn(pivot.For[i]);
        }
        Groups(pivot.GroupBy, distinct: false);
        _text.Append(')');
        Alias(pivot);
    }

    private void UnpivotTable(UnpivotTable unpivot)
    {
        FromItem(unpivot.Source);
        _text.Append(unpivot.IncludeNulls ? " UNPIVOT INCLUDE NULLS (" : " UNPIVOT (");
        if (unpivot.ValueNames.Count == 1)
            Name(unpivot.ValueNames[0]);
        else
            Names(unpivot.ValueNames);
        _text.Append(" FOR ");
        Name(unpivot.Name);
        _text.Append(" IN (");
        List(unpivot.In, SelectItem);
        _text.Append("))");
        Alias(unpivot);
    }

    private void JsonTable(JsonTable json)
    {
        _text.Append("JSON_TABLE(");
        Expression(json.Document);
        _text.Append(", ");
        Expression(json.Path);
        _text.Append(' ');
        JsonColumns(json.ColumnPaths);
        _text.Append(')');
        Alias(json);
    }

    private void JsonColumns(SqlList<JsonTableColumn> columns)
    {
        _text.Append("COLUMNS (");
        List(columns, column =>
        {
            if (column.Nested.Count > 0)
            {
                _text.Append("NESTED PATH ");
                Expression(column.Path!);
                _text.Append(' ');
                JsonColumns(column.Nested);
                return;
            }
            Name(column.Name!);
            if (column.Ordinality)
            {
                _text.Append(" FOR ORDINALITY");
                return;
            }
            _text.Append(' ');
            Type(column.Type!);
            _text.Append(column.Exists ? " EXISTS PATH " : " PATH ");
            Expression(column.Path!);
            OnMissing(column.DefaultOnEmpty, column.OnEmpty, " ON EMPTY");
            OnMissing(column.DefaultOnError, column.OnError, " ON ERROR");
        });
        _text.Append(')');
    }

    private void OnMissing(Expression? value, string? word, string when)
    {
        if (value is not null)
        {
            _text.Append(" DEFAULT ");
            Expression(value);
            _text.Append(when);
        }
        else if (word is not null)
            _text.Append(' ').Append(word).Append(when);
    }
}
