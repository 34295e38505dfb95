namespace Assistant.Skills.Workflows;

/// <summary>How long to wait before the next attempt.</summary>
public static class Backoff
{
    /// <summary>
    /// Doubling from the first wait up to the longest, of which chance takes away up to half ("equal jitter", Brooker 2015), so that what
    /// failed together is not tried again together. Chance is drawn from the run's id: every process, and every test, draws the same.
    /// </summary>
    /// <param name="attempt">Attempts made so far, from 1.</param>
    public static TimeSpan After(int attempt, Guid run, TimeSpan first, TimeSpan longest)
    {
        var whole = Math.Min(longest.TotalMilliseconds, first.TotalMilliseconds * Math.Pow(2, Math.Min(attempt - 1, 30)));
        var chance = new Random(BitConverter.ToInt32(run.ToByteArray(), 4) ^ BitConverter.ToInt32(run.ToByteArray(), 12) ^ attempt).NextDouble();
        return TimeSpan.FromMilliseconds(whole * (0.5 + 0.5 * chance));
    }
}
