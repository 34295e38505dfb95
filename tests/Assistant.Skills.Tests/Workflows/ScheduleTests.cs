using Assistant.Skills.Workflows;
using Assistant.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Assistant.Skills.Tests.Workflows;

public sealed class ScheduleTests
{
    [Theory]
    [InlineData("30m", "30m", "every 30 minutes")]
    [InlineData("every 45 minutes", "45m", "every 45 minutes")]
    [InlineData("every 2 hours", "2h", "every 2 hours")]
    [InlineData("60 min", "1h", "every hour")]
    [InlineData("daily", "1d", "every day")]
    [InlineData("0 6 * * 1-5", "0 6 * * 1-5", "on weekdays at 06:00")]
    [InlineData("30 5,17 * * *", "30 5,17 * * *", "at 05:30 and 17:30")]
    [InlineData("*/15 * * * *", "*/15 * * * *", "every 15 minutes")]
    [InlineData("*/30 8-17 * * mon-fri", "*/30 8-17 * * mon-fri", "every 30 minutes from 08:00 to 17:59, on weekdays")]
    [InlineData("0 2 * * 0", "0 2 * * 0", "on Sunday at 02:00")]
    [InlineData("0 2 1 * *", "0 2 1 * *", "on the first of the month at 02:00")]
    [InlineData("5 4 1-7 * 2", "5 4 1-7 * 2", "by the cron fields 5 4 1-7 * 2")]
    public void A_schedule_is_read_and_told_in_words(string text, string kept, string words)
    {
        var (schedule, problem) = Schedule.Read(text);
        Assert.Null(problem);
        Assert.Equal((kept, words), (schedule!.Text, schedule.Words));
    }

    [Theory]
    [InlineData("1m")]
    [InlineData("* * * * *")]
    [InlineData("*/2 8 * * *")]
    [InlineData("0 0 31 2 *")]
    [InlineData("whenever")]
    [InlineData("0 6 * *")]
    [InlineData("99 6 * * *")]
    [InlineData("")]
    [InlineData("0 6 * * 1-5; DROP TABLE users")]
    public void What_is_no_schedule_or_too_often_is_refused_in_words(string text)
    {
        var (schedule, problem) = Schedule.Read(text);
        Assert.Null(schedule);
        Assert.False(string.IsNullOrWhiteSpace(problem));
    }

    [Fact]
    public void Cron_counts_in_the_time_zone_it_was_given_across_the_change_of_clocks()
    {
        var berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        var schedule = Schedule.Read("0 6 * * *").Schedule!;
        Assert.Equal(new DateTimeOffset(2026, 3, 28, 5, 0, 0, TimeSpan.Zero), schedule.After(new(2026, 3, 27, 12, 0, 0, TimeSpan.Zero), berlin)!.Value.ToUniversalTime());
        Assert.Equal(new DateTimeOffset(2026, 3, 29, 4, 0, 0, TimeSpan.Zero), schedule.After(new(2026, 3, 28, 12, 0, 0, TimeSpan.Zero), berlin)!.Value.ToUniversalTime());
    }

    [Fact]
    public void Chance_spreads_the_waits_and_the_longest_bounds_them()
    {
        var waits = Enumerable.Range(0, 200).Select(i => Backoff.After(3, new Guid(i * 7919, 0, 0, [0, 0, 0, 0, (byte)i, 1, 2, 3]), TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(10))).ToList();
        Assert.All(waits, wait => Assert.InRange(wait, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(40)));
        Assert.True(waits.Distinct().Count() > 150);
        Assert.True(Backoff.After(30, Guid.Empty, TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(10)) <= TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task A_time_fires_in_one_of_two_processes_and_changed_schedules_are_taken_over()
    {
        await using var database = await AssistantDatabase.CreateAsync();
        await FlowKit.MakeEffectsAsync(database);
        Workflow[] beats = [new("beat", "Beat", "30m", [FlowKit.Counting("one")])];
        (string, string)[] scheduled = [("Workflows:Schedules", "true"), ("Workflows:SchedulesAfter", "00:00:00"), ("Workflows:Tick", "00:00:01"), ("Workflows:Compare", "00:00:01")];
        await using var first = await FlowKit.StartAsync(database.OwnerConnectionString, beats, null, scheduled);
        await using var second = await FlowKit.StartAsync(database.OwnerConnectionString, beats, null, scheduled);
        await FlowKit.UntilAsync(async () => await database.ScalarAsync("SELECT count(*) FROM workflow_settings WHERE next_at > now()") == "2"
            && await database.ScalarAsync("SELECT count(*) FROM quartz.qrtz_scheduler_state") == "2");
        Assert.Equal("2", await database.ScalarAsync("SELECT count(*) FROM quartz.qrtz_triggers"));

        // The time has come, as both processes see it.
        await database.RunAsync($"""
            UPDATE quartz.qrtz_triggers t SET next_fire_time = soon, start_time = soon FROM (SELECT (extract(epoch FROM now()) * 10000000)::bigint + 621355968000000000 + 20000000 AS soon) s
            WHERE trigger_group = '{database.Ours.OrganizationId:N}'
            """);
        await FlowKit.UntilAsync(async () => await database.ScalarAsync("SELECT count(*) FROM public.effects") == "1"
            && await database.ScalarAsync($"SELECT next_at > now() + interval '20 minutes' FROM workflow_settings WHERE organization_id = '{database.Ours.OrganizationId}'") == "True");
        Assert.Equal("Schedule", await database.ScalarAsync("SELECT string_agg(cause, ',') FROM workflow_runs"));

        var schedules = first.Services.GetRequiredService<WorkflowSchedules>();
        Assert.Null(await schedules.ChangeAsync(database.Ours, "beat", new(Schedule: "0 6 * * 1-5", TimeZone: "Europe/Berlin"), default));
        Assert.Null(await schedules.ChangeAsync(database.Theirs, "beat", new(Enabled: false), default));
        await FlowKit.UntilAsync(async () => await database.ScalarAsync("SELECT string_agg(cron_expression || time_zone_id, ',') FROM quartz.qrtz_cron_triggers") is { } cron && cron.Contains("Europe/Berlin", StringComparison.Ordinal)
            && await database.ScalarAsync("SELECT count(*) FROM quartz.qrtz_triggers") == "1");
        var settings = Assert.Single(await schedules.ListAsync(database.Ours, default));
        Assert.Equal((true, "0 6 * * 1-5", "Europe/Berlin"), (settings.Enabled, settings.Schedule, settings.TimeZone));
        Assert.NotNull(settings.NextAt);
        Assert.Equal("1", await database.ScalarAsync("SELECT count(*) FROM public.effects"));
    }
}
