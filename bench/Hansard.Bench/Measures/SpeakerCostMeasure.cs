using Hansard.Engine.Audio;
using Hansard.Engine.Audio.Decoding;
using Hansard.Engine.Models;
using Hansard.Engine.Speakers;
using Hansard.Engine.Speakers.Clustering;
using Hansard.Engine.Speech;

namespace Hansard.Bench.Measures;

/// <summary>
/// Cost of telling speakers apart, beyond recognition, on speech without long pauses: the English long recording over and over.
/// </summary>
internal static class SpeakerCostMeasure
{
    private static readonly double[] Minutes = [1, 4, 15, 60, 300];

    /// <param name="models">The folder of models.</param>
    /// <param name="longest">Minutes of the longest recording.</param>
    public static async Task<List<ResultRow>> RunAsync(string models, double longest)
    {
        using var diarized = new DiarizedRecording(models);
        var (samples, probabilities) = await ReadAsync(Corpus.PathOf("open", "longform_en.wav"), models);
        List<ResultRow> rows = [];
        foreach (var minutes in Minutes.Where(minutes => minutes <= longest))
        {
            var speech = new SpeechRecord();
            using var recording = new VoiceRecording(speech);
            var (target, before) = ((long)(minutes * 60 * AudioSpecification.SampleRate), ProcessorTime.Seconds());
            while (recording.Samples < target)
            {
                var count = (int)Math.Min(samples.Length, target - recording.Samples);
                recording.Append(samples.AsSpan(0, count));
                speech.Add(probabilities.AsSpan(0, (count + VoiceActivityModel.FrameSamples - 1) / VoiceActivityModel.FrameSamples));
            }
            var activity = diarized.Diarize(recording, SpeakerLimits.None);
            var total = ProcessorTime.Seconds() - before;
            rows.Add(new ResultRow(
                $"{minutes:0} min of speech: processor time beyond recognition",
                $"{total:F1} s, {total / minutes / 0.6:F2} % of real time; {activity.Turns().Select(t => t.Speaker).Distinct().Count()} "
                    + $"speakers; peak memory {ProcessMemory.Peak():F0} MB"));
        }
        return rows;
    }

    // Whole frames, so that repetitions of samples and probabilities stay in step.
    private static async Task<Sound> ReadAsync(string path, string models)
    {
        using var voiceActivity = VoiceActivityModel.Load(ModelStore.Open(models).Resolve(null, ModelKind.VoiceActivity).Folder);
        await using var audio = await new RecordingDecoder(new FfmpegOptions()).OpenAsync(path, CancellationToken.None);
        List<float> samples = [];
        var block = new float[VoiceActivityDetector.BlockSamples];
        var detector = new VoiceActivityDetector(voiceActivity);
        List<float> probabilities = [];
        var found = new float[VoiceActivityDetector.BlockFrames];
        for (int count; (count = await audio.ReadAsync(block, CancellationToken.None)) == block.Length;)
        {
            samples.AddRange(block);
            probabilities.AddRange(found.AsSpan(0, detector.Process(block, found)));
        }
        return new Sound([.. samples], [.. probabilities]);
    }

    /// <summary>A recording.</summary>
    /// <param name="Samples">At 16 kHz.</param>
    /// <param name="Probabilities">Of speech, one for each frame of voice activity.</param>
    private sealed record Sound(float[] Samples, float[] Probabilities);
}
