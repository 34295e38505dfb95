using Assistant.Skills.Sources;

namespace Assistant.Skills.Tests.Sources.Files;

public sealed class StructuredFileTests
{
    [Theory]
    [InlineData("array.json", """[{"id": 1, "on": "2024-01-31"}, {"id": 2, "on": null}]""", "id:Integer|on:Date\n1|2024-01-31\n2|∅")]
    [InlineData("lines.jsonl", "{\"id\": 1, \"ok\": true}\n{\"id\": 2, \"ok\": false}\n", "id:Integer|ok:Boolean\n1|true\n2|false")]
    [InlineData("wrapped.json", """{"page": 1, "items": [{"id": 1, "n": "a"}, {"id": 2, "n": "b"}]}""", "id:Integer|n:Text\n1|a\n2|b")]
    [InlineData("nested.json", """[{"id": 1, "who": {"name": "Ada"}, "tags": ["x", "y"]}]""", "id:Integer|who:Json|tags:Array\n1|{\"name\":\"Ada\"}|[\"x\",\"y\"]")]
    public async Task Json_is_read_as_a_table(string name, string content, string expected)
    {
        await using var file = await new DataFile(name, content).OpenAsync();
        Assert.Equal(expected, await file.TableAsync());
    }

    [Fact]
    public async Task Results_of_any_kind_come_as_cells_that_can_be_shown()
    {
        await using var file = await new DataFile("t.csv", "a,b\n1,x\n2,y\n").OpenAsync();
        var table = await file.Source.RowsAsync("""
            SELECT 1::TINYINT, sum(a), 1.25::DECIMAL(10,2), 2.5, DATE '2024-01-05', TIMESTAMP '2024-01-05 10:00:00', TIME '10:30:00', [1, 2], {'k': 1},
                   uuid '00000000-0000-0000-0000-000000000001', INTERVAL 1 DAY, NULL, 'longer than twelve bytes é', '\xFF'::BLOB, TIMESTAMPTZ '2024-01-05 10:00:00+00', MAP {'a': 1}
            FROM t
            """);
        Assert.Equal(
            [1L, 3m, 1.25m, 2.5m, new DateOnly(2024, 1, 5), new DateTime(2024, 1, 5, 10, 0, 0), new TimeOnly(10, 30), "[1,2]", "{\"k\":1}",
                "00000000-0000-0000-0000-000000000001", "1 day", null, "longer than twelve bytes é", new byte[] { 255 }, new DateTimeOffset(2024, 1, 5, 10, 0, 0, TimeSpan.Zero), "{\"a\":1}"],
            Assert.Single(table.Rows));
        Assert.Equal([DataType.Array, DataType.Json], table.Columns.Skip(7).Take(2).Select(c => c.Type));
    }
}
