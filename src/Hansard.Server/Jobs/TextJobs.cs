using Hansard.Engine.Transcripts;
using Hansard.Engine.Transcripts.Alignments;
using Hansard.Engine.Transcripts.Corrections;

namespace Hansard.Server.Jobs;

/// <summary>Jobs whose text is given: the form in which it is stored with its times, and read again.</summary>
/// <remarks>
/// Such a job's tokens are the given text; those that are not said have confidence 0. What was heard and is not in the text is stored with
/// the alternatives, of which it is one: in the place of no word.
/// </remarks>
internal static class TextJobs
{
    /// <summary>Puts a given text in place of what was recognised.</summary>
    /// <param name="recognised">The transcript.</param>
    /// <param name="text">The text.</param>
    /// <param name="align">Finds in the sound what was recognised otherwise.</param>
    public static async Task<Transcript> AlignAsync(
        Transcript recognised, string text, Func<CorrectedTranscript, Task<IReadOnlyList<TranscriptToken>>> align)
    {
        var comparison = TextComparison.Of(recognised, text);
        var tokens = comparison.Corrected.Changes.Count > 0 ? await align(comparison.Corrected) : comparison.Corrected.Tokens;
        var aligned = comparison.Place(tokens);
        return aligned.Transcript with
        {
            Tokens = [.. aligned.Transcript.Tokens, .. aligned.SpeechWithoutText.Select(speech => new TranscriptToken
            {
                Text = "",
                StartMs = speech.StartMs,
                EndMs = speech.EndMs,
                Confidence = 0,
                Alternatives = [speech.Text],
            })],
        };
    }

    /// <summary>Words of the stored tokens of such a job, in order.</summary>
    public static IReadOnlyList<AlignedTextWord> Words(IReadOnlyList<TranscriptToken> tokens)
    {
        List<AlignedTextWord> words = [];
        foreach (var token in tokens)
        {
            var (start, end) = (token.StartMs ?? 0, token.EndMs ?? 0);
            if (words.Count > 0 && token.Text is not [' ', ..] && words[^1].IsSaid == token.Confidence > 0 && !IsCharacter(token.Text))
                words[^1] = words[^1] with { Text = words[^1].Text + token.Text, EndMs = Math.Max(words[^1].EndMs, end) };
            else
                words.Add(new AlignedTextWord(token.Text.TrimStart(), start, end, token.Confidence, token.Confidence > 0));
        }
        return words;
    }

    // Of a language that writes no spaces.
    private static bool IsCharacter(string text)
        => text.EnumerateRunes().FirstOrDefault() is var rune && Script.IsCjk(rune) && System.Text.Rune.IsLetter(rune);
}
