using System.Runtime;
using System.Runtime.InteropServices;

namespace Hansard.Engine.Diagnostics;

/// <summary>Memory that the process has and does not use: garbage, and what the C library keeps of what networks have freed.</summary>
internal static partial class UnusedMemory
{
    /// <summary>Gives it back. Every thread waits, for some 50 ms; worth it between two stages of a long work, not within one.</summary>
    /// <remarks>After 18 minutes of speech that is 110 of 620 MB.</remarks>
    public static void Release()
    {
        GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            _ = TrimHeap(0);
        }
        catch (EntryPointNotFoundException)
        {
            // Only glibc has it; musl keeps less.
        }
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int TrimHeap(nint pad);
}
