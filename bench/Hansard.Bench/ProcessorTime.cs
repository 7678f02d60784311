using System.Globalization;

namespace Hansard.Bench;

/// <summary>Processor seconds of this process and of the children it has waited for (ffmpeg).</summary>
internal static class ProcessorTime
{
    private const double TicksPerSecond = 100; // USER_HZ of every Linux

    public static double Seconds() => Times().Sum();

    /// <summary>The children's part of it.</summary>
    public static double ChildrenSeconds() => Times().Skip(2).Sum();

    private static IEnumerable<double> Times()
    {
        // Fields 14 to 17 of /proc/self/stat, counted after the command in parentheses: utime, stime, cutime, cstime.
        var stat = File.ReadAllText("/proc/self/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return fields.Skip(11).Take(4).Select(f => double.Parse(f, CultureInfo.InvariantCulture) / TicksPerSecond);
    }
}
