using System.Text;
using Hansard.Engine.Transcripts;
using Hansard.Server.Contract;

namespace Hansard.Server.Doors.OpenAi;

/// <summary>The words of a text with their times, without punctuation, as <c>verbose_json</c> has them.</summary>
internal static class SpokenWords
{
    /// <param name="tokens">Tokens with times, all of the same kind.</param>
    public static IReadOnlyList<AudioWordResponse> Of(IReadOnlyList<TranscriptToken> tokens)
    {
        List<AudioWordResponse> words = [];
        List<TranscriptToken> word = [];
        foreach (var token in tokens)
        {
            if (word.Count > 0 && Begins(token, word[^1])) End();
            if (token.Text.EnumerateRunes().All(rune => Rune.IsWhiteSpace(rune) || Script.IsMark(rune)))
            {
                // "don't" goes on after its mark, "said, he" does not.
                if (word.Count > 0 && !token.Text.StartsWith(' ')) word.Add(token);
            }
            else
            {
                word.Add(token);
            }
        }

        End();
        return words;

        void End()
        {
            var text = string.Concat(word.Select(token => token.Text)).Trim();
            while (text.Length > 0 && Rune.GetRuneAt(text, 0) is var first && Script.IsMark(first))
                text = text[first.Utf16SequenceLength..];
            while (text.Length > 0 && LastOf(text) is var last && Script.IsMark(last)) text = text[..^last.Utf16SequenceLength];
            var spoken = word.Where(token => !token.Text.EnumerateRunes().All(Script.IsMark)).ToList();
            if (text.Length > 0 && spoken.Count > 0)
                words.Add(new AudioWordResponse(text, SpokenSegment.Seconds(spoken[0].StartMs), SpokenSegment.Seconds(spoken[^1].EndMs)));
            word.Clear();
        }
    }

    // Where words are written without spaces, every token is one.
    private static bool Begins(TranscriptToken token, TranscriptToken before)
        => token.Text.StartsWith(' ')
            || (token.Text.Length > 0 && before.Text.Length > 0
                && Script.IsCjk(Rune.GetRuneAt(token.Text, 0)) && Script.IsCjk(LastOf(before.Text)));

    private static Rune LastOf(string text)
    {
        Rune.DecodeLastFromUtf16(text, out var last, out _);
        return last;
    }
}
