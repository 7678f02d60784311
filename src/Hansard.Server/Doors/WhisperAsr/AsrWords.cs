using Hansard.Engine.Transcripts;
using Hansard.Server.Contract;

namespace Hansard.Server.Doors.WhisperAsr;

/// <summary>The words of a sentence as whisper has them: with their leading spaces and punctuation.</summary>
internal static class AsrWords
{
    private const int Decimals = 4;

    /// <param name="segment">The sentence.</param>
    public static IReadOnlyList<AsrWordResponse> Of(SpokenSegment segment)
    {
        List<AsrWordResponse> words = [];
        List<TranscriptToken> word = [];
        foreach (var token in segment.Tokens)
        {
            if (word.Count > 0 && Begins(token)) End();
            word.Add(token);
        }

        End();
        return words;

        void End()
        {
            if (word.Count > 0)
            {
                words.Add(new AsrWordResponse(
                    SpokenSegment.Seconds(word[0].StartMs),
                    SpokenSegment.Seconds(word.Max(token => token.EndMs)),
                    string.Concat(word.Select(token => token.Text)),
                    Math.Round(word.Average(token => token.Confidence), Decimals)));
            }

            word.Clear();
        }
    }

    // Where words are written without spaces, every token is one.
    private static bool Begins(TranscriptToken token)
        => token.Text.Length > 0 && (token.Text[0] == ' ' || Script.IsCjk(token.Text.EnumerateRunes().First()));
}
