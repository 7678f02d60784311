using Hansard.Bench.Scoring;
using Hansard.Engine;
using Hansard.Engine.Audio;
using Hansard.Engine.Audio.Decoding;

namespace Hansard.Bench.Measures;

/// <summary>Sound in which nobody speaks, alone and in the middle of an English conversation: no words.</summary>
internal static class NonSpeechMeasure
{
    /// <summary>Seconds of a recording in the middle of the conversation.</summary>
    private const int SplicedSeconds = 20;

    /// <summary>The conversation is cut here, in a pause of <c>longform_en</c>, and ends here.</summary>
    private const double Cut = 36.95, End = 62;

    /// <summary>A minute each of silence, white noise and a tone sweep.</summary>
    public static async Task<List<ResultRow>> RunAsync(TranscriptionEngine engine)
    {
        List<ResultRow> rows = [];
        foreach (var kind in new[] { "silence", "white noise", "tone sweep" })
        {
            var random = new Random(1);
            var samples = new float[60 * 16000];
            for (var i = 0; i < samples.Length; i++)
            {
                var t = i / 16000.0;
                samples[i] = kind switch
                {
                    "white noise" => (float)(0.4 * (random.NextDouble() - 0.5)),
                    "tone sweep" => (float)(0.3 * Math.Sin(2 * Math.PI * ((110 * t) + (25 * t * t)))),
                    _ => 0,
                };
            }
            var path = Path.Combine(Corpus.Results, "nonspeech.wav");
            LoopMeasure.WriteWav(path, samples);
            var transcript = await engine.TranscribeAsync(path, new TranscriptionOptions());
            rows.Add(new ResultRow($"60 s of {kind}", $"{transcript.Tokens.Count} tokens"));
        }
        return rows;
    }

    /// <summary>Every recording of a folder by itself: the words in it.</summary>
    /// <param name="engine">The engine that recognises.</param>
    /// <param name="folder">Recordings in which nobody speaks.</param>
    /// <param name="languages">The only language of a run; null: it is found out. A run for each.</param>
    /// <param name="words">Told of every recording with words.</param>
    public static async Task<List<ResultRow>> AloneAsync(
        TranscriptionEngine engine, string folder, IReadOnlyList<string?> languages, TextWriter words)
    {
        List<ResultRow> rows = [];
        foreach (var language in languages)
        {
            var (files, found, total) = (Files(folder), 0, 0);
            foreach (var file in files)
            {
                var transcript = await engine.TranscribeAsync(file, new TranscriptionOptions { Language = language });
                var count = ScoredWord.Of(transcript).Count;
                if (count == 0) continue;
                (found, total) = (found + 1, total + count);
                await words.WriteLineAsync($"{language ?? "any"} {Path.GetFileName(file)}: {Described(transcript.Tokens)}");
            }
            rows.Add(new ResultRow(
                $"{files.Length} recordings, language {language ?? "found out"}", $"words in {found} of them, {total} in all"));
        }
        return rows;
    }

    /// <summary>A conversation with a part of every recording of a folder in its middle: words there, and words elsewhere.</summary>
    /// <param name="engine">The engine that recognises.</param>
    /// <param name="folder">Recordings in which nobody speaks.</param>
    /// <param name="levels">Decibels above the conversation. A run for each.</param>
    /// <param name="words">Told of every recording with words.</param>
    /// <param name="language">The only language; null: it is found out.</param>
    public static async Task<List<ResultRow>> SplicedAsync(
        TranscriptionEngine engine, string folder, IReadOnlyList<int> levels, TextWriter words, string? language)
    {
        var conversation = await ReadAsync(Corpus.PathOf("open", "longform_en.wav"), End);
        var cut = (int)(Cut * AudioSpecification.SampleRate);
        var options = new TranscriptionOptions { Language = language };
        var path = Path.Combine(Corpus.Results, "nonspeech.wav");
        List<ResultRow> rows = [];
        foreach (var level in levels)
        {
            LoopMeasure.WriteWav(path, [.. conversation[..cut], .. new float[SplicedSeconds * 16000], .. conversation[cut..]]);
            var plain = ScoredWord.Of(await engine.TranscribeAsync(path, options)).SelectMany(Units).ToArray();
            var (files, found, invented, lost) = (Files(folder), 0, 0, 0);
            foreach (var file in files)
            {
                var noise = await ReadAsync(file, SplicedSeconds);
                var gain = Loudness(conversation) / Math.Max(1e-6, Loudness(noise)) * Math.Pow(10, level / 20.0);
                float[] spliced = [.. noise.Select(s => (float)Math.Clamp(s * gain, -1, 1))];
                LoopMeasure.WriteWav(path, [.. conversation[..cut], .. spliced, .. conversation[cut..]]);
                var transcript = await engine.TranscribeAsync(path, options);
                string[] units = [.. ScoredWord.Of(transcript).SelectMany(Units)];
                var pairs = EditDistance.Align(plain, units).Pairs;
                var (more, less) = (units.Length - pairs.Count, plain.Length - pairs.Count(p => plain[p.Reference] == units[p.Hypothesis]));
                (invented, lost) = (invented + more, lost + less);
                if (more > 0) found++;
                if (more + less == 0) continue;
                var until = 1000 * (Cut + ((double)noise.Length / AudioSpecification.SampleRate));
                await words.WriteLineAsync($"{level} dB {Path.GetFileName(file)}: {more} more, {less} other or less; there: "
                    + Described([.. transcript.Tokens.Where(t => t.StartMs > 1000 * Cut && t.EndMs < until)]));
            }
            rows.Add(new ResultRow(
                $"{SplicedSeconds} s of each of {files.Length} recordings in an English conversation, {level} dB above it",
                $"words in {found} of them, {invented} in all; {lost} words of the conversation lost or others"));
        }
        return rows;
    }

    private static string[] Files(string folder) => [.. Directory.GetFiles(folder).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Units(ScoredWord word) => TextNormaliser.Normalise(word.Text, word.Language);

    private static string Described(IReadOnlyList<Engine.Transcripts.TranscriptToken> tokens)
        => string.Concat(tokens.Select(t => t.Text)).Trim() + " [" + string.Join(
            ' ', tokens.Select(t => t.Language).Distinct()) + "] confidence " + string.Join(
            ' ', tokens.Select(t => $"{t.Confidence:F2}")) + $", at {(tokens.Count > 0 ? tokens[0].StartMs : null)} ms";

    private static double Loudness(float[] samples) => Math.Sqrt(samples.Sum(s => (double)s * s) / Math.Max(1, samples.Length));

    private static async Task<float[]> ReadAsync(string path, double seconds)
    {
        await using var reader = await new RecordingDecoder(new FfmpegOptions()).OpenAsync(path, CancellationToken.None);
        var samples = new float[(int)(seconds * AudioSpecification.SampleRate)];
        var count = 0;
        for (int read; count < samples.Length && (read = await reader.ReadAsync(samples.AsMemory(count), CancellationToken.None)) > 0;)
            count += read;
        return samples[..count];
    }
}
