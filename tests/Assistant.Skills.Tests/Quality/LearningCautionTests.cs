using System.Globalization;
using Assistant.Skills.Quality;
using Assistant.Skills.Quality.Evidence;
using Assistant.Skills.Quality.Learning;
using Assistant.Skills.Sources;

namespace Assistant.Skills.Tests.Quality;

/// <summary>What looks like a fault and is none, and faults that hide among others.</summary>
public class LearningCautionTests
{
    private const int Rows = 1_000;
    private static readonly string[] Rates = ["2.9", "3.4", "3.9", "4.5", "5.9", "7.5"];

    [Fact]
    public void A_kind_that_is_rare_but_comes_again_and_again_is_not_left_out_of_the_known_values()
    {
        Assert.DoesNotContain(Rules(("tariff", i => i % 110 == 7 ? "trial" : i % 5 == 0 ? "business" : "household")), r => r is RuleBody.OneOf one && !one.Values.Contains("trial"));
        Assert.Contains(Rules(("tariff", i => i == 107 ? "huosehold" : i % 5 == 0 ? "business" : "household")), r => r is RuleBody.OneOf one && one.Values.Count == 2);
    }

    [Fact]
    public void Values_that_run_on_below_zero_may_be_negative_and_a_sign_written_by_mistake_may_not()
    {
        Assert.DoesNotContain(Rules(("reading", i => Text(i % 40 == 0 ? -(i % 3) - 0.5 : i % 300 / 10.0))), r => r is RuleBody.Within { Least: "0" });
        Assert.Contains(Rules(("reading", i => Text(i % 200 == 0 ? -(50 + i % 30) : 50 + i % 80 / 2.0))), r => r is RuleBody.Within { Least: not null });
    }

    [Fact]
    public void Amounts_of_one_length_are_no_codes() =>
        Assert.DoesNotContain(Rules(("asked", i => Text(110_000 + 1_000 * (i * 37 % 880)))), r => r is RuleBody.Shaped);

    [Fact]
    public void Numbers_in_a_text_may_be_shorter_than_most_of_them() =>
        Assert.DoesNotContain(Rules(("login", i => $"user{i}@corp.example")), r => r is RuleBody.Shaped { Shapes: [var shape, ..] } && shape.Runs.Any(run => run.Kind == '9' && run.Least > 1));

    [Fact]
    public void Values_of_another_column_do_not_hide_the_known_ones_nor_what_determines_them()
    {
        string[] towns = ["Lyon", "Porto", "Turin", "Graz", "Ghent", "Brno", "Cork", "Split"], lands = ["FR", "PT", "IT", "AT", "BE", "CZ", "IE", "HR"];
        var rules = Rules(
            ("branch", i => $"B{100 + i % 8}"), ("town", i => i % 13 == 5 ? lands[i % 8] : i % 97 == 3 ? towns[(i + 3) % 8] : towns[i % 8]), ("land", i => i % 13 == 5 ? towns[i / 26 % 8] : lands[i % 8]));
        Assert.Contains(rules, r => r is RuleBody.OneOf { Column: "town" } one && one.Values.Order().SequenceEqual(towns.Order()));
        Assert.Contains(rules, r => r is RuleBody.Determined { By: "branch", Column: "town" });
    }

    [Fact]
    public void A_table_that_begins_with_codes_has_them_as_its_key_though_a_few_stand_twice() =>
        Assert.Contains(Rules(("listing", i => $"B24/{3000 + (i == 500 ? 10 : i)}"), ("rooms", i => Text(1 + i % 5))), r => r is RuleBody.Unique { Columns: ["listing"] });

    [Fact]
    public void Days_move_together_and_so_one_is_not_before_the_other_whatever_they_are_called() =>
        Assert.Contains(Rules(("alpha", i => Day(i)), ("beta", i => Day(i % 20 == 3 ? i - 30 : i + 2 + i % 50))), r => r is RuleBody.Ordered { Lower: "alpha", Upper: "beta" });

    [Theory]
    [InlineData("9.9", false)]
    [InlineData("99.9", true)]
    public void A_number_of_nines_one_step_above_the_others_is_one_of_them(string value, bool missing) =>
        Assert.Equal(missing, Column("rate", [.. Enumerable.Range(0, 300).Select(i => i % 7 == 0 ? value : Rates[i % 6])], DataType.Number).Missing.Is(value));

    [Fact]
    public void The_day_that_programs_begin_with_stands_for_missing_where_it_comes_far_more_often_than_any_other() =>
        Assert.True(Column("birth_date", [.. Enumerable.Range(0, 400).Select(i => i % 40 == 0 ? "1970-01-01" : new DateOnly(1960, 1, 1).AddDays(37 * i).ToString("O", CultureInfo.InvariantCulture))], DataType.Date).Missing.Is("1970-01-01"));

    private static List<RuleBody> Rules(params (string Name, Func<int, string> Value)[] columns)
    {
        var evidence = columns.Select(c => Column(c.Name, [.. Enumerable.Range(0, Rows).Select(c.Value)], DataType.Text)).ToList();
        return [.. RuleProposer.Suggest(new(new(new(null, "things"), [.. evidence.Select(e => e.Column)], []), Rows, Rows, evidence)).Select(d => d.Body)];
    }

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Day(int number) => new DateOnly(2022, 1, 1).AddDays(number).ToString("O", CultureInfo.InvariantCulture);

    private static ColumnEvidence Column(string name, string[] values, DataType type) => MissingLearner.Learn(new(
        new(name, "", type), values.Length, 0, [.. values.GroupBy(v => v).Select(g => new ValueCount(g.Key, g.Count())).OrderByDescending(c => c.Count)], AllCounted: true, values));
}
