using System.Text.Json;
using Hansard.Bench.Scoring;
using Hansard.Engine.Audio;
using Hansard.Engine.Audio.Decoding;
using Hansard.Engine.Models;
using Hansard.Engine.Speakers;
using Hansard.Engine.Speakers.Clustering;
using Hansard.Engine.Speakers.Live;
using Hansard.Engine.Speech;

namespace Hansard.Bench.Measures;

/// <summary>
/// Speakers told while the sound arrives: diarization error beside that of the whole recording, how far decisions lie behind, and cost.
/// </summary>
internal static class LiveSpeakerMeasure
{
    /// <summary>Samples that arrive at once, 10 ms.</summary>
    private const int Chunk = FrameGrid.FrameSamples;

    /// <param name="withMemory">Feed an hour of sound too, and tell how memory grows.</param>
    public static async Task<List<ResultRow>> RunAsync(bool withMemory)
    {
        var store = ModelStore.Open(ModelsDirectory.Find());
        using var voiceActivity = VoiceActivityModel.Load(store.Resolve(null, ModelKind.VoiceActivity).Folder);
        using var models = SpeakerModels.Find(store, null);
        using var diarized = new DiarizedRecording(ModelsDirectory.Find());
        List<ResultRow> rows = [];
        foreach (var (set, folder) in new[] { ("meetings", "open"), ("conversations", "conversations") })
        {
            List<ScoredFile> files = [];
            foreach (var entry in Corpus.Json(folder, "speakers.json").EnumerateArray())
            {
                var path = Corpus.PathOf(folder, entry.GetProperty("file").GetString()!);
                var samples = await ReadAsync(path);
                using var tracker = new SpeakerTracker(models, voiceActivity, SpeakerLimits.None);
                var live = Follow(tracker, samples);
                var whole = SpeakerMeasure.Kept(
                    await diarized.DiarizeAsync(path, SpeakerLimits.None), Path.GetFileNameWithoutExtension(path), "speakers-whole");
                files.Add(Score(entry, folder, live, whole, samples.Length));
                rows.Add(new ResultRow($"{Path.GetFileNameWithoutExtension(path)}: diarization error", Describe([files[^1]])));
            }
            rows.Add(new ResultRow($"{set}, pooled: diarization error", Describe(files)));
            rows.Add(new ResultRow(
                $"{set}: decisions behind the sound at most, processor time",
                $"{files.Max(f => f.Live.Behind.TotalSeconds):F2} s, "
                    + $"{files.Sum(f => f.Live.Processor) / files.Sum(f => f.Seconds):P1} of real time"));
        }
        if (withMemory) rows.AddRange(Memory(models, voiceActivity, await ReadAsync(Corpus.PathOf("conversations", "simA9.ogg"))));
        return rows;
    }

    private static FollowedSound Follow(SpeakerTracker tracker, float[] samples)
    {
        List<DecidedFrame> frames = [];
        var (behind, before) = (TimeSpan.Zero, ProcessorTime.Seconds());
        foreach (var chunk in samples.Chunk(Chunk))
        {
            tracker.Append(chunk);
            if (tracker.Arrived - tracker.Decided > behind) behind = tracker.Arrived - tracker.Decided;
            Take();
        }
        tracker.Complete();
        Take();
        var processor = ProcessorTime.Seconds() - before;
        List<ScoredTurn> turns = [];
        for (var speaker = 0; speaker < tracker.Speakers; speaker++)
        {
            bool[] speaks = [.. frames.Select(f => f.First == speaker || f.Second == speaker)];
            turns.AddRange(FrameRange.Of(speaks).Select(r => new ScoredTurn(Seconds(r.Start), Seconds(r.End), $"{speaker + 1}")));
        }
        return new FollowedSound(turns, behind, processor);

        void Take()
        {
            while (frames.Count < tracker.Activity.End) frames.Add(tracker.Activity[frames.Count]);
        }

        static double Seconds(int frame) => (double)frame / FrameGrid.FramesPerSecond;
    }

