using System.Globalization;

namespace Hansard.Resilience.Input;

/// <summary>Memory of processes, as Linux tells it.</summary>
internal static class ProcessMemory
{
    /// <summary>The most that this process, or one that a server started, may have, in bytes.</summary>
    public const long Most = 1L << 30;

    /// <summary>The most bytes that a process has had in the machine's memory; 0 where it has ended,
    /// or the system does not tell.</summary>
    public static long Peak(int process)
    {
        try
        {
            foreach (var line in File.ReadLines($"/proc/{process}/status"))
            {
                if (!line.StartsWith("VmHWM:", StringComparison.Ordinal)) continue;
                return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) << 10;
            }
        }
        catch (IOException)
        {
            // It has ended.
        }
        return 0;
    }

    /// <summary>Tells whether a process is there, be it only to be reaped.</summary>
    public static bool IsThere(int process) => Directory.Exists($"/proc/{process}");
}
