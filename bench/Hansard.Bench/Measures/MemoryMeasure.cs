using System.Diagnostics;
using Hansard.Engine;

namespace Hansard.Bench.Measures;

/// <summary>Peak resident memory on long recordings, and when the first words come.</summary>
internal static class MemoryMeasure
{
    /// <param name="models">The models folder.</param>
    /// <param name="hours">Length of the recording.</param>
    /// <param name="speechShare">
    /// Share of it that is speech, spread evenly; the rest is faint noise, so that five hours end in reasonable time.
    /// </param>
    /// <param name="diarize">True to tell speakers apart too.</param>
    public static async Task<List<ResultRow>> RunAsync(string models, double hours, double speechShare, bool diarize)
    {
        var path = Path.Combine(Corpus.Results, $"long_{hours}_{speechShare}.flac");
        if (!File.Exists(path)) await MakeAsync(path, hours, speechShare);
        await using var engine = TranscriptionEngine.Create(new EngineOptions { ModelsDirectory = models, Threads = 2 });
        var watch = Stopwatch.StartNew();
        var progress = new First();
        var transcript = await engine.TranscribeAsync(path, new TranscriptionOptions { Diarize = diarize }, progress);
        return
        [
            new ResultRow(
                $"{hours} h, {speechShare:P0} speech{(diarize ? ", with speakers" : "")}: peak resident memory",
                $"{ProcessMemory.Peak():F0} MB, {progress.Peak:F0} MB while recognising"),
            new ResultRow(
                $"{hours} h: first words when this much had been read",
                $"{progress.Decoded?.TotalSeconds:F0} s of {transcript.Duration.TotalSeconds:F0} s"),
            new ResultRow($"{hours} h: wall time", $"{watch.Elapsed.TotalSeconds:F0} s for {transcript.Tokens.Count} tokens"),
        ];
    }

    private static async Task MakeAsync(string path, double hours, double speechShare)
    {
        // 169 s of speech, then noise until the share is right, over and over.
        var speech = Corpus.PathOf("open", "longform_en.wav");
        var block = 168.0 / speechShare;
        string[] arguments =
        [
            "-nostdin", "-v", "error", "-y", "-i", speech, "-f", "lavfi", "-i", "anoisesrc=r=16000:a=0.001:c=white",
            "-filter_complex",
            $"[0:a]apad=whole_dur={block}[s];[1:a]atrim=duration={block}[n];[s][n]amix=inputs=2:duration=first:normalize=0,"
                + $"aloop=loop=-1:size={(long)(block * 16000)},atrim=duration={hours * 3600}",
            "-ar", "16000", "-ac", "1", path,
        ];
        using var ffmpeg = Process.Start("ffmpeg", arguments);
        await ffmpeg.WaitForExitAsync();
        if (ffmpeg.ExitCode != 0) throw new InvalidOperationException("ffmpeg could not make the long recording.");
    }

    private sealed class First : IProgress<TranscriptionProgress>
    {
        public TimeSpan? Decoded { get; private set; }

        /// <summary>MB, up to the last window.</summary>
        public double Peak { get; private set; }

        public void Report(TranscriptionProgress value)
        {
            if (value.NewTokens.Count > 0) Decoded ??= value.Decoded;
            Peak = ProcessMemory.Peak();
        }
    }
}
