using System.Globalization;
using Assistant.Skills.Storage;
using Dapper;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Quartz;
using Quartz.Extensibility;

namespace Assistant.Skills.Workflows;

/// <summary>
/// Fires schedules: Quartz, clustered over all server processes, so that each time fires in one of them. What it fires only queues a run;
/// the run itself is ours, with checkpoints. Quartz holds a trigger for each organization and workflow, made to agree with the settings.
/// </summary>
public sealed partial class WorkflowClock(
    Database database, WorkflowRuns runs, IOptions<WorkflowOptions> options, TimeProvider time, ILogger<WorkflowClock> logger)
    : BackgroundService
{
    private static readonly JobKey Due = new("due", "workflows");

    private volatile IScheduler? _scheduler;

    /// <summary>Brings one trigger in line after a change. Where this process does not fire schedules, another does it at its next comparison.</summary>
    internal async Task ApplyAsync(Guid organizationId, Workflow workflow, CancellationToken cancellationToken)
    {
        await NoteNextAsync(organizationId, workflow.Name, null, cancellationToken);
        if (_scheduler is { } scheduler)
            await CompareAsync(scheduler, cancellationToken);
        else if (await WantedAsync(cancellationToken) is var all && all.FirstOrDefault(w => w.Organization == organizationId && w.Workflow == workflow.Name) is { Enabled: true } wanted)
            await NoteNextAsync(organizationId, workflow.Name, wanted.Schedule.After(time.GetUtcNow(), wanted.Zone), cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Schedules || runs.Workflows.Count == 0)
            return;
        await Task.Delay(options.Value.SchedulesAfter, time, stoppingToken);
        StandaloneSchedulerFactory? factory = null;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                try
                {
                    if (_scheduler is null)
                    {
                        factory ??= await BuildAsync(stoppingToken);
                        var scheduler = await factory.GetScheduler(stoppingToken);
                        await scheduler.AddJob(JobBuilder.Create<DueWorkflow>().WithIdentity(Due).StoreDurably().RequestRecovery().Build(), AddJobOptions.Replacing, stoppingToken);
                        await CompareAsync(scheduler, stoppingToken);
                        await scheduler.Start(stoppingToken);
                        _scheduler = scheduler;
                    }
                    else
                        await CompareAsync(_scheduler, stoppingToken);
                }
                catch (Exception outage) when (outage is NpgsqlException or SchedulerException)
                {
                    LogOutage(outage.Message);   // our own database is away: the next round tries again
                }
                await Task.Delay(options.Value.Compare, time, stoppingToken);
            }
        }
        finally
        {
            if (_scheduler is { } scheduler)
                await scheduler.Shutdown(true, CancellationToken.None);
            if (factory is not null)
                await factory.DisposeAsync();
        }
    }

    private async Task<StandaloneSchedulerFactory> BuildAsync(CancellationToken cancellationToken)
    {
        var data = await database.SourceAsync(cancellationToken);
        return QuartzSchedulerBuilder.Create(quartz =>
        {
            quartz.ConfigureScheduler(scheduler => (scheduler.InstanceName, scheduler.GenerateInstanceId, scheduler.IdleWaitTime) = ("workflows", true, options.Value.Tick));
            quartz.UseDefaultThreadPool(2);
            quartz.UseJobFactory(new Jobs(new DueWorkflow(runs, this)));
            quartz.UsePersistentStore(store =>
            {
                store.UsePostgres(source => source.DataSourceFactory = _ => data);
                store.ConfigureStore(tables => tables.TablePrefix = "quartz.qrtz_");
                store.UseClustering(cluster => cluster.CheckinInterval = TimeSpan.FromSeconds(5));
            });
        }).Build();
    }

    /// <summary>Makes Quartz's triggers those that the organizations want. One process at a time; what agrees is left alone.</summary>
    private async Task CompareAsync(IScheduler scheduler, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(new("SELECT pg_advisory_xact_lock(hashtextextended('workflow schedules', 0))", cancellationToken: cancellationToken));
        var there = (await connection.QueryAsync<(string Name, string Group, string? Said)>(new(
            "SELECT trigger_name, trigger_group, description FROM quartz.qrtz_triggers WHERE sched_name = 'workflows' AND job_name = @Name AND job_group = @Group", new { Due.Name, Due.Group }, cancellationToken: cancellationToken)))
            .Where(t => Guid.TryParse(t.Group, out _)).ToDictionary(t => (t.Group, t.Name), t => t.Said);
        var wanted = (await WantedAsync(cancellationToken)).Where(w => w.Enabled).ToDictionary(w => (w.Organization.ToString("N"), w.Workflow));
        foreach (var (key, want) in wanted)
            if (there.GetValueOrDefault(key) != want.Said)
            {
                var trigger = Trigger(want);
                await scheduler.ScheduleJob(trigger, ScheduleJobOptions.Replacing, cancellationToken);
                await NoteNextAsync(want.Organization, want.Workflow, (await scheduler.GetTrigger(trigger.Key, cancellationToken))?.NextFireTimeUtc, cancellationToken);
            }
        foreach (var gone in there.Keys.Where(k => !wanted.ContainsKey(k)))
            await scheduler.UnscheduleJob(new TriggerKey(gone.Name, gone.Group), cancellationToken);
    }

    private ITrigger Trigger(Wanted want)
    {
        var trigger = TriggerBuilder.Create(time).ForJob(Due).WithIdentity(want.Workflow, want.Organization.ToString("N")).WithDescription(want.Said);
        if (want.Schedule is Schedule.Cron cron)
            return trigger.WithSchedule(CronScheduleBuilder.Create(cron.Text, CronFormat.Unix).InTimeZone(want.Zone).WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed)).Build();
        // Spread over the span, so that a thousand organizations do not begin in the same second.
        var span = ((Schedule.Every)want.Schedule).Span;
        var share = Math.Abs(BitConverter.ToInt32(want.Organization.ToByteArray(), 10) % 1000 + want.Workflow.Length * 131) % 1000;
        return trigger.StartAt(time.GetUtcNow() + span * ((1 + share) / 1001.0))
            .WithSchedule(SimpleScheduleBuilder.Create().WithInterval(span).RepeatForever().WithMisfireInstruction(SimpleTriggerMisfireInstruction.NowWithExistingCount)).Build();
    }

    private async Task<IReadOnlyList<Wanted>> WantedAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = (await connection.QueryAsync<(Guid Organization, string? Workflow, bool? Enabled, string? Schedule, string? Zone)>(new(
            "SELECT organization_id, workflow, enabled, schedule, time_zone FROM app.workflow_schedules()", cancellationToken: cancellationToken))).AsList();
        var kept = rows.Where(r => r.Workflow is not null).ToDictionary(r => (r.Organization, r.Workflow!));
        return [.. rows.Select(r => r.Organization).Distinct().SelectMany(_ => runs.Workflows, (organization, workflow) =>
            kept.TryGetValue((organization, workflow.Name), out var row)
                ? new Wanted(organization, workflow.Name, row.Enabled is true, Schedule.Kept(row.Schedule ?? workflow.Schedule), TimeZoneInfo.TryFindSystemTimeZoneById(row.Zone ?? "UTC", out var zone) ? zone : TimeZoneInfo.Utc)
                : new Wanted(organization, workflow.Name, true, Schedule.Kept(workflow.Schedule), TimeZoneInfo.Utc))];
    }

    private async Task NoteNextAsync(Guid organizationId, string workflow, DateTimeOffset? next, CancellationToken cancellationToken)
    {
        await using var tenant = await database.OpenAsync(organizationId, cancellationToken);
        await tenant.Connection.ExecuteAsync(new(
            """
            INSERT INTO workflow_settings (organization_id, workflow, next_at) VALUES (@organizationId, @workflow, @next)
            ON CONFLICT (organization_id, workflow) DO UPDATE SET next_at = excluded.next_at
            """, new { organizationId, workflow, next }, cancellationToken: cancellationToken));
        await tenant.CommitAsync(cancellationToken);
    }

    private sealed record Wanted(Guid Organization, string Workflow, bool Enabled, Schedule Schedule, TimeZoneInfo Zone)
    {
        /// <summary>Kept with the trigger, to see whether it still agrees.</summary>
        public string Said => string.Create(CultureInfo.InvariantCulture, $"{Schedule.Text} {Zone.Id}");
    }

    /// <summary>What Quartz fires: it queues a run, unless one is open.</summary>
    private sealed class DueWorkflow(WorkflowRuns runs, WorkflowClock clock) : IJob
    {
        public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
        {
            var (organization, workflow) = (Guid.Parse(context.Trigger.Key.Group), context.Trigger.Key.Name);
            if (runs.Workflows.Any(w => w.Name == workflow))
                await runs.QueueAsync(organization, workflow, RunCause.Schedule, null, null, cancellationToken);
            await clock.NoteNextAsync(organization, workflow, context.NextFireTimeUtc, cancellationToken);
        }
    }

    /// <summary>Quartz makes jobs by their type; there is one, and it is made.</summary>
    private sealed class Jobs(DueWorkflow due) : IJobFactory
    {
        public ValueTask<JobScope> CreateJob(TriggerFiredBundle bundle, IScheduler scheduler, CancellationToken cancellationToken = default) => new(new JobScope(due, null));

        public ValueTask ReturnJob(JobScope scope, CancellationToken cancellationToken = default) => default;
    }

    [LoggerMessage(LogLevel.Warning, "The schedules of workflows wait: {Reason}")]
    private partial void LogOutage(string reason);
}
