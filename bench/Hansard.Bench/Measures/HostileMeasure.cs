using System.Diagnostics;
using System.Text.Json;

namespace Hansard.Bench.Measures;

/// <summary>Files made to break a decoder, each transcribed by a process of its own: the whole command, with its memory and time.</summary>
internal static class HostileMeasure
{
    // Chosen: a file that is small and takes longer, or more, would be a way to stop a server.
    private const double LongestSeconds = 10;
    private const double MostMegabytes = 1000;

    public static async Task<List<ResultRow>> RunAsync(CancellationToken cancellationToken = default)
    {
        var folder = Path.Combine(Corpus.Repository, "tests", "fixtures", "audio", "hostile");
        using var manifest = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(folder, "manifest.json"), cancellationToken));
        List<ResultRow> rows = [];
        var right = 0;
        foreach (var entry in manifest.RootElement.EnumerateArray())
        {
            var (file, expected) = (entry.GetProperty("file").GetString()!, entry.GetProperty("expect").GetString()!);
            var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (var argument in new[] { Path.Combine(
                AppContext.BaseDirectory, "hansard.dll"), "transcribe", Path.Combine(folder, file) })
                start.ArgumentList.Add(argument);
            var watch = Stopwatch.StartNew();
            using var process = Process.Start(start)!;
            var (output, error) =
                (process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
            var megabytes = await ProcessMemory.PeakOfTreeAsync(process, cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            var (seconds, text, complaint) = (watch.Elapsed.TotalSeconds, (await output).Trim(), (await error).Trim());

            var asExpected = IsAsExpected(expected, process.ExitCode, text, complaint);
            var within = seconds <= LongestSeconds && megabytes <= MostMegabytes;
            right += asExpected && within ? 1 : 0;
            var said = process.ExitCode == 0 ? $"\"{text}\"" : complaint.Replace(folder, "…", StringComparison.Ordinal);
            rows.Add(new ResultRow(
                $"{file}: {expected}",
                $"{(asExpected ? "" : "NOT AS EXPECTED: ")}exit {process.ExitCode} in {seconds:F1} s, {megabytes:F0} MB: {said}"));
        }
        rows.Add(new ResultRow($"as their manifest says, within {LongestSeconds} s and {MostMegabytes} MB", $"{right} of {rows.Count}"));
        return rows;
    }

    /// <summary>True if a command did one of the things that the manifest allows.</summary>
    /// <param name="expected">The manifest's words: "clear error", "empty transcript", "normal transcript" …</param>
    /// <param name="code">The command's exit code.</param>
    /// <param name="text">Its transcript.</param>
    /// <param name="complaint">Its standard error.</param>
    internal static bool IsAsExpected(string expected, int code, string text, string complaint)
    {
        // A crash of .NET ends with 134, of native code with 139; a clear error is one sentence, not a stack trace.
        if (code is not (0 or 1)) return false;
        if (code == 1)
            return complaint.Length > 0 && !complaint.Contains("   at ", StringComparison.Ordinal)
                && !complaint.Contains('\n', StringComparison.Ordinal) && Allows("error");
        if (text.Length == 0) return Allows("empty") || Allows("of audio");
        return Allows("normal") || Allows("of audio") || expected.StartsWith("transcript", StringComparison.Ordinal);

        bool Allows(string words) => expected.Contains(words, StringComparison.Ordinal);
    }
}
