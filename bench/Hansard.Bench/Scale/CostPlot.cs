using System.Globalization;
using System.Text;

namespace Hansard.Bench.Scale;

/// <summary>The cost of a job over the number of stored transcriptions, as a picture (SVG).</summary>
internal static class CostPlot
{
    private const int Width = 640;
    private const int Height = 320;
    private const int Left = 60;
    private const int Bottom = 50;
    private const int Top = 20;
    private const int Right = 110;
    private const int LineHeight = 14;

    /// <param name="costs">By number of rows, each ten times the one before.</param>
    public static string Draw(IReadOnlyList<JobCost> costs)
    {
        var most = Math.Ceiling(costs.Max(cost => cost.Total) / 5) * 5;
        var svg = new StringBuilder();
        Line(svg, $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" font-family="sans-serif" font-size="12">""");
        Line(svg, $"""<rect width="{Width}" height="{Height}" fill="white"/>""");
        for (var i = 0; i <= 5; i++)
        {
            var y = Y(most * i / 5, most);
            Line(svg, $"""<path d="M{Left} {y:F1}H{Width - Right}" stroke="#ddd"/>""");
            Line(svg, $"""<text x="{Left - 8}" y="{y + 4:F1}" text-anchor="end">{most * i / 5:0.#}</text>""");
        }
        for (var i = 0; i < costs.Count; i++)
        {
            Line(
                svg,
                $"""<text x="{X(i, costs.Count):F1}" y="{Height - Bottom + 18}" text-anchor="middle">{costs[i].Rows:N0}</text>""");
        }
        Line(svg, $"""<text x="{(Left + Width - Right) / 2}" y="{Height - 10}" text-anchor="middle">stored transcriptions</text>""");
        Line(svg, $"""<text transform="translate(16 {Height / 2}) rotate(-90)" text-anchor="middle">ms a job (median)</text>""");
        (string Name, string Colour, Func<JobCost, double> Value)[] curves =
        [
            ("all of it", "#222", cost => cost.Total), ("create (HTTP)", "#1565c0", cost => cost.Create),
            ("end", "#c62828", cost => cost.End), ("claim", "#2e7d32", cost => cost.Claim),
        ];

        // Names of curves that lie close together are moved apart.
        var name = double.NegativeInfinity;
        foreach (var curve in curves.OrderByDescending(curve => curve.Value(costs[^1])))
        {
            name = Math.Max(name + LineHeight, Y(curve.Value(costs[^1]), most) + 4);
            Curve(svg, costs, most, name, curve);
        }
        return svg.Append("</svg>\n").ToString();
    }

    private static void Curve(
        StringBuilder svg, IReadOnlyList<JobCost> costs, double most, double place,
        (string Name, string Colour, Func<JobCost, double> Value) curve)
    {
        var points = costs.Select((cost, i) => string.Create(
            CultureInfo.InvariantCulture, $"{X(i, costs.Count):F1},{Y(curve.Value(cost), most):F1}"));
        Line(svg, $"""<polyline points="{string.Join(' ', points)}" fill="none" stroke="{curve.Colour}" stroke-width="2"/>""");
        Line(svg, $"""<text x="{Width - Right + 8}" y="{place:F1}" fill="{curve.Colour}">{curve.Name}</text>""");
    }

    private static double X(int index, int count) => Left + 20 + ((Width - Left - Right - 40.0) * index / Math.Max(1, count - 1));

    private static double Y(double value, double most) => Height - Bottom - ((Height - Bottom - Top) * value / most);

    private static void Line(StringBuilder svg, FormattableString text)
        => svg.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
