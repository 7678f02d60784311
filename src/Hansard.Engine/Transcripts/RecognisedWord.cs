namespace Hansard.Engine.Transcripts;

/// <summary>
/// A word as it was recognised: what stands between two spaces, punctuation and all; in a language that writes no spaces,
/// the smallest run of subword tokens that is text.
/// </summary>
/// <param name="Text">With a leading space where the language writes one; opening and closing punctuation is joined to it.</param>
/// <param name="Start">From the start of the recording.</param>
/// <param name="End">From the start of the recording, not before <paramref name="Start"/>; joined punctuation comes after it.</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="Language">
/// The language it was recognised in, ISO 639-1 (<c>yue</c>, <c>haw</c> where there is none); null if nothing tells it.
/// </param>
internal sealed record RecognisedWord(string Text, TimeSpan Start, TimeSpan End, double Confidence, string? Language)
{
    /// <summary>"1", "2", … once speakers are told apart; null before.</summary>
    public string? Speaker { get; init; }

    /// <summary>Texts that were also heard in its place, the likeliest first, without spaces and marks around; most often empty.</summary>
    public IReadOnlyList<string> Alternatives { get; init; } = [];
}
