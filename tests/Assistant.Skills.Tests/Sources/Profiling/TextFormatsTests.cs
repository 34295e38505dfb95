using Assistant.Skills.Sources;
using Assistant.Skills.Sources.Profiling;

namespace Assistant.Skills.Tests.Sources.Profiling;

public class TextFormatsTests
{
    [Theory]
    [InlineData("YYYY-MM-DD", "2024-01-31", "2023-12-01", "2024-02-29")]
    [InlineData("YYYY-MM-DD HH:MM:SS", "2024-01-31 10:00:00", "2023-12-01 00:00:00", "2024-02-29T23:59:59")]
    [InlineData("DD/MM/YYYY", "31/01/2024", "01/02/2024", "1/3/2024")]
    [InlineData("MM/DD/YYYY", "01/31/2024", "02/01/2024", "3/1/2024")]
    [InlineData("DD/MM/YYYY?", "01/02/2024", "03/04/2024", "11/12/2024")]
    [InlineData("DD.MM.YYYY HH:MM", "31.01.2024 10:00", "01.02.2024 11:30", "02.02.2024 00:00")]
    [InlineData("DD-MM-YYYY", "31-01-2024", "28-02-2024", "03-03-2024")]
    [InlineData("YYYYMMDD", "20240131", "20231201", "20240229")]
    [InlineData("1234.5", "1234.50", "-7", "0.5")]
    [InlineData("1,234.5", "1,234.50", "7", "12,345,678")]
    [InlineData("1.234,5", "1.234,50", "7", "12.345.678,9")]
    [InlineData("1234,5", "1234,50", "-7", "0,5")]
    [InlineData(null, "01234", "00017", "99999")]
    [InlineData(null, "abc", "2024-01-01", "7")]
    [InlineData(null, "31/31/2024", "32/01/2024", "99/99/2024")]
    [InlineData(null, "2024-01-01", "2024-01-02", "")]
    public void The_way_dates_and_numbers_are_written_is_read_from_all_values_together(string? format, params string[] values) =>
        Assert.Equal(format, TextFormats.Of(values));

    [Theory]
    [InlineData("31/01/2024", "DD/MM/YYYY", 31)]
    [InlineData("1/31/2024 10:30", "MM/DD/YYYY HH:MM", 31)]
    [InlineData("30/02/2024", "DD/MM/YYYY", null)]
    [InlineData("2024-01-31", "DD/MM/YYYY", null)]
    public void A_date_is_read_by_its_format_only(string text, string format, int? day) => Assert.Equal(day, TextFormats.ReadDate(text, format)?.Day);

    [Theory]
    [InlineData("password_hash", Sensitivity.Secret)]
    [InlineData("apiKey", Sensitivity.Secret)]
    [InlineData("customerEmail", Sensitivity.Personal)]
    [InlineData("Date of Birth", Sensitivity.Personal)]
    [InlineData("contact", Sensitivity.Personal, "a@example.com", "b@example.org")]
    [InlineData("account", Sensitivity.Personal, "DE89 3704 0044 0532 0130 00", "GB82WEST12345698765432")]
    [InlineData("pan", Sensitivity.Personal, "4111 1111 1111 1111", "5500000000000004")]
    [InlineData("pan", Sensitivity.None, "4111 1111 1111 1112", "5500000000000005")]
    [InlineData("product_name", Sensitivity.None, "Hammer", "Drill")]
    [InlineData("order_id", Sensitivity.None, "1", "2")]
    public void Columns_about_persons_and_secrets_are_known_by_name_or_values(string name, Sensitivity expected, params string[] values) =>
        Assert.Equal(expected, SensitivityRules.Of(name, values));
}
