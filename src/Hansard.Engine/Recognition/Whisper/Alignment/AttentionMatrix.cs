using System.Numerics;
using System.Numerics.Tensors;

namespace Hansard.Engine.Recognition.Whisper.Alignment;

/// <summary>The attention that each token pays to each position of the audio.</summary>
/// <param name="Values">
/// [rows, positions]; row r belongs to the input token that predicts text token r, and the last row to the end.
/// </param>
/// <param name="Rows">Text tokens + 1.</param>
/// <param name="Positions">Positions of 20 ms that hold audio.</param>
internal sealed record AttentionMatrix(double[] Values, int Rows, int Positions)
{
    /// <summary>Positions under the median filter (openai/whisper, timing.py: medfilt_width).</summary>
    private const int MedianWidth = 7;

    /// <summary>
    /// Cost of a word that goes on after a pause, for each position of the pause: as much as a deviation from what the decoder looks at, so
    /// that only a word which is heard on both sides of a short pause does. Twice as much changes no word start of the open recordings.
    /// </summary>
    private const double Crossing = 1;

    /// <summary>
    /// Combines the alignment heads (openai/whisper, timing.find_alignment): cross attention on the audio's own positions,
    /// normalised over positions (sum 1), then over tokens (mean 0, deviation 1), median filter of 7 positions, mean over heads.
    /// </summary>
    /// <param name="pass">Over prompt, text and end.</param>
    /// <param name="promptLength">Tokens before the text.</param>
    /// <param name="seconds">Length of the audio without padding.</param>
    public static AttentionMatrix From(Networks.ForcedPass pass, int promptLength, double seconds)
    {
        var (tokens, width) = (pass.Tokens, Math.Max(1, Math.Min(pass.Positions, (int)Math.Round(seconds * 50))));
        var (first, rows) = (promptLength - 1, tokens - promptLength);
        var mean = new double[rows * width];
        var weights = new double[tokens * width];
        var filtered = new double[width];
        for (var h = 0; h < pass.Heads; h++)
        {
            var head = pass.Attention(h);
            for (var t = 0; t < tokens; t++)
            {
                var row = weights.AsSpan(t * width, width);
                TensorPrimitives.ConvertTruncating<float, double>(head.Slice(t * pass.Positions, width), row);
                TensorPrimitives.Divide(row, TensorPrimitives.Sum<double>(row), row);
            }
            NormaliseColumns(weights, tokens, width);
            for (var r = 0; r < rows; r++)
            {
                Median(weights.AsSpan((first + r) * width, width), filtered);
                var row = mean.AsSpan(r * width, width);
                TensorPrimitives.Add(row, filtered, row);
            }
        }
        TensorPrimitives.Divide(mean, pass.Heads, mean);
        return new AttentionMatrix(mean, rows, width);
    }

    /// <summary>
    /// The positions of each row on the cheapest monotonic path through the negated matrix that keeps to positions at which somebody
    /// speaks, and goes from one word to the next where there is a pause, rather than within a word.
    /// </summary>
    /// <param name="spoken">For each position whether somebody speaks; at least one does.</param>
    /// <param name="beginnings">For each row whether a word begins with it.</param>
    /// <returns>For each row the first position, and the one after the last.</returns>
    public SpokenRows SpokenPositions(ReadOnlySpan<bool> spoken, ReadOnlySpan<bool> beginnings)
    {
        List<int> places = [];
        for (var t = 0; t < Positions; t++) if (spoken[t]) places.Add(t);
        var cost = new double[Rows * places.Count];
        var crossing = new double[places.Count];
        for (var j = 0; j < places.Count; j++)
        {
            if (j > 0 && places[j] > places[j - 1] + 1) crossing[j] = Crossing * (places[j] - places[j - 1] - 1);
            for (var r = 0; r < Rows; r++) cost[(r * places.Count) + j] = -Values[(r * Positions) + places[j]];
        }
        var first = DynamicTimeWarping.FirstColumns(cost, Rows, places.Count, crossing, beginnings);
        int[] ends = [.. first.Skip(1).Select(f => f == 0 ? places[0] : places[f - 1] + 1), places[^1] + 1];
        return new SpokenRows([.. first.Select(f => places[f])], ends);
    }

    /// <summary>Every column to mean 0 and deviation 1 over the rows.</summary>
    private static void NormaliseColumns(double[] values, int rows, int columns)
    {
        var sum = new double[columns];
        var squares = new double[columns];
        for (var r = 0; r < rows; r++) TensorPrimitives.Add(sum, values.AsSpan(r * columns, columns), sum);
        TensorPrimitives.Divide(sum, rows, sum);
        for (var r = 0; r < rows; r++)
        {
            var row = values.AsSpan(r * columns, columns);
            TensorPrimitives.Subtract(row, sum, row);
            TensorPrimitives.MultiplyAdd(row, row, squares, squares);
        }
        TensorPrimitives.Divide(squares, rows, squares);
        TensorPrimitives.Sqrt(squares, squares);
        TensorPrimitives.Add(squares, 1e-9, squares);
        for (var r = 0; r < rows; r++)
        {
            var row = values.AsSpan(r * columns, columns);
            TensorPrimitives.Divide(row, squares, row);
        }
    }

    /// <summary>Median of 7 with reflected edges; repeated edges where there is too little to reflect.</summary>
    private static void Median(ReadOnlySpan<double> row, Span<double> result)
    {
        const int Half = MedianWidth / 2;
        var padded = new double[row.Length + (2 * Half)];
        row.CopyTo(padded.AsSpan(Half));
        for (var i = 1; i <= Half; i++)
        {
            padded[Half - i] = row[row.Length > Half ? i : 0];
            padded[Half + row.Length - 1 + i] = row[row.Length > Half ? row.Length - 1 - i : row.Length - 1];
        }
        var at = 0;
        for (; at + Vector<double>.Count <= row.Length; at += Vector<double>.Count)
        {
            MedianOf7(
                Load(padded, at), Load(padded, at + 1), Load(padded, at + 2), Load(padded, at + 3),
                Load(padded, at + 4), Load(padded, at + 5), Load(padded, at + 6)).CopyTo(result[at..]);
        }
        Span<double> window = stackalloc double[MedianWidth];
        for (; at < row.Length; at++)
        {
            padded.AsSpan(at, MedianWidth).CopyTo(window);
            window.Sort();
            result[at] = window[Half];
        }

        static Vector<double> Load(double[] values, int at) => new(values, at);
    }

    /// <summary>
    /// The 13 exchanges of Paeth's median network ("Median finding on a 3×3 grid", Graphics Gems, 1990; Devillard's opt_med7).
    /// </summary>
    private static Vector<double> MedianOf7(
        Vector<double> a, Vector<double> b, Vector<double> c, Vector<double> d, Vector<double> e, Vector<double> f, Vector<double> g)
    {
        Sort(ref a, ref f);
        Sort(ref a, ref d);
        Sort(ref b, ref g);
        Sort(ref c, ref e);
        Sort(ref a, ref b);
        Sort(ref d, ref f);
        Sort(ref c, ref g);
        Sort(ref c, ref d);
        Sort(ref d, ref g);
        Sort(ref e, ref f);
        Sort(ref b, ref e);
        Sort(ref b, ref d);
        Sort(ref d, ref e);
        return d;

        static void Sort(ref Vector<double> low, ref Vector<double> high)
            => (low, high) = (Vector.Min(low, high), Vector.Max(low, high));
    }
}
