using System.Globalization;

namespace Hansard.Resilience.Input;

/// <summary>Memory of processes, as Linux tells it.</summary>
internal static class ProcessMemory
{
    /// <summary>The most that a process may have that a server started, or that this one may have more than before, in bytes.</summary>
    public const long Most = 1L << 30;

    /// <summary>The most bytes that a process has had in the machine's memory; 0 where it has ended,
    /// or the system does not tell.</summary>
    public static long Peak(int process) => Field(process, "VmHWM:");

    /// <summary>The bytes that a process has in the machine's memory; 0 as above.</summary>
    public static long Resident(int process) => Field(process, "VmRSS:");

    /// <summary>Tells whether a process is there, be it only to be reaped.</summary>
    public static bool IsThere(int process) => Directory.Exists($"/proc/{process}");

    private static long Field(int process, string name)
    {
        try
        {
            foreach (var line in File.ReadLines($"/proc/{process}/status"))
            {
                if (!line.StartsWith(name, StringComparison.Ordinal)) continue;
                return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) << 10;
            }
        }
        catch (IOException)
        {
            // It has ended.
        }
        return 0;
    }
}
