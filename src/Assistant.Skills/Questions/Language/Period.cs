namespace Assistant.Skills.Questions.Language;

/// <summary>Days from the first on and before the last; null is open. What "last month" or "Q1 1998" or one day means.</summary>
/// <param name="Time">The exact moment, where a time of day was given.</param>
internal sealed record Period(DateOnly? From, DateOnly? Before, string Words, DateTime? Time = null)
{
    public bool IsDay => From is { } from && Before == from.AddDays(1);
}
