using Spectre.Console;
using Spectre.Console.Rendering;

namespace Hansard.Cli.Progress;

/// <summary>A line for each recording that runs, as many as fit, and below them how far the batch is.</summary>
/// <param name="running">In the order in which they began.</param>
/// <param name="status">The last line; null for none.</param>
/// <param name="lines">As many as the terminal has room for.</param>
/// <param name="text">Text above them, of which the end is shown as far as there is room; empty for none.</param>
internal sealed class ProgressView(IReadOnlyList<IProgressLine> running, string? status, int lines, string text) : Renderable
{
    // In columns: below 8 a step of the bar is more than a tenth, and beyond 40, the width of Spectre.Console's own, it tells no more.
    private const int NarrowestBar = 8;
    private const int WidestBar = 40;
    private static readonly Style Done = new(Color.Green);
    private static readonly Style Faint = new(Color.Grey);

    /// <inheritdoc />
    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        var room = lines - (status is null ? 0 : 1);
        var shown = running.Count <= room ? running.Count : Math.Max(0, room - 1);
        var hidden = running.Count - shown;
        var content = running.Take(shown).Select(r => Line(r, options.Unicode, maxWidth)).ToList();
        if (hidden > 0 && room > 0) content.Add([new Segment(shown == 0 ? $"{hidden} recordings run" : $"and {hidden} more", Faint)]);
        if (status is not null) content.Add([new Segment(status)]);
        content.InsertRange(0, TextLines(options, maxWidth, lines - content.Count));
        return content.SelectMany((line, i) => i == 0 ? Cut(line, maxWidth) : Cut(line, maxWidth).Prepend(Segment.LineBreak));
    }

    private IEnumerable<List<Segment>> TextLines(RenderOptions options, int width, int room)
        => text.Length == 0
            ? []
            : Segment.SplitLines(((IRenderable)new Text(Printable.Of(text))).Render(options, width), width)
                .TakeLast(Math.Max(0, room)).Select(line => line.ToList());

    // The name gives way to the figures, and the bar to the name.
    private static List<Segment> Line(IProgressLine recording, bool unicode, int width)
    {
        var figures = $" {recording.Figures}";
        var name = new Segment(Printable.Of(recording.Name));
        var bar = Math.Min(WidestBar, width - figures.Length - name.CellCount() - 2);
        List<Segment> line = [.. Cut([name], Math.Max(0, width - figures.Length - 1))];
        if (bar >= NarrowestBar && recording.Fraction is { } done)
        {
            var full = (int)(bar * done);
            var stroke = unicode ? '━' : '-';
            line.AddRange(
                [new Segment(" "), new Segment(new string(stroke, full), Done), new Segment(new string(stroke, bar - full), Faint)]);
        }
        line.Add(new Segment(figures));
        return line;
    }

    private static List<Segment> Cut(IEnumerable<Segment> line, int width) => Segment.Truncate(line, width);
}
