using System.Diagnostics;
using System.Text.Json;

namespace Hansard.Bench.Measures;

/// <summary>Files made to break a decoder, each in a process of its own.</summary>
internal static class HostileMeasure
{
    public static async Task<List<ResultRow>> RunAsync()
    {
        var folder = Path.Combine(Corpus.Repository, "tests", "fixtures", "audio", "hostile");
        using var manifest = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(folder, "manifest.json")));
        List<ResultRow> rows = [];
        foreach (var entry in manifest.RootElement.EnumerateArray())
        {
            var file = entry.GetProperty("file").GetString()!;
            var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (var argument in new[] { Path.Combine(AppContext.BaseDirectory, "hansard.dll"), "transcribe", Path.Combine(folder, file) }) start.ArgumentList.Add(argument);
            var watch = Stopwatch.StartNew();
            using var process = Process.Start(start)!;
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            var said = process.ExitCode == 0 ? $"\"{(await output).Trim()}\"" : (await error).Trim().Split('\n')[0].Replace(folder, "…", StringComparison.Ordinal);
            rows.Add(new ResultRow($"{file}: {entry.GetProperty("expect").GetString()}", $"exit {process.ExitCode} in {watch.Elapsed.TotalSeconds:F1} s: {said}"));
        }
        return rows;
    }
}
