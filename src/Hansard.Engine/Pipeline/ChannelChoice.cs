using Hansard.Engine.Audio;
using Hansard.Engine.Audio.Decoding;
using Hansard.Engine.Audio.Ffmpeg;
using Hansard.Engine.Speakers.Channels;
using Hansard.Engine.Speech;

namespace Hansard.Engine.Pipeline;

/// <summary>Decides which channels of a recording are recognised, each by itself, or whether all are mixed.</summary>
internal sealed class ChannelChoice(RecordingDecoder decoder, VoiceActivityModel voiceActivity)
{
    /// <summary>
    /// Channels that are recognised by themselves at most: each is another decoder, and another time through recognition.
    /// </summary>
    private const int MaximumChannels = SampleStream.MostChannels;

    /// <param name="path">The recording.</param>
    /// <param name="whole">All channels of the sound track that is transcribed, of which nothing has been read.</param>
    /// <param name="track">Number of that track; null where there is only one.</param>
    /// <param name="options">The caller's options.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>Channels from 0 on, or a single null where they are mixed.</returns>
    /// <exception cref="InvalidAudioException">The file is not a recording that can be transcribed.</exception>
    public async Task<IReadOnlyList<int?>> DecideAsync(
        string path, RecordingReader whole, int? track, TranscriptionOptions options, CancellationToken cancellationToken)
    {
        if (!options.Diarize || options.Channels is ChannelHandling.Mix) return [null];
        var count = await whole.ChannelsAsync(cancellationToken).ConfigureAwait(false);
        var split = options.Channels is ChannelHandling.Split
            ? count is >= 2 and <= MaximumChannels
            : count == 2 && MayBeTwo(options) && await AreApartAsync(path, track, cancellationToken).ConfigureAwait(false);
        return split ? [.. Enumerable.Range(0, count).Select(c => (int?)c)] : [null];
    }

    private static bool MayBeTwo(TranscriptionOptions options)
        => (options.SpeakerCount ?? 2) == 2 && (options.MinimumSpeakers ?? 2) <= 2 && (options.MaximumSpeakers ?? 2) >= 2;

    private async Task<bool> AreApartAsync(string path, int? track, CancellationToken cancellationToken)
    {
        await using var first = await decoder.OpenAsync(path, new SoundSelection(track, 0), cancellationToken).ConfigureAwait(false);
        await using var second = await decoder.OpenAsync(path, new SoundSelection(track, 1), cancellationToken).ConfigureAwait(false);
        return await new ChannelSurvey(voiceActivity).AreApartAsync(first, second, cancellationToken).ConfigureAwait(false);
    }
}
