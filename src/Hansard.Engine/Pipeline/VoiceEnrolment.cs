using System.Globalization;
using Hansard.Engine.Audio;
using Hansard.Engine.Audio.Decoding;
using Hansard.Engine.Speakers;
using Hansard.Engine.Speakers.Clustering;
using Hansard.Engine.Speakers.Identification;
using Hansard.Engine.Speech;
using Hansard.Engine.Voices;

namespace Hansard.Engine.Pipeline;

/// <summary>From a recording of one person to the voice by which the person is known again.</summary>
/// <param name="resources">Shared with transcriptions.</param>
/// <param name="options">The caller's options.</param>
/// <param name="longest">
/// Speech that is listened to at most: what follows is not read, so memory and time do not depend on the length.
/// </param>
internal sealed class VoiceEnrolment(PipelineResources resources, VoiceEnrolmentOptions options, TimeSpan longest)
{
    /// <summary>Speech that is listened to where nothing else is said, ten minutes.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>Probability of speech from which a frame counts towards what is listened to, as in <see cref="SpeechMasks"/>.</summary>
    private const float Speech = 0.5f;

    /// <param name="path">A recording in any common format.</param>
    /// <param name="cancellationToken">Stops soon after.</param>
    public async Task<VoiceProfile> RunAsync(string path, CancellationToken cancellationToken)
    {
        using var recording = new VoiceRecording(new SpeechRecord());
        await ReadAsync(path, recording, cancellationToken).ConfigureAwait(false);
        var activity = await resources.SpeakerThread.RunAsync(
            workers => new Diarizer(new OwnNetworks(resources.SpeakerModels, workers))
                .Diarize(recording, SpeakerLimits.None, () => { }, cancellationToken),
            () => { },
            cancellationToken).ConfigureAwait(false);
        return Choose([.. activity.Voices.OrderByDescending(v => v.Seconds)]);
    }

    private async Task ReadAsync(string path, VoiceRecording recording, CancellationToken cancellationToken)
    {
        var selection = new SoundSelection(Channel: options.Channel);
        IAudioReader audio = await resources.Decoder.OpenAsync(path, selection, cancellationToken).ConfigureAwait(false);
        if (options.MaximumDuration is { } limit) audio = new LimitedAudio(audio, limit);
        if (options.Ranges.Count > 0) audio = new RangedAudio(audio, options.Ranges);
        await using var heard = recording.Listen(audio);
        var detector = new VoiceActivityDetector(resources.VoiceActivity);
        var block = new float[VoiceActivityDetector.BlockSamples];
        var probabilities = new float[VoiceActivityDetector.BlockFrames];
        var left = (long)(longest.TotalSeconds * AudioSpecification.SampleRate / VoiceActivityModel.FrameSamples);
        for (int count; left > 0 && (count = await heard.ReadAsync(block, cancellationToken).ConfigureAwait(false)) > 0;)
        {
            var frames = probabilities.AsMemory(0, detector.Process(block.AsSpan(0, count), probabilities));
            recording.Speech.Add(frames.Span);
            foreach (var probability in frames.Span) if (probability >= Speech) left--;
        }
    }

    private VoiceProfile Choose(SpeakerVoice[] voices)
    {
        var heard = options.Ranges.Count > 0 ? "What is given of the recording" : "The recording";
        var total = voices.Sum(v => v.Seconds);
        if (EnrolmentRules.AreSeveral(voices))
        {
            throw new VoiceEnrolmentException(
                VoiceEnrolmentFailure.SeveralSpeakers,
                $"{heard} has more than one speaker ({Seconds(voices[0].Seconds)} of one and {Seconds(voices[1].Seconds)} of another): "
                    + "give the times from and to which the person speaks alone.");
        }
        if (voices.Length == 0 || voices[0].Seconds < EnrolmentRules.Least.TotalSeconds)
        {
            throw new VoiceEnrolmentException(
                VoiceEnrolmentFailure.TooLittleSpeech,
                $"{heard} has {Seconds(total)} of speech, and a voice takes at least {Seconds(EnrolmentRules.Least.TotalSeconds)}: "
                    + "give a longer recording of the person, best half a minute.");
        }
        return new VoiceProfile(resources.SpeakerModels.VoicesName, voices[0].Mean, TimeSpan.FromSeconds(voices[0].Seconds));
    }

    // Rounded down: what is a little too short is not said to be long enough.
    private static string Seconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(seconds * 10) / 10:0.#} s");
}