    private static ScoredFile Score(JsonElement entry, string folder, FollowedSound live, List<ScoredTurn> whole, int samples)
    {
        var reference = ScoredTurn.ReadRttm(Corpus.PathOf(folder, entry.GetProperty("rttm").GetString()!));
        var (from, to) = SpeakerMeasure.Scored(entry, folder);
        return new ScoredFile(
            live, Of(live.Turns, 0), Of(live.Turns, SpeakerMeasure.Collar), Of(whole, 0), Of(whole, SpeakerMeasure.Collar),
            (double)samples / AudioSpecification.SampleRate);

        DiarizationError Of(List<ScoredTurn> turns, double collar) => DiarizationError.Of(reference, turns, from, to, collar);
    }

    private static string Describe(List<ScoredFile> files)
    {
        var (all, collared) = (DiarizationError.Pool(files.Select(f => f.All)), DiarizationError.Pool(files.Select(f => f.Collared)));
        var (whole, wholeCollared) =
            (DiarizationError.Pool(files.Select(f => f.Whole)), DiarizationError.Pool(files.Select(f => f.WholeCollared)));
        var people = files.Count == 1
            ? $"{all.SpeakersFound} speakers of {all.Speakers}"
            : $"number of speakers right in {files.Count(f => f.All.Speakers == f.All.SpeakersFound)} of {files.Count}";
        return $"{all.Rate:P1} ({SpeakerMeasure.Parts(all)}); with a collar {collared.Rate:P1} ({SpeakerMeasure.Parts(collared)}); "
            + $"{people}; of the whole recording {whole.Rate:P1}, with a collar {wholeCollared.Rate:P1}";
    }

    private static List<ResultRow> Memory(SpeakerModels models, VoiceActivityModel voiceActivity, float[] samples)
    {
        List<ResultRow> rows = [];
        using var tracker = new SpeakerTracker(models, voiceActivity, SpeakerLimits.None);
        foreach (var minutes in new[] { 4, 15, 60 })
        {
            while (tracker.Arrived < TimeSpan.FromMinutes(minutes)) tracker.Append(samples);
            var heap = GC.GetTotalMemory(forceFullCollection: true) / 1e6;
            rows.Add(new ResultRow(
                $"one conversation over and over, after {minutes} min",
                $"{heap:F1} MB of managed memory, {ProcessMemory.Resident(Environment.ProcessId):F0} MB resident; "
                    + $"{tracker.Speakers} speakers"));
        }
        return rows;
    }

    private static async Task<float[]> ReadAsync(string path)
    {
        await using var audio = await new RecordingDecoder(new FfmpegOptions()).OpenAsync(path, CancellationToken.None);
        List<float> samples = [];
        var block = new float[VoiceActivityDetector.BlockSamples];
        for (int count; (count = await audio.ReadAsync(block, CancellationToken.None)) > 0;) samples.AddRange(block.AsSpan(0, count));
        return [.. samples];
    }

    /// <summary>Result of a sound that was followed.</summary>
    /// <param name="Turns">Who speaks when.</param>
    /// <param name="Behind">The furthest that decisions lay behind the sound.</param>
    /// <param name="Processor">Processor time in seconds.</param>
    private sealed record FollowedSound(List<ScoredTurn> Turns, TimeSpan Behind, double Processor);

    /// <summary>Scores of one recording.</summary>
    /// <param name="Live">What was found.</param>
    /// <param name="All">Error of it with every moment counted.</param>
    /// <param name="Collared">Error of it with a collar.</param>
    /// <param name="Whole">Error when the whole recording is known.</param>
    /// <param name="WholeCollared">The same with a collar.</param>
    /// <param name="Seconds">Length of the recording.</param>
    private sealed record ScoredFile(
        FollowedSound Live, DiarizationError All, DiarizationError Collared, DiarizationError Whole, DiarizationError WholeCollared,
        double Seconds);
}
