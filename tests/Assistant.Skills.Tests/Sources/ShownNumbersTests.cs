using System.Globalization;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Tests.Sources;

public sealed class ShownNumbersTests
{
    [Theory]
    [InlineData(2, 35853827.701, 12.5)]          // large amounts
    [InlineData(2, 391.847826086956, 388.2)]     // an average, which has no end
    [InlineData(4, 52.5201, 13.4049)]            // what was measured is not rounded
    [InlineData(8, 0.04023384999, 0.01)]
    [InlineData(0, 3.0, 4.0)]
    public void A_column_has_the_decimals_it_needs(int decimals, double one, double other) => Assert.Equal(decimals, ColumnDecimals.Of([one, null, other]));

    [Theory]
    [InlineData("share_of_orders", 0.0402, true)]
    [InlineData("share_of_orders", 4.02, false)]
    [InlineData("share", 0.0402, false)]
    public void A_share_is_known_by_name_and_range(string name, double value, bool share) =>
        Assert.Equal(share, ShareColumn.Is(new([new(name, DataType.Number)], [[value]], Completeness.Complete, "", TimeSpan.Zero), 0));

    [Theory]
    [InlineData(0.04023, "4 %")]
    [InlineData(0.5, "50 %")]
    [InlineData(0.00123, "0.12 %")]
    [InlineData(0.0, "0 %")]
    public void A_share_is_told_in_percent(double share, string told) => Assert.Equal(told, ShareColumn.Write(share, CultureInfo.InvariantCulture));
}
