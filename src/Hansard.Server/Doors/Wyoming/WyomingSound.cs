using Hansard.Engine.Audio.Live;
using Hansard.Server.Contract;

namespace Hansard.Server.Doors.Wyoming;

/// <summary>The format of an utterance's sound, as <c>audio-start</c> and each <c>audio-chunk</c> tell it.</summary>
/// <param name="Rate">Samples a second.</param>
/// <param name="Width">Bytes a sample.</param>
/// <param name="Channels">Channels, interleaved.</param>
internal sealed record WyomingSound(int Rate, int Width, int Channels)
{
    /// <summary>The format in an event.</summary>
    /// <exception cref="ApiException">It is missing, or none that can be decoded.</exception>
    public static WyomingSound Of(WyomingEvent sent)
    {
        var sound = new WyomingSound(
            Required(sent, "rate", LiveAudioFormat.MinimumRate, LiveAudioFormat.MaximumRate),
            Required(sent, "width", 1, 4),
            Required(sent, "channels", 1, LiveAudioFormat.MaximumChannels));
        return sound;
    }

    /// <summary>The format for the decoder.</summary>
    // Signed also where a sample is a byte, as Python's audioop, by which other servers convert, takes it.
    public LiveAudioFormat ToFormat() => LiveAudioFormat.Raw(Width == 1 ? "pcm_s8" : $"pcm_s{8 * Width}le", Rate, Channels);

    private static int Required(WyomingEvent sent, string name, int least, int most)
        => sent.Number(name) is { } number && number >= least && number <= most
            ? number
            : throw ApiException.Invalid($"'{name}' of {sent.Type} must be a number from {least} to {most}.");
}
