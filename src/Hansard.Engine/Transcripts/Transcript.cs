namespace Hansard.Engine.Transcripts;

/// <summary>The text of a recording.</summary>
/// <param name="Tokens">
/// In time order, track after track where there are <see cref="Transcript.Tracks"/>; translation tokens follow the sentence they translate.
/// </param>
/// <param name="Duration">The length of the recording, or of the part of it that was transcribed.</param>
/// <param name="Language">The language most of it is spoken in, ISO 639-1; null if nothing is spoken.</param>
public sealed record Transcript(IReadOnlyList<TranscriptToken> Tokens, TimeSpan Duration, string? Language)
{
    /// <summary>
    /// Languages that were to be translated and could not be: there is no translator. Their tokens have <see
    /// cref="TranslationStatus.None"/>.
    /// </summary>
    public IReadOnlyList<string> UntranslatedLanguages { get; init; } = [];

    /// <summary>Sentences on what the recording lacks for reasons that lie in its file, such as that it is cut off.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>
    /// The sound tracks that were transcribed, in the order in which their tokens follow each other. Empty unless all tracks of a recording
    /// with several were asked for.
    /// </summary>
    public IReadOnlyList<TranscriptTrack> Tracks { get; init; } = [];

    /// <summary>
    /// Turns of the speakers in time order, from the sound itself: speech without words has turns too. Empty without diarization.
    /// </summary>
    public IReadOnlyList<SpeakerTurn> Turns { get; init; } = [];

    /// <summary>The speakers of tokens and turns, in the order of their numbers. Empty without diarization.</summary>
    public IReadOnlyList<TranscriptSpeaker> Speakers { get; init; } = [];

    /// <summary>The spoken text: exactly the original tokens joined (the first token carries no leading space).</summary>
    public string Text => TextOf(Tokens);

    /// <summary>The spoken text of some tokens.</summary>
    internal static string TextOf(IReadOnlyList<TranscriptToken> tokens) => string.Concat(
        tokens.Where(t => t.TranslationStatus is not TranslationStatus.Translation).Select(t => t.Text));
}
