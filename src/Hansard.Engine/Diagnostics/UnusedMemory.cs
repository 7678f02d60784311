using System.Runtime;
using System.Runtime.InteropServices;

namespace Hansard.Engine.Diagnostics;

/// <summary>Memory that the process has and does not use: garbage, and what the C library keeps of what networks have freed.</summary>
internal static partial class UnusedMemory
{
    /// <summary>glibc's <c>M_MMAP_THRESHOLD</c>.</summary>
    private const int MappedFrom = -3;

    /// <summary>More than the rows of a decoder's step have, less than most networks' weights.</summary>
    private const int LargeBlock = 4 << 20;

    /// <summary>
    /// Has the C library give every large block back to the system when it is freed. To be called before networks are loaded.
    /// </summary>
    /// <remarks>
    /// Once a block of up to 32 MB has been freed, glibc takes blocks of that size from its heaps, in which the holes that loading a
    /// network leaves stay for ever: 80 MB of 700 on five hours of sound.
    /// </remarks>
    public static void ReturnLargeBlocks()
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            _ = SetAllocation(MappedFrom, LargeBlock);
        }
        catch (EntryPointNotFoundException)
        {
            // Only glibc has it; musl maps all large blocks.
        }
    }

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

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetAllocation(int parameter, int value);
}
