using Hansard.Engine.Transcripts.Corrections;

namespace Hansard.Engine.Transcripts.Alignments;

/// <summary>Compares a given text with what was recognised in a recording, and gives its words their times.</summary>
public sealed class TextComparison
{
    // Speech without text that goes on within this time is one stretch.
    private const long StretchPauseMs = 1_000;

    // A word that was said is never as sure as one that was not.
    private const double LeastConfidence = 0.001;

    private readonly Transcript _recognised;
    private readonly IReadOnlyList<TextUnit> _text;
    private readonly IReadOnlyList<TextUnit> _heard;
    private readonly WordPairs _pairs;

    private TextComparison(Transcript recognised, string text)
    {
        _recognised = recognised with { Tokens = [.. recognised.Tokens.Where(token => token.StartMs is not null)] };
        (_text, _heard) = (TextUnit.Cut(text), TextUnit.Cut(_recognised.Text));
        _pairs = WordPairs.Of(_text, _heard);
        Corrected = Said.Length == 0
            ? new CorrectedTranscript([], [])
            : TranscriptCorrection.Apply(_recognised, [new CorrectedPassage(Said)]);
    }

    /// <summary>
    /// The part of the text that is said, in place of what was recognised; the times of its changes are estimated, until they are looked
    /// for in the sound.
    /// </summary>
    public CorrectedTranscript Corrected { get; }

    private string Said => string.Concat(_text.Where((_, i) => _pairs.IsSaid(i)).Select(Spaced));

    /// <summary>Compares them.</summary>
    /// <param name="recognised">Transcript of the recording; its translations do not count.</param>
    /// <param name="text">The text; white space of any kind and length counts as one space.</param>
    public static TextComparison Of(Transcript recognised, string text)
    {
        ArgumentNullException.ThrowIfNull(recognised);
        ArgumentNullException.ThrowIfNull(text);
        return new TextComparison(recognised, text);
    }

    /// <summary>Puts all words of the text in order.</summary>
    /// <param name="tokens">Those of <see cref="Corrected"/>, perhaps with other times.</param>
    public AlignedText Place(IReadOnlyList<TranscriptToken> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        tokens = UnitTokens.Cut(tokens, [.. _text.Where((_, i) => _pairs.IsSaid(i))]);
        List<TranscriptToken> all = [];
        List<AlignedTextWord> words = [];
        var (next, end) = (0, 0L);
        foreach (var (i, unit) in _text.Index())
        {
            var first = all.Count;
            if (!_pairs.IsSaid(i))
            {
                all.Add(new TranscriptToken { Text = Spaced(unit, i), StartMs = end, EndMs = end, Confidence = 0 });
            }
            else
            {
                for (var length = UnitTokens.Letters(unit.Text); length > 0 && next < tokens.Count; next++)
                {
                    all.Add(tokens[next] with { Confidence = Math.Max(tokens[next].Confidence, LeastConfidence), Alternatives = [] });
                    length -= UnitTokens.Letters(tokens[next].Text);
                }
                if (first == all.Count) continue;
                if (i > 0 && unit.SpaceBefore) all[first] = all[first] with { Text = $" {all[first].Text.TrimStart()}" };
                end = Math.Max(end, all[^1].EndMs ?? end);
            }
            var own = all[first..];
            words.Add(new AlignedTextWord(
                unit.Text, own[0].StartMs ?? end, own.Max(token => token.EndMs ?? end), own.Average(token => token.Confidence),
                _pairs.IsSaid(i)));
        }
        return new AlignedText(_recognised with { Tokens = all }, words, Unwritten());
    }

    private static string Spaced(TextUnit unit, int index) => index > 0 && unit.SpaceBefore ? $" {unit.Text}" : unit.Text;

    private List<SpeechWithoutText> Unwritten()
    {
        var times = UnitTimes.Of(_heard, _recognised.Tokens);
        List<SpeechWithoutText> stretches = [];
        var isOpen = false;
        for (var i = 0; i < _heard.Count; i++)
        {
            if (_pairs.IsWritten(i))
            {
                isOpen = false;
                continue;
            }
            var (start, end) = times[i];
            if (isOpen && start - stretches[^1].EndMs <= StretchPauseMs)
                stretches[^1] = stretches[^1] with { EndMs = end, Text = stretches[^1].Text + Spaced(_heard[i], i) };
            else
                stretches.Add(new SpeechWithoutText(start, end, _heard[i].Text));
            isOpen = true;
        }
        return stretches;
    }
}
