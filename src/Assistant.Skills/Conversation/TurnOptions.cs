using System.ComponentModel.DataAnnotations;

namespace Assistant.Skills.Conversation;

public sealed class TurnOptions
{
    /// <summary>How often a process shows that it lives, and looks for stops it did not hear of.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")] public TimeSpan Pulse { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Without a pulse for this long a process counts as dead, and its turns as interrupted.</summary>
    [Range(typeof(TimeSpan), "00:00:00.200", "00:10:00")] public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Text is gathered this long before it is written down: readers see it 20 times a second, the database stays calm.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:01")] public TimeSpan Gather { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>A turn that takes longer is stopped.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")] public TimeSpan Limit { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Longer questions are answered with a request to shorten them.</summary>
    [Range(100, 1_000_000)] public int MaxQuestionLength { get; set; } = 20_000;

    /// <summary>Questions that one person may ask in a minute, by whatever way.</summary>
    [Range(1, 100_000)] public int PerMinute { get; set; } = 60;

    /// <summary>While nothing happens, those who follow over HTTP are sent a sign of life this often, so that no proxy in between hangs up.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")] public TimeSpan KeepAlive { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Turns at work at once in this process; more wait.</summary>
    [Range(1, 10_000)] public int MaxRunning { get; set; } = 64;
}
