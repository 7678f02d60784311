using Hansard.Engine.Audio;
using Hansard.Engine.Speakers.Features;
using Hansard.Engine.Speech;
using Hansard.Engine.Transcripts;

namespace Hansard.Engine.Speakers.Channels;

/// <summary>What is recognised as one: a recording, or a channel of it. Owns its decoder and what is kept for telling speakers.</summary>
internal sealed class RecordingTrack : IAsyncDisposable
{
    private readonly FfmpegAudioReader _decoded;

    private RecordingTrack(FfmpegAudioReader decoded, VoiceActivityModel voiceActivity, WindowOptions windows, ISpeakerFrontEnd? voices)
    {
        _decoded = decoded;
        Voices = voices is null ? null : new SpeakerRecording(voices, Speech);
        Segments = new SpeechSegmentReader(Voices?.Listen(decoded) ?? decoded, voiceActivity, new SegmentationOptions(), windows, Speech);
    }

    /// <summary>Begins to read sound.</summary>
    /// <param name="decoded">The sound; owned from here on, and let go if this fails.</param>
    /// <param name="voiceActivity">Tells speech.</param>
    /// <param name="windows">What fits into a window.</param>
    /// <param name="voices">What voices will be told by; null: they will not.</param>
    /// <exception cref="IOException">There is no room for temporary files.</exception>
    public static async Task<RecordingTrack> CreateAsync(
        FfmpegAudioReader decoded, VoiceActivityModel voiceActivity, WindowOptions windows, ISpeakerFrontEnd? voices)
    {
        try
        {
            return new RecordingTrack(decoded, voiceActivity, windows, voices);
        }
        catch
        {
            await decoded.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Reads its speech.</summary>
    public SpeechSegmentReader Segments { get; }

    /// <summary>Where somebody speaks.</summary>
    public SpeechRecord Speech { get; } = new();

    /// <summary>What voices are told by; null if they are not.</summary>
    public SpeakerRecording? Voices { get; }

    /// <summary>The length that the container states.</summary>
    public TimeSpan? StatedDuration => _decoded.StatedDuration;

    /// <summary>What was recognised, window after window.</summary>
    public List<IReadOnlyList<RecognisedWord>> Windows { get; } = [];

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _decoded.DisposeAsync().ConfigureAwait(false);
        Voices?.Dispose();
    }
}
