namespace Assistant.Skills.Sources.Files;

/// <summary>Which sign parts the fields: the one that parts the lines most alike.</summary>
internal static class DelimiterGuess
{
    private const int Records = 300;

    public static char Of(string sample)
    {
        var best = (Delimiter: ',', Score: 0.0);
        foreach (var delimiter in (ReadOnlySpan<char>)[';', '\t', '|', ','])
        {
            var widths = new List<int>();
            try
            {
                widths.AddRange(new DelimitedReader(new StringReader(sample), delimiter).All().Take(Records)
                    .Where(r => r.Length > 1 || r[0].Trim().Length > 0).Select(r => r.Length));
            }
            catch (InvalidDataException)
            {
                continue;
            }
            if (widths.Count > 1 && sample.Length > 100_000)
                widths.RemoveAt(widths.Count - 1);   // cut in the middle
            if (widths.Count == 0)
                continue;
            var usual = widths.GroupBy(w => w).MaxBy(g => (g.Count(), g.Key))!;
            var score = usual.Key < 2 ? 0 : (double)usual.Count() / widths.Count + Math.Min(usual.Key, 20) * 0.005;
            if (score > best.Score + 1e-9)
                best = (delimiter, score);
        }
        return best.Delimiter;
    }
}
