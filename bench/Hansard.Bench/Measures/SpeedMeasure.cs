using System.Diagnostics;
using Hansard.Engine;
using Hansard.Engine.Models;
using Microsoft.ML.OnnxRuntime;

namespace Hansard.Bench.Measures;

/// <summary>Speed on the open clips joined to one recording, in seconds and in yardsticks.</summary>
/// <remarks>
/// A yardstick is the processor time of the default model's encoder on one window of 30 s, one thread, the least of five, measured in the
/// same run: machines differ and swing, ratios hold.
/// </remarks>
internal static class SpeedMeasure
{
    /// <param name="models">The folder of models.</param>
    /// <param name="recording">Another recording; null: the joined clips.</param>
    /// <param name="alone">True for no second opinion.</param>
    public static async Task<List<ResultRow>> RunAsync(string models, string? recording = null, bool alone = false)
    {
        var name = recording is null ? "joined clips" : Path.GetFileNameWithoutExtension(recording);
        recording ??= await JoinedAsync();
        List<ResultRow> rows = [];
        foreach (var (beam, threads) in new[] { (5, 1), (5, 2), (1, 1), (1, 2) })
        {
            using var stages = new StageRecorder();
            await using var engine = TranscriptionEngine.Create(new EngineOptions { ModelsDirectory = models, Threads = threads });
            var yardstick = Yardstick(models);
            var (processor, ffmpeg, watch) = (ProcessorTime.Seconds(), ProcessorTime.ChildrenSeconds(), Stopwatch.StartNew());
            var options = new TranscriptionOptions { BeamSize = beam, SecondOpinion = beam > 1 && !alone };
            var transcript = await engine.TranscribeAsync(recording, options);
            (processor, ffmpeg) = (ProcessorTime.Seconds() - processor, ProcessorTime.ChildrenSeconds() - ffmpeg);
            yardstick = Math.Min(yardstick, Yardstick(models));
            var seconds = transcript.Duration.TotalSeconds;
            rows.Add(new ResultRow(
                $"{Named(beam)}, {threads} thread(s), {seconds:F0} s of {name}",
                $"{seconds / processor:F1} s of audio a processor second, {seconds / watch.Elapsed.TotalSeconds:F1} a wall second, "
                    + $"{processor / seconds * 30 / yardstick:F1} yardsticks of {yardstick:F2} s per 30 s"));
            rows.Add(new ResultRow($"{Named(beam)}, {threads} thread(s), where the time goes", $"ffmpeg {ffmpeg:F1} s, {stages}"));
        }
        return rows;
    }

    // As the command line has them: the default, and the fastest.
    private static string Named(int beam) => beam > 1 ? $"beam {beam}" : "--fast";

    private static double Yardstick(string models)
    {
        using var session = OnnxModel.Open(Path.Combine(models, "whisper-base", "onnx", "encoder_model_int8.onnx"));
        using var input = OrtValue.CreateTensorValueFromMemory(new float[80 * 3000], [1, 80, 3000]);
        using var run = new RunOptions();
        var least = double.MaxValue;
        for (var i = 0; i < 6; i++)
        {
            var before = Process.GetCurrentProcess().TotalProcessorTime;
            session.Run(run, ["input_features"], [input], ["last_hidden_state"]).Dispose();
            // The first run warms up.
            if (i > 0) least = Math.Min(least, (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds);
        }
        return least;
    }

    /// <summary>The open clips one after another, made once.</summary>
    private static async Task<string> JoinedAsync()
    {
        var path = Path.Combine(Corpus.Results, "joined.wav");
        if (File.Exists(path)) return path;
        var clips = Corpus.Json("open", "manifest.json")
            .EnumerateArray().Select(e => Corpus.PathOf("open", e.GetProperty("file").GetString()!)).ToArray();
        List<string> arguments = ["-nostdin", "-v", "error", "-y"];
        foreach (var clip in clips) arguments.AddRange(["-i", clip]);
        var resampled = string.Concat(clips.Select((_, i) => $"[{i}:a]aresample=16000,aformat=channel_layouts=mono[a{i}];"));
        arguments.AddRange(
            ["-filter_complex", $"{resampled}{string.Concat(clips.Select((_, i) => $"[a{i}]"))}concat=n={clips.Length}:v=0:a=1", path]);
        using var ffmpeg = Process.Start("ffmpeg", arguments);
        await ffmpeg.WaitForExitAsync();
        return ffmpeg.ExitCode == 0 ? path : throw new InvalidOperationException("ffmpeg could not join the clips.");
    }
}
