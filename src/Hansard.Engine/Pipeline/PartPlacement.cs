using Hansard.Engine.Audio;
using Hansard.Engine.Transcripts;

namespace Hansard.Engine.Pipeline;

/// <summary>Lets a part of a recording be transcribed as if it was all, and puts what comes of it on the recording's own clock.</summary>
/// <param name="part">The part; null: all of it.</param>
internal sealed class PartPlacement(RecordingPart? part)
{
    private TimeSpan Start => part?.Start ?? TimeSpan.Zero;

    /// <summary>The sound of the part.</summary>
    /// <param name="audio">The recording from its start; owned from here on.</param>
    public IAudioReader Cut(IAudioReader audio)
        => part is null ? audio : new RangedAudio(audio, [new TimeRange(part.Start, part.End ?? TimeSpan.MaxValue)]);

    /// <summary>The transcript with the times of the recording.</summary>
    /// <exception cref="InvalidAudioException">The recording ends before the part begins.</exception>
    public Transcript Place(Transcript transcript)
    {
        if (part is null) return transcript;
        if (transcript.Duration == TimeSpan.Zero)
            throw new InvalidAudioException($"The recording ends before {ClockTime.Of(Start)}, where the part to transcribe begins.");
        return transcript with
        {
            Tokens = Place(transcript.Tokens),
            Turns = [.. transcript.Turns.Select(turn => turn with { Start = turn.Start + Start, End = turn.End + Start })],
        };
    }

    /// <summary>Tokens with the times of the recording.</summary>
    public IReadOnlyList<TranscriptToken> Place(IReadOnlyList<TranscriptToken> tokens)
    {
        if (part is null) return tokens;
        var start = (long)Math.Round(Start.TotalMilliseconds);
        return [.. tokens.Select(token => token with { StartMs = token.StartMs + start, EndMs = token.EndMs + start })];
    }
}
