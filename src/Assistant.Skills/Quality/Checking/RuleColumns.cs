namespace Assistant.Skills.Quality.Checking;

/// <summary>The columns that a rule speaks of.</summary>
internal static class RuleColumns
{
    public static IEnumerable<string> Of(RuleBody body)
    {
        var own = Own(body);
        if (body.When is { } when)
            own = own.Append(when.Column);
        return body.Except is { } except ? own.Append(except.Column) : own;
    }

    /// <summary>Those that it demands something of, its condition left out.</summary>
    public static IEnumerable<string> Own(RuleBody body) => body switch
    {
        RuleBody.Filled rule => [rule.Column],
        RuleBody.Unique rule => rule.Columns,
        RuleBody.OneOf rule => [rule.Column],
        RuleBody.NotSpelled rule => [rule.Column],
        RuleBody.Within rule => [rule.Column],
        RuleBody.Shaped rule => [rule.Column],
        RuleBody.Long rule => [rule.Column],
        RuleBody.Typed rule => [rule.Column],
        RuleBody.Known rule => [rule.Column],
        RuleBody.Determined rule => [rule.Column, rule.By],
        RuleBody.Ordered rule => [rule.Lower, rule.Upper],
        RuleBody.Computed rule => [rule.Column, .. rule.Parts],
        RuleBody.Twin rule => rule.Columns.Concat(rule.Apart),
        RuleBody.Proportion rule => [rule.Column, rule.To],
        RuleBody.Distinct rule => rule.Columns,
        RuleBody.Recent rule => [rule.Column],
        RuleBody.Trimmed rule => [rule.Column],
        RuleBody.Unlike rule => rule.Columns,
        RuleBody.Written rule => rule.Columns,
        _ => [],
    };
}
