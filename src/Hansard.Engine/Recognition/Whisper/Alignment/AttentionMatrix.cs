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
    /// <summary>
    /// Cost of a word that goes on after a pause, for each position of the pause: nearly all that a token pays to the position it looks at
    /// most (0.12 in the mean), so that only a word which is heard on both sides of a short pause does. From 0.05 to 3 the mean errors of
    /// word times are the same (docs/benchmarks.md, Word times).
    /// </summary>
    private const double Crossing = 0.1;

    /// <summary>
    /// The mean of the alignment heads' cross attention over the audio's own positions (sum 1). OpenAI's timing.find_alignment also brings
    /// every position to mean 0 and deviation 1 over the tokens, which makes as much of a position that no token looks at, such as a short
    /// pause, as of any other, and then takes a median over positions, which blurs (docs/benchmarks.md, Word times).
    /// </summary>
    /// <param name="pass">Over prompt, text and end.</param>
    /// <param name="promptLength">Tokens before the text.</param>
    /// <param name="seconds">Length of the audio without padding.</param>
    public static AttentionMatrix From(Networks.ForcedPass pass, int promptLength, double seconds)
    {
        var width = Math.Max(1, Math.Min(pass.Positions, (int)Math.Round(seconds * 50)));
        var (first, rows) = (promptLength - 1, pass.Tokens - promptLength);
        var mean = new double[rows * width];
        var weights = new double[width];
        for (var h = 0; h < pass.Heads; h++)
        {
            var head = pass.Attention(h);
            for (var r = 0; r < rows; r++)
            {
                TensorPrimitives.ConvertTruncating<float, double>(head.Slice((first + r) * pass.Positions, width), weights);
                var row = mean.AsSpan(r * width, width);
                TensorPrimitives.MultiplyAdd(weights, 1 / (pass.Heads * TensorPrimitives.Sum<double>(weights)), row, row);
            }
        }
        return new AttentionMatrix(mean, rows, width);
    }

    /// <summary>The same, kept while a text was decoded.</summary>
    /// <param name="rows">[positions] for each row.</param>
    public static AttentionMatrix From(IReadOnlyList<float[]> rows)
    {
        var width = rows[0].Length;
        var values = new double[rows.Count * width];
        for (var r = 0; r < rows.Count; r++)
            TensorPrimitives.ConvertTruncating<float, double>(rows[r], values.AsSpan(r * width, width));
        return new AttentionMatrix(values, rows.Count, width);
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
}
