using System.Numerics.Tensors;
using Hansard.Engine.Recognition.Whisper.Checkpoints.Known;
using Hansard.Engine.Recognition.Whisper.Decoding;
using Hansard.Engine.Recognition.Whisper.Networks;

namespace Hansard.Engine.Recognition.Whisper.Alignment;

/// <summary>Finds the heads that follow the audio in a model that does not name them.</summary>
/// <remarks>
/// OpenAI's lists are of heads "that are highly correlated to the word-level timing" (openai/whisper, whisper/__init__.py). Here the model
/// is made to say a text of which every word's time is known. Candidates are the heads with the largest share of attention on the word
/// that is being said; of them, one after the other is added that brings the times of the words, corrected as all are, nearest to those
/// known. Numbers were chosen on Whisper base and tiny.en (docs/benchmarks.md, Alignment heads).
/// </remarks>
internal sealed class AlignmentHeadSearch
{
    private const int Candidates = 12;
    private const int Chosen = 6;

    /// <summary>The best head's share of attention in a model that listens at all: 0.87 in those measured, 0.01 by chance.</summary>
    private const double LeastShare = 0.2;

    /// <summary>Seconds around a word that count as the word: the known times are no more exact.</summary>
    private const double Margin = 0.05;

    /// <summary>Seconds around the words that count as speech.</summary>
    private const double SpeechMargin = 0.15;

    private readonly IReadOnlyList<KnownWord> _words = KnownSpeech.Words();
    private readonly KnownWord[] _wordOf;
    private readonly bool[] _beginnings;
    private readonly bool[] _spoken;
    private readonly ForcedPass _pass;
    private readonly int _promptLength;

    private AlignmentHeadSearch(ForcedPass pass, int promptLength, KnownWord[] wordOf)
    {
        (_pass, _promptLength, _wordOf) = (pass, promptLength, wordOf);
        _beginnings = [.. wordOf.Select((w, i) => i == 0 || wordOf[i - 1] != w), true];
        _spoken = new bool[pass.Positions];
        foreach (var word in _words)
        {
            var (first, count) = Around(word, SpeechMargin);
            _spoken.AsSpan(first, count).Fill(true);
        }
    }

    /// <summary>Finds heads.</summary>
    /// <param name="configuration">The model's, with all heads as alignment heads.</param>
    /// <param name="tokenizer">The model's.</param>
    /// <param name="decoder">Opened with this configuration.</param>
    /// <param name="window">The known speech.</param>
    /// <returns>None where no head follows the audio.</returns>
    public static AlignmentHead[] Find(
        WhisperConfiguration configuration, WhisperTokenizer tokenizer, ITextDecoder decoder, ICrossAttention window)
    {
        var prompt = Prompt.Build(configuration, KnownSpeech.Language, SpeechTask.Transcribe, timestamps: false);
        var words = KnownSpeech.Words().Select(w => (Word: w, Tokens: tokenizer.Encode($" {w.Text}"))).ToList();
        using var pass = decoder.Force(window, [.. prompt, .. words.SelectMany(w => w.Tokens), configuration.EndOfText]);
        var search = new AlignmentHeadSearch(
            pass, prompt.Count, [.. words.SelectMany(w => Enumerable.Repeat(w.Word, w.Tokens.Count))]);
        return [.. search.Best().Select(i => configuration.AlignmentHeads[i]).OrderBy(h => h.Layer).ThenBy(h => h.Head)];
    }

    private List<int> Best()
    {
        var shares = Enumerable.Range(0, _pass.Heads).Select(Share).ToArray();
        List<int> candidates = [.. Enumerable.Range(0, shares.Length).OrderByDescending(i => shares[i]).Take(Candidates)];
        List<int> chosen = [];
        if (shares[candidates[0]] < LeastShare) return chosen;
        while (chosen.Count < Chosen && candidates.Count > 0)
        {
            var next = candidates.MinBy(i => Error([.. chosen, i]));
            candidates.Remove(next);
            chosen.Add(next);
        }
        return chosen;
    }

    /// <summary>The share of a head's attention that falls on the word which is being said.</summary>
    private double Share(int head)
    {
        var attention = _pass.Attention(head);
        var sum = 0.0;
        for (var i = 0; i < _wordOf.Length; i++)
        {
            // The row that predicts a token belongs to the token before.
            var row = attention.Slice((_promptLength - 1 + i) * _pass.Positions, _pass.Positions);
            var (first, count) = Around(_wordOf[i], Margin);
            sum += TensorPrimitives.Sum(row.Slice(first, count));
        }
        return sum / _wordOf.Length;
    }

    /// <summary>Mean distance of the words' times with these heads from those known.</summary>
    private double Error(IReadOnlyList<int> heads)
    {
        var rows = AttentionMatrix.From(new HeadSelection(_pass, heads), _promptLength, KnownSpeech.Seconds)
            .SpokenPositions(_spoken, _beginnings);
        var sum = 0.0;
        for (var i = 0; i < _wordOf.Length; i++)
        {
            if (_beginnings[i])
                sum += Math.Abs((rows.Starts[i] / EncodedAudio.PositionsPerSecond) + WordTimeCorrection.StartDelay - _wordOf[i].Start);
            if (_beginnings[i + 1])
                sum += Math.Abs((rows.Ends[i] / EncodedAudio.PositionsPerSecond) + WordTimeCorrection.EndDelay - _wordOf[i].End);
        }
        return sum / (2 * _words.Count);
    }

    private static Positions Around(KnownWord word, double seconds)
    {
        var first = (int)Math.Max(0, (word.Start - seconds) * EncodedAudio.PositionsPerSecond);
        return new Positions(first, (int)Math.Ceiling((word.End + seconds) * EncodedAudio.PositionsPerSecond) - first);
    }

    /// <param name="First">The first.</param>
    /// <param name="Count">How many.</param>
    private readonly record struct Positions(int First, int Count);
}
