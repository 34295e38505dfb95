using Assistant.Web.Sources;

namespace Assistant.Web.Tests.Sources;

public class ConnectionFormTests
{
    [Fact]
    public void The_first_missing_field_is_named_until_all_are_there()
    {
        var form = new ConnectionForm();
        Assert.Equal("Host", form.Missing());
        form.Host = "localhost";
        Assert.Equal("Database", form.Missing());
        (form.Database, form.User) = ("erp", "reader");
        Assert.Null(form.Missing());
        form.Port = 70_000;
        Assert.Equal("Port", form.Missing());
    }

    [Fact]
    public async Task Every_field_has_a_label_and_the_password_is_never_written_back()
    {
        var page = await Rendered.DocumentAsync<PostgreSqlForm>(new() { ["Form"] = new ConnectionForm { Password = "hunter2" } });
        Assert.All(page.QuerySelectorAll("input:not([type=checkbox])"), input => Assert.NotNull(page.QuerySelector($"label[for='{input.Id}']")));
        Assert.Equal("password", page.QuerySelectorAll("input").Single(i => i.GetAttribute("autocomplete") == "new-password").GetAttribute("type"));
    }
}
