using Hansard.Engine.Voices;

namespace Hansard.Engine.Transcripts;

/// <summary>A speaker of a transcript, and the known person who it may be.</summary>
/// <param name="Speaker">As on the tokens: "1", "2", …</param>
/// <param name="Name">Name of the known person; null: nobody who is known, or not surely enough to say so.</param>
/// <param name="Certainty">
/// Probability that it is that person and nobody else who is known, 0.5 to 1, if that was as likely as not before the voice was heard;
/// null without a name.
/// </param>
/// <param name="Voice">The voice, where it was asked for and enough is said to have one; otherwise null.</param>
public sealed record TranscriptSpeaker(string Speaker, string? Name, double? Certainty, VoiceProfile? Voice)
{
    /// <summary>The sound track on which the speaker is heard, as on the tokens; null unless all tracks were asked for.</summary>
    public int? Track { get; init; }
}
