using System.IO.Compression;
using System.Text;
using Hansard.Engine.Transcripts;

namespace Hansard.Server.Doors;

/// <summary>A sentence of one speaker, or a part of a very long one.</summary>
/// <param name="Tokens">At least one, with times.</param>
internal sealed record SpokenSegment(IReadOnlyList<TranscriptToken> Tokens)
{
    // As whisper's, whose windows are no longer.
    private const long LongestMs = 30_000;

    private const double LeastConfidence = 1e-4;

    /// <summary>Start in seconds.</summary>
    public double Start => Seconds(Tokens[0].StartMs);

    /// <summary>End in seconds.</summary>
    public double End => Math.Max(Start, Seconds(Tokens.Max(token => token.EndMs)));

    /// <summary>The text, with its leading space.</summary>
    public string Text => string.Concat(Tokens.Select(token => token.Text));

    /// <summary>The speaker; null where speakers were not told.</summary>
    public string? Speaker => Tokens[0].Speaker;

    /// <summary>The mean logarithm of the tokens' confidences, as whisper tells it of a segment.</summary>
    public double AverageLogarithm => Tokens.Average(Logarithm);

    /// <summary>The length of the text by that of its zlib form, as whisper computes it.</summary>
    public double CompressionRatio
    {
        get
        {
            var bytes = Encoding.UTF8.GetBytes(Text);
            using var compressed = new MemoryStream();
            using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true)) zlib.Write(bytes);
            return bytes.Length / (double)compressed.Length;
        }
    }

    /// <summary>The logarithm of a token's confidence, no lower than can be told.</summary>
    public static double Logarithm(TranscriptToken token) => Math.Log(Math.Clamp(token.Confidence, LeastConfidence, 1));

    /// <summary>Divides a text. The segments together are the text.</summary>
    /// <param name="tokens">Tokens with times, all of the same kind.</param>
    public static IEnumerable<SpokenSegment> Of(IReadOnlyList<TranscriptToken> tokens)
    {
        for (var start = 0; start < tokens.Count;)
        {
            var end = start + 1;
            while (end < tokens.Count && !Ends(tokens, start, end)) end++;
            yield return new SpokenSegment([.. tokens.Skip(start).Take(end - start)]);
            start = end;
        }
    }

    /// <summary>Seconds of a time in milliseconds.</summary>
    public static double Seconds(long? milliseconds) => (milliseconds ?? 0) / 1000.0;

    private static bool Ends(IReadOnlyList<TranscriptToken> tokens, int start, int at)
        => tokens[at].Speaker != tokens[at - 1].Speaker
            || Sentences.EndAfter(tokens, at - 1)
            || (tokens[at].Text is [' ', ..] && tokens[at].EndMs - tokens[start].StartMs > LongestMs);
}
