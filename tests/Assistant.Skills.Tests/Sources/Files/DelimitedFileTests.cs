using System.Text;

namespace Assistant.Skills.Tests.Sources.Files;

public sealed class DelimitedFileTests
{
    [Theory]
    [InlineData("plain", "id,name,price\n1,Hammer,19.90\n2,Saw,5\n", "id:Integer|name:Text|price:Number\n1|Hammer|19.90\n2|Saw|5.00", "")]
    [InlineData("bom", "\uFEFFid,name\n1,a\n2,b\n", "id:Integer|name:Text\n1|a\n2|b", "")]
    [InlineData("windows line ends", "id,name\r\n1,a\r\n2,b\r\n", "id:Integer|name:Text\n1|a\n2|b", "")]
    [InlineData("no last line end", "id,name\n1,a\n2,b", "id:Integer|name:Text\n1|a\n2|b", "")]
    [InlineData("quoted line breaks", "id,note\n1,\"two\nlines\"\n2,\"say \"\"hi\"\", please\"\n", "id:Integer|note:Text\n1|two\nlines\n2|say \"hi\", please", "")]
    [InlineData("semicolons and decimal commas", "id;total\n1;1.234,50\n2;7,25\n", "id:Integer|total:Number\n1|1234.50\n2|7.25", "semicolons|decimal comma")]
    [InlineData("tabs", "id\tname\n1\ta,b\n2\tc\n", "id:Integer|name:Text\n1|a,b\n2|c", "tabs")]
    [InlineData("bars", "id|name\n1|a\n2|b\n", "id:Integer|name:Text\n1|a\n2|b", "vertical bars")]
    [InlineData("commas between thousands", "id,total\n1,\"1,234.50\"\n2,\"12,000\"\n", "id:Integer|total:Number\n1|1234.50\n2|12000.00", "thousands")]
    [InlineData("day first", "id,on\n1,31/01/2024\n2,01/02/2024\n", "id:Integer|on:Date\n1|2024-01-31\n2|2024-02-01", "day before month")]
    [InlineData("month first", "id,on\n1,01/31/2024\n2,02/01/2024\n", "id:Integer|on:Date\n1|2024-01-31\n2|2024-02-01", "month before day")]
    [InlineData("nobody knows", "id,on\n1,01/02/2024\n2,03/04/2024\n", "id:Integer|on:Date\n1|2024-02-01\n2|2024-04-03", "no value in the file tells day from month")]
    [InlineData("neither", "id,on\n1,31/01/2024\n2,01/31/2024\n", "id:Integer|on:Text\n1|31/01/2024\n2|01/31/2024", "")]
    [InlineData("iso times", "id,at\n1,2024-01-31T10:00:00\n2,2024-02-01 11:30\n", "id:Integer|at:Timestamp\n1|2024-01-31 10:00:00\n2|2024-02-01 11:30:00", "")]
    [InlineData("codes keep zeros", "zip,n\n01234,1\n99999,2\n", "zip:Text|n:Integer\n01234|1\n99999|2", "")]
    [InlineData("missing words", "n,d\n1,2024-01-01\nN/A,NULL\n3,-\n", "n:Integer|d:Date\n1|2024-01-01\n∅|∅\n3|∅", "")]
    [InlineData("money", "item,price\na,\"$1,200.50\"\nb,$7\n", "item:Text|price:Number\na|1200.50\nb|7.00", "money")]
    [InlineData("twice and empty heads", "id,,name,Name\n1,x,a,b\n2,y,c,d\n", "id:Integer|column_2:Text|name:Text|Name_2:Text\n1|x|a|b\n2|y|c|d", "no name|twice")]
    [InlineData("no head", "1,Oslo,2024-01-01\n2,Bergen,2024-01-02\n", "column_1:Integer|column_2:Text|column_3:Date\n1|Oslo|2024-01-01\n2|Bergen|2024-01-02", "no head")]
    [InlineData("title and blanks above", "Sales report,,\n,,\n\nid,city,n\n1,Oslo,5\n2,Bergen,6\n", "id:Integer|city:Text|n:Integer\n1|Oslo|5\n2|Bergen|6", "above the head")]
    [InlineData("ragged", "id,name\n1,a\n2\n3,c,extra\n", "id:Integer|name:Text|column_3:Text\n1|a|∅\n2|∅|∅\n3|c|extra", "fewer or more")]
    [InlineData("totals", "city,n\nOslo,5\nBergen,6\nTotal,11\n", "city:Text|n:Integer\nOslo|5\nBergen|6", "totals")]
    [InlineData("a name that looks like totals", "team,n\nTotal Football,5\nBergen,6\n", "team:Text|n:Integer\nTotal Football|5\nBergen|6", "")]
    [InlineData("years as heads", "city,2023,2024\nOslo,5,6\nBergen,7,8\n", "city:Text|2023:Integer|2024:Integer\nOslo|5|6\nBergen|7|8", "")]
    [InlineData("head only", "id,name\n", "id:Text|name:Text", "")]
    [InlineData("one column", "name\nAda\nBo\n", "name:Text\nAda\nBo", "")]
    [InlineData("true and false", "id,ok\n1,TRUE\n2,false\n", "id:Integer|ok:Boolean\n1|true\n2|false", "")]
    public async Task A_file_is_read_as_it_was_meant_and_says_what_was_assumed(string name, string content, string expected, string assumed)
    {
        await using var file = await new DataFile(name + ".csv", content).OpenAsync();
        Assert.Equal(expected, await file.TableAsync());
        foreach (var words in assumed.Split('|'))
            Assert.Contains(words, file.Assumptions, StringComparison.Ordinal);
        if (assumed.Length == 0)
            Assert.Equal("", file.Assumptions);
    }

