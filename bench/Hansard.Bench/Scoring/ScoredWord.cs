using Hansard.Engine.Transcripts;

namespace Hansard.Bench.Scoring;

/// <summary>A word of a transcript as scoring counts them: pieces up to the next space, with the times of what is spoken.</summary>
internal sealed record ScoredWord(string Text, double Start, double End, string Language)
{
    /// <summary>Speaker of the word; null without diarization.</summary>
    public string? Speaker { get; init; }

    /// <summary>The words of a transcript.</summary>
    public static List<ScoredWord> Of(Transcript transcript)
    {
        List<ScoredWord> words = [];
        foreach (var token in transcript.Tokens)
        {
            var (start, end) = (token.StartMs!.Value / 1000.0, token.EndMs!.Value / 1000.0);
            var isMark = !token.Text.Any(char.IsLetterOrDigit);
            if (words.Count == 0 || token.Text.StartsWith(' ') || (TextNormaliser.ByCharacter(token.Language ?? "") && !isMark))
                words.Add(new ScoredWord(token.Text.Trim(), start, end, token.Language ?? "") { Speaker = token.Speaker });
            else words[^1] = words[^1] with { Text = words[^1].Text + token.Text, End = isMark ? words[^1].End : end };
        }
        return words;
    }
}
