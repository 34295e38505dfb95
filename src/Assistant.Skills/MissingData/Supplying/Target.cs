using Assistant.Skills.MissingData.Finding;
using Assistant.Skills.Quality;
using Assistant.Skills.Sources;
using Assistant.Skills.Sql;

namespace Assistant.Skills.MissingData.Supplying;

/// <summary>The column whose values are missing, as pieces of SQL over its table, which is called t.</summary>
internal sealed record Target(GapReader Reader, CatalogTable Table, CatalogColumn Column, GapBody.Values Gap)
{
    /// <summary>Measured on fewer known rows a rate says little.</summary>
    public const int LeastTried = 20;

    /// <summary>Less often right than wrong is no source of values.</summary>
    public const double LeastRate = 0.5;

    public string From => $"{Quoted.Name(Table.Name)} AS t";

    public string Name => Quoted.Name(Column.Name);

    public string Known => $"NOT {MissingTest.Of(Column, Gap.Disguises)}";

    /// <summary>The rows to be filled.</summary>
    public string Missing => GapRows.Condition(Table, Column, Gap);

    /// <summary>What rows are known by in a proposal: the key, or where there is none, all of what is shown.</summary>
    public string Key => string.Join(", ", (Table.PrimaryKey.Count > 0 ? Table.PrimaryKey : [Table.Columns[0].Name]).Select(c => $"t.{Quoted.Name(c)}"));

    public SqlDialect Dialect => Reader.Dialect;

    /// <summary>Values of many kinds cannot be told by a group: a serial number, a measured value.</summary>
    public bool IsOneOfFew => Column.Statistics is not { } known || known.Distinct <= 0.3 * Math.Max(1, known.Rows - known.Nulls);

    /// <summary>Columns of the table that the caller sees and that may tell something.</summary>
    public IEnumerable<CatalogColumn> Others => Table.Columns.Where(c => c != Column && c.Sensitivity is not Sensitivity.Secret && Reader.Sees(Table.Name, c.Name)
        && c.Type is DataType.Text or DataType.Integer or DataType.Boolean or DataType.Date or DataType.Number);
}
