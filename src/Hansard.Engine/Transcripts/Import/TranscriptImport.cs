using Hansard.Engine.Transcripts.Corrections;

namespace Hansard.Engine.Transcripts.Import;

/// <summary>Puts a text that was made elsewhere in place of a transcript's.</summary>
public static class TranscriptImport
{
    /// <summary>Replaces the text of a transcript.</summary>
    /// <param name="transcript">The recognised transcript: where it has the same words, it tells when they are said.</param>
    /// <param name="passages">All of the text, all with times or none.</param>
    /// <param name="labels">Speakers, as on tokens, by the names that passages have.</param>
    /// <returns>The tokens; changes are those whose time is estimated.</returns>
    public static CorrectedTranscript Apply(
        Transcript transcript, IReadOnlyList<ImportedPassage> passages, IReadOnlyDictionary<string, string> labels)
    {
        ArgumentNullException.ThrowIfNull(passages);
        ArgumentNullException.ThrowIfNull(labels);
        var corrected = TranscriptCorrection.Apply(
            transcript,
            [.. passages.Select(passage => new CorrectedPassage(passage.Text, passage.Speaker is null ? null : labels[passage.Speaker]))]);
        return Fit(corrected, passages);
    }

    /// <summary>Puts words that were aligned with the sound into the times of their cues, where there are such.</summary>
    /// <param name="corrected">What <see cref="Apply"/> returned, its tokens perhaps with other times.</param>
    /// <param name="passages">The same as there.</param>
    public static CorrectedTranscript Fit(CorrectedTranscript corrected, IReadOnlyList<ImportedPassage> passages)
    {
        ArgumentNullException.ThrowIfNull(passages);
        return passages is [{ Time: not null }, ..] ? CueTimes.Fit(corrected, passages) : corrected;
    }
}
