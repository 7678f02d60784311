using System.Diagnostics;
using System.Globalization;

namespace Hansard.Bench;

/// <summary>Memory of a process and everything that it has started.</summary>
internal static class ProcessTree
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <summary>The most resident memory, in MB, that a process and its descendants have had together, looked at fifty times a second until it ends.</summary>
    public static async Task<double> PeakMegabytesAsync(Process process, CancellationToken cancellationToken)
    {
        var peak = 0L;
        while (!process.HasExited)
        {
            peak = Math.Max(peak, ResidentKilobytes(process.Id));
            await Task.Delay(Interval, cancellationToken);
        }
        return peak / 1000.0;
    }

    private static long ResidentKilobytes(int id)
    {
        try
        {
            var line = File.ReadLines($"/proc/{id}/status").FirstOrDefault(l => l.StartsWith("VmRSS", StringComparison.Ordinal));
            var own = line is null ? 0 : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
            // Every thread may have children; ffmpeg is started by whichever thread came by.
            return own + Directory.GetDirectories($"/proc/{id}/task")
                .SelectMany(task => File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Sum(child => ResidentKilobytes(int.Parse(child, CultureInfo.InvariantCulture)));
        }
        catch (IOException)
        {
            return 0; // It has ended in the meantime.
        }
    }
}
