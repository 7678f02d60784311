using System.IO.Compression;
using System.Text;

namespace Hansard.Engine.Recognition.Whisper.Decoding;

/// <summary>Judges whether a text can be what was said, by what it is made of.</summary>
internal static class FallbackCriteria
{
    /// <summary>Repetitive text compresses better than this (openai/whisper, compression_ratio_threshold).</summary>
    public const double MaximumCompressionRatio = 2.4;

    /// <summary>Less likely texts are decoded again (openai/whisper, logprob_threshold).</summary>
    public const double MinimumAverageLogProbability = -1;

    /// <summary>With an unlikely text, a window more likely silent than this has none (openai/whisper, no_speech_threshold).</summary>
    public const double MaximumNoSpeech = 0.6;

    /// <summary>Nobody speaks faster; 30 is allowed for on the shortest windows, where the measure of speech is coarse.</summary>
    public const double MaximumCharactersPerSecond = 25;

    /// <summary>Finds what is wrong with a text.</summary>
    /// <param name="tokens">Text tokens.</param>
    /// <param name="text">The same as text.</param>
    /// <param name="averageLogProbability">Mean over tokens and end.</param>
    /// <param name="speechSeconds">Speech in the window.</param>
    public static TextFault Judge(IReadOnlyList<int> tokens, string text, double averageLogProbability, double speechSeconds)
    {
        if (RepetitionDetector.LoopStart(tokens) < tokens.Count) return TextFault.Loop;
        if (CompressionRatio(text) > MaximumCompressionRatio) return TextFault.Repetitive;
        if (text.Length > MaximumCharactersPerSecond * (speechSeconds + 0.5)) return TextFault.TooFast;
        return averageLogProbability < MinimumAverageLogProbability ? TextFault.Unlikely : TextFault.None;
    }

    /// <summary>Length in bytes over length compressed by zlib (openai/whisper, utils.compression_ratio); 0 for no text.</summary>
    public static double CompressionRatio(string text)
    {
        if (text.Length == 0) return 0;
        var bytes = Encoding.UTF8.GetBytes(text);
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true)) zlib.Write(bytes);
        return (double)bytes.Length / compressed.Length;
    }
}
