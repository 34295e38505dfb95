using System.Diagnostics;
using Assistant.Skills.Sql.Syntax;

namespace Assistant.Skills.Sql;

internal sealed partial class SqlWriter
{
    public void Query(Query query)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        if (query.With is { } with)
        {
            _text.Append(with.Recursive ? "WITH RECURSIVE " : "WITH ");
            List(with.Tables, CommonTable);
            Break();
        }
        Body(query.Body);
        if (query.OrderBy.Count > 0)
        {
            Clause("ORDER BY");
            List(query.OrderBy, OrderItem);
        }
        if (query.Limit is { } limit)
            Limit(limit);
    }

    private void CommonTable(CommonTable table)
    {
        Name(table.Name);
        if (table.Columns.Count > 0)
            Names(table.Columns);
        _text.Append(table.Materialized switch { true => " AS MATERIALIZED ", false => " AS NOT MATERIALIZED ", null => " AS " });
        Parenthesized(table.Query);
        if (table.Search is { } search)
        {
            _text.Append(search.Depth ? " SEARCH DEPTH FIRST BY " : " SEARCH BREADTH FIRST BY ");
            List(search.By, Name);
            _text.Append(" SET ");
            Name(search.Set);
        }
        if (table.Cycle is { } cycle)
        {
            _text.Append(" CYCLE ");
            List(cycle.Columns, Name);
            _text.Append(" SET ");
            Name(cycle.Mark);
            if (cycle is { MarkValue: { } value, MarkDefault: { } other })
            {
                _text.Append(" TO ");
                Expression(value);
                _text.Append(" DEFAULT ");
                Expression(other);
            }
            _text.Append(" USING ");
            Name(cycle.Path);
        }
    }

    private void Body(QueryBody body)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (body)
        {
            case Select select: Select(select); break;
            case Values values: Values(values); break;
            case NestedQuery nested: Nested(nested.Query); break;
            case SetOperation set: SetOperation(set); break;
            case PivotBody pivot: Pivot(pivot); break;
            case UnpivotBody unpivot: Unpivot(unpivot); break;
            default: throw new UnreachableException(body.GetType().Name);
        }
    }

    private void Values(Values values)
    {
        _text.Append("VALUES ");
        List(values.Rows, row =>
        {
            _text.Append(dialect == SqlDialect.MySql ? "ROW(" : "(");
            List(row, Expression);
            _text.Append(')');
        });
    }

    /// <summary>SQLite knows no parentheses around a part of a set operation.</summary>
    private void Nested(Query query)
    {
        if (dialect == SqlDialect.Sqlite)
            _text.Append("SELECT * FROM ");
        Parenthesized(query);
    }

    private void SetOperation(SetOperation set)
    {
        Operand(set.Left, set.Left is SetOperation left && Binds(left.Operator) < Binds(set.Operator) && dialect != SqlDialect.Sqlite);
        Break();
        _text.Append(set.Operator switch
        {
            SetOperator.Union => "UNION",
            SetOperator.Intersect => "INTERSECT",
            SetOperator.Except => "EXCEPT",
            _ => throw new UnreachableException(),
        });
        _text.Append(set.All ? " ALL" : "").Append(set.ByName ? " BY NAME" : "");
        Break();
        Operand(set.Right, set.Right is SetOperation);

        void Operand(QueryBody body, bool nest)
        {
            if (nest || body is PivotBody or UnpivotBody)
                Nested(new(body));
            else
                Body(body);
        }

        int Binds(SetOperator kind) => kind == SetOperator.Intersect && dialect != SqlDialect.Sqlite ? 1 : 0;
    }

    private void Select(Select select)
    {
        _text.Append("SELECT ");
        if (select.DistinctOn.Count > 0)
        {
            _text.Append("DISTINCT ON (");
            List(select.DistinctOn, Expression);
            _text.Append(") ");
        }
        else if (select.Distinct)
            _text.Append("DISTINCT ");
        List(select.Items, SelectItem);
        if (select.From.Count > 0)
        {
            Clause("FROM");
            List(select.From, FromItem);
        }
        if (select.Where is { } where)
        {
            Clause("WHERE");
            Expression(where);
        }
        Groups(select.GroupBy, select.GroupByDistinct);
        if (select.Having is { } having)
        {
            Clause("HAVING");
            Expression(having);
        }
        if (select.Windows.Count > 0)
        {
            Clause("WINDOW");
            List(select.Windows, named =>
            {
                Name(named.Name);
                _text.Append(" AS ");
                Window(named.Window);
            });
        }
        if (select.Qualify is { } qualify)
        {
            Clause("QUALIFY");
            Expression(qualify);
        }
        if (select.Sample is { } sample)
        {
            Clause("USING SAMPLE");
            SampleSize(sample, dialect == SqlDialect.DuckDb);
        }
    }

    private void SelectItem(SelectItem item)
    {
        Expression(item.Value);
        if (item.Alias is not { } alias)
            return;
        _text.Append(" AS ");
        Name(alias);
    }

    private void Groups(SqlList<GroupItem> items, bool distinct)
    {
        if (items.Count == 0)
            return;
        Clause(distinct ? "GROUP BY DISTINCT" : "GROUP BY");
        if (dialect == SqlDialect.MySql && items is [GroupingElement { Kind: GroupingKind.Rollup } rollup])
        {
            List(rollup.Items, GroupItem);
            _text.Append(" WITH ROLLUP");
        }
        else
            List(items, GroupItem);
    }

    private void GroupItem(GroupItem item)
    {
        switch (item)
        {
            case GroupExpression group:
                Expression(group.Value);
                break;
            case GroupByAll:
                _text.Append("ALL");
                break;
            case GroupingElement element:
                _text.Append(element.Kind switch
                {
                    GroupingKind.Rollup => "ROLLUP (",
                    GroupingKind.Cube => "CUBE (",
                    GroupingKind.Sets => "GROUPING SETS (",
                    _ => throw new UnreachableException(),
                });
                List(element.Items, GroupItem);
                _text.Append(')');
                break;
            default: throw new UnreachableException();
        }
    }

    private void OrderItem(OrderItem item)
    {
        Expression(item.Value);
        if (item.UsingOperator is { } @operator)
            _text.Append(" USING ").Append(@operator);
        _text.Append(item.Descending switch { true => " DESC", false => " ASC", null => "" });
        _text.Append(item.Nulls switch { SortNulls.First => " NULLS FIRST", SortNulls.Last => " NULLS LAST", _ => "" });
    }

    private void Limit(RowLimit limit)
    {
        if (limit.WithTies || dialect == SqlDialect.SqlServer)
        {
            if (limit.Offset is not null || dialect == SqlDialect.SqlServer)
            {
                Clause("OFFSET");
                Expression(limit.Offset ?? new NumberLiteral("0"));
                _text.Append(" ROWS");
            }
            if (limit.Count is null)
                return;
            Clause("FETCH FIRST");
            Operand(limit.Count, Primary);
            _text.Append(limit.WithTies ? " ROWS WITH TIES" : " ROWS ONLY");
            return;
        }
        if (limit.Count is { } count)
        {
            Clause("LIMIT");
            Expression(count);
            if (limit.Percent)
                _text.Append('%');
        }
        else if (limit.Offset is null)
            Clause("LIMIT ALL");
        else if (dialect is SqlDialect.Sqlite)
            Clause("LIMIT -1");
        else if (dialect is SqlDialect.MySql)
            Clause("LIMIT 18446744073709551615");
        if (limit.Offset is not { } offset)
            return;
        Clause("OFFSET");
        Expression(offset);
    }

    private void Pivot(PivotBody pivot)
    {
        _text.Append("PIVOT ");
        FromItem(pivot.Source);
        if (pivot.On.Count > 0)
        {
            Clause("ON");
            List(pivot.On, PivotColumn);
        }
        if (pivot.Using.Count > 0)
        {
            Clause("USING");
            List(pivot.Using, SelectItem);
        }
        Groups(pivot.GroupBy, distinct: false);
    }

    private void PivotColumn(PivotColumn column)
    {
        Operand(column.Value, Primary);
        if (column.In.Count == 0)
            return;
        _text.Append(" IN (");
        List(column.In, SelectItem);
        _text.Append(')');
    }

    private void Unpivot(UnpivotBody unpivot)
    {
        _text.Append("UNPIVOT ");
        if (unpivot.IncludeNulls)
            throw new UnreachableException();
        FromItem(unpivot.Source);
        Clause("ON");
        List(unpivot.On, SelectItem);
        Clause("INTO NAME");
        Name(unpivot.Name);
        _text.Append(" VALUE ");
        List(unpivot.ValueNames, Name);
    }
}
