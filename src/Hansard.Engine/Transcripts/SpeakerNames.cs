namespace Hansard.Engine.Transcripts;

/// <summary>Names of speakers for people to read: "Speaker 1", or that of the known person who it may be.</summary>
/// <param name="speakers">Of a transcript.</param>
internal sealed class SpeakerNames(IEnumerable<TranscriptSpeaker> speakers)
{
    private readonly Dictionary<string, string> _known = speakers
        .Where(speaker => speaker.Name is not null)
        .ToDictionary(speaker => speaker.Speaker, speaker => speaker.Name!, StringComparer.Ordinal);

    /// <param name="speaker">As on the tokens.</param>
    public string Of(string speaker) => _known.GetValueOrDefault(speaker) ?? $"Speaker {speaker}";
}
