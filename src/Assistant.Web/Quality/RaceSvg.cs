using System.Globalization;
using System.Net;
using System.Text;
using Assistant.Skills.Quality;

namespace Assistant.Web.Quality;

/// <summary>The picture of a race of two versions: for each the share of rows judged rightly, with its interval, on one scale.</summary>
public static class RaceSvg
{
    private const int Height = 140, Left = 12, Marks = 5;

    /// <param name="width">730 for a desk, 326 for a phone.</param>
    /// <param name="said">What is to be seen, for who cannot see it.</param>
    public static string Of(Estimate champion, Estimate challenger, string championName, string challengerName, string said, int width, CultureInfo culture)
    {
        var (from, to) = Scale(Math.Min(champion.Low, challenger.Low), Math.Max(champion.High, challenger.High));
        double X(double share) => Left + (share - from) / (to - from) * (width - 2 * Left - 62);
        var svg = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {width} {Height}\" width=\"100%\" role=\"img\" aria-label=\"{WebUtility.HtmlEncode(said)}\">"));
        for (var i = 0; i < Marks; i++)
        {
            var at = from + i * (to - from) / (Marks - 1);
            svg.Append(string.Create(CultureInfo.InvariantCulture, $"<path d=\"M{X(at):0.#} 8V112\" stroke=\"var(--c-grid)\"/><text x=\"{X(at):0.#}\" y=\"132\" text-anchor=\"middle\">{Percent(at, "0.#", culture)}</text>"));
        }
        Row(svg, champion, championName, 26, "var(--c-then)", "var(--c-8)", "1", X, width, culture);
        Row(svg, challenger, challengerName, 78, "var(--c-1)", "var(--c-1)", ".35", X, width, culture);
        return svg.Append("</svg>").ToString();
    }

    private static void Row(StringBuilder svg, Estimate share, string name, int y, string bar, string dot, string opacity, Func<double, double> x, int width, CultureInfo culture)
    {
        var start = Math.Min(x(share.Low), width - 190);
        svg.Append(string.Create(CultureInfo.InvariantCulture,
            $"""
            <text x="{Math.Max(Left, start):0.#}" y="{y}">{WebUtility.HtmlEncode(name)}</text><rect x="{x(share.Low):0.#}" y="{y + 8}" width="{Math.Max(4, x(share.High) - x(share.Low)):0.#}" height="10" rx="5" fill="{bar}" opacity="{opacity}"/><circle cx="{x(share.Value):0.#}" cy="{y + 13}" r="6" fill="{dot}" stroke="var(--surface)" stroke-width="2"/><text class="strong" x="{x(share.High) + 10:0.#}" y="{y + 17}">{Percent(share.Value, "0.#", culture)}</text>
            """));
    }

    private static string Percent(double share, string form, CultureInfo culture) => (100 * share).ToString(form, culture) + "%";

    /// <summary>From and to in steps of four, eight or twenty points, so that the marks are round.</summary>
    private static (double From, double To) Scale(double low, double high)
    {
        foreach (var step in new[] { 0.04, 0.08, 0.2 })
        {
            var from = Math.Floor(low / step * 2) * step / 2;
            if (from + (Marks - 1) * step / 2 >= high)
                return (from, from + (Marks - 1) * step / 2);
            if (from + (Marks - 1) * step >= high)
                return (Math.Min(from, 1 - (Marks - 1) * step) < 0 ? 0 : Math.Min(from, 1 - (Marks - 1) * step), Math.Min(from, 1 - (Marks - 1) * step) < 0 ? (Marks - 1) * step : Math.Min(from, 1 - (Marks - 1) * step) + (Marks - 1) * step);
        }
        return (0, 1);
    }
}
