using Hansard.Engine.Recognition.Whisper.Decoding;
using Hansard.Engine.Recognition.Whisper.Networks;

namespace Hansard.Engine.Recognition.Whisper.Compact;

/// <summary>Log-probabilities of several texts in one window: what they all begin with is passed once, the rest of them together.</summary>
/// <param name="decoder">The network.</param>
/// <param name="window">The window attended to.</param>
/// <param name="prompt">Tokens before every text.</param>
/// <param name="vocabulary">Ids below it are possible.</param>
internal sealed class CompactTextScores(
    CompactTextDecoder decoder, CompactCrossAttention window, IReadOnlyList<int> prompt, int vocabulary)
{
    /// <summary>Tokens of one pass at most: their logits take 50 MB.</summary>
    private const int MostTokens = 256;

    private readonly CrossAttentionKernel _kernel = new();

    /// <summary>Computes the sum over each text's tokens.</summary>
    /// <param name="texts">Each with its end.</param>
    /// <param name="cancellationToken">Checked before every pass.</param>
    public double[] Sums(IReadOnlyList<IReadOnlyList<int>> texts, CancellationToken cancellationToken)
    {
        var rows = Math.Max(1, MostTokens / texts.Max(text => text.Count));
        return [.. texts.Chunk(rows).SelectMany(some => SumsOf(some, cancellationToken))];
    }

    private double[] SumsOf(IReadOnlyList<int>[] texts, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var common = Common(texts);
        var sums = new double[texts.Length];
        using var before = decoder.NewSelfAttention();
        int[] start = [.. prompt, .. texts[0].Take(common)];
        using (var logits = decoder.PredictAll(start, [PassRow.Beginning(window, start.Length)], before, _kernel))
        {
            for (var at = 0; at <= common; at++) Add(logits.After(prompt.Count - 1 + at), texts, at, sums);
        }
        // The end of a text is predicted, and not passed.
        var rest = texts.Max(text => text.Count - 1) - common;
        if (rest <= 0) return sums;

        cancellationToken.ThrowIfCancellationRequested();
        // Texts are filled up with their ends, to which nothing of theirs listens.
        int[] tokens = [
            .. texts.SelectMany(text => Enumerable.Range(common, rest).Select(at => text[Math.Min(at, text.Count - 1)])),
        ];
        using var after = decoder.PredictAll(tokens, [.. texts.Select(_ => new PassRow(window, 0, rest))], before, _kernel);
        for (var row = 0; row < texts.Length; row++)
        {
            for (var at = common + 1; at < texts[row].Count; at++)
            {
                var logits = after.After((row * rest) + at - common - 1);
                sums[row] += logits[texts[row][at]] - LogSoftmax.Normaliser(logits, vocabulary);
            }
        }
        return sums;
    }

    /// <summary>Adds what a row that all texts share predicts of each.</summary>
    private void Add(NextTokens logits, IReadOnlyList<int>[] texts, int at, double[] sums)
    {
        var normaliser = LogSoftmax.Normaliser(logits, vocabulary);
        for (var i = 0; i < texts.Length; i++) sums[i] += logits[texts[i][at]] - normaliser;
    }

    /// <summary>Tokens that all texts begin with, the end of the shortest left out.</summary>
    private static int Common(IReadOnlyList<int>[] texts)
    {
        var most = texts.Min(text => text.Count) - 1;
        var common = 0;
        while (common < most && texts.All(text => text[common] == texts[0][common])) common++;
        return common;
    }
}
