using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Hansard.Server.Http;

/// <summary>The number of files and sockets that the system lets this process have open.</summary>
internal static partial class OpenFiles
{
    // RLIMIT_NOFILE of Linux and of the BSDs, macOS included.
    private const int LinuxResource = 7;
    private const int BsdResource = 8;

    // More than this is never asked for; "unlimited" is a number that not every kernel takes.
    private const nuint Enough = 1 << 20;

    /// <summary>Number of files that are open now.</summary>
    public static int InUse
    {
        get
        {
            using var process = Process.GetCurrentProcess();
            return process.HandleCount;
        }
    }

    /// <summary>Raises the limit as far as this process may.</summary>
    /// <returns>The limit that holds now; null where the system has none.</returns>
    /// <remarks>
    /// The runtime does so at its own start, but says neither that nor how far it came, and the program may have lowered it since.
    /// </remarks>
    public static long? Raise()
    {
        if (OperatingSystem.IsWindows()) return null;
        var resource = OperatingSystem.IsLinux() ? LinuxResource : BsdResource;
        if (GetLimit(resource, out var limit) != 0) return null;
        var wanted = limit with { Soft = nuint.Min(limit.Hard, nuint.Max(limit.Soft, Enough)) };
        if (wanted.Soft > limit.Soft && SetLimit(resource, in wanted) == 0) limit = wanted;
        return (long)nuint.Min(limit.Soft, unchecked((nuint)long.MaxValue));
    }

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int GetLimit(int resource, out Limit limit);

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    private static partial int SetLimit(int resource, in Limit limit);

    // rlim_t is as wide as a register on the 64-bit systems that .NET runs on.
    [StructLayout(LayoutKind.Sequential)]
    private record struct Limit(nuint Soft, nuint Hard);
}
