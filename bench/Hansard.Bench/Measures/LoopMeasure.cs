using System.Text.Json;
using Hansard.Bench.Scoring;
using Hansard.Engine;

namespace Hansard.Bench.Measures;

/// <summary>
/// Random cuts of the open recordings, in mid-word too: nothing may be said more often than it was, or faster than anyone speaks.
/// </summary>
internal static class LoopMeasure
{
    private const double FastestCharacters = 25; // A second of speech; docs/benchmarks.md names the limit.
    private const string LastStep = "temperature_1"; // Of the fallback, whose temperatures end at 1.
    private static readonly string[] Sources = ["longform_en", "longform_mixed"];

    public static async Task<List<ResultRow>> RunAsync(TranscriptionEngine engine, int count, int seed)
    {
        using var stages = new StageRecorder();
        var random = new Random(seed);
        var sources = Sources.Select(name => (
            Samples: ReadWav(Corpus.PathOf("open", $"{name}.wav")),
            Clips: Corpus.Json("open", $"{name}.json").GetProperty("clips").EnumerateArray().ToArray())).ToArray();
        List<object> offenders = [], hopeless = [];
        SortedDictionary<string, int> needed = new(StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            var (samples, clips) = sources[random.Next(sources.Length)];
            var length = (int)((2 + (26 * random.NextDouble())) * 16000);
            var start = random.Next(samples.Length - length);
            var path = Path.Combine(Corpus.Results, "cut.wav");
            WriteWav(path, samples.AsSpan(start, length));
            var before = stages.Fallbacks.ToDictionary();
            var transcript = await engine.TranscribeAsync(path, new TranscriptionOptions());
            foreach (var (step, times) in stages.Fallbacks)
            {
                if (times > before.GetValueOrDefault(step)) needed[step] = needed.GetValueOrDefault(step) + 1;
            }
            var (from, to) = (start / 16000.0, (start + length) / 16000.0);
            var said = clips.Where(c => c.GetProperty("end").GetDouble() > from && c.GetProperty("start").GetDouble() < to).ToArray();
            var reference = said.SelectMany(
                c => TextNormaliser.Normalise(c.GetProperty("text").GetString()!, c.GetProperty("language").GetString()!)).ToArray();
            var recognised = ScoredWord.Of(transcript).SelectMany(w => TextNormaliser.Normalise(w.Text, w.Language)).ToArray();
            var speech = said.Sum(c => Math.Min(to, c.GetProperty("end").GetDouble()) - Math.Max(from, c.GetProperty("start").GetDouble()));
            var repeats = LongestRepeat(recognised) > Math.Max(1, LongestRepeat(reference));
            if (stages.Fallbacks.GetValueOrDefault(LastStep) > before.GetValueOrDefault(LastStep))
                hopeless.Add(new { from, to, speech, transcript.Text, reference = string.Join(' ', reference) });
            if (repeats || transcript.Text.Length > FastestCharacters * Math.Max(speech, 1))
                offenders.Add(new { from, to, repeats, transcript.Text, reference = string.Join(' ', reference) });
        }
        await File.WriteAllTextAsync(
            Path.Combine(Corpus.Results, "loops-offenders.json"), JsonSerializer.Serialize(offenders, Report.Indented));
        await File.WriteAllTextAsync(
            Path.Combine(Corpus.Results, "loops-hopeless.json"), JsonSerializer.Serialize(hopeless, Report.Indented));
        return
        [
            new ResultRow($"{count} random cuts, seed {seed}: outputs that repeat or run too fast", $"{offenders.Count}"),
            .. needed.OrderByDescending(n => n.Value)
                .Select(n => new ResultRow($"cuts that needed the step {n.Key}", $"{n.Value} ({stages.Fallbacks[n.Key]} attempts)")),
        ];
    }

    /// <summary>The most times in a row that any run of two to ten words is said.</summary>
    internal static int LongestRepeat(IReadOnlyList<string> words)
    {
        var most = 1;
        for (var length = 2; length <= 10; length++)
        {
            for (var start = 0; start + (2 * length) <= words.Count; start++)
            {
                var times = 1;
                while (start + ((times + 1) * length) <= words.Count && Enumerable.Range(0, length)
                    .All(k => words[start + k] == words[start + (times * length) + k]))
                    times++;
                most = Math.Max(most, times);
            }
        }
        return most;
    }

    private static float[] ReadWav(string path)
    {
        var bytes = File.ReadAllBytes(path);
        for (var at = 12; ; at += 8 + BitConverter.ToInt32(bytes, at + 4))
        {
            if (!bytes.AsSpan(at, 4).SequenceEqual("data"u8)) continue;
            var samples = new float[BitConverter.ToInt32(bytes, at + 4) / 2];
            for (var i = 0; i < samples.Length; i++) samples[i] = BitConverter.ToInt16(bytes, at + 8 + (2 * i)) / 32768f;
            return samples;
        }
    }

    internal static void WriteWav(string path, ReadOnlySpan<float> samples)
    {
        using var writer = new BinaryWriter(File.Create(path));
        writer.Write("RIFF"u8);
        writer.Write(36 + (2 * samples.Length));
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write(0x00010001);
        writer.Write(16000);
        writer.Write(32000);
        writer.Write(0x00100002);
        writer.Write("data"u8);
        writer.Write(2 * samples.Length);
        foreach (var sample in samples) writer.Write((short)Math.Clamp(sample * 32768, -32768, 32767));
    }
}
