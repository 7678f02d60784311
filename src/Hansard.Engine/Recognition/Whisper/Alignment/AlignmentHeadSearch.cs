using System.Numerics.Tensors;
using Hansard.Engine.Recognition.Whisper.Checkpoints.Known;
using Hansard.Engine.Recognition.Whisper.Decoding;
using Hansard.Engine.Recognition.Whisper.Networks;

namespace Hansard.Engine.Recognition.Whisper.Alignment;

/// <summary>Finds the heads that follow the audio in a model that does not name them.</summary>
/// <remarks>
/// OpenAI's lists are of heads "that are highly correlated to the word-level timing" (openai/whisper, whisper/__init__.py). Here the model
/// is made to say a text of which every word's time is known. Candidates are the heads with the largest share of attention on the word
/// that is being said; of them, one after the other is added that brings the times of the words nearest to those known.
/// </remarks>
internal sealed class AlignmentHeadSearch
{
    /// <summary>Seconds around a word that count as the word: the known times are no more exact.</summary>
    private const double Margin = 0.05;

    private readonly IReadOnlyList<KnownWord> _words = KnownSpeech.Words();
    private readonly List<int> _wordOfToken = [];
    private readonly int _promptLength;
    private readonly ForcedPass _pass;
    private readonly bool[] _spoken;
    private readonly bool[] _beginnings;

    public AlignmentHeadSearch(
        WhisperConfiguration configuration, WhisperTokenizer tokenizer, ITextDecoder decoder, ICrossAttention window)
    {
        var prompt = Prompt.Build(configuration, KnownSpeech.Language, SpeechTask.Transcribe, timestamps: false);
        List<int> text = [];
        for (var word = 0; word < _words.Count; word++)
        {
            var tokens = tokenizer.Encode($" {_words[word].Text}");
            text.AddRange(tokens);
            _wordOfToken.AddRange(Enumerable.Repeat(word, tokens.Count));
        }
        _promptLength = prompt.Count;
        _pass = decoder.Force(window, [.. prompt, .. text, configuration.EndOfText]);
        _beginnings = [.. _wordOfToken.Select((w, i) => i == 0 || _wordOfToken[i - 1] != w), true];
        _spoken = new bool[_pass.Positions];
        foreach (var word in _words) _spoken.AsSpan()[(First(word) - 5)..(Last(word) + 5)].Fill(true);
    }

    private static int First(KnownWord word) => (int)((word.Start - Margin) * EncodedAudio.PositionsPerSecond);

    private static int Last(KnownWord word) => (int)Math.Ceiling((word.End + Margin) * EncodedAudio.PositionsPerSecond);

    /// <summary>The share of a head's attention that falls on the word which is being said.</summary>
    public double Share(int head)
    {
        var attention = _pass.Attention(head);
        var sum = 0.0;
        for (var i = 0; i < _wordOfToken.Count; i++)
        {
            // The row that predicts a token belongs to the token before.
            var row = attention.Slice((_promptLength - 1 + i) * _pass.Positions, _pass.Positions);
            sum += TensorPrimitives.Sum(row[First(_words[_wordOfToken[i]])..Last(_words[_wordOfToken[i]])]);
        }
        return sum / _wordOfToken.Count;
    }

    /// <summary>Mean distance of the words' times with these heads from those known.</summary>
    public double Error(IReadOnlyList<int> heads)
    {
        var seconds = KnownSpeech.Samples().Length / 16000.0;
        var rows = AttentionMatrix.From(new HeadSelection(_pass, heads), _promptLength, seconds).SpokenPositions(_spoken, _beginnings);
        var sum = 0.0;
        for (var i = 0; i < _wordOfToken.Count; i++)
        {
            if (_beginnings[i]) sum += Math.Abs((rows.Starts[i] / EncodedAudio.PositionsPerSecond) + WordTimeCorrection.StartDelay
                - _words[_wordOfToken[i]].Start);
            if (_beginnings[i + 1]) sum += Math.Abs((rows.Ends[i] / EncodedAudio.PositionsPerSecond) + WordTimeCorrection.EndDelay
                - _words[_wordOfToken[i]].End);
        }
        return sum / (2 * _words.Count);
    }
}
