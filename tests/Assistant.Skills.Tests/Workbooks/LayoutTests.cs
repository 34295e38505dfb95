using Assistant.Skills.Sources;
using Assistant.Skills.Workbooks.Checking;
using Assistant.Skills.Workbooks.Layout;
using Assistant.Skills.Workbooks.Xlsx;

namespace Assistant.Skills.Tests.Workbooks;

public class LayoutTests
{
    [Theory]
    [InlineData("equipment", "equipment", "equipment_id,tag,name,category,manufacturer,model,serial_number,location_id,installed_on,status")]
    [InlineData("equipment", "AssetRegister", "AssetId,Description,Maker,ModelNumber,SerialNo,Location,CommissionedOn")]
    [InlineData("equipment", "plant_machines", "id,name,brand,model,serial,status,weight_kg")]
    [InlineData("functional location", "functional_locations", "location_id,parent_id,name,level,site,region,criticality,commissioned_on")]
    [InlineData("functional location", "places", "place,superior,designation,category,criticality")]
    [InlineData("maintenance order", "maintenance_orders", "order_id,order_number,equipment_id,order_type,priority,status,reported_at,planned_hours,actual_hours,failure_code")]
    [InlineData("maintenance order", "WorkOrders", "Id,Asset,Priority,Status,StartedAt,FinishedAt,LaborCost,Technician")]
    [InlineData(null, "orders", "order_id,customer_id,order_date,channel,total")]
    [InlineData(null, "customers", "id,name,email,country,city")]
    [InlineData(null, "products", "id,name,category,price,weight")]
    public void A_table_is_known_by_what_it_means(string? template, string table, string columns) => Assert.Equal(
        template, WorkbookTemplates.For(new(new(null, table), [.. columns.Split(',').Select(c => new CatalogColumn(c, "text", DataType.Text))], [columns.Split(',')[0]]))?.Name);

    [Fact]
    public void A_row_has_one_seal_whether_it_comes_from_the_source_or_back_from_a_sheet()
    {
        DataType[] types = [DataType.Integer, DataType.Number, DataType.Number, DataType.Text, DataType.Boolean, DataType.Date, DataType.Timestamp, DataType.Time, DataType.Text, DataType.Number];
        object?[] source = [42L, 12.50m, 0.30000000000000004, "  a\r\nb ", true, new DateOnly(2026, 3, 1), new DateTime(2026, 3, 1, 8, 30, 0), new TimeOnly(7, 15), "", -0.0m];
        XlsxCell[] sheet =
        [
            new(CellContent.Number, null, 42), new(CellContent.Number, null, 12.5), new(CellContent.Number, null, 0.3), new(CellContent.Text, "  a\nb ", 0), new(CellContent.Truth, null, 1),
            new(CellContent.Day, null, new DateTime(2026, 3, 1).ToOADate()), new(CellContent.Day, null, new DateTime(2026, 3, 1, 8, 30, 0).ToOADate()), new(CellContent.Day, null, 7.25 / 24), XlsxCell.Empty, new(CellContent.Number, null, 0),
        ];
        var seal = new RowSeal(types, [0]);
        var (before, after) = (new byte[RowSeal.Length], new byte[RowSeal.Length]);
        seal.Write(source, before);
        seal.Write([.. sheet.Select((c, i) => (object?)CellReading.Of(c, types[i]))], after);
        Assert.Equal(before, after);
        source[3] = "  a\nb";
        seal.Write(source, after);
        Assert.NotEqual(before, after);
        Assert.Equal(before.AsSpan(0, RowSeal.KeyLength), after.AsSpan(0, RowSeal.KeyLength));
    }

    [Theory]
    [InlineData("yyyy-mm-dd", true)]
    [InlineData("[h]:mm", true)]
    [InlineData("[$-407]d. mmmm yyyy", true)]
    [InlineData("General", false)]
    [InlineData("#,##0.00 \"days\"", false)]
    [InlineData("[Red]0.0", false)]
    [InlineData("0\\d", false)]
    public void A_number_format_tells_days_from_numbers(string code, bool day) => Assert.Equal(day, NumberFormat.IsDay(code));
}