    [Theory]
    [InlineData("windows-1252", "Western European")]
    [InlineData("utf-16", "UTF-16")]
    [InlineData("utf-16BE", "UTF-16")]
    public async Task Other_encodings_than_utf8_are_recognized(string encoding, string words)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var bytes = Encoding.GetEncoding(encoding).GetBytes("id;Straße;preis\n1;Müllerstraße – naïve;5,50 €\n2;Größe;6,00 €\n");
        await using var file = await new DataFile("daten.csv", bytes).OpenAsync();
        Assert.Equal("id:Integer|Straße:Text|preis:Number\n1|Müllerstraße – naïve|5.50\n2|Größe|6.00", await file.TableAsync());
        Assert.Contains(words, file.Assumptions, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_byte_at_the_end_of_a_long_file_decides_its_encoding()
    {
        var bytes = (byte[])[.. Encoding.ASCII.GetBytes("id,name\n" + string.Concat(Enumerable.Range(0, 50_000).Select(i => $"{i},abcdefgh\n")) + "50000,Stra"), 0xDF, .. "e\n"u8];
        await using var file = await new DataFile("long.csv", bytes).OpenAsync();
        Assert.Equal([50_001L, "Straße"], (await file.Source.RowsAsync("SELECT count(*), max_by(name, id) FROM \"long\"")).Rows.Single());
    }

    [Fact]
    public async Task One_word_at_the_end_of_a_column_of_numbers_makes_it_text()
    {
        await using var file = await new DataFile("late.csv", "n\n" + string.Concat(Enumerable.Range(0, 30_000).Select(i => $"{i}\n")) + "unknown\n").OpenAsync();
        Assert.Equal(Skills.Sources.DataType.Text, file.Catalog.Tables[0].Columns[0].Type);
    }

    [Fact]
    public async Task Nul_bytes_in_a_text_are_left_out_and_told()
    {
        await using var file = await new DataFile("nul.csv", "id,name\n1,a\0b\n2,cd\n3,long enough to be text after all, with some more words and signs in it to read and to read again\n".Replace(", ", "; ", StringComparison.Ordinal)).OpenAsync();
        Assert.Equal("ab", (await file.Source.RowsAsync("SELECT name FROM nul WHERE id = 1")).Rows.Single()[0]);
        Assert.Contains("NUL", file.Assumptions, StringComparison.Ordinal);
    }

    public static TheoryData<string, byte[], string> Refused => new()
    {
        { "empty.csv", [], "empty" },
        { "blank.csv", "\n \n\n"u8.ToArray(), "nothing but blanks" },
        { "photo.csv", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13], "a picture (PNG)" },
        { "paper.xlsx", "%PDF-1.7 ..."u8.ToArray(), "PDF" },
        { "random.csv", [.. Enumerable.Range(0, 5000).Select(i => (byte)(i * 7 % 251))], "no text" },
        { "cut.parquet", "PAR1abcdefghijk"u8.ToArray(), "damaged or cut short" },
        { "broken.json", "[{\"a\": 1}, {\"a\": "u8.ToArray(), "broken" },
        { "fake.xlsx", "PK\u0003\u0004 not a zip"u8.ToArray(), "" },
        { "data.zip.csv", [0x1F, 0x8B, 8, 0], "compressed" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_is_no_table_is_refused_with_the_reason(string name, byte[] content, string words)
    {
        await using var file = new DataFile(name, content);
        var reason = await file.RefusalAsync();
        Assert.Contains(words, reason, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", reason, StringComparison.Ordinal);
        Assert.DoesNotContain("/tmp", reason, StringComparison.Ordinal);
    }
}
