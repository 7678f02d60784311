using Hansard.Engine.Audio;
using Hansard.Engine.Speakers;
using Hansard.Engine.Speech;
using Hansard.Engine.Transcripts;

namespace Hansard.Engine.Pipeline;

/// <summary>A recording, or a channel of it, that is recognised as one. Owns its sound and what is kept for telling speakers.</summary>
internal sealed class RecordingTrack : IAsyncDisposable
{
    private readonly IAudioReader _audio;

    private RecordingTrack(
        IAudioReader audio, VoiceActivityModel voiceActivity, WindowOptions windows, bool keepsVoices)
    {
        _audio = audio;
        Voices = keepsVoices ? new VoiceRecording(Speech) : null;
        Segments = new SpeechSegmentReader(
            Voices?.Listen(audio) ?? audio, voiceActivity, new SegmentationOptions(), windows, Speech);
    }

    /// <summary>Begins to read sound.</summary>
    /// <param name="audio">The sound; owned from here on, and let go if this fails.</param>
    /// <param name="voiceActivity">Tells speech.</param>
    /// <param name="windows">What fits into a window.</param>
    /// <param name="keepsVoices">Whether its samples are kept, to tell speakers by.</param>
    /// <exception cref="IOException">There is no room for temporary files.</exception>
    public static async Task<RecordingTrack> CreateAsync(
        IAudioReader audio, VoiceActivityModel voiceActivity, WindowOptions windows, bool keepsVoices)
    {
        try
        {
            return new RecordingTrack(audio, voiceActivity, windows, keepsVoices);
        }
        catch
        {
            await audio.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Reads its speech.</summary>
    public SpeechSegmentReader Segments { get; }

    /// <summary>The stretches in which somebody speaks.</summary>
    public SpeechRecord Speech { get; } = new();

    /// <summary>The recording for telling voices; null if they are not told.</summary>
    public VoiceRecording? Voices { get; }

    /// <summary>The length that the container states.</summary>
    public TimeSpan? StatedDuration => _audio.StatedDuration;

    /// <inheritdoc cref="IAudioReader.Warnings" />
    public IReadOnlyList<string> Warnings => _audio.Warnings;

    /// <summary>The recognised words, window after window.</summary>
    public List<IReadOnlyList<RecognisedWord>> Windows { get; } = [];

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _audio.DisposeAsync().ConfigureAwait(false);
        Voices?.Dispose();
    }
}
