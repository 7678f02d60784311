using Hansard.Engine;

namespace Hansard.Bench.Measures;

/// <summary>A minute each of silence, white noise and a tone sweep: no words.</summary>
internal static class NonSpeechMeasure
{
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
}
