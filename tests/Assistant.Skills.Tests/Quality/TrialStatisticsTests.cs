using Assistant.Skills.Quality;
using Assistant.Skills.Quality.Trials;

namespace Assistant.Skills.Tests.Quality;

public class TrialStatisticsTests
{
    private const int Seeds = 2_000;

    [Theory]
    [InlineData(10, 2, 0.0386)]
    [InlineData(2, 10, 0.0386)]
    [InlineData(5, 5, 1)]
    [InlineData(0, 0, 1)]
    [InlineData(8, 0, 0.0078)]
    public void The_exact_paired_test_gives_the_p_of_the_textbook(int wins, int losses, double p) => Assert.Equal(p, PairedTest.ExactP(wins, losses), 4);

    [Fact]
    public void The_interval_is_Wilsons()
    {
        var share = PairedTest.Share(8, 10, 0.95);
        Assert.Equal((0.8, 0.4902, 0.9433), (share.Value, Math.Round(share.Low, 4), Math.Round(share.High, 4)));
        Assert.Equal((0.0, 1.0), (PairedTest.Share(0, 0, 0.9).Low, PairedTest.Share(0, 0, 0.9).High));
    }

    [Fact]
    public void A_smaller_effect_or_a_higher_level_needs_more_labels()
    {
        Assert.InRange(SampleSize.Disagreements(0.9, 0.8, 0.7), 37, 46);
        Assert.True(SampleSize.Disagreements(0.9, 0.8, 0.6) > 3 * SampleSize.Disagreements(0.9, 0.8, 0.7));
        Assert.True(SampleSize.Disagreements(0.95, 0.8, 0.7) > SampleSize.Disagreements(0.9, 0.8, 0.7));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(20)]
    public void However_often_one_looks_no_more_error_is_spent_than_was_allowed(int step)
    {
        var bounds = SequentialTest.Bounds(0.1, 60, [.. Enumerable.Range(1, 80 / step).Select(i => i * step)]);
        Assert.InRange(bounds[^1].Spent, 0.04, 0.1);
        Assert.All(bounds, b => Assert.True(b.Spent <= SequentialTest.MaySpend(0.1, b.Disagreements / 60.0) + 1e-9));
    }

    [Fact]
    public void Early_looks_need_more_than_late_ones()
    {
        var bounds = SequentialTest.Bounds(0.1, 60, [15, 30, 45, 60]);
        var shares = bounds.Where(b => b.Critical is not null).Select(b => (double)b.Critical!.Value / b.Disagreements).ToList();
        Assert.True(shares.Count >= 3);
        Assert.Equal(shares.OrderDescending(), shares);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(10)]
    public void Where_neither_is_better_the_stated_error_is_kept_over_many_tests(int labelsALook)
    {
        var verdicts = Simulated(0.5, labelsALook);
        // Three standard errors above the stated tenth.
        Assert.True(verdicts.Count(v => v is TrialVerdict.Better or TrialVerdict.Worse) <= 0.1 * Seeds + 3 * Math.Sqrt(0.09 * Seeds));
        Assert.DoesNotContain(TrialVerdict.NotEnoughData, verdicts);
    }

    [Fact]
    public void Looking_again_and_again_without_a_correction_would_break_the_stated_error() =>
        Assert.True(Enumerable.Range(0, Seeds).Count(seed => Labels(0.5, seed).Any(s => s.Wins + s.Losses >= 5 && PairedTest.ExactP(s.Wins, s.Losses) <= 0.1)) > 0.17 * Seeds);

    [Theory]
    [InlineData(0.7, TrialVerdict.Better)]
    [InlineData(0.3, TrialVerdict.Worse)]
    public void A_version_as_good_as_planned_is_found_with_the_stated_power(double share, TrialVerdict verdict)
    {
        var verdicts = Simulated(share, labelsALook: 5);
        Assert.True(verdicts.Count(v => v == verdict) >= 0.8 * Seeds - 3 * Math.Sqrt(0.16 * Seeds));
        Assert.True(verdicts.Count(v => v is TrialVerdict.Better or TrialVerdict.Worse && v != verdict) <= 0.005 * Seeds);
    }

    [Fact]
    public void Versions_that_never_differ_on_enough_rows_are_alike_and_few_labels_decide_nothing()
    {
        Assert.Equal(TrialVerdict.NoDifference, TrialJudge.Judge(TrialPlan.Of(), [new(0, 0)], 400, 0).Verdict);
        Assert.Equal(TrialVerdict.NotEnoughData, TrialJudge.Judge(TrialPlan.Of(), [new(0, 0)], 100, 0).Verdict);
        Assert.Equal(TrialVerdict.NotEnoughData, TrialJudge.Judge(TrialPlan.Of(), [new(4, 0)], 400, 9).Verdict);
    }

    [Fact]
    public void A_verdict_stands_when_labels_are_taken_back_later() =>
        Assert.Equal(TrialVerdict.Better, TrialJudge.Judge(TrialPlan.Of(), [new(60, 0), new(30, 30)], 400, 80).Verdict);

    private static List<TrialVerdict> Simulated(double share, int labelsALook) => [.. Enumerable.Range(0, Seeds).Select(seed =>
    {
        var plan = TrialPlan.Of();
        var looks = Labels(share, seed).Where(s => (s.Wins + s.Losses) % labelsALook == 0 || s.Wins + s.Losses == plan.Needed).ToList();
        return TrialJudge.Judge(plan, looks, 10_000, 500).Verdict;
    })];

    /// <summary>Labels as they come in, one by one, until the planned number is there.</summary>
    private static IEnumerable<Score> Labels(double share, int seed)
    {
        var random = new Random(seed);
        var score = new Score(0, 0);
        for (var i = 0; i < TrialPlan.Of().Needed; i++)
            yield return score = random.NextDouble() < share ? score with { Wins = score.Wins + 1 } : score with { Losses = score.Losses + 1 };
    }
}
