using System.ComponentModel.DataAnnotations;

namespace Assistant.Skills.Access;

/// <summary>Section "Access".</summary>
public sealed class AccessOptions
{
    /// <summary>Wrong passwords in a row after which an account pauses.</summary>
    [Range(2, 100)]
    public int LockOutAfter { get; set; } = 5;

    /// <summary>Minutes that it pauses.</summary>
    [Range(1, 1440)]
    public int LockOutMinutes { get; set; } = 15;

    /// <summary>Hours without use after which a session ends.</summary>
    [Range(1, 720)]
    public int SessionIdleHours { get; set; } = 72;

    /// <summary>Days after which a session ends, used or not.</summary>
    [Range(1, 365)]
    public int SessionDays { get; set; } = 30;
}
