using Assistant.Web.Access;

namespace Assistant.Web.Tests.Access;

public class DeviceTests
{
    [Theory]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0", "Edge · Windows")]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0", "Firefox · Linux")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1", "Safari · iPhone")]
    [InlineData("", "Unknown")]
    public void A_browser_is_named_as_its_person_knows_it(string userAgent, string name) => Assert.Equal(name, Device.Name(userAgent, "Unknown"));
}
