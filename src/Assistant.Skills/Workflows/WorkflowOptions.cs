using System.ComponentModel.DataAnnotations;

namespace Assistant.Skills.Workflows;

/// <summary>Section "Workflows" of the settings.</summary>
public sealed class WorkflowOptions
{
    /// <summary>Runs at once in all server processes together.</summary>
    [Range(1, 100)] public int MaxRunning { get; set; } = 4;

    /// <summary>Whether this process takes runs at all; one that does not still shows and asks for them.</summary>
    public bool Runs { get; set; } = true;

    /// <summary>Whether this process fires schedules.</summary>
    public bool Schedules { get; set; } = true;

    /// <summary>How often a process looks for a run that is due, beside being told.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:05:00")] public TimeSpan Look { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>After the start, before schedules are fired: what people wait for comes first.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")] public TimeSpan SchedulesAfter { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How often a process looks for times that another process has set.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")] public TimeSpan Tick { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often schedules in Quartz are compared with what organizations want.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")] public TimeSpan Compare { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>A step that takes longer is stopped and tried again.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")] public TimeSpan StepLimit { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Attempts of a step before its run has failed; being killed counts, being shut down does not.</summary>
    [Range(1, 100)] public int Attempts { get; set; } = 5;

    /// <summary>The wait before the second attempt; it doubles with each, less up to half by chance.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")] public TimeSpan FirstWait { get; set; } = TimeSpan.FromSeconds(10);

    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")] public TimeSpan LongestWait { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Days that ended runs are kept.</summary>
    [Range(1, 10_000)] public int KeepDays { get; set; } = 90;
}
