using Spectre.Console.Rendering;

namespace Hansard.Cli.Display;

/// <summary>A column of a table.</summary>
/// <typeparam name="T">Type of the rows.</typeparam>
/// <param name="Header">In capitals.</param>
/// <param name="Value">Text of a cell.</param>
/// <param name="Rank">On a terminal that is too narrow, the columns of the highest rank are left out first; those of rank 0 never.</param>
internal sealed record Column<T>(string Header, Func<T, string> Value, int Rank = 0)
{
    /// <summary>True for numbers, which stand at the right.</summary>
    public bool IsRight { get; init; }

    /// <summary>True for texts that may be cut off on a terminal.</summary>
    public bool MayBeCut { get; init; }
}

/// <summary>Tables: fitted to a terminal, and whole in a pipe.</summary>
internal static class Table
{
    // In columns: less of a name tells nothing.
    private const int NarrowestCut = 12;
    private const string Gap = "  ";

    /// <summary>Width of the terminal that standard output is; null where it is none.</summary>
    public static int? TerminalWidth
    {
        get
        {
            if (Console.IsOutputRedirected) return null;
            try
            {
                return Console.WindowWidth is > 0 and var width ? width : null;
            }
            catch (IOException)
            {
                return null;
            }
        }
    }

    /// <summary>Writes a table.</summary>
    /// <param name="output">Receives the lines.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="width">Columns of the terminal; null for all that the texts need.</param>
    public static void Write<T>(TextWriter output, IReadOnlyList<Column<T>> columns, IReadOnlyList<T> rows, int? width)
    {
        var shown = columns.Select(column => new Cells(
            column.Header, column.Rank, column.IsRight, column.MayBeCut, [.. rows.Select(row => Printable.Of(column.Value(row)))]))
            .ToList();
        if (width is { } most)
        {
            while (Least(shown) > most && shown.Any(cells => cells.Rank > 0)) shown.Remove(shown.MaxBy(cells => cells.Rank)!);
            Cut(shown, most);
        }
        output.WriteLine(Line(shown, cells => cells.Header));
        for (var i = 0; i < rows.Count; i++) output.WriteLine(Line(shown, cells => cells.Texts[i]));
    }

    /// <summary>Cuts a text off so that it takes no more columns than this.</summary>
    public static string Cut(string text, int width)
    {
        if (WidthOf(text) <= width) return text;
        var kept = new System.Text.StringBuilder();
        var left = width - 1;
        foreach (var rune in text.EnumerateRunes())
        {
            if ((left -= WidthOf(rune.ToString())) < 0) break;
            kept.Append(rune);
        }
        return $"{kept}…";
    }

    private static int Least(List<Cells> shown)
        => shown.Sum(cells => cells.MayBeCut ? Math.Min(cells.Width, NarrowestCut) : cells.Width) + ((shown.Count - 1) * Gap.Length);

    // The widest gives way first.
    private static void Cut(List<Cells> shown, int most)
    {
        for (var over = shown.Sum(cells => cells.Width) + ((shown.Count - 1) * Gap.Length) - most; over > 0; over--)
        {
            var widest = shown.Where(cells => cells.MayBeCut && cells.Width > NarrowestCut).MaxBy(cells => cells.Width);
            if (widest is null) return;
            widest.Width--;
        }
    }

    private static string Line(List<Cells> shown, Func<Cells, string> text)
        => string.Join(Gap, shown.Select(cells => Pad(Cut(text(cells), cells.Width), cells))).TrimEnd();

    private static string Pad(string text, Cells cells)
    {
        var space = new string(' ', Math.Max(0, cells.Width - WidthOf(text)));
        return cells.IsRight ? space + text : text + space;
    }

    private static int WidthOf(string text) => new Segment(text).CellCount();

    private sealed class Cells(string header, int rank, bool isRight, bool mayBeCut, string[] texts)
    {
        public string Header => header;

        public int Rank => rank;

        public bool IsRight => isRight;

        public bool MayBeCut => mayBeCut;

        public string[] Texts => texts;

        public int Width { get; set; } = texts.Append(header).Max(WidthOf);
    }
}
