using Assistant.Skills.Sql.Syntax;

namespace Assistant.Skills.Sql.Parsing;

/// <summary>DuckDB's PIVOT and UNPIVOT, as queries and as parts of FROM.</summary>
internal sealed partial class Parser
{
    private PivotBody Pivot()
    {
        ExpectWord("PIVOT");
        var source = TableItem();
        SqlList<PivotColumn> on = TakeWord("ON") ? Separated(PivotColumn) : [];
        SqlList<SelectItem> @using = TakeWord("USING") ? Separated(SelectItem) : [];
        SqlList<GroupItem> groups = TakeWords("GROUP", "BY") ? Separated(GroupItem) : [];
        return new(source, on) { Using = @using, GroupBy = groups };
    }

    private PivotColumn PivotColumn()
    {
        // IN belongs to the pivot, not to the expression.
        var value = Operators(InLevel + 1);
        return new(value, TakeWord("IN") ? PivotValues() : []);
    }

    private SqlList<SelectItem> PivotValues()
    {
        Expect("(");
        var values = Separated(SelectItem);
        Expect(")");
        return values;
    }

    private UnpivotBody Unpivot()
    {
        ExpectWord("UNPIVOT");
        var source = TableItem();
        ExpectWord("ON");
        var on = Separated(SelectItem);
        ExpectWord("INTO");
        ExpectWord("NAME");
        var name = Name();
        ExpectWord("VALUE");
        return new(source, on, name, Separated(Name));
    }

    private FromItem PivotTable(FromItem source)
    {
        ExpectWord("PIVOT");
        Expect("(");
        var @using = Separated(SelectItem);
        ExpectWord("FOR");
        List<PivotColumn> columns = [];
        do
            columns.Add(PivotColumn());
        while (!AtSymbol(")") && !At("GROUP"));
        SqlList<GroupItem> groups = TakeWords("GROUP", "BY") ? Separated(GroupItem) : [];
        Expect(")");
        return Alias(new PivotTable(source, @using, [.. columns]) { GroupBy = groups });
    }

    private FromItem UnpivotTable(FromItem source)
    {
        ExpectWord("UNPIVOT");
        var nulls = TakeWord("INCLUDE");
        if (nulls)
            ExpectWord("NULLS");
        else if (TakeWord("EXCLUDE"))
            ExpectWord("NULLS");
        Expect("(");
        SqlList<string> values = AtSymbol("(") ? Names() : [Name()];
        ExpectWord("FOR");
        var name = Name();
        ExpectWord("IN");
        var columns = PivotValues();
        Expect(")");
        return Alias(new UnpivotTable(source, values, name, columns) { IncludeNulls = nulls });
    }
}
