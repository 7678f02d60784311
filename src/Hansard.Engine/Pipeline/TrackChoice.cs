using System.Globalization;
using Hansard.Engine.Audio;
using Hansard.Engine.Audio.Decoding;
using Hansard.Engine.Recognition.Languages;
using Hansard.Engine.Speech;

namespace Hansard.Engine.Pipeline;

/// <summary>Decides which of the sound tracks of a recording are transcribed.</summary>
/// <remarks>
/// Unless the caller says which, it is the one that the container recommends; but if nobody speaks on it, the first on which somebody does:
/// cameras and meeting recorders write tracks for microphones that are not connected.
/// </remarks>
internal sealed class TrackChoice(RecordingDecoder decoder, VoiceActivityModel voiceActivity)
{
    /// <summary>Samples that are heard of a track at most, ten minutes: who speaks on it has spoken by then.</summary>
    private const int MaximumSamples = 600 * AudioSpecification.SampleRate;

    /// <summary>Tracks that are heard, or transcribed, at most: as many as an MP4 or a recorder of meetings is likely to have.</summary>
    private const int MaximumTracks = 16;

    /// <summary>Frames of speech, 0.5 s in all, from which somebody speaks: noise is taken for speech for a frame now and then.</summary>
    private const int SpeechFrames = AudioSpecification.SampleRate / 2 / VoiceActivityModel.FrameSamples;

    /// <summary>Probability from which a frame counts as speech: Silero's default.</summary>
    private const float SpeechProbability = 0.5f;

    /// <param name="path">The recording.</param>
    /// <param name="tracks">Its sound tracks.</param>
    /// <param name="wanted">See <see cref="TranscriptionOptions.Track"/>; null: the best.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="InvalidAudioException">There is no such track.</exception>
    public async Task<ChosenTracks> DecideAsync(
        string path, IReadOnlyList<SoundTrack> tracks, string? wanted, CancellationToken cancellationToken)
    {
        if (TrackName.IsAll(wanted)) return All(tracks);
        if (wanted is not null) return new ChosenTracks([Find(tracks, wanted)], []);
        SoundTrack[] decodable = [.. tracks.Where(t => t.IsDecodable)];
        if (decodable.Length < 2) return new ChosenTracks([decodable is [var only] && tracks.Count > 1 ? only : null], []);
        var recommended = decodable.FirstOrDefault(t => t.IsDefault) ?? decodable[0];
        List<SoundTrack> speaking = [];
        foreach (var track in decodable.Take(MaximumTracks))
            if (await SpeaksAsync(path, track, cancellationToken).ConfigureAwait(false)) speaking.Add(track);
        var chosen = speaking.Count == 0 || speaking.Contains(recommended) ? recommended : speaking[0];
        SoundTrack[] others = [.. speaking.Where(t => t != chosen)];
        List<string> warnings = [];
        if (chosen != recommended)
            warnings.Add($"Nobody speaks on sound track {Name(recommended)}, so track {Name(chosen)} was transcribed.");
        if (others.Length > 0)
        {
            warnings.Add(
                $"The recording has several sound tracks with speech, and only track {Name(chosen)} was transcribed: "
                    + $"name the track wanted to have {string.Join(" or ", others.Select(Name))} instead, or '{TrackName.All}' to have "
                    + "every track.");
        }
        return new ChosenTracks([chosen], warnings);
    }

    private static ChosenTracks All(IReadOnlyList<SoundTrack> tracks)
    {
        if (tracks.Count < 2) return new ChosenTracks([null], []);
        SoundTrack[] decodable = [.. tracks.Where(t => t.IsDecodable)];
        SoundTrack[] chosen = [.. decodable.Take(MaximumTracks)];
        List<string> warnings = [.. tracks.Where(t => !t.IsDecodable).Select(t => $"Sound track {Name(t)} cannot be decoded.")];
        if (decodable.Length > MaximumTracks)
            warnings.Add($"The recording has {tracks.Count} sound tracks, of which only the first {MaximumTracks} were transcribed.");
        IReadOnlyList<SoundTrack?> none = [null];
        return new ChosenTracks(chosen is [] ? none : chosen, warnings);
    }

    private static SoundTrack Find(IReadOnlyList<SoundTrack> tracks, string wanted)
    {
        var language = LanguageCodes.OfTag(wanted);
        var found = int.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? tracks.FirstOrDefault(t => t.Number == number)
            : tracks.FirstOrDefault(t => t.Language is { } own && LanguageCodes.OfTag(own) is { } code && code == language);
        if (found is not null) return found;
        var there = tracks.Count == 0 ? "it has none" : $"it has {string.Join(", ", tracks.Select(Name))}";
        throw new InvalidAudioException($"The recording has no sound track '{wanted}': {there}.");
    }

    private async Task<bool> SpeaksAsync(string path, SoundTrack track, CancellationToken cancellationToken)
    {
        await using var audio = await decoder.OpenAsync(path, new SoundSelection(track.Number), cancellationToken).ConfigureAwait(false);
        var detector = new VoiceActivityDetector(voiceActivity);
        var (block, found) = (new float[VoiceActivityDetector.BlockSamples], new float[VoiceActivityDetector.BlockFrames]);
        var spoken = 0;
        try
        {
            for (int read = 0, count; read < MaximumSamples; read += count)
            {
                count = await audio.ReadAsync(block, cancellationToken).ConfigureAwait(false);
                if (count == 0) break;
                foreach (var probability in found.AsSpan(0, detector.Process(block.AsSpan(0, count), found)))
                    if (probability >= SpeechProbability) spoken++;
                if (spoken >= SpeechFrames) return true;
            }
        }
        catch (InvalidAudioException)
        {
            // A track that cannot be decoded is not the one to take.
        }
        return false;
    }

    private static string Name(SoundTrack track) => TrackName.Describe(track).Name;
}
