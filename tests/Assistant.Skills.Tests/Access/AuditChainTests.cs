using Assistant.Skills.Access;
using Assistant.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Assistant.Skills.Tests.Access;

/// <summary>Tampering as somebody who rules the database could do it.</summary>
public sealed class AuditChainTests
{
    [Fact]
    public async Task A_trail_that_nobody_touched_is_whole_also_when_many_write_at_once()
    {
        await using var database = await AssistantDatabase.CreateAsync();
        await using var services = database.Services();
        var audit = services.GetRequiredService<Audit>();
        await Task.WhenAll(Enumerable.Range(1, 20).Select(n => audit.RecordAsync(database.Ours, "tried", $"número {n} 😀", DateTimeOffset.UnixEpoch, new { n }, default)));
        await audit.RecordAsync(database.Theirs, "tried", "elsewhere", DateTimeOffset.UnixEpoch, null, default);

        var verdict = await services.GetRequiredService<AuditChain>().VerifyAsync(database.Ours, default);

        Assert.Empty(verdict.Faults);
        Assert.Equal(20, verdict.Entries);
        Assert.Equal(64, verdict.Head.Length);
    }

    [Theory]
    [InlineData("UPDATE audit_log SET subject = 'three!' WHERE subject = 'three'", 3, "changed")]
    [InlineData("UPDATE audit_log SET detail = '{\"a\": 2}' WHERE subject = 'three'", 3, "changed")]
    [InlineData("UPDATE audit_log SET at = at + interval '1 microsecond' WHERE subject = 'three'", 3, "changed")]
    [InlineData("UPDATE audit_log SET user_id = NULL WHERE subject = 'three'", 3, "changed")]
    [InlineData("DELETE FROM audit_log WHERE subject = 'three'", 4, "Entry 3 is missing")]
    [InlineData("DELETE FROM audit_log WHERE subject IN ('two', 'three')", 4, "Entries 2 to 3 are missing")]
    [InlineData("DELETE FROM audit_log WHERE subject = 'five'", 5, "entries after 4 are missing")]
    [InlineData("DELETE FROM audit_log", 5, "entries after 0 are missing")]
    [InlineData("UPDATE audit_log SET place = -place WHERE subject IN ('two', 'three'); UPDATE audit_log SET place = CASE subject WHEN 'two' THEN 3 ELSE 2 END WHERE place < 0", 2, "changed")]
    [InlineData("UPDATE audit_heads SET place = 4", 4, "not the one that was written last")]
    public async Task An_entry_that_was_edited_deleted_moved_or_cut_off_is_found(string tampering, long place, string what)
    {
        await using var database = await AssistantDatabase.CreateAsync();
        await using var services = database.Services();
        foreach (var subject in new[] { "one", "two", "three", "four", "five" })
            await services.GetRequiredService<Audit>().RecordAsync(database.Ours, "tried", subject, DateTimeOffset.UnixEpoch, new { a = 1 }, default);

        await database.RunAsync(tampering);

        var verdict = await services.GetRequiredService<AuditChain>().VerifyAsync(database.Ours, default);
        Assert.False(verdict.Holds);
        Assert.Contains(verdict.Faults, fault => fault.Place == place && fault.What.Contains(what, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_trail_is_filtered_and_taken_along_without_formulas()
    {
        await using var database = await AssistantDatabase.CreateAsync();
        await using var services = database.Services();
        var audit = services.GetRequiredService<Audit>();
        await audit.RecordAsync(database.Ours, "source connected", "=HYPERLINK(\"http://evil\")", DateTimeOffset.UnixEpoch, null, default);
        await audit.RecordAsync(database.Ours, "signed in", "100%", DateTimeOffset.UnixEpoch.AddDays(2), null, default);

        Assert.Equal(["100%"], (await audit.ListAsync(database.Ours, new(Words: "100%"), 10, default)).Select(e => e.Subject));
        Assert.Equal(["100%"], (await audit.ListAsync(database.Ours, new(From: DateTimeOffset.UnixEpoch.AddDays(1)), 10, default)).Select(e => e.Subject));
        Assert.Equal(["signed in", "source connected"], (await audit.ActionsAsync(database.Ours, default)));
        await using var file = new StringWriter();
        await AuditExport.WriteAsync(await audit.ListAsync(database.Ours, new(Action: "source connected"), 10, default), file, default);
        Assert.DoesNotContain(",=HYPERLINK", file.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("\"=HYPERLINK", file.ToString(), StringComparison.Ordinal);
        Assert.Contains("HYPERLINK", file.ToString(), StringComparison.Ordinal);
    }
}
