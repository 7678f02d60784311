using System.Diagnostics;
using System.Globalization;

namespace Hansard.Bench;

/// <summary>Memory of processes, in MB of 10^6 bytes, as Linux tells it in <c>/proc/ID/status</c>.</summary>
internal static class ProcessMemory
{
    private const double MegabytesPerKibibyte = 1.024 / 1000; // What /proc calls kB are 1,024 bytes.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <summary>The most resident memory that this process has had at once.</summary>
    public static double Peak() => Field(Environment.ProcessId, "VmHWM");

    /// <summary>Resident memory of a process now; 0 for one that has ended and is not yet waited for.</summary>
    public static double Resident(int id) => Field(id, "VmRSS");

    /// <summary>Memory of the children of a process now: pages that several of them share are counted once among them.</summary>
    /// <returns>Their number, and their memory together.</returns>
    public static (int Count, double Megabytes) Children(int id)
    {
        var children = ChildrenOf(id);
        return (children.Count, children.Sum(ProportionalOf));
    }

    /// <summary>
    /// The most resident memory that a process and its descendants have had together, sampled fifty times a second until it ends.
    /// </summary>
    public static async Task<double> PeakOfTreeAsync(Process process, CancellationToken cancellationToken)
    {
        var peak = 0.0;
        while (!process.HasExited)
        {
            peak = Math.Max(peak, ResidentOfTree(process.Id));
            await Task.Delay(Interval, cancellationToken);
        }
        return peak;
    }

    private static double ResidentOfTree(int id)
    {
        try
        {
            return Resident(id) + ChildrenOf(id).Sum(ResidentOfTree);
        }
        catch (IOException)
        {
            return 0; // It has ended in the meantime.
        }
    }

    // Every thread may have children; ffmpeg is started by whichever thread came by.
    private static List<int> ChildrenOf(int id) => [.. Directory.GetDirectories($"/proc/{id}/task")
        .SelectMany(task => File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Select(child => int.Parse(child, CultureInfo.InvariantCulture))];

    private static double ProportionalOf(int id)
    {
        try
        {
            return Field(id, "Pss:", "smaps_rollup");
        }
        catch (IOException)
        {
            return 0; // It has ended in the meantime.
        }
    }

    private static double Field(int id, string name, string file = "status")
    {
        var line = File.ReadLines($"/proc/{id}/{file}").FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal));
        return line is null
            ? 0
            : double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * MegabytesPerKibibyte;
    }
}
